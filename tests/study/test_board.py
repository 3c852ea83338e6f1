"""The board: well-formed, whole in itself, light with many records, and leading to the reports."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from page_checks import read_page

from kyokutei.errors import WorkplaceError
from kyokutei.plotting.draw import draw_figure
from kyokutei.study import board
from kyokutei.study.board import BoardEntry, write_board
from kyokutei.study.claim import Check, Claim


def claim(name: str = "rate", *, passed: bool = True, statement: str = "The rate is 80.9 %.") -> Claim:
    words = "The row closes." if passed else "The row misses 197.6 m³."
    check = Check(name="the row closes", passed=passed, statement=words)
    return Claim(name=name, statement=statement, value=80.92, unit="%", method="Balance.", checks=(check,))


def entry(folder: Path, number: int = 1, **changes: Any) -> BoardEntry:
    values: dict[str, Any] = {
        "name": f"balance-{number}.record",
        "title": f"Balance {number}",
        "kind": "helium.balance",
        "path": folder / f"balance-{number}.record",
        "claims": (claim(),),
        "finished": f"2026-11-21T07:{number // 60:02d}:{number % 60:02d}+00:00",
    }
    return BoardEntry(**(values | changes))


def page_of(path: Path, entries: list[BoardEntry]) -> str:
    write_board(path, entries)
    return path.read_text("utf-8")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def draw(axes: Any) -> None:
        axes.plot([0, 1, 2], [2, 0, 1], "o-", label="synthetic")

    return draw_figure("losses", draw, tmp_path_factory.mktemp("figures")).svg


def test_a_board_is_well_formed_and_loads_nothing(tmp_path: Path, drawn: Path) -> None:
    figures = [("The losses.", drawn), ("Again.", drawn)]
    entries = [entry(tmp_path, n, figures=figures, claims=(claim(), claim("loss", passed=False))) for n in range(15)]
    page = read_page(page_of(tmp_path / "board.html", entries))
    assert "15 records with 30 claims: 15 stand, 15 do not." in page.text


def test_verdicts_are_shape_and_word(tmp_path: Path) -> None:
    claims = (claim("rate"), claim("loss", passed=False))
    html = page_of(tmp_path / "board.html", [entry(tmp_path, claims=claims)])
    page = read_page(html)
    assert html.count('href="#mark-stands"/></svg>stands<') == 1
    assert html.count('href="#mark-fails"/></svg>does not stand<') == 1
    assert "Failed check: the row closes. The row misses 197.6 m³." in page.text


def test_links_lead_from_the_board_to_the_reports(tmp_path: Path) -> None:
    record = tmp_path / "records of 2026" / "münchen #1.record"
    record.mkdir(parents=True)
    (record / "report.html").write_text("", encoding="utf-8")
    (tmp_path / "pages").mkdir()
    path = tmp_path / "pages" / "board.html"
    links = [link for link in read_page(page_of(path, [entry(tmp_path, path=record)])).links if link[0] != "#"]
    assert links
    assert all((path.parent / unquote(link)).resolve() == record / "report.html" for link in links)


def test_the_newest_record_stands_first_and_unfinished_ones_above(tmp_path: Path) -> None:
    unfinished = entry(tmp_path, 9, title="Slow", kind="", claims=(), finished="", is_unfinished=True)
    text = read_page(page_of(tmp_path / "b.html", [entry(tmp_path, 1), unfinished, entry(tmp_path, 2)])).text
    assert text.index("Slow") < text.index("Balance 2") < text.index("Balance 1")
    assert "unfinished" in text
    assert "1 more is unfinished" in text


def test_three_hundred_records_make_a_page_that_opens_at_once(
    tmp_path: Path, drawn: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "FIGURE_BYTES", 10 * drawn.stat().st_size)
    entries = [entry(tmp_path, n, title=f"Record {n}.", figures=[("The losses.", drawn)]) for n in range(300)]
    html = page_of(tmp_path / "board.html", entries)
    page = read_page(html)
    drawings = [attrs for tag, attrs in page.tags if tag == "svg" and attrs.get("role") == "img"]
    assert 5 <= len(drawings) <= 15
    assert all(f"Record {n}." in page.text for n in range(300))
    assert len(html) < 10 * drawn.stat().st_size + 300 * 2_000
    assert len([tag for tag, _ in page.tags if tag == "details"]) == 288


def test_a_figure_that_is_missing_damaged_or_too_large_is_left_to_the_report(tmp_path: Path) -> None:
    damaged, large = tmp_path / "damaged.svg", tmp_path / "large.svg"
    damaged.write_text("<svg", encoding="utf-8")
    large.write_text(f"<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'><!--{'x' * 800_000}--></svg>")
    figures = [("a", tmp_path / "missing.svg"), ("b", damaged), ("c", large)]
    html = page_of(tmp_path / "board.html", [entry(tmp_path, figures=figures)])
    read_page(html)
    assert "<figure>" not in html


def test_hostile_text_is_text(tmp_path: Path, drawn: Path) -> None:
    hostile = "<script>alert('x')</script>\"'&{{ 7 * 7 }}"
    bad = entry(
        tmp_path, name=hostile, title=hostile, kind=hostile, claims=(claim(statement=hostile),),
        path=tmp_path / "javascript:alert(1)", figures=[(hostile, drawn)], finished=hostile,
    )  # fmt: skip
    html = page_of(tmp_path / "board.html", [bad])
    page = read_page(html)
    assert html.count("<script>") == 1
    assert page.text.count("alert('x')") >= 4
    assert "javascript:" not in [link[:11] for link in page.links]


def test_the_policy_of_the_page_admits_its_own_script_alone(tmp_path: Path) -> None:
    html = page_of(tmp_path / "board.html", [entry(tmp_path)])
    scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in html


def test_the_filter_is_hidden_until_its_script_runs(tmp_path: Path) -> None:
    page = read_page(page_of(tmp_path / "board.html", [entry(tmp_path)]))
    assert [("hidden" in attrs) for tag, attrs in page.tags if tag == "form"] == [True]
    assert [attrs.get("data-kind") for tag, attrs in page.tags if tag == "article"] == ["helium.balance"]


def test_an_empty_board_says_so(tmp_path: Path) -> None:
    text = read_page(page_of(tmp_path / "board.html", [])).text
    assert "There is no record here yet." in text


def test_a_board_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "board.html").mkdir()
    with pytest.raises(WorkplaceError):
        write_board(tmp_path / "board.html", [entry(tmp_path)])
    assert [path.name for path in tmp_path.iterdir()] == ["board.html"]

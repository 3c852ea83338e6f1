"""The report: whole in itself, well-formed, honest about failed checks, and deaf to hostile text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from page_checks import read_page

from kyokutei.plotting.contrast import contrast_ratio
from kyokutei.plotting.draw import draw_figure
from kyokutei.plotting.palette import DARK_PAPER, PAPER
from kyokutei.study import report as report_module
from kyokutei.study.claim import Check, Claim
from kyokutei.study.kind import Table
from kyokutei.study.report import write_report

HOSTILE = "<script>alert('x')</script>\"'&{{ 7 * 7 }}"

MANIFEST: dict[str, Any] = {
    "schema": "kyokutei.record/1",
    "kind": "helium.balance",
    "title": "Synthetic balance, for tests",
    "seed": 7,
    "digest": "c3ab8ff13720e8ad9047dd39466b3c8974e592c2fa383d4a3960714caef0c4f2",
    "versions": {"python": "3.11.7", "kyokutei": "0.1.0", "numpy": "2.4.0"},
    "inputs": [{"name": "balance.csv", "sha256": "e3b0c44298fc1c149afbf4c8996fb924", "bytes": 1832}],
    "settings": {"table": "balance.csv", "meter": {"relative_error": 0.01, "rows": ["main", "spectroscopy"]}},
    "overrides": {"meter.relative_error": 0.01},
    "notes": ["The meters' uncertainty is assumed."],
    "references": ["Activity Report 2002."],
    "started": "2026-11-21T07:49:11+00:00",
    "finished": "2026-11-21T07:50:23+00:00",
    "elapsed_s": 72.3,
    "cpu_s": 130.2,
    "workers": 2,
    "platform": "Linux",
}


def claim(name: str = "recovery_rate.all", *, passed: bool = True, **fields: Any) -> Claim:
    checks = (
        Check(name="the entries are numbers", passed=True, statement="All five entries are numbers."),
        Check(
            name="the row closes",
            passed=passed,
            statement="The row closes within 0.1 m³."
            if passed
            else "The row misses 197.6 m³, against 0.1 m³ of rounding.",
        ),
    )
    values = {"statement": f"Of {name} this is said.", "value": 80.92, "unit": "%", "method": "Balance of each row."}
    return Claim(name=name, checks=checks, **(values | fields))


def losses(axes: Any) -> None:
    axes.errorbar([1, 2, 3], [3, 1, 2], 0.2, fmt="o", label="synthetic")
    axes.set_xlim(0, 4)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw_figure("losses", losses, tmp_path_factory.mktemp("figures")).svg


def report(folder: Path, **changes: Any) -> str:
    values: dict[str, Any] = {"manifest": MANIFEST, "claims": [claim()], "figures": [], "tables": []}
    write_report(folder / "report.html", **(values | changes))
    return (folder / "report.html").read_text("utf-8")


def test_a_full_report_is_well_formed_and_loads_nothing(tmp_path: Path, drawn: Path) -> None:
    table = Table("Rows", ["row", "loss (m³)"], [["main", "−197.6"], ["spectroscopy", "0.1"]])
    claims = [claim(), claim("loss.main", passed=False), claim("limit", limit="upper", confidence=0.9)]
    figures = [("The losses.", drawn), ("The losses again.", drawn)]
    page = read_page(report(tmp_path, claims=claims, figures=figures, tables=[table, table]))
    assert "Figure 2. The losses again." in page.text
    assert "Table 2. Rows" in page.text


def test_a_failed_check_is_printed_in_words_with_its_claim(tmp_path: Path) -> None:
    page = read_page(report(tmp_path, claims=[claim(), claim("loss.main", passed=False)]))
    assert "1 of 2 claims stand; loss.main does not." in page.text
    row = page.text[page.text.index("Of loss.main this is said.") :]
    assert row.startswith(
        "Of loss.main this is said. Failed check: the row closes. The row misses 197.6 m³, against 0.1 m³ of rounding."
    )
    assert "does not stand" in row


def test_a_report_without_failed_checks_says_that_all_claims_stand(tmp_path: Path) -> None:
    page = read_page(report(tmp_path, claims=[claim("one"), claim("two")]))
    assert "Both claims stand." in page.text
    assert "does not stand" not in page.text
    assert "Failed check" not in page.text


def test_numbers_are_printed_with_their_interval_limit_and_significance(tmp_path: Path) -> None:
    claims = [
        claim("rate", interval=(80.1, 81.7), confidence=0.6827, significance=4.23),
        claim("half_life", value=3.8e26, unit="yr", limit="lower", confidence=0.9),
    ]
    text = read_page(report(tmp_path, claims=claims)).text
    assert "80.9 ± 0.8 %" in text
    assert "68.27 % interval 80.1 to 81.7 %" in text
    assert "4.2 σ" in text
    assert "> 3.8×10²⁶ yr lower limit at 90 % CL" in text


def test_hostile_text_is_text(tmp_path: Path, drawn: Path) -> None:
    manifest = MANIFEST | {
        "title": HOSTILE,
        "kind": HOSTILE,
        "notes": [HOSTILE],
        "references": [HOSTILE],
        "platform": HOSTILE,
        "inputs": [{"name": HOSTILE, "sha256": HOSTILE, "bytes": 1}],
        "settings": {HOSTILE: HOSTILE},
    }
    check = Check(name=HOSTILE, passed=False, statement=HOSTILE)
    hostile = claim(statement=HOSTILE, unit=HOSTILE, method=HOSTILE, sources=(HOSTILE,)).model_copy(
        update={"checks": (check,)}
    )
    table = Table(HOSTILE, [HOSTILE, "n"], [[HOSTILE, HOSTILE], [HOSTILE]])
    html = report(tmp_path, manifest=manifest, claims=[hostile], figures=[(HOSTILE, drawn)], tables=[table])
    page = read_page(html)
    assert not [tag for tag, _ in page.tags if tag == "script"]
    assert html.count("<script") == 0
    assert page.text.count("alert('x')") > 10
    assert "49" not in page.text.replace("07:49", "")


def test_everything_that_a_second_run_needs_is_named(tmp_path: Path) -> None:
    text = read_page(report(tmp_path)).text
    for words in (
        "kyokutei run study.toml", MANIFEST["digest"], "numpy 2.4.0", "e3b0c44298fc1c149afbf4c8996fb924", "1.83 kB",
        "meter.relative_error", "0.01", '["main", "spectroscopy"]', "seed 7", "1 min 12 s", "2 workers",
        "21 November 2026, 07:50 UTC",
    ):  # fmt: skip
        assert words in text


def test_settings_are_dotted_keys_and_tables_of_an_array_are_counted(tmp_path: Path) -> None:
    settings = {"limits": [{"name": "first", "published": {"low": 36.0}}, {"name": "second"}], "cosmology": None}
    text = read_page(report(tmp_path, manifest=MANIFEST | {"settings": settings})).text
    for words in (
        'limits[1].name "first"',
        "limits[1].published.low 36.0",
        'limits[2].name "second"',
        "cosmology not set",
    ):
        assert words in text


def test_a_manifest_that_lacks_keys_still_gives_a_page(tmp_path: Path) -> None:
    read_page(report(tmp_path, manifest={"title": "Little is known", "kind": "a.b"}))


def test_numeric_columns_are_set_to_the_right(tmp_path: Path) -> None:
    rows = [["main 2", "−197.6", "3.8×10²⁶", "80.9 ± 0.8 %"], ["other", "", "< 12 345", "—"]]
    page = read_page(report(tmp_path, tables=[Table("t", ["row", "loss", "limit", "rate"], rows)]))
    headings = [attrs.get("class") for tag, attrs in page.tags if tag == "th" and attrs.get("scope") == "col"]
    assert headings[3:7] == ["short", "number", "number", "number"]


def test_figures_follow_the_page_into_the_dark(tmp_path: Path, drawn: Path) -> None:
    html = report(tmp_path, figures=[("One.", drawn)])
    assert "var(--c-225890, #225890)" in html
    assert "--c-225890: #5896ea;" in html
    assert 'aria-label="One."' in html


def test_a_very_large_figure_is_shown_as_its_png(tmp_path: Path) -> None:
    files = draw_figure("many", losses, tmp_path)
    svg = files.svg.read_text("utf-8")
    files.svg.write_text(svg.replace("<defs>", f"<defs><!--{'x' * 3_100_000}-->", 1), encoding="utf-8")
    html = report(tmp_path, figures=[('Many "points".', files.svg)])
    images = [attrs for tag, attrs in read_page(html).tags if tag == "img"]
    assert [image["alt"] for image in images] == ['Many "points".']
    assert len(html) < 1_000_000


def test_the_same_findings_give_the_same_page(tmp_path: Path, drawn: Path) -> None:
    figures = [("One.", drawn)]
    assert report(tmp_path, figures=figures) == report(tmp_path, figures=figures)


@pytest.mark.parametrize("is_dark", [False, True])
def test_words_of_a_page_are_read_in_light_and_dark(*, is_dark: bool) -> None:
    style = (Path(report_module.__file__).parent / "templates" / "house.css").read_text("utf-8")
    tokens = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", style.split("prefers-color-scheme: dark")[is_dark]))
    grounds = {"ink": ("ground", "paper", "alert-ground"), "muted": ("ground", "paper"), "link": ("ground", "paper")}
    for words, behind in (grounds | {"alert": ("ground", "paper", "alert-ground")}).items():
        assert all(contrast_ratio(tokens[words], tokens[ground]) >= 4.5 for ground in behind), words
    assert contrast_ratio(tokens["alert-line"], tokens["paper"]) >= 3.0


def test_page_and_figures_share_their_paper() -> None:
    style = (Path(report_module.__file__).parent / "templates" / "house.css").read_text("utf-8")
    light, dark = style.split("prefers-color-scheme: dark")
    assert f"--paper: {PAPER}" in light
    assert f"--paper: {DARK_PAPER}" in dark

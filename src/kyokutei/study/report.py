"""The report of a record: one page that stands alone and that a person forwards to a colleague."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kyokutei.plotting.inline import dark_rules, inline_figure
from kyokutei.study.templates import render
from kyokutei.study.wording import format_duration, format_time, verdicts_words

if TYPE_CHECKING:
    from kyokutei.study.claim import Claim
    from kyokutei.study.kind import Table

_PIXELS_PER_POINT = 96.0 / 72.0
_ENLARGED = 1.15  # print sizes are small on a screen that is read from further away
_LARGEST_SVG_BYTES = 3_000_000  # beyond, browsers become slow and the PNG is smaller

_SHORT_CELL, _LONG_CELL = 24, 36  # letters; where a table has to scroll, short cells stay on a line, long ones get room

_NUMBER = r"[+−-]?\d[\d.,\u202f\u00a0 ]*(?:(?:[eE]|×10)[+−⁻\-⁰¹²³⁴⁵⁶⁷⁸⁹\d]+)?"
_NUMERIC_CELL = re.compile(rf"[<>≤≥≈~±(]*\s*{_NUMBER}(?:\s*(?:±|[+−–-]|/)\s*{_NUMBER})*\)?\s*[%σ°]?|[–—-]?")


@dataclass(frozen=True)
class _PageFigure:
    caption: str
    markup: str
    width_px: int
    colours: frozenset[str]


@dataclass(frozen=True)
class _Column:
    heading: str
    look: str  # class of its cells: "number", "short", "long" or nothing


@dataclass(frozen=True)
class _PageTable:
    caption: str
    columns: Sequence[_Column]
    rows: Sequence[Sequence[str]]


def write_report(
    path: Path,
    *,
    manifest: Mapping[str, Any],
    claims: Sequence[Claim],
    figures: Sequence[tuple[str, Path]],
    tables: Sequence[Table],
) -> None:
    """Write the report: answer, figures, tables, notes, the grounds of each claim, and how to make it again.

    The page asks for nothing over the network: style and figures stand in it, and its content security policy forbids
    the rest. It needs no script.

    Parameters
    ----------
    path
        Where to write; the folder must be there.
    manifest
        What ``record.json`` holds; what it lacks is left out.
    claims, tables
        In the order of the page.
    figures
        ``(caption, path of the SVG)``; of a very large SVG the PNG beside it is shown.

    Raises
    ------
    OSError
        If a figure cannot be read or the page cannot be written.
    ValueError
        If a figure is no SVG document.
    """
    drawn = [_page_figure(number, caption, svg) for number, (caption, svg) in enumerate(figures, start=1)]
    page = render(
        "report.html",
        title=str(manifest.get("title", "")),
        kind=str(manifest.get("kind", "")),
        name=str(manifest.get("name", "")),
        version=_version(manifest),
        byline=_byline(manifest),
        verdict_sentence=verdicts_words(claims),
        all_stand=all(claim.stands for claim in claims),
        claims=claims,
        figures=drawn,
        dark_rules=dark_rules(colour for figure in drawn for colour in figure.colours),
        tables=[_page_table(table) for table in tables],
        notes=manifest.get("notes", ()),
        references=manifest.get("references", ()),
        facts=list(_facts(manifest)),
        inputs=manifest.get("inputs", ()),
        settings=list(_flat(manifest.get("settings", {}))),
        command="kyokutei run study.toml",
    )
    path.write_text(page, encoding="utf-8")


def _page_figure(number: int, caption: str, svg: Path) -> _PageFigure:
    png = svg.with_suffix(".png")
    if svg.stat().st_size > _LARGEST_SVG_BYTES and png.is_file():
        data = base64.b64encode(png.read_bytes()).decode("ascii")
        markup = f'<img alt="{escape(caption)}" src="data:image/png;base64,{data}">'
        return _PageFigure(caption, markup, 760, frozenset())
    figure = inline_figure(svg.read_text("utf-8"), prefix=f"f{number}", label=caption)
    width = round(figure.width_pt * _PIXELS_PER_POINT * _ENLARGED)
    return _PageFigure(caption, figure.markup, width, figure.colours)


def _page_table(table: Table) -> _PageTable:
    cells = [[row[i] for row in table.rows if i < len(row)] for i in range(len(table.columns))]
    columns = [_Column(name, _look(column)) for name, column in zip(table.columns, cells, strict=True)]
    return _PageTable(table.caption, columns, table.rows)


def _look(cells: Iterable[str]) -> str:
    filled = [cell.strip() for cell in cells if cell.strip()]
    if filled and all(_NUMERIC_CELL.fullmatch(cell) for cell in filled):
        return "number"
    longest = max(map(len, filled), default=0)
    return "long" if longest > _LONG_CELL else "short" if longest <= _SHORT_CELL else ""


def _version(manifest: Mapping[str, Any]) -> str:
    return str(manifest.get("kyokutei") or manifest.get("versions", {}).get("kyokutei", ""))


def _byline(manifest: Mapping[str, Any]) -> str:
    parts = [format_time(str(manifest["finished"])) if "finished" in manifest else "", f"kyokutei {_version(manifest)}"]
    return " · ".join(part for part in parts if part)


def _facts(manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a reader needs to judge whether a second run is the same run."""
    versions = dict(manifest.get("versions", {}))
    if "seed" in manifest:
        yield "seed", str(manifest["seed"])
    if "digest" in manifest:
        yield "digest of study, data and versions", str(manifest["digest"])
    if versions:
        yield "versions", ", ".join(f"{name} {version}" for name, version in versions.items())
    if manifest.get("overrides"):
        yield "set on the command line", ", ".join(f"{key} = {value}" for key, value in _flat(manifest["overrides"]))
    if "finished" in manifest:
        yield "finished", format_time(str(manifest["finished"]))
    if "elapsed_s" in manifest:
        yield "time", ", ".join(_time_words(manifest))
    if "platform" in manifest:
        yield "machine", str(manifest["platform"])


def _time_words(manifest: Mapping[str, Any]) -> Iterator[str]:
    yield format_duration(float(manifest["elapsed_s"]))
    if "cpu_s" in manifest:
        yield f"{format_duration(float(manifest['cpu_s']))} of processor time"
    if "workers" in manifest:
        count = int(manifest["workers"])
        yield f"{count} worker{'' if count == 1 else 's'}"


def _flat(settings: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Nested settings as dotted keys, tables of an array counted from 1, with values as TOML writes them."""
    for key, value in settings.items():
        if isinstance(value, Mapping) and value:
            yield from _flat(value, f"{prefix}{key}.")
        elif isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
            for number, item in enumerate(value, start=1):
                yield from _flat(item, f"{prefix}{key}[{number}].")
        else:
            yield f"{prefix}{key}", "not set" if value is None else json.dumps(value, ensure_ascii=False, default=str)

"""Which column of a monthly helium table means what, and in which unit: the headings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kyokutei.errors import Problem, nearest

HELIUM_UNITS = {
    "m3": "m3", "m^3": "m3", "cubic_metres": "m3", "cubic_meters": "m3", "m3_gas": "m3",
    "l": "L", "litre": "L", "litres": "L", "liter": "L", "liters": "L", "リットル": "L",
    "kg": "kg",
}  # fmt: skip
RATIO_UNITS = {"%": "%", "percent": "%", "1": "1", "fraction": "1"}

# what laboratories write above these columns, in English and Japanese
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "building": (
        "building", "laboratory", "lab", "group", "department", "place", "name", "場所", "建物", "棟", "研究室", "部局",
    ),
    "label": ("label", "short_name", "short_label", "略称", "略号"),
    "recovered": ("recovered", "returned", "recovered_gas", "returned_gas", "回収量", "回収"),
    "supplied": ("supplied", "supply", "delivered", "供給量", "供給"),
    "stock_start": (
        "stock_start", "stock_before", "stock_at_start", "opening_stock", "start_stock", "initial_stock",
        "月始在庫", "月初在庫", "期首在庫", "前月在庫",
    ),
    "stock_end": (
        "stock_end", "stock_after", "stock_at_end", "closing_stock", "end_stock", "final_stock",
        "月終在庫", "月末在庫", "期末在庫", "当月在庫",
    ),
    "printed_loss": ("printed_loss", "loss", "lost", "losses", "損失量", "損失"),
    "printed_recovery": (
        "printed_recovery", "recovery", "recovery_rate", "printed_recovery_rate", "rate", "回収率",
    ),
    "note": ("note", "notes", "remark", "remarks", "comment", "備考"),
}  # fmt: skip

NAMES = {heading: column for column, headings in _HEADINGS.items() for heading in headings}
REQUIRED = ("building", "recovered", "supplied")
WORDS = ("building", "label", "note")
_BRACKETS = re.compile(r"^(.*?)\s*[(\[]\s*(.*?)\s*[)\]]$")


@dataclass(frozen=True)
class Heading:
    """A heading that was understood: its column and its unit (empty for words)."""

    column: str
    unit: str


def read_headings(cells: Sequence[str], *, file: str, line: int) -> tuple[dict[str, tuple[int, str]], list[Problem]]:
    """Find the columns of a table by their headings.

    Returns
    -------
    columns
        ``{column: (position, unit)}`` of the headings that were understood.
    problems
        K203, one for every heading that was not, for every column that is missing or given twice.
    """
    columns: dict[str, tuple[int, str]] = {}
    problems: list[Problem] = []
    for position, cell in enumerate(cells):
        heading = read_heading(cell)
        if isinstance(heading, Problem):
            problems.append(heading.in_file(file, line))
        elif heading.column in columns:
            first = cells[columns[heading.column][0]].strip()
            problems.append(
                Problem(
                    "K203", f'two columns for {heading.column}: "{first}" and "{cell.strip()}"', "one of them",
                    file=file, line=line, key=heading.column,
                )
            )  # fmt: skip
        else:
            columns[heading.column] = (position, heading.unit)
    misread = {problem.key for problem in problems}
    problems.extend(_missing_column(column, cells, file, line) for column in _missing(columns) if column not in misread)
    return columns, problems


def _missing(columns: Mapping[str, tuple[int, str]]) -> list[str]:
    wanted = list(REQUIRED)
    if "stock_start" in columns or "stock_end" in columns:
        wanted += ["stock_start", "stock_end"]
    return [column for column in wanted if column not in columns]


def _missing_column(column: str, cells: Sequence[str], file: str, line: int) -> Problem:
    example = column if column in WORDS else f"{column}_m3"
    why = " (the stock at the other end of the period is there)" if column.startswith("stock") else ""
    headings = ", ".join(f'"{cell.strip()}"' for cell in cells)
    return Problem(
        "K203", f"no column {column}{why}; the headings are {headings}", f'a column such as "{example}"',
        file=file, line=line, key=column,
    )  # fmt: skip


def read_heading(cell: str) -> Heading | Problem:
    """Understand one heading such as ``"recovered_m3"``, ``"Stock end (L)"``, ``"損失量［㎥］"`` or ``"回収率(%)"``."""
    stem, unit = _split(cell)
    column = NAMES.get(stem)
    if column is None:
        return _unknown(cell, stem)
    if column in WORDS:
        return Heading(column, "")
    known = RATIO_UNITS if column == "printed_recovery" else HELIUM_UNITS
    if unit.lower() in known:
        return Heading(column, known[unit.lower()])
    choices = '"%" or "1"' if known is RATIO_UNITS else '"m3" (gas), "L" (liquid) or "kg"'
    found = f'"{cell.strip()}", which has {"no unit" if not unit else f"the unit {unit}"}'
    hint = ""
    if unit.lower() in {"nm3", "sm3", "nm^3"}:
        hint = "Write m3, and the temperature and pressure that the meters refer to in a comment line."
    return Problem("K203", found, f'a unit in the heading: {choices}, such as "{_example(column)}"', hint, key=column)


def _split(cell: str) -> tuple[str, str]:
    """Split a heading into its normal form and its unit as it was written."""
    text = unicodedata.normalize("NFKC", cell).strip()
    match = _BRACKETS.match(text)
    if match:
        return _normal(match[1]), match[2].strip()
    stem = _normal(text)
    if stem in NAMES:
        return stem, ""
    for unit in sorted({*HELIUM_UNITS, *RATIO_UNITS}, key=len, reverse=True):
        if stem.endswith(f"_{unit}"):
            return stem.removesuffix(f"_{unit}"), text[-len(unit) :]
    known, _, last = stem.rpartition("_")
    # a known name with one word behind it: that word was meant as a unit
    return (known, text[-len(last) :]) if known in NAMES and NAMES[known] not in WORDS else (stem, "")


def _normal(text: str) -> str:
    return re.sub(r"[\s\-./:,_]+", "_", text.strip().lower()).strip("_")


def _unknown(cell: str, stem: str) -> Problem:
    found = f'the unknown column "{cell.strip()}"' if cell.strip() else "a column without a heading"
    meant = nearest(stem, NAMES)
    if meant is None:
        return Problem("K203", found, f"one of {', '.join(_HEADINGS)}")
    column = NAMES[meant]
    example = _example(column) if meant.isascii() or column in WORDS else f"{meant}({_example_unit(column)})"
    return Problem("K203", found, f"one of {', '.join(_HEADINGS)}", f'Did you mean "{example}"?', key=column)


def _example(column: str) -> str:
    if column in WORDS:
        return column
    return f"{column}_percent" if column == "printed_recovery" else f"{column}_m3"


def _example_unit(column: str) -> str:
    return "%" if column == "printed_recovery" else "m3"

"""Reader of monthly helium tables: comma-separated text, one row per building, headings with units."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kyokutei.errors import DataFileError, Problem, nearest
from kyokutei.helium.balance.formats.columns import WORDS, read_headings
from kyokutei.helium.balance.formats.printed_number import CellError, PrintedNumber, read_number
from kyokutei.helium.balance.table import HELIUM_ENTRIES, Entries, MonthlyTable, figure_label
from kyokutei.study.data_text import Encoding, as_written, read_lines

_TOTALS = frozenset({"total", "all", "whole", "sum", "all buildings", "all laboratories", "合計", "全体", "総計", "計"})
_COMMENT = "#"


@dataclass(frozen=True)
class _Row:
    line: int
    cells: list[str]


def read_monthly_table(path: Path, *, encoding: Encoding = "utf-8", total: str | None = None) -> MonthlyTable:
    """Read a monthly helium table.

    Lines that begin with ``#`` and empty lines are passed over. The first other line holds the headings, each with
    its unit; cells are separated by commas, semicolons or tabs, as the headings are.

    Parameters
    ----------
    path
        The file.
    encoding
        UTF-8 with or without byte-order mark, or the Japanese encoding that it is said to be in.
    total
        Name of the row that is the total; without it, a row that is called total, all, 合計, 全体 ... is.

    Raises
    ------
    DataFileError
        K201 unreadable, K202 not text, K203 not laid out as a table, K204 cells that cannot be used, K205 empty;
        with all problems of the file at once.
    """
    file = as_written(path)
    rows, problems = _split_rows(read_lines(path, encoding=encoding), file)
    if not rows:
        problems = problems or [Problem("K205", "no table", "a line of headings and at least one row", file=file)]
        raise DataFileError(*problems)
    headings = rows[0]
    columns, heading_problems = read_headings(headings.cells, file=file, line=headings.line)
    problems += heading_problems
    body, length_problems = _rows_of_one_length(rows[1:], len(headings.cells), file)
    problems += length_problems
    if len(rows) == 1:
        problems.append(Problem("K205", "headings without a row", "at least one row", file=file, line=headings.line))
    numbers = {
        name: _read_column(name, body, place, file, problems) for name, place in columns.items() if name not in WORDS
    }
    names = _read_names(body, columns, file, problems)
    which = _find_total(names, total, body, file, problems)
    if problems:
        raise DataFileError(*sorted(problems, key=lambda problem: problem.line or 0))
    return _assemble(names, which, body, columns, numbers)


def _split_rows(lines: Sequence[str], file: str) -> tuple[list[_Row], list[Problem]]:
    rows: list[_Row] = []
    problems: list[Problem] = []
    delimiter = ""
    for number, text in enumerate(lines, start=1):
        if not text.strip() or text.lstrip().startswith(_COMMENT):
            continue
        delimiter = delimiter or _delimiter(text)
        try:
            (cells,) = csv.reader([text], delimiter=delimiter, strict=True, skipinitialspace=True)
        except csv.Error as error:
            found = f"a line that cannot be split into cells ({error})"
            problems.append(Problem("K203", found, "balanced quotes", file=file, line=number))
            continue
        if any(cell.strip() for cell in cells):
            rows.append(_Row(number, cells))
    return rows, problems


def _delimiter(headings: str) -> str:
    return max((",", ";", "\t"), key=headings.count)


def _rows_of_one_length(rows: Sequence[_Row], width: int, file: str) -> tuple[list[_Row], list[Problem]]:
    fitting: list[_Row] = []
    problems: list[Problem] = []
    for row in rows:
        cells = row.cells
        while len(cells) > width and not cells[-1].strip():  # spreadsheets leave separators at the end of a line
            cells = cells[:-1]
        if len(cells) == width:
            fitting.append(_Row(row.line, cells))
            continue
        hint = "A number with thousands separators must stand in quotes." if len(cells) > width else ""
        found = f"{len(cells)} cells"
        problems.append(Problem("K203", found, f"{width} as in the headings", hint, file=file, line=row.line))
    return fitting, problems


def _read_column(
    name: str, rows: Sequence[_Row], place: tuple[int, str], file: str, problems: list[Problem]
) -> Entries:
    position, unit = place
    values = np.full(len(rows), np.nan)
    half_steps = np.full(len(rows), np.nan)
    for index, row in enumerate(rows):
        cell = row.cells[position]
        try:
            number = read_number(cell.strip().removesuffix("%") if unit == "%" else cell)
            _refuse_useless(name, cell, number)
        except CellError as error:
            expected = "a number that is not negative" if name != "printed_loss" else "a number"
            problems.append(Problem("K204", error.found, expected, error.hint, file=file, line=row.line, key=name))
            continue
        if number is not None:
            values[index], half_steps[index] = number.value, number.half_step
    if name == "printed_recovery" and unit == "1":
        return Entries(values * 100.0, half_steps * 100.0, "%")
    return Entries(values, half_steps, unit)


def _refuse_useless(name: str, cell: str, number: PrintedNumber | None) -> None:
    if number is None:
        if name in HELIUM_ENTRIES:
            raise CellError("an empty cell" if not cell.strip() else f'"{cell.strip()}", no number')
        return
    if number.value < 0.0 and name != "printed_loss":
        raise CellError(f'"{cell.strip()}", a negative amount' if name in HELIUM_ENTRIES else f'"{cell.strip()}"')


def _read_names(
    rows: Sequence[_Row], columns: Mapping[str, tuple[int, str]], file: str, problems: list[Problem]
) -> list[str]:
    if "building" not in columns:
        return []
    position = columns["building"][0]
    names = [row.cells[position].strip() for row in rows]
    first_line: dict[str, int] = {}
    for name, row in zip(names, rows, strict=True):
        key = _plain(name)
        if not name:
            problems.append(
                Problem("K204", "a row without a name", "its building", file=file, line=row.line, key="building")
            )
        elif key in first_line:
            found = f'"{name}" again (first in line {first_line[key]})'
            problems.append(Problem("K204", found, "every building once", file=file, line=row.line, key="building"))
        first_line.setdefault(key, row.line)
    return names


def _find_total(
    names: Sequence[str], wanted: str | None, rows: Sequence[_Row], file: str, problems: list[Problem]
) -> int | None:
    plain = [_plain(name) for name in names]
    if wanted is not None:
        if _plain(wanted) in plain:
            return plain.index(_plain(wanted))
        if names:
            meant = nearest(wanted, names)
            hint = f'Did you mean "{meant}"?' if meant else f"The rows are {', '.join(names)}."
            problems.append(
                Problem("K203", f'no row "{wanted}", which total names', "the row that is the total", hint, file=file)
            )
        return None
    totals = [index for index, name in enumerate(plain) if name in _TOTALS]
    if len(totals) > 1:
        found = f'two totals, "{names[totals[0]]}" and "{names[totals[1]]}"'
        hint = "Name the right one in the study file: total = ..."
        problems.append(Problem("K203", found, "one", hint, file=file, line=rows[totals[1]].line, key="building"))
    return totals[0] if totals else None


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _assemble(
    names: Sequence[str], total: int | None, rows: Sequence[_Row], columns: Mapping[str, tuple[int, str]],
    numbers: Mapping[str, Entries],
) -> MonthlyTable:  # fmt: skip
    has_stock = "stock_start" in numbers
    nothing = Entries(np.zeros(len(rows)), np.zeros(len(rows)), numbers["recovered"].unit)
    entries = {name: numbers.get(name, nothing) for name in HELIUM_ENTRIES}
    printed = {name: numbers[name] for name in ("printed_loss", "printed_recovery") if name in numbers}
    position = columns["label"][0] if "label" in columns else None
    labels = [row.cells[position].strip() if position is not None else "" for row in rows]
    return MonthlyTable(
        names=tuple(names),
        labels=tuple(figure_label(label or name, i) for i, (label, name) in enumerate(zip(labels, names, strict=True))),
        lines=tuple(row.line for row in rows),
        total=total,
        columns={**entries, **printed},
        has_stock=has_stock,
    )

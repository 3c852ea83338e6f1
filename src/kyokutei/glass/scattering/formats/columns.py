"""Text files of two to four columns, as most programs of the field write them: ``.sq``, ``.fq``, ``.gr``, ``.dat``.

Two columns are abscissa and value, three add the standard deviation, four are abscissa, value and the errors of both,
of which the first is passed over (PDFgetX and PDFgetN). What stands above the first row of numbers is a header; one
that begins with a number of points (RMCA, RMCProfile) must tell the truth.
"""

from __future__ import annotations

import os

import numpy as np
from numpy.typing import NDArray

from kyokutei.errors import DataFileError, OutOfRangeError, Problem
from kyokutei.glass.scattering.conventions import Convention, convention
from kyokutei.glass.scattering.measured_function import MeasuredFunction
from kyokutei.glass.text_file import NotFiniteError, TextFile, finite_number, whole_number
from kyokutei.physics.units import UnitError, convert
from kyokutei.study.data_text import Encoding

__all__ = ["in_our_units", "read"]

_COMMENTS = "#!;%"
_FEWEST, _MOST = 2, 4
_LONGEST_HEADER = 200  # lines
_LENGTH_POWER = {"1": 0, "1/Å": -1, "1/Å2": -2, "barn/sr": 0, "barn/sr/Å2": -2}


def read(
    path: str | os.PathLike[str], *, convention: str, unit: str | None = None, encoding: Encoding = "utf-8"
) -> MeasuredFunction:
    """Read a file of columns in a convention that the caller names.

    Parameters
    ----------
    path
        The file.
    convention
        What the second column is, a name of `kyokutei.glass.scattering.CONVENTIONS`.
    unit
        Of the first column, such as ``"1/nm"``; by default 1/Å or Å. The second column is then in that length, too.
    encoding
        Of the text.

    Raises
    ------
    DataFileError
        K201 to K205, with their lines.
    OutOfRangeError
        If there is no such convention, or the unit is not one of Q or r.
    """
    text = TextFile.read(path, encoding=encoding)
    first, header = _first_row(text)
    lines = [index for index in range(first, len(text.lines)) if _is_data(text.lines[index])]
    width = len(_numbers(text.lines[first]))
    expected = f"{width} numbers, as in line {first + 1}"
    rows = np.array(text.parse_rows(lines, expected, lambda line: _row(line, width)))
    _require_stated_number(text, header, lines)
    columns = rows[:, : min(width, 2)].T
    sigma = rows[:, width - 1] if width > _FEWEST else None
    _require_usable(text, lines, rows[:, 0], sigma)
    title = next((line.strip().lstrip(_COMMENTS).strip() for line in header if line.strip().strip(_COMMENTS + " ")), "")
    return in_our_units(columns[0], columns[1], sigma, name=convention, unit=unit, title=title)


def in_our_units(
    abscissa: NDArray[np.float64],
    value: NDArray[np.float64],
    sigma: NDArray[np.float64] | None,
    *,
    name: str,
    unit: str | None,
    title: str,
) -> MeasuredFunction:
    """A measured function whose columns were in another unit of length.

    Raises
    ------
    OutOfRangeError
        If there is no such convention, or the unit is not one of Q or r.
    """
    entry: Convention = convention(name)
    ours = "1/Å" if entry.space == "Q" else "Å"
    try:
        factor = 1.0 if unit is None else convert(1.0, unit, ours)
    except UnitError as error:
        raise OutOfRangeError(
            Problem("K303", f'unit = "{unit}", {error}', f"a unit of {entry.space}", key="unit")
        ) from None
    length = 1.0 / factor if entry.space == "Q" else factor
    scale = length ** _LENGTH_POWER[entry.unit]
    return MeasuredFunction(abscissa * factor, value * scale, None if sigma is None else sigma * scale, name, title)


def _first_row(text: TextFile) -> tuple[int, list[str]]:
    for index, line in enumerate(text.lines):
        if index > _LONGEST_HEADER:
            break
        if _is_data(line) and _FEWEST <= len(_numbers(line)) <= _MOST and _follows(text, index):
            return index, list(text.lines[:index])
        if _is_data(line) and len(_numbers(line)) > _MOST:
            text.fail(index, f"{len(_numbers(line))} columns", "two to four",
                      hint="A file of RMC_POT with a column for each weight has a reader of its own.")  # fmt: skip
    last = min(len(text.lines) - 1, _LONGEST_HEADER)
    raise DataFileError(text.problem(last, "no row of numbers", "rows of two to four numbers", code="K205"))


def _follows(text: TextFile, index: int) -> bool:
    """Whether the next line with something in it is a row as well, or there is none."""
    rest = (line for line in text.lines[index + 1 :] if _is_data(line))
    following = next(rest, None)
    return following is None or len(following.replace(",", " ").split()) >= _FEWEST


def _is_data(line: str) -> bool:
    stripped = line.strip()
    return bool(stripped) and stripped[0] not in _COMMENTS


def _numbers(line: str) -> list[float]:
    words = line.replace(",", " ").split()
    numbers = []
    for word in words:
        try:
            numbers.append(finite_number(word))
        except NotFiniteError:
            numbers.append(np.nan)
        except ValueError:
            return []
    return numbers


def _row(line: str, width: int) -> list[float]:
    words = line.replace(",", " ").split()
    if len(words) != width:
        raise ValueError(line)
    return [finite_number(word) for word in words]


def _require_stated_number(text: TextFile, header: list[str], lines: list[int]) -> None:
    stated = next((line.split()[0] for line in header if line.split() and line.split()[0].isdigit()), None)
    if stated is not None and len(header[0].split()) == 1 and whole_number(stated) != len(lines):
        text.fail(lines[-1], f"{len(lines)} points", f"{stated}, as the header says",
                  hint="The file seems to be truncated.")  # fmt: skip


def _require_usable(
    text: TextFile, lines: list[int], abscissa: NDArray[np.float64], sigma: NDArray[np.float64] | None
) -> None:
    problems = [
        text.problem(lines[place], f"{abscissa[place]:g}", "an abscissa that ascends from 0 or above", code="K204")
        for place in np.flatnonzero(np.diff(abscissa, prepend=-1e-300) <= 0.0)[:3]
    ]
    if sigma is not None:
        problems += [
            text.problem(lines[place], f"an error of {sigma[place]:g}", "an error that is not negative", code="K204")
            for place in np.flatnonzero(sigma < 0.0)[:3]
        ]
    if problems:
        raise DataFileError(*problems)

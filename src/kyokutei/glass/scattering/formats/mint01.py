"""Gudrun's merged interference functions: text files ``.mint01`` of Q [1/Å], F(Q) [barn/sr per atom] and its error.

Lines that begin with # are a header, whose second number on its third line is the number of points. Points without data
are zeros in both columns.
Layout: as written by Gudrun (A. K. Soper, RAL-TR-2011-013) at ISIS.
"""

from __future__ import annotations

import os
import re

import numpy as np
from numpy.typing import NDArray

from kyokutei.errors import DataFileError
from kyokutei.glass.scattering.interference import InterferenceFunction
from kyokutei.glass.text_file import TextFile, finite_number
from kyokutei.study.data_text import Encoding

__all__ = ["read"]

_SIZES = re.compile(r"#\s*\d+\s+(\d+)\s*$")


def read(path: str | os.PathLike[str], *, encoding: Encoding = "utf-8") -> InterferenceFunction:
    """Read a ``.mint01`` file.

    Raises
    ------
    DataFileError
        K201 to K205, with their lines.
    """
    text = TextFile.read(path, encoding=encoding)
    lines = [index for index, line in enumerate(text.lines) if line.strip() and not line.lstrip().startswith("#")]
    if not lines:
        text.fail(len(text.lines) - 1, "no line of data", "lines of Q, F(Q) and its error", code="K205")
    rows = np.array(text.parse_rows(lines, "three numbers: Q, F(Q) and its error", _three_numbers))
    stated = next((int(match.group(1)) for line in text.lines[:8] if (match := _SIZES.match(line.strip()))), None)
    if stated is not None and stated != len(rows):
        text.fail(
            lines[-1], f"{len(rows)} points", f"{stated}, as the header says", hint="The file seems to be truncated."
        )
    _require_order(text, lines, rows)
    has_data = (rows[:, 1] != 0.0) | (rows[:, 2] != 0.0)
    if not has_data.any():
        text.fail(lines[0], "only zeros", "points with data", code="K205")
    wavevector, value, sigma = rows[has_data].T
    titles = [line.lstrip("# ").strip() for line in text.lines[:2] if line.startswith("#")]
    return InterferenceFunction(wavevector, value, sigma, ", ".join(filter(None, titles)))


def _require_order(text: TextFile, lines: list[int], rows: NDArray[np.float64]) -> None:
    problems = [
        text.problem(
            lines[place + 1], f"Q = {rows[place + 1, 0]:g} behind {rows[place, 0]:g} 1/Å", "ascending Q", code="K204"
        )
        for place in np.flatnonzero(np.diff(rows[:, 0]) <= 0.0)[:3]
    ]
    problems += [
        text.problem(lines[place], f"an error of {rows[place, 2]:g}", "an error that is not negative", code="K204")
        for place in np.flatnonzero(rows[:, 2] < 0.0)[:3]
    ]
    if problems:
        raise DataFileError(*problems)


def _three_numbers(line: str) -> list[float]:
    q, value, sigma = (finite_number(word) for word in line.split())
    return [q, value, sigma]

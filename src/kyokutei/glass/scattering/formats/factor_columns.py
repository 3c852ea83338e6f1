"""Measured anomalous factors: text files of photon energy [eV], f′ and f″ [electrons]."""

from __future__ import annotations

import os

import numpy as np

from kyokutei.glass.scattering.anomalous_factors import AnomalousTable
from kyokutei.glass.text_file import TextFile, finite_number
from kyokutei.study.data_text import Encoding

__all__ = ["read"]


def read(path: str | os.PathLike[str], *, encoding: Encoding = "utf-8") -> AnomalousTable:
    """Read a table of f′ and f″; lines that begin with #, ! or ; are comments, columns are set apart by space or comma.

    Raises
    ------
    DataFileError
        K201 to K205, with their lines.
    """
    text = TextFile.read(path, encoding=encoding)
    lines = [index for index, line in enumerate(text.lines) if line.strip() and line.strip()[0] not in "#!;"]
    if not lines:
        text.fail(len(text.lines) - 1, "no line of data", "lines of energy, f′ and f″", code="K205")
    rows = np.array(text.parse_rows(lines, "three numbers: energy [eV], f′ and f″", _three_numbers))
    for place in np.flatnonzero(np.diff(rows[:, 0], prepend=0.0) <= 0.0)[:1]:
        text.fail(lines[place], f"an energy of {rows[place, 0]:g} eV", "ascending positive energies", code="K204")
    for place in np.flatnonzero(rows[:, 2] < 0.0)[:1]:
        text.fail(lines[place], f"f″ = {rows[place, 2]:g}", "0 or more", code="K204",
                  hint="f″ is absorption; with the other sign convention, change its sign.")  # fmt: skip
    if len(rows) < 2:
        text.fail(lines[0], "one line of data", "two or more", code="K205")
    return AnomalousTable(rows[:, 0], rows[:, 1], rows[:, 2], text.name)


def _three_numbers(line: str) -> list[float]:
    energy, real, imaginary = (finite_number(word) for word in line.replace(",", " ").split())
    return [energy, real, imaginary]

"""X-ray data of RMC_POT and RMC++: text files of Q, the function, and one column for the weight of each partial.

First line: number of points; second: a title; then rows of Q [1/Å], value, n(n+1)/2 weights in the order 1-1, 1-2, ...,
2-2, ..., n-n, and in some files one column more, the normaliser. Anomalous data are given to these programs in the same
way.
Layout: as the package rmc-util 0.1.3 documents it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kyokutei.errors import DataFileError, OutOfRangeError, Problem
from kyokutei.glass.pairs import PairMapping, species_pairs
from kyokutei.glass.scattering.conventions import convention as convention_of
from kyokutei.glass.scattering.measured_function import MeasuredFunction
from kyokutei.glass.text_file import TextFile, finite_number, whole_number
from kyokutei.study.data_text import Encoding

__all__ = ["WeightedFunction", "read", "write"]

_HEADER = 2
_MOST_SPECIES = 20


@dataclass(frozen=True, eq=False)
class WeightedFunction:
    """A measured function with the weights of its partials.

    Parameters
    ----------
    function
        Points in a named convention.
    weights
        ``(point,)`` by pair of species, as the file has them: they need not sum to 1.
    normaliser
        ``(point,)`` the last column, where the file has one; else None.
    """

    function: MeasuredFunction
    weights: PairMapping[NDArray[np.float64]]
    normaliser: NDArray[np.float64] | None


def read(
    path: str | os.PathLike[str], *, species: Sequence[str], convention: str, encoding: Encoding = "utf-8"
) -> WeightedFunction:
    """Read a file with columns of weights.

    Parameters
    ----------
    path
        The file.
    species
        In the order of the file's types.
    convention
        What the second column is; RMC_POT fits Σ c_ij (S_ij - 1), which is ``"interference"`` if the weights sum to 1.
    encoding
        Of the text.

    Raises
    ------
    DataFileError
        K201 to K205, with their lines; also if the columns are not those of so many species.
    """
    convention_of(convention)
    text = TextFile.read(path, encoding=encoding)
    stated = text.parse(0, "the number of points", lambda line: whole_number(line.split()[0]))
    lines = [index for index in range(_HEADER, len(text.lines)) if text.lines[index].strip()]
    if not lines:
        text.fail(len(text.lines) - 1, "no row of numbers", "rows of Q, value and weights", code="K205")
    pairs = species_pairs(tuple(species))
    width = len(text.lines[lines[0]].split())
    if width - 2 not in {len(pairs), len(pairs) + 1}:
        text.fail(lines[0], f"{width - 2} columns of weights ({_possible(width - 2)})",
                  f"{len(pairs)} for the pairs of {', '.join(species)}, and perhaps a normaliser",
                  hint="Is a species missing, or one too many?")  # fmt: skip
    rows = np.array(
        text.parse_rows(lines, f"{width} numbers, as in line {lines[0] + 1}", lambda line: _row(line, width))
    )
    if len(rows) != stated:
        text.fail(lines[-1], f"{len(rows)} points", f"{stated}, as the first line says",
                  hint="The file seems to be truncated.")  # fmt: skip
    for place in np.flatnonzero(np.diff(rows[:, 0], prepend=-1e-300) <= 0.0)[:1]:
        text.fail(lines[place], f"Q = {rows[place, 0]:g} 1/Å", "ascending Q", code="K204")
    title = text.lines[1].strip().strip('"')
    return WeightedFunction(
        MeasuredFunction(rows[:, 0], rows[:, 1], None, convention, title),
        PairMapping({pair: rows[:, 2 + place] for place, pair in enumerate(pairs)}),
        rows[:, -1] if width - 2 > len(pairs) else None,
    )


def write(
    path: str | os.PathLike[str],
    function: MeasuredFunction,
    weights: Mapping[tuple[str, str], NDArray[np.float64]],
    *,
    species: Sequence[str],
) -> None:
    """Write a file that RMC_POT reads, such as of Δ_k S(Q) with its anomalous weights.

    Raises
    ------
    OutOfRangeError
        If a weight is missing or not of the points' shape.
    DataFileError
        K204, if a weight is not finite.
    """
    by_pair, columns = PairMapping(weights), []
    for pair in species_pairs(tuple(species)):
        if pair not in by_pair or np.shape(by_pair[pair]) != function.abscissa.shape:
            found = f"no weight of the pair {'-'.join(pair)}" if pair not in by_pair else "a weight of another shape"
            raise OutOfRangeError(Problem("K303", found, "one weight for each pair and point", key="weights"))
        if not np.all(np.isfinite(by_pair[pair])):
            raise DataFileError(Problem("K204", f"a weight of {'-'.join(pair)} that is not finite", "finite weights"))
        columns.append(by_pair[pair])
    table = np.column_stack([function.abscissa, function.value, *columns])
    lines = [str(len(table)), f"{function.title or function.convention}"]
    lines += ["\t".join(f"{number:.10g}" for number in row) for row in table]
    Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _row(line: str, width: int) -> list[float]:
    words = line.split()
    if len(words) != width:
        raise ValueError(line)
    return [finite_number(word) for word in words]


def _possible(columns: int) -> str:
    for number in range(1, _MOST_SPECIES):
        pairs = number * (number + 1) // 2
        if columns in {pairs, pairs + 1}:
            return f"as of {number} species{' with a normaliser' if columns > pairs else ''}"
    return "as of no number of species"

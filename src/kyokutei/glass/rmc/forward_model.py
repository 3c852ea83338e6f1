"""From counts of pairs to every measured function: one linear map, shared by data sets on the same points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.glass.pairs import species_pairs
from kyokutei.glass.rmc.configuration import Configuration
from kyokutei.glass.rmc.data_set import DataSet
from kyokutei.glass.structure.pair_counts import DistanceGrid

__all__ = ["ForwardModel", "forward_model"]

_SMALL = 1e-3  # of Q r, below which sin x / x is 1 to 10⁻⁷
_GAUSS_POINTS = 4  # of each bin, for the mean of sin(Qr)/(Qr) over a shell


@dataclass(frozen=True, eq=False)
class ForwardModel:
    """Model values are ``limit + scale * (weights * (kernel @ (counts - ideal))) + offset``, row by row.

    Parameters
    ----------
    grid
        Bins of distance.
    pairs
        Pairs of species, in the order of counts.
    ideal
        ``(pair, bin)`` counts of a system without structure.
    kernel
        ``(row, bin)`` what a pair in a bin gives to a row, in single precision: the definition of the model for every
        chain, which compute with it in double precision.
    weights
        ``(pair, point)`` weight of a point for a pair, divided by the mean density of its counts.
    first_row, first_point, length
        ``(set,)`` where the rows and the points of a data set begin, and how many there are.
    data
        The data sets, in order.
    """

    grid: DistanceGrid
    pairs: tuple[tuple[str, str], ...]
    ideal: NDArray[np.float64]
    kernel: NDArray[np.float32]
    weights: NDArray[np.float64]
    first_row: NDArray[np.int64]
    first_point: NDArray[np.int64]
    length: NDArray[np.int64]
    data: tuple[DataSet, ...]

    @property
    def sigma(self) -> NDArray[np.float64]:
        """``(point,)`` standard deviations of all data sets."""
        return np.concatenate([one.sigma for one in self.data])

    @property
    def value(self) -> NDArray[np.float64]:
        """``(point,)`` values of all data sets."""
        return np.concatenate([one.value for one in self.data])

    @property
    def limit(self) -> NDArray[np.float64]:
        """``(point,)`` what each tends to without structure."""
        return np.concatenate([np.full(len(one), one.limit) for one in self.data])

    def points(self, place: int) -> slice:
        """Where the points of a data set stand."""
        return slice(int(self.first_point[place]), int(self.first_point[place] + self.length[place]))

    def structure(self, counts: NDArray[np.int64]) -> NDArray[np.float64]:
        """``(point,)`` S - 1 or G of all data sets, of ``(pair, bin)`` counts, before scale and offset."""
        rows = (counts - self.ideal) @ self.kernel.astype(np.float64).T
        values = np.empty(self.weights.shape[1])
        for place in range(len(self.data)):
            points = self.points(place)
            first = int(self.first_row[place])
            values[points] = np.sum(self.weights[:, points] * rows[:, first : first + int(self.length[place])], axis=0)
        return values


def forward_model(configuration: Configuration, grid: DistanceGrid, data: Sequence[DataSet]) -> ForwardModel:
    """Set up the map from counts of pairs to data sets.

    Parameters
    ----------
    configuration
        Its species, their numbers and the cell count; the positions do not.
    grid
        Bins of distance up to at most half the smallest width of the cell.
    data
        Data sets whose weights name all pairs of the configuration's species.

    Raises
    ------
    OutOfRangeError
        If weights miss a pair or have one too many, or if bins are too wide for the largest Q.
    """
    pairs = tuple(species_pairs(configuration.species_names))
    numbers = configuration.counts
    shells = 4.0 / 3.0 * math.pi * np.diff(grid.edges**3)
    pair_numbers = np.array(
        [numbers[a] * (numbers[b] if a != b else (numbers[a] - 1) / 2.0) for a, b in pairs], dtype=np.float64
    )
    rows, first_row = _rows(grid, data, shells)
    length = np.array([len(one) for one in data], dtype=np.int64)
    weights = np.concatenate([_weights(one, pairs) for one in data], axis=1) if data else np.zeros((len(pairs), 0))
    # a species with one atom has no like pairs
    per_pair = np.divide(1.0, pair_numbers, out=np.zeros(len(pairs)), where=pair_numbers > 0.0)
    return ForwardModel(
        grid=grid,
        pairs=pairs,
        ideal=pair_numbers[:, None] * shells / configuration.volume,
        kernel=rows,
        weights=np.ascontiguousarray(weights * (per_pair * len(configuration))[:, None]),
        first_row=first_row,
        first_point=np.concatenate([[0], np.cumsum(length)[:-1]]).astype(np.int64) if data else np.zeros(0, np.int64),
        length=length,
        data=tuple(data),
    )


def _rows(
    grid: DistanceGrid, data: Sequence[DataSet], shells: NDArray[np.float64]
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Rows of all data sets, those on the same points only once; and where each set's rows begin."""
    blocks: list[NDArray[np.float64]] = []
    known: dict[tuple[str, float | None, bytes], int] = {}
    first: list[int] = []
    for one in data:
        key = (one.kind, one.highest_wavevector, one.abscissa.tobytes())
        if key not in known:
            known[key] = sum(len(block) for block in blocks)
            if one.kind == "S(Q)":
                blocks.append(_sine_rows(one, grid))
            else:
                blocks.append(_distance_rows(one, grid, shells))
        first.append(known[key])
    stacked = np.concatenate(blocks) if blocks else np.zeros((0, grid.bins))
    return np.ascontiguousarray(stacked, dtype=np.float32), np.array(first, dtype=np.int64)


def _sine_rows(one: DataSet, grid: DistanceGrid) -> NDArray[np.float64]:
    """Mean of sin(Qr)/(Qr) over each shell."""
    if one.abscissa[-1] * grid.width_angstrom > math.pi / 2.0:
        raise OutOfRangeError(
            Problem("K303", f"bins of {grid.width_angstrom:g} Å", f"at most {math.pi / 2 / one.abscissa[-1]:.3g} Å, a "
                    f"quarter of the shortest wave of {one.name}", key="bin_width_angstrom")
        )  # fmt: skip
    nodes, parts = np.polynomial.legendre.leggauss(_GAUSS_POINTS)
    mean, volume = np.zeros((len(one), grid.bins)), np.zeros(grid.bins)
    for node, part in zip(nodes, parts, strict=True):
        r = grid.centres + node * grid.width_angstrom / 2.0
        phase = one.abscissa[:, None] * r
        mean += part * r * r * np.where(phase < _SMALL, 1.0, np.sin(phase) / np.maximum(phase, _SMALL))
        volume += part * r * r
    return mean / volume


def _distance_rows(one: DataSet, grid: DistanceGrid, shells: NDArray[np.float64]) -> NDArray[np.float64]:
    """G(r) = 4π r (ρ(r) - ρ), interpolated between bins, and broadened where its integral ended at a largest Q."""
    if one.abscissa[-1] > grid.centres[-1] or one.abscissa[0] < grid.centres[0]:
        raise OutOfRangeError(
            Problem("K303", f"r from {one.abscissa[0]:g} to {one.abscissa[-1]:g} Å in {one.name}",
                    f"{grid.centres[0]:g} to {grid.centres[-1]:.4g} Å, what the cell and its bins hold", key=one.name)
        )  # fmt: skip
    r = grid.centres
    if one.highest_wavevector is None:
        place = np.interp(one.abscissa, r, np.arange(grid.bins))
        low = np.minimum(place.astype(int), grid.bins - 2)
        share = place - low
        spread = np.zeros((len(one), grid.bins))
        spread[np.arange(len(one)), low] = 1.0 - share
        spread[np.arange(len(one)), low + 1] = share
    else:
        # (2/π) ∫_0^Qmax sin(Qr) sin(Qr') dQ
        q = one.highest_wavevector
        minus, plus = one.abscissa[:, None] - r, one.abscissa[:, None] + r
        spread = q / math.pi * (np.sinc(q * minus / math.pi) - np.sinc(q * plus / math.pi)) * grid.width_angstrom
    # of 4π r ρ (g - 1), and g - 1 is counts over ideal counts less 1; a shell holds ρ V_shell of the ideal gas
    return spread * (4.0 * math.pi * r) / shells


def _weights(one: DataSet, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
    missing = [pair for pair in pairs if pair not in one.weights and pair[::-1] not in one.weights]
    known = {*pairs, *(pair[::-1] for pair in pairs)}
    unknown = [pair for pair in one.weights if pair not in known]
    if missing or unknown:
        found = f"{'no weight' if missing else 'a weight'} for the pair {'-'.join((missing or unknown)[0])}"
        names = ", ".join("-".join(pair) for pair in pairs)
        raise OutOfRangeError(Problem("K303", found, f"weights of the pairs {names}", key=one.name))
    return np.stack([np.asarray(one.weights[pair], dtype=np.float64) for pair in pairs])

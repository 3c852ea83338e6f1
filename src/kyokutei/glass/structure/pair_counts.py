"""How many pairs of atoms stand at which distance, counted exactly: the plain form.

The fast form is `kyokutei.glass.structure.pair_counts_fast`; both do the same arithmetic in the same order, so that
their counts agree to the last pair.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.rmc.cell_shape import upright_cell
from kyokutei.glass.rmc.configuration import Configuration

__all__ = ["DistanceGrid", "count_pairs_plainly", "image_shifts", "pair_slots", "self_image_counts"]

_CHUNK = 2_000_000  # pairs held at a time
_ROUNDING = 1e-9  # a grid that ends at half the width may seem to end just beyond it


@dataclass(frozen=True)
class DistanceGrid:
    """Bins [k Δr, (k+1) Δr) for k < ``bins``.

    Parameters
    ----------
    width_angstrom
        Δr [Å].
    bins
        Their number.
    """

    width_angstrom: float
    bins: int

    @property
    def edges(self) -> NDArray[np.float64]:
        """``(bins + 1,)`` [Å]."""
        return np.arange(self.bins + 1, dtype=np.float64) * self.width_angstrom

    @property
    def centres(self) -> NDArray[np.float64]:
        """``(bins,)`` [Å]."""
        return (np.arange(self.bins, dtype=np.float64) + 0.5) * self.width_angstrom

    @property
    def maximum_angstrom(self) -> float:
        """Upper edge of the last bin [Å]."""
        return self.bins * self.width_angstrom


def pair_slots(species: int) -> NDArray[np.int64]:
    """``(species, species)`` place of each unordered pair in the order of `kyokutei.glass.pairs.species_pairs`."""
    slots = np.zeros((species, species), dtype=np.int64)
    rows, columns = np.triu_indices(species)
    slots[rows, columns] = slots[columns, rows] = np.arange(len(rows))
    return slots


def image_shifts(configuration: Configuration, maximum_angstrom: float) -> list[tuple[int, int, int]]:
    """Lattice translations that may bring a nearest-image pair within the maximum, (0, 0, 0) first.

    Up to half the smallest width of the cell there is only (0, 0, 0).
    """
    reach = maximum_angstrom / configuration.perpendicular_widths + 0.5
    most = [math.ceil(float(value) - _ROUNDING) - 1 for value in reach]
    along_a, along_b, along_c = (range(-value, value + 1) for value in most)
    shifts = list(product(along_a, along_b, along_c))
    return sorted(shifts, key=lambda shift: (shift != (0, 0, 0), shift))


def self_image_counts(configuration: Configuration, grid: DistanceGrid) -> NDArray[np.int64]:
    """``(pair, bins)`` pairs of an atom with its own images, each counted once."""
    slots = pair_slots(len(configuration.counts))
    counts = np.zeros((int(slots[-1, -1]) + 1, grid.bins), dtype=np.int64)
    cell = upright_cell(configuration.cell)
    reach = [math.ceil(grid.maximum_angstrom / float(width)) for width in configuration.perpendicular_widths]
    for shift in product(*(range(-value, value + 1) for value in reach)):
        if shift <= (0, 0, 0):  # one of every shift and its opposite
            continue
        place = int(np.linalg.norm(np.array(shift) @ cell) * (1.0 / grid.width_angstrom))
        if place < grid.bins:
            for index, number in enumerate(configuration.counts.values()):
                counts[slots[index, index], place] += number
    return counts


def count_pairs_plainly(configuration: Configuration, grid: DistanceGrid) -> NDArray[np.int64]:
    """``(pair, bins)`` number of pairs of atoms in each bin of distance; every pair once, images included.

    Pairs stand in the order of `kyokutei.glass.pairs.species_pairs`.
    """
    slots = pair_slots(len(configuration.counts))
    pairs = int(slots[-1, -1]) + 1
    counts = np.zeros(pairs * (grid.bins + 1), dtype=np.int64)
    shifts = image_shifts(configuration, grid.maximum_angstrom)
    for first, second, distances in _distances(configuration, shifts):
        # what lies beyond the grid goes into a bin of its own
        places = np.minimum(distances * (1.0 / grid.width_angstrom), grid.bins).astype(np.int64)
        counts += np.bincount(slots[first, second] * (grid.bins + 1) + places, minlength=len(counts))
    return counts.reshape(pairs, grid.bins + 1)[:, :-1] + self_image_counts(configuration, grid)


def _distances(
    configuration: Configuration, shifts: list[tuple[int, int, int]]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]]:
    """Species of both atoms and distance for all pairs i < j and all shifts, a chunk of atoms at a time."""
    (ax, _, _), (bx, by, _), (cx, cy, cz) = upright_cell(configuration.cell)
    fractional, kinds = configuration.fractional_positions, configuration.species_index
    chunk = max(1, _CHUNK // len(configuration))
    for start in range(0, len(configuration), chunk):
        stop = min(start + chunk, len(configuration))
        first, second = np.triu_indices(stop - start, k=1, m=len(configuration) - start)
        first, second = first + start, second + start
        nearest = fractional[first] - fractional[second]
        nearest -= np.floor(nearest + 0.5)
        for shift in shifts:
            da, db, dc = (nearest + np.array(shift, dtype=np.float64)).T
            x = da * ax + db * bx + dc * cx
            y = db * by + dc * cy
            z = dc * cz
            yield kinds[first], kinds[second], np.sqrt(x * x + y * y + z * z)

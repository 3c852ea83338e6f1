"""How many pairs of atoms stand at which distance, counted exactly: the fast form.

The twin of `kyokutei.glass.structure.pair_counts.count_pairs_plainly`. Atoms are sorted into columns along the third
lattice vector and by height inside each column. A column is as wide as the largest distance, so that an atom meets the
nine columns around its own, and of each only the atoms in a window of heights. Windows are long runs of memory: the
compiler makes vector instructions of the distance loop, and a second loop counts.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.rmc.cell_shape import upright_cell
from kyokutei.glass.rmc.configuration import Configuration
from kyokutei.glass.structure.pair_counts import (
    DistanceGrid,
    image_shifts,
    pair_slots,
    self_image_counts,
)

__all__ = ["count_pairs"]

_SPILL = 8  # bins for what lies beyond the grid: with only one, each count would wait for the one before
_BUFFER = 2048
_PIECES = 50  # in which the work is done, so that progress can be shown
_WINDOW_MARGIN = 1e-9  # widens the window of heights, so that rounding loses no pair


class _Columns(NamedTuple):
    """Atoms sorted by column and height; a tuple, because compiled functions take it.

    ``a``, ``b`` and ``height`` are fractional coordinates; atoms of column c stand from ``start[c]`` to
    ``start[c + 1]``; the columns that column c meets, of those that do not come before it, are
    ``near[near_start[c]:near_start[c + 1]]``; ``window`` is how much heights may differ.
    """

    a: NDArray[np.float64]
    b: NDArray[np.float64]
    height: NDArray[np.float64]
    kind: NDArray[np.int64]
    column: NDArray[np.int64]
    start: NDArray[np.int64]
    near_start: NDArray[np.int64]
    near: NDArray[np.int64]
    window: float


class _Metric(NamedTuple):
    """From differences of fractional coordinates to bins.

    ``triangle`` is the upright cell row by row, without its zeros; ``shift`` the image in lattice vectors.
    """

    triangle: tuple[float, float, float, float, float, float]
    shift: tuple[float, float, float]
    bins_per_angstrom: float
    bins: float


def count_pairs(
    configuration: Configuration, grid: DistanceGrid, *, advance: Callable[[float], object] | None = None
) -> NDArray[np.int64]:
    """``(pair, bins)`` number of pairs of atoms in each bin of distance; every pair once, images included.

    Parameters
    ----------
    configuration
        Any cell, any number of species.
    grid
        Bins of distance; beyond half the smallest width of the cell all images are counted.
    advance
        Called with the fraction of the whole that has been done since the last call.

    Returns
    -------
    NDArray
        Pairs in the order of `kyokutei.glass.pairs.species_pairs`.
    """
    shifts = image_shifts(configuration, grid.maximum_angstrom)
    columns = _columns(configuration, grid, only_nearest=len(shifts) == 1)
    slots = pair_slots(len(configuration.counts))
    pairs = int(slots[-1, -1]) + 1
    # contiguous rows, one for each species of the first atom: the compiler needs it for vector loads
    offsets = np.ascontiguousarray(slots[:, columns.kind] * (grid.bins + _SPILL), dtype=np.int32)
    counts = np.zeros(pairs * (grid.bins + _SPILL), dtype=np.int64)
    cell = upright_cell(configuration.cell)
    ax, bx, by, cx, cy, cz = (float(value) for value in cell[np.tril_indices(3)])
    pieces = np.linspace(0, len(configuration), _PIECES + 1).astype(np.int64)
    for a, b, c in shifts:
        shift = (float(a), float(b), float(c))
        metric = _Metric((ax, bx, by, cx, cy, cz), shift, 1.0 / grid.width_angstrom, float(grid.bins))
        for first, last in pairwise(pieces):
            _count_range(columns, offsets, metric, (int(first), int(last)), counts)
            if advance is not None:
                advance(1.0 / (_PIECES * len(shifts)))
    return counts.reshape(pairs, grid.bins + _SPILL)[:, : grid.bins] + self_image_counts(configuration, grid)


def _columns(configuration: Configuration, grid: DistanceGrid, *, only_nearest: bool) -> _Columns:
    widths = configuration.perpendicular_widths
    across_a, across_b = (
        int(width / grid.maximum_angstrom) if only_nearest and width >= 3.0 * grid.maximum_angstrom else 1
        for width in widths[:2]
    )
    fractional = configuration.fractional_positions
    column = np.minimum((fractional[:, 0] * across_a).astype(np.int64), across_a - 1) * across_b
    column += np.minimum((fractional[:, 1] * across_b).astype(np.int64), across_b - 1)
    order = np.lexsort((fractional[:, 2], column))
    a, b, height = (np.ascontiguousarray(fractional[order, axis]) for axis in range(3))
    near_start, near = _near_columns(across_a, across_b)
    return _Columns(
        a=a,
        b=b,
        height=height,
        kind=configuration.species_index[order],
        column=column[order],
        start=np.searchsorted(column[order], np.arange(across_a * across_b + 1)).astype(np.int64),
        near_start=near_start,
        near=near,
        window=float(grid.maximum_angstrom / widths[2]) + _WINDOW_MARGIN if only_nearest else 1.0,
    )


def _near_columns(across_a: int, across_b: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each column the columns around it that do not come before it, each once."""
    lists = []
    for own in range(across_a * across_b):
        row, place = divmod(own, across_b)
        around = {
            (row + step) % across_a * across_b + (place + side) % across_b for step in (-1, 0, 1) for side in (-1, 0, 1)
        }
        lists.append(sorted(other for other in around if other >= own))
    start = np.cumsum([0, *(len(entry) for entry in lists)], dtype=np.int64)
    return start, np.array([other for entry in lists for other in entry], dtype=np.int64)


def _compiled(function: Any) -> Any:
    return numba.njit(cache=True, nogil=True, error_model="numpy")(function)


@_compiled
def _first_at_or_above(heights: Any, low: int, high: int, value: float) -> int:
    while low < high:
        middle = (low + high) // 2
        if heights[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low


@_compiled
def _place_pairs(run: Any, atom: Any, metric: Any, places: Any) -> None:
    # a run is a tuple of slices: only where indices count from 0 does the compiler know that none is negative
    a, b, c, offset = run
    atom_a, atom_b, atom_c = atom
    ax, bx, by, cx, cy, cz = metric.triangle
    shift_a, shift_b, shift_c = metric.shift
    for k in range(a.size):
        da = atom_a - a[k]
        db = atom_b - b[k]
        dc = atom_c - c[k]
        da = da - math.floor(da + 0.5) + shift_a
        db = db - math.floor(db + 0.5) + shift_b
        dc = dc - math.floor(dc + 0.5) + shift_c
        x = da * ax + db * bx + dc * cx
        y = db * by + dc * cy
        z = dc * cz
        place = math.sqrt(x * x + y * y + z * z) * metric.bins_per_angstrom
        places[k] = offset[k] + np.int32(min(place, metric.bins + (k & 7)))


@_compiled
def _count_run(columns: Any, centre: Any, metric: Any, ends: Any, work: Any) -> None:
    atom, offset = centre
    places, counts = work
    low, high = ends
    while low < high:
        stop = min(high, low + places.size)
        run = (columns.a[low:stop], columns.b[low:stop], columns.height[low:stop], offset[low:stop])
        _place_pairs(run, atom, metric, places)
        for k in range(stop - low):
            counts[places[k]] += 1
        low = stop


@_compiled
def _count_range(columns: Any, offsets: Any, metric: Any, ends: Any, counts: Any) -> None:
    height, start, near, near_start, window = (
        columns.height,
        columns.start,
        columns.near,
        columns.near_start,
        columns.window,
    )
    work = (np.empty(_BUFFER, np.int32), counts)
    for i in range(ends[0], ends[1]):
        own = columns.column[i]
        centre = ((columns.a[i], columns.b[i], height[i]), offsets[columns.kind[i]])
        bottom, top = height[i] - window, height[i] + window
        for n in range(near_start[own], near_start[own + 1]):
            low, high = start[near[n]], start[near[n] + 1]
            if near[n] == own:
                low = i + 1
            middle = high
            if window < 0.5:
                if bottom < 0.0:  # the window wraps around: its upper end first, then its lower one
                    middle = _first_at_or_above(height, low, high, top)
                    rest = _first_at_or_above(height, middle, high, bottom + 1.0)
                    _count_run(columns, centre, metric, (rest, high), work)
                elif top > 1.0:
                    middle = _first_at_or_above(height, low, high, top - 1.0)
                    rest = _first_at_or_above(height, middle, high, bottom)
                    _count_run(columns, centre, metric, (rest, high), work)
                else:
                    low = _first_at_or_above(height, low, high, bottom)
                    middle = _first_at_or_above(height, low, high, top)
            _count_run(columns, centre, metric, (low, middle), work)

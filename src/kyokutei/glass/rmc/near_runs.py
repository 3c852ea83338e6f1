"""Which runs of sorted atoms may stand within a distance of a place: columns along the third lattice vector.

Atoms are sorted by column and by layer in the column. They keep their place in the order while they move, until one has
moved farther than the skin; so every search reaches farther by the skin.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

__all__ = ["Order", "find_runs", "has_strayed", "new_order", "sort_atoms"]

_STEPS = 2.0**32
_ATOMS_PER_COLUMN = 150.0
_ATOMS_PER_LAYER = 8.0


class Order(NamedTuple):
    """Atoms sorted by column and layer.

    ``start[(i * columns_b + j) * layers + k]`` is the first atom of layer k of column (i, j); ``slot_of`` and
    ``atom_of`` lead from atoms to places in the order and back; ``sorted_at`` are the positions by which was sorted.
    """

    columns_a: int
    columns_b: int
    layers: int
    start: NDArray[np.int64]
    slot_of: NDArray[np.int64]
    atom_of: NDArray[np.int64]
    sorted_at: NDArray[np.int32]
    gaps: NDArray[np.float64]
    widths: NDArray[np.float64]
    is_upright: bool
    skin: float


def new_order(atoms: int, widths_angstrom: NDArray[np.float64], *, is_upright: bool) -> Order:
    """An order with columns and layers for a number of atoms; `sort_atoms` fills it.

    Parameters
    ----------
    atoms
        Their number.
    widths_angstrom
        ``(3,)`` distances between opposite faces [Å].
    is_upright
        Whether the lattice vectors are at right angles, so that columns can be left out by their distance.
    """
    width_a, width_b, width_c = (float(width) for width in widths_angstrom)
    across = math.sqrt(width_a * width_b / max(1.0, atoms / _ATOMS_PER_COLUMN))
    columns_a, columns_b = max(1, round(width_a / across)), max(1, round(width_b / across))
    layers = max(1, int(atoms / (columns_a * columns_b) / _ATOMS_PER_LAYER))
    return Order(
        columns_a=columns_a,
        columns_b=columns_b,
        layers=layers,
        start=np.zeros(columns_a * columns_b * layers + 1, np.int64),
        slot_of=np.arange(atoms, dtype=np.int64),
        atom_of=np.arange(atoms, dtype=np.int64),
        sorted_at=np.zeros((3, atoms), np.int32),
        gaps=np.zeros(columns_a + columns_b),
        widths=np.asarray(widths_angstrom, dtype=np.float64),
        is_upright=is_upright,
        skin=min(1.5, 0.1 * min(width_a, width_b, width_c)),
    )


def _compiled(function: Any) -> Any:
    return numba.njit(cache=True, nogil=True, error_model="numpy")(function)


@_compiled
def _cell_of(order: Any, x: Any, y: Any, z: Any) -> Any:
    i = int(((x & 0xFFFFFFFF) * order.columns_a) >> 32)
    j = int(((y & 0xFFFFFFFF) * order.columns_b) >> 32)
    k = int(((z & 0xFFFFFFFF) * order.layers) >> 32)
    return (i * order.columns_b + j) * order.layers + k


@_compiled
def sort_atoms(order: Any, positions: Any) -> None:
    """Sort atoms by their positions ``(3, atom)`` in the order of atoms."""
    atoms = positions.shape[1]
    start = order.start
    cells = np.empty(atoms, np.int64)
    start[:] = 0
    for atom in range(atoms):
        cell = _cell_of(order, np.int64(positions[0, atom]), np.int64(positions[1, atom]), np.int64(positions[2, atom]))
        cells[atom] = cell
        start[cell + 1] += 1
    for cell in range(start.size - 1):
        start[cell + 1] += start[cell]
    filled = np.zeros(start.size - 1, np.int64)
    for atom in range(atoms):
        slot = start[cells[atom]] + filled[cells[atom]]
        filled[cells[atom]] += 1
        order.slot_of[atom] = slot
        order.atom_of[slot] = atom
        for axis in range(3):
            order.sorted_at[axis, slot] = positions[axis, atom]


@_compiled
def has_strayed(order: Any, slot: int, x: Any, y: Any, z: Any) -> Any:
    """Whether a position is farther than the skin from where the atom of a slot was sorted, along some axis."""
    # a distance is at most the sum over the axes of what the fractional coordinates differ times the edges; the
    # search compares along axes only, so that each axis may use up the skin by itself
    for axis, value in enumerate((x, y, z)):
        moved = abs(np.int32(value - order.sorted_at[axis, slot])) / _STEPS
        if moved * order.widths[axis] > order.skin:
            return True
    return False


@_compiled
def _fill_gaps(order: Any, x: Any, y: Any) -> None:
    # distance from a place to each column, less the skin by which atoms may have left it
    for axis in range(2):
        columns = order.columns_a if axis == 0 else order.columns_b
        first = 0 if axis == 0 else order.columns_a
        place = (np.int64(x if axis == 0 else y) & 0xFFFFFFFF) / _STEPS
        for column in range(columns):
            away = place - (column + 0.5) / columns
            away -= math.floor(away + 0.5)
            gap = (abs(away) - 0.5 / columns) * order.widths[axis] - order.skin
            order.gaps[first + column] = max(0.0, gap)


@_compiled
def find_runs(order: Any, place: Any, reach: float, runs: Any) -> Any:
    """Fill ``runs`` (run, 2) with beginnings and ends of all slots whose atoms may be within ``reach`` [Å].

    Returns how many runs there are.
    """
    x, y, z = place
    _fill_gaps(order, x, y)
    layers = order.layers
    height = (np.int64(z) & 0xFFFFFFFF) / _STEPS
    count = 0
    for i in range(order.columns_a):
        gap_a = order.gaps[i]
        if gap_a >= reach:
            continue
        for j in range(order.columns_b):
            gap_b = order.gaps[order.columns_a + j]
            half = reach
            if order.is_upright:
                left = reach * reach - gap_a * gap_a - gap_b * gap_b
                if left <= 0.0:
                    continue
                half = math.sqrt(left)
            elif gap_b >= reach:
                continue
            window = (half + order.skin) / order.widths[2]
            base = (i * order.columns_b + j) * layers
            low = math.floor((height - window) * layers)
            high = math.floor((height + window) * layers) + 1
            if high - low >= layers:
                count = _add_run(order.start, base, base + layers, runs, count)
            elif low < 0:
                count = _add_run(order.start, base, base + high, runs, count)
                count = _add_run(order.start, base + low + layers, base + layers, runs, count)
            elif high > layers:
                count = _add_run(order.start, base, base + high - layers, runs, count)
                count = _add_run(order.start, base + low, base + layers, runs, count)
            else:
                count = _add_run(order.start, base + low, base + high, runs, count)
    return count


@_compiled
def _add_run(start: Any, first_cell: int, end_cell: int, runs: Any, count: int) -> Any:
    low, high = start[first_cell], start[end_cell]
    if low == high:
        return count
    if count > 0 and runs[count - 1, 1] == low:
        runs[count - 1, 1] = high
        return count
    runs[count, 0] = low
    runs[count, 1] = high
    return count + 1

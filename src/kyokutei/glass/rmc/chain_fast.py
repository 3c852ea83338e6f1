"""Metropolis moves, fast: what most moves are rejected by is looked at first, and nothing else is computed for them.

The twin of `kyokutei.glass.rmc.chain_plain`. χ² is quadratic in the change of the counts of pairs, and its quadratic
part is not negative. So once the random number of a move is drawn, the linear part alone, a look-up for each pair,
is enough to reject it; the transform to wavevectors is computed for the few moves that are left. This is exact.
Distances are those of whole numbers (`kyokutei.glass.rmc.lattice_positions`) in single precision, in the same order of
operations as in the twin, so that both put every pair into the same bin.
"""

# ruff: noqa: PLR0917 - compiled functions take their arguments by place
from __future__ import annotations

import math
from typing import Any, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.rmc.chi_square_change import chi_square_change, refresh_slope
from kyokutei.glass.rmc.local_order import global_cost, local_cost, local_cost_nearby
from kyokutei.glass.rmc.near_runs import find_runs, has_strayed, sort_atoms

__all__ = ["LANES", "Atoms", "Fit", "Metric", "Outcome", "Scratch", "attempt_moves", "fill_bins", "slot_atoms"]

_ROUNDING = 1e-10  # of the largest possible linear part: what its rounding can never reach
_WORTH_A_LOOK = 0.33  # share of accepted moves, above which keeping the slope costs more than it saves
_LATE = 0.02  # what a move adds to that share
LANES = 16
"""Atoms whose distances are computed together; arrays by slot are longer by as many."""


class Metric(NamedTuple):
    """From differences of positions on the lattice to bins of distance, and to ångström."""

    triangle: tuple[np.float32, np.float32, np.float32, np.float32, np.float32, np.float32]
    is_upright: bool
    bins: np.int32
    width: float
    closest: float


class Atoms(NamedTuple):
    """Atoms in the order of their slots; ``offset`` and ``closest`` have a row for each species of the other atom."""

    x: NDArray[np.int32]
    y: NDArray[np.int32]
    z: NDArray[np.int32]
    kind: NDArray[np.int64]
    offset: NDArray[np.int32]
    closest: NDArray[np.float32]
    pair_offset: NDArray[np.int32]
    pair_closest: NDArray[np.float32]


class Fit(NamedTuple):
    """Counts of pairs and what follows from them; arrays by pair and bin are flat, with room behind the last bin.

    Each row of the kernel, and so each pair's part, has ``kernel.shape[1]`` bins: what lies beyond the largest distance
    is counted behind the last one, where the kernel is zero. ``memory`` holds the share of accepted moves of late, and
    whether the slope is out of date; neither changes what is accepted.
    """

    kernel: NDArray[np.float32]
    weights: NDArray[np.float64]
    first_row: NDArray[np.int64]
    first_point: NDArray[np.int64]
    length: NDArray[np.int64]
    counts: NDArray[np.int64]
    residual: NDArray[np.float64]
    chi_square: NDArray[np.float64]
    slope: NDArray[np.float64]
    largest_slope: NDArray[np.float64]
    memory: NDArray[np.float64]
    early: bool


class Scratch(NamedTuple):
    """Memory that a move uses."""

    runs: NDArray[np.int64]
    before: NDArray[np.int32]
    after: NDArray[np.int32]
    change: NDArray[np.int32]
    change_float: NDArray[np.float64]
    touched: NDArray[np.int64]
    rows: NDArray[np.float64]
    step: NDArray[np.float64]
    gain: NDArray[np.float64]


class Outcome(NamedTuple):
    """Of each move: 0 overlap, 1 rejected by the local order or the linear part, 2 by χ², 3 accepted; and its Δχ²."""

    fate: NDArray[np.int8]
    difference: NDArray[np.float64]


def _compiled(function: Any) -> Any:
    return numba.njit(cache=True, nogil=True, error_model="numpy")(function)


@_compiled
def _square(place: Any, other: Any, metric: Any) -> Any:
    """Squared distance of two places in bins."""
    ax, bx, by, cx, cy, cz = metric.triangle
    a = np.float32(np.int32(place[0] - other[0]))
    b = np.float32(np.int32(place[1] - other[1]))
    c = np.float32(np.int32(place[2] - other[2]))
    x = a * ax + b * bx + c * cx
    y = b * by + c * cy
    z = c * cz
    return x * x + y * y + z * z


@_compiled
def _bin(place: Any, other: Any, metric: Any) -> Any:
    return min(np.int32(math.sqrt(_square(place, other, metric))), metric.bins)


@_compiled
def _bin_at(u: Any, v: Any, w: Any, place: Any, metric: Any) -> Any:
    ax, bx, by, cx, cy, cz = metric.triangle
    a = np.float32(np.int32(u - place[0]))
    b = np.float32(np.int32(v - place[1]))
    c = np.float32(np.int32(w - place[2]))
    x = a * ax + b * bx + c * cx
    y = b * by + c * cy
    z = c * cz
    return min(np.int32(math.sqrt(x * x + y * y + z * z)), metric.bins)


@_compiled
def fill_bins(atoms: Any, metric: Any, runs: Any, first: Any, second: Any) -> Any:
    """Bins of two atoms, each with all atoms of runs: of a place and a species, before and after a move.

    ``runs`` are their ends and their number; ``first`` and ``second`` are place, species, and an array. The arrays are
    filled from ``runs[2]`` on, by whole vectors: they must be longer than all runs by `LANES`. Returns where they end.
    """
    # unsigned indices: the compiler need not ask whether they count from the end, and makes vectors of the loops;
    # arrays are taken from their tuples only here, once for all runs, because each taking costs
    ends, count, start = runs
    x, y, z, offset = atoms.x, atoms.y, atoms.z, atoms.offset
    place_a, row_a, filled_a = first
    place_b, row_b, filled_b = second
    filled = np.uint64(start)
    for run in range(count):
        low, high = np.uint64(ends[run, 0]), np.uint64(ends[run, 1])
        vectors = (high - low + np.uint64(LANES - 1)) // np.uint64(LANES)
        for vector in range(vectors):
            at, to = low + vector * np.uint64(LANES), filled + vector * np.uint64(LANES)
            for k in range(np.uint64(LANES)):
                u, v, w = x[at + k], y[at + k], z[at + k]
                filled_a[to + k] = offset[row_a, at + k] + _bin_at(u, v, w, place_a, metric)
                filled_b[to + k] = offset[row_b, at + k] + _bin_at(u, v, w, place_b, metric)
        filled += high - low
    return np.int64(filled)


@_compiled
def _overlaps(atoms: Any, order: Any, metric: Any, place: Any, kind: int, runs: Any) -> Any:
    """How many atoms stand closer to a place than they may to an atom of a species."""
    x, y, z, closest, row = atoms.x, atoms.y, atoms.z, atoms.closest, np.uint64(kind)
    x0, y0, z0 = place
    ax, bx, by, cx, cy, cz = metric.triangle
    total: Any = 0
    for n in range(find_runs(order, place, metric.closest, runs)):
        low, size = np.uint64(runs[n, 0]), np.uint64(runs[n, 1] - runs[n, 0])
        count: Any = np.int32(0)
        for k in range(size):
            a = np.float32(np.int32(x[low + k] - x0))
            b = np.float32(np.int32(y[low + k] - y0))
            c = np.float32(np.int32(z[low + k] - z0))
            u = a * ax + b * bx + c * cx
            v = b * by + c * cy
            w = c * cz
            count += np.int32(u * u + v * v + w * w < closest[row, low + k])
        total += count
    return total


@_compiled
def _place_of(atoms: Any, slot: int) -> Any:
    return atoms.x[slot], atoms.y[slot], atoms.z[slot]


@_compiled
def _moved_is_free(atoms: Any, order: Any, metric: Any, slot: int, place: Any, scratch: Any) -> Any:
    kind = atoms.kind[slot]
    found = _overlaps(atoms, order, metric, place, kind, scratch.runs)
    if found == 0:
        return True
    own = _square(_place_of(atoms, slot), place, metric) < atoms.pair_closest[kind, kind]
    return found == np.int64(own)


@_compiled
def _swapped_are_free(atoms: Any, order: Any, metric: Any, slot: int, other: int, scratch: Any) -> Any:
    for one, two in ((slot, other), (other, slot)):
        place, kind = _place_of(atoms, one), atoms.kind[two]
        found = _overlaps(atoms, order, metric, place, kind, scratch.runs)
        own = np.int64(atoms.pair_closest[kind, atoms.kind[one]] > 0.0)
        apart = _square(place, _place_of(atoms, two), metric)
        own += np.int64(apart < atoms.pair_closest[kind, kind])
        # the two stay a pair of the same two species, as far apart as before
        if found != own:
            return False
    return True


@_compiled
def _collect_moved(atoms: Any, order: Any, metric: Any, slot: int, place: Any, scratch: Any) -> Any:
    """Bins of all pairs of an atom before and after its move; returns how many."""
    old, kind = _place_of(atoms, slot), atoms.kind[slot]
    reach = (metric.bins + math.sqrt(_square(old, place, metric))) * metric.width
    runs = (scratch.runs, find_runs(order, old, reach, scratch.runs), 0)
    row = np.uint64(kind)
    filled = fill_bins(atoms, metric, runs, (old, row, scratch.before), (place, row, scratch.after))
    own = atoms.pair_offset[kind, kind]  # it was taken for a neighbour of itself
    scratch.before[filled] = own + _bin(old, place, metric)
    scratch.after[filled] = own
    return filled + 1


@_compiled
def _collect_swapped(atoms: Any, order: Any, metric: Any, slot: int, other: int, scratch: Any) -> Any:
    """Bins of all pairs of two atoms before and after they swap species; returns how many."""
    filled = 0
    for one, two in ((slot, other), (other, slot)):
        place = _place_of(atoms, one)
        old, new = atoms.kind[one], atoms.kind[two]
        runs = (scratch.runs, find_runs(order, place, metric.bins * metric.width, scratch.runs), filled)
        first, second = (place, np.uint64(old), scratch.before), (place, np.uint64(new), scratch.after)
        filled = fill_bins(atoms, metric, runs, first, second)
        apart = _bin(place, _place_of(atoms, two), metric)
        if apart < metric.bins:  # the two stay a pair of the same two species
            scratch.before[filled] = atoms.pair_offset[new, new] + apart
            scratch.after[filled] = atoms.pair_offset[old, new] + apart
            filled += 1
        scratch.before[filled] = atoms.pair_offset[new, old]  # and neither is a neighbour of itself
        scratch.after[filled] = atoms.pair_offset[old, old]
        filled += 1
    return filled


@_compiled
def _linear_part(before: Any, after: Any, slope: Any) -> Any:
    a, b, c, d = 0.0, 0.0, 0.0, 0.0
    whole = before.size // 4 * 4
    for k in range(0, whole, 4):
        a += slope[after[k]] - slope[before[k]]
        b += slope[after[k + 1]] - slope[before[k + 1]]
        c += slope[after[k + 2]] - slope[before[k + 2]]
        d += slope[after[k + 3]] - slope[before[k + 3]]
    for k in range(whole, before.size):
        a += slope[after[k]] - slope[before[k]]
    return a + b + c + d


@_compiled
def _scatter(before: Any, after: Any, change: Any) -> None:
    change[:] = 0
    for k in range(before.size):
        if after[k] != before[k]:
            change[after[k]] += 1
            change[before[k]] -= 1


@_compiled
def slot_atoms(atoms: Any, order: Any, positions: Any, kinds: Any) -> None:
    """Sort atoms, given in the order of atoms, into slots."""
    sort_atoms(order, positions)
    for slot in range(kinds.size):
        atom = order.atom_of[slot]
        atoms.x[slot], atoms.y[slot], atoms.z[slot] = positions[0, atom], positions[1, atom], positions[2, atom]
        _set_kind(atoms, slot, kinds[atom])


@_compiled
def _set_kind(atoms: Any, slot: int, kind: int) -> None:
    atoms.kind[slot] = kind
    for other in range(atoms.pair_offset.shape[0]):
        atoms.offset[other, slot] = atoms.pair_offset[other, kind]
        atoms.closest[other, slot] = atoms.pair_closest[other, kind]


@_compiled
def _apply(atoms: Any, slot: int, other: int, place: Any) -> None:
    if other >= 0:
        first, second = atoms.kind[slot], atoms.kind[other]
        _set_kind(atoms, slot, second)
        _set_kind(atoms, other, first)
    else:
        atoms.x[slot], atoms.y[slot], atoms.z[slot] = place


@_compiled
def _local_gain(atoms: Any, order: Any, local: Any, slot: int, other: int, place: Any) -> Any:
    """Change of the cost of the local order; leaves the change of the numbers of bonds in ``local.bonds_change``."""
    old = _place_of(atoms, slot)
    second = _place_of(atoms, other) if other >= 0 else place
    local.bonds_change[:] = 0
    affected = local_cost_nearby(atoms, order, local, old, second)
    before = local_cost(atoms, order, local, (affected, slot), -1)
    _apply(atoms, slot, other, place)
    after = local_cost(atoms, order, local, (affected, slot), 1)
    _apply(atoms, slot, other, old)
    return after - before + global_cost(local, local.bonds_change) - global_cost(local, local.bonds_change * 0)


@_compiled
def _add_to(values: Any, more: Any) -> None:
    for k in range(values.size):
        values[k] += more[k]


@_compiled
def _accept(atoms: Any, fit: Any, local: Any, scratch: Any, move: Any) -> None:
    slot, other, place = move
    _apply(atoms, slot, other, place)
    _add_to(fit.counts, scratch.change)
    _add_to(fit.residual, scratch.step)
    _add_to(fit.chi_square, scratch.gain)
    _add_to(local.bonds, local.bonds_change)


@_compiled
def _judge(atoms: Any, order: Any, fit: Any, local: Any, tools: Any, move: Any, limit: float) -> Any:
    """The fate of one move, and its Δχ² where it was computed."""
    metric, scratch = tools
    slot, other, place = move
    if other >= 0:
        if atoms.kind[slot] == atoms.kind[other] or not _swapped_are_free(atoms, order, metric, slot, other, scratch):
            return 0, 0.0
    elif not _moved_is_free(atoms, order, metric, slot, place, scratch):
        return 0, 0.0
    cost = _local_gain(atoms, order, local, slot, other, place) if local.reach > 0.0 else 0.0
    if fit.length.size == 0:
        return (3 if cost <= limit else 1), cost
    if other >= 0:
        filled = _collect_swapped(atoms, order, metric, slot, other, scratch)
    else:
        filled = _collect_moved(atoms, order, metric, slot, place, scratch)
    before, after = scratch.before[:filled], scratch.after[:filled]
    if fit.early and fit.memory[0] < _WORTH_A_LOOK:
        if fit.memory[1] > 0.0:
            refresh_slope(fit, scratch.rows)
            fit.memory[1] = 0.0
        linear = _linear_part(before, after, fit.slope)
        if cost + linear > limit + _ROUNDING * (filled * fit.largest_slope[0] + abs(limit) + abs(cost)):
            return 1, 0.0
    _scatter(before, after, scratch.change)
    difference = cost + chi_square_change(fit, scratch)
    return (3 if difference <= limit else 2), difference


@_compiled
def attempt_moves(atoms: Any, order: Any, fit: Any, local: Any, tools: Any, proposals: Any, outcome: Any) -> None:
    """Make a block of proposed moves, one after the other.

    ``proposals`` are atoms, partners (-1 for a displacement), steps on the lattice ``(move, 3)`` and the largest Δχ²
    at which each is accepted.
    """
    atom, partner, step, limit = proposals
    scratch = tools[1]
    fit.memory[1] = 1.0
    for m in range(atom.size):
        slot = order.slot_of[atom[m]]
        other = order.slot_of[partner[m]] if partner[m] >= 0 else -1
        place = (
            np.int32(atoms.x[slot] + step[m, 0]),
            np.int32(atoms.y[slot] + step[m, 1]),
            np.int32(atoms.z[slot] + step[m, 2]),
        )
        move = (slot, other, place)
        fate, difference = _judge(atoms, order, fit, local, tools, move, limit[m])
        outcome.fate[m] = fate
        outcome.difference[m] = difference
        if fate > 0:
            fit.memory[0] += _LATE * ((fate == 3) - fit.memory[0])
        if fate < 3:
            continue
        _accept(atoms, fit, local, scratch, move)
        fit.memory[1] = 1.0
        if other < 0 and has_strayed(order, slot, place[0], place[1], place[2]):
            _sort_again(atoms, order)


@_compiled
def _sort_again(atoms: Any, order: Any) -> None:
    positions = np.empty((3, atoms.kind.size), np.int32)
    kinds = np.empty(atoms.kind.size, np.int64)
    for slot in range(kinds.size):
        atom = order.atom_of[slot]
        positions[0, atom], positions[1, atom], positions[2, atom] = atoms.x[slot], atoms.y[slot], atoms.z[slot]
        kinds[atom] = atoms.kind[slot]
    slot_atoms(atoms, order, positions, kinds)

"""The cost of the local order, compiled: coordination numbers and angles around the centres that a move touches."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.rmc.near_runs import find_runs

__all__ = ["Local", "global_cost", "local_cost", "local_cost_nearby"]


class Local(NamedTuple):
    """Constraints as arrays: those on coordination numbers, and those on angles; memory for a search.

    ``bonds`` are the numbers of bonds of the constraints on averages. Squared cutoffs are in ångström.
    """

    triangle: tuple[float, float, float, float, float, float]
    reach: float
    centre: NDArray[np.int64]
    neighbour: NDArray[np.int64]
    cutoff_squared: NDArray[np.float64]
    number: NDArray[np.float64]
    inverse_sigma: NDArray[np.float64]
    is_average: NDArray[np.bool_]
    centres: NDArray[np.float64]
    bonds: NDArray[np.int64]
    bonds_change: NDArray[np.int64]
    angle_kinds: NDArray[np.int64]
    angle_cutoff_squared: NDArray[np.float64]
    cosine: NDArray[np.float64]
    inverse_cosine_sigma: NDArray[np.float64]
    runs: NDArray[np.int64]
    near: NDArray[np.float64]
    near_kind: NDArray[np.int64]
    affected: NDArray[np.int64]


def _compiled(function: Any) -> Any:
    return numba.njit(cache=True, nogil=True, error_model="numpy")(function)


@_compiled
def _vector(local: Any, place: Any, other: Any) -> Any:
    ax, bx, by, cx, cy, cz = local.triangle
    a = float(np.int32(other[0] - place[0]))
    b = float(np.int32(other[1] - place[1]))
    c = float(np.int32(other[2] - place[2]))
    return a * ax + b * bx + c * cx, b * by + c * cy, c * cz


@_compiled
def local_cost_nearby(atoms: Any, order: Any, local: Any, place: Any, other: Any) -> Any:
    """Collect the slots of all atoms near two places into ``local.affected``; returns how many."""
    count = 0
    for n in range(2):
        here = place if n == 0 else other
        for run in range(find_runs(order, here, local.reach, local.runs)):
            for slot in range(local.runs[run, 0], local.runs[run, 1]):
                x, y, z = _vector(local, here, (atoms.x[slot], atoms.y[slot], atoms.z[slot]))
                if x * x + y * y + z * z >= local.reach * local.reach or count == local.affected.size:
                    continue
                known = False
                for k in range(count):
                    known |= local.affected[k] == slot
                if not known:
                    local.affected[count] = slot
                    count += 1
    # the mover itself stands at its old place and is found there
    return count


@_compiled
def _keep_if_near(atoms: Any, local: Any, here: Any, other: int, count: int) -> Any:
    x, y, z = _vector(local, here, (atoms.x[other], atoms.y[other], atoms.z[other]))
    square = x * x + y * y + z * z
    if square >= local.reach * local.reach or count == local.near_kind.size:
        return count
    local.near[0, count], local.near[1, count], local.near[2, count] = x, y, z
    local.near[3, count] = square
    local.near_kind[count] = atoms.kind[other]
    return count + 1


@_compiled
def _find_near(atoms: Any, order: Any, local: Any, slot: int, mover: int) -> Any:
    here = (atoms.x[slot], atoms.y[slot], atoms.z[slot])
    count = 0
    for run in range(find_runs(order, here, local.reach, local.runs)):
        for other in range(local.runs[run, 0], local.runs[run, 1]):
            if other not in (slot, mover):
                count = _keep_if_near(atoms, local, here, other, count)
    # the mover may stand farther from where it was sorted than a search looks
    if slot != mover:
        count = _keep_if_near(atoms, local, here, mover, count)
    return count


@_compiled
def _cost_of_numbers(local: Any, kind: int, near: int, sign: int) -> Any:
    cost = 0.0
    for n in range(local.centre.size):
        if local.centre[n] != kind:
            continue
        found = 0
        for k in range(near):
            found += local.near_kind[k] == local.neighbour[n] and local.near[3, k] < local.cutoff_squared[n]
        if local.is_average[n]:
            local.bonds_change[n] += sign * found
        else:
            away = (found - local.number[n]) * local.inverse_sigma[n]
            cost += away * away
    return cost


@_compiled
def _cost_of_angles(local: Any, kind: int, near: int) -> Any:
    cost = 0.0
    for n in range(local.cosine.size):
        first_end, centre, second_end = local.angle_kinds[n]
        if centre != kind:
            continue
        limit = local.angle_cutoff_squared[n]
        for k in range(near):
            if local.near_kind[k] != first_end or local.near[3, k] >= limit:
                continue
            for m in range(near):
                if local.near_kind[m] != second_end or local.near[3, m] >= limit or m == k:
                    continue
                if first_end == second_end and m < k:
                    continue
                dot = 0.0
                for axis in range(3):
                    dot += local.near[axis, k] * local.near[axis, m]
                cosine = dot / math.sqrt(local.near[3, k] * local.near[3, m])
                away = (cosine - local.cosine[n]) * local.inverse_cosine_sigma[n]
                cost += away * away
    return cost


@_compiled
def local_cost(atoms: Any, order: Any, local: Any, move: Any, sign: int) -> Any:
    """Cost of the collected centres; adds ``sign`` times their bonds to ``local.bonds_change``.

    ``move`` is how many were collected, and the slot of the atom that moves.
    """
    affected, mover = move
    cost = 0.0
    for n in range(affected):
        slot = local.affected[n]
        kind = atoms.kind[slot]
        is_centre = False
        for k in range(local.centre.size):
            is_centre |= local.centre[k] == kind
        for k in range(local.cosine.size):
            is_centre |= local.angle_kinds[k, 1] == kind
        if is_centre:
            near = _find_near(atoms, order, local, slot, mover)
            cost += _cost_of_numbers(local, kind, near, sign) + _cost_of_angles(local, kind, near)
    return cost


@_compiled
def global_cost(local: Any, change: Any) -> Any:
    """Cost of the average coordination numbers after a change of the numbers of bonds."""
    cost = 0.0
    for n in range(local.centre.size):
        if local.is_average[n]:
            mean = (local.bonds[n] + change[n]) / local.centres[n]
            away = (mean - local.number[n]) * local.inverse_sigma[n]
            cost += away * away
    return cost

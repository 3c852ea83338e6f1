"""The globalised solver: from any start, follow the plant's own cooling down in growing steps that end as Newton's.

Pseudo-transient continuation (C. T. Kelley and D. E. Keyes, SIAM J. Numer. Anal. 35, 508 (1998),
doi:10.1137/S0036142996304796): each step solves (1/δ - J) Δ = G, where G is how fast each exchanger would cool its
stream; δ grows as G falls, so early steps follow the physical transient and late ones are Newton's.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kyokutei.helium.liquefier.balances import COLUMNS, Ledger, Plant, balance

FloatArray = NDArray[np.float64]

TOLERANCE = 1e-7
"""Largest rest of an exchanger at a solution [J/(kg K)], against c_p of 5193 J/(kg K)."""

STEPS = 400

NUDGE = 1e-3
"""Change of an entropy for differences [J/(kg K)]."""

ATTEMPTS = ((2500.0, 10.0), (2500.0, 0.0), (800.0, 2.0), (200.0, 1.15))
"""Longest step of an entropy [J/(kg K)] and largest growth of δ; the first serves all but one case in a thousand.

Without growth, every step is shortened until the rests shrink: that ends cycles between the two sides of a kink, such
as that where the exhaust of an expander begins to be wet.
"""


@njit(cache=True, error_model="numpy")
def _eliminate(system: FloatArray, right: FloatArray) -> bool:
    """Solve a small linear system in place (Gauss, partial pivoting); False where it is singular or not finite."""
    count = right.shape[0]
    for column in range(count):
        pivot = column
        for row in range(column + 1, count):
            if abs(system[row, column]) > abs(system[pivot, column]):
                pivot = row
        largest = abs(system[pivot, column])
        if not 1e-300 < largest < 1e300:
            return False
        if pivot != column:
            for k in range(column, count):
                system[column, k], system[pivot, k] = system[pivot, k], system[column, k]
            right[column], right[pivot] = right[pivot], right[column]
        for row in range(column + 1, count):
            factor = system[row, column] / system[column, column]
            for k in range(column + 1, count):
                system[row, k] -= factor * system[column, k]
            right[row] -= factor * right[column]
    for row in range(count - 1, -1, -1):
        for k in range(row + 1, count):
            right[row] -= system[row, k] * right[k]
        right[row] /= system[row, row]
    return bool(np.all(np.isfinite(right)))


@njit(cache=True, error_model="numpy")
def settle(start: FloatArray, plant: Plant, longest_step: float, haste: float) -> tuple[FloatArray, float, int]:
    """Solve the balances from ``start``: unknown entropies, largest rest [J/(kg K)], steps taken.

    No entropy changes by more than ``longest_step`` [J/(kg K)] in a step, and δ grows by ``haste`` at most; if that is
    0, steps are shortened until the rests shrink.
    """
    count = start.shape[0]
    ledger = Ledger(np.empty((count, COLUMNS)), np.zeros((plant.expanders.shape[0], 4)), np.empty(count))
    system, rest = np.empty((count, count)), np.empty(count)
    unknown, change = start.copy(), np.empty(count)
    balance(unknown, plant, ledger)
    rest[:] = ledger.rest
    size, pace = np.max(np.abs(rest)), 1.0
    best, best_size = unknown.copy(), size
    for step in range(STEPS):
        if size < TOLERANCE:
            return unknown, size, step
        _slopes(unknown, rest, plant, ledger, system)
        for i in range(count):
            system[i, i] += 1.0 / pace
        change[:] = rest
        if not _eliminate(system, change):
            return best, best_size, step
        shrink = min(1.0, longest_step / np.max(np.abs(change)))
        moved = _step(unknown, shrink, change, plant, ledger, rest, haste == 0.0)
        growth = haste if haste > 0.0 else (10.0 if moved < 0.9 * size else 0.2)
        pace = min(max(pace * min(max(size / max(moved, 1e-30), 0.3), growth), 0.05), 1e15)
        size = moved
        if size < best_size:
            best_size = size
            best[:] = unknown
    return best, best_size, STEPS


@njit(cache=True, error_model="numpy")
def _step(  # noqa: PLR0917 - the insides of one loop
    unknown: FloatArray,
    shrink: float,
    change: FloatArray,
    plant: Plant,
    ledger: Ledger,
    rest: FloatArray,
    is_searching: bool,
) -> float:
    """Take a step, shortened until the rests shrink if ``is_searching``; the largest rest after it."""
    before, length = unknown.copy(), np.sum(rest * rest)
    for _ in range(20 if is_searching else 1):
        for i in range(unknown.shape[0]):
            unknown[i] = min(max(before[i] + shrink * change[i], plant.floor_entropy), plant.warm_entropy)
        balance(unknown, plant, ledger)
        if np.sum(ledger.rest * ledger.rest) < length:
            break
        shrink *= 0.5
    rest[:] = ledger.rest
    return float(np.max(np.abs(rest)))


@njit(cache=True, error_model="numpy")
def _slopes(unknown: FloatArray, rest: FloatArray, plant: Plant, ledger: Ledger, system: FloatArray) -> None:
    """Fill ``system`` with -J by differences: the tables are smooth, and look-ups cost less than algebra."""
    count = unknown.shape[0]
    for j in range(count):
        nudge = NUDGE if unknown[j] > plant.floor_entropy + 1.0 else -NUDGE
        kept = unknown[j]
        unknown[j] = kept - nudge
        balance(unknown, plant, ledger)
        unknown[j] = kept
        for i in range(count):
            system[i, j] = (ledger.rest[i] - rest[i]) / nudge

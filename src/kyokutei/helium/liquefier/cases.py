"""One cold box from its description to a verdict, compiled, so that sweeps run at the speed of the solver."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kyokutei.helium.liquefier.balances import (
    COLD_FLOW,
    COLD_IN,
    HOT_FLOW,
    HOT_IN,
    HOT_OUT,
    OUTLET,
    SIDE_FLOW,
    SIDE_IN,
    SIDE_OUT,
    Ledger,
    Plant,
    balance,
)
from kyokutei.helium.liquefier.profile import POINTS, along, closest_approach, conductance
from kyokutei.helium.liquefier.settle import ATTEMPTS, TOLERANCE, settle

FloatArray = NDArray[np.float64]

MAKES_LIQUID, MAKES_NO_LIQUID, STREAMS_CROSS, EXPANDER_IS_FLOODED, UNSETTLED = range(5)

LEAST_APPROACH_K = -1e-6
"""Streams that come closer than this have crossed; rounding of the tables is a thousand times smaller."""

STARTS = (1.0, 0.4)
"""Exponents of the starting profiles: entropies equally spaced, then a cold box."""


class Verdict(NamedTuple):
    """How a case ended: liquid yield, verdict, the component it is about, largest rest [J/(kg K)], steps taken."""

    liquid_yield: float
    verdict: int
    component: int
    rest: float
    steps: int


@njit(cache=True, error_model="numpy")
def settle_case(plant: Plant, ledger: Ledger, approach: FloatArray) -> Verdict:
    """Settle a cold box, fill its ledger and ``approach`` (exchanger, 3), and judge it.

    A cold box may come to rest warm although a colder state makes liquid, so a start that ends without liquid is
    followed by a colder one.
    """
    count = plant.effectiveness.shape[0]
    start, kept = np.empty(count), np.empty(count)
    liquid, size, steps = 0.0, np.inf, 0
    for exponent in STARTS:
        for i in range(count):
            fall = ((i + 1.0) / (count + 1.0)) ** exponent
            start[i] = plant.warm_entropy + (plant.floor_entropy - plant.warm_entropy) * fall
        for longest_step, haste in ATTEMPTS:
            found, found_size, used = settle(start, plant, longest_step, haste)
            steps += used
            if found_size < size or found_size < TOLERANCE:
                kept[:], size = found, found_size
            if size < TOLERANCE:
                break
        liquid = balance(kept, plant, ledger)
        if size < TOLERANCE and liquid > 0.0:
            break
    verdict, component = _judge(liquid, size, plant, ledger, approach)
    return Verdict(liquid, verdict, component, size, steps)


@njit(cache=True, error_model="numpy")
def _judge(liquid: float, size: float, plant: Plant, ledger: Ledger, approach: FloatArray) -> tuple[int, int]:
    if not size < TOLERANCE:
        for k in range(ledger.works.shape[0]):
            if ledger.works[k, OUTLET] < plant.boiling[2]:
                return EXPANDER_IS_FLOODED, k
        return UNSETTLED, 0
    worst = _approaches(plant, ledger, approach)
    if liquid <= 0.0:
        return MAKES_NO_LIQUID, 0
    if approach[worst, 0] < LEAST_APPROACH_K:
        return STREAMS_CROSS, worst
    return MAKES_LIQUID, 0


@njit(cache=True, error_model="numpy")
def _approaches(plant: Plant, ledger: Ledger, approach: FloatArray) -> int:
    """Fill ``approach`` and return the exchanger in which the streams come closest."""
    profile, ends = np.empty((POINTS, 3)), np.empty(8)
    columns = (HOT_FLOW, HOT_IN, HOT_OUT, COLD_FLOW, COLD_IN, SIDE_FLOW, SIDE_IN, SIDE_OUT)
    worst = 0
    for i in range(approach.shape[0]):
        for k in range(8):
            ends[k] = ledger.table[i, columns[k]]
        along(ends, plant.high, plant.middle, plant.low, profile)
        approach[i, 0], approach[i, 1] = closest_approach(profile)
        approach[i, 2] = conductance(profile)
        if approach[i, 0] < approach[worst, 0]:
            worst = i
    return worst

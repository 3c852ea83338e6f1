"""One cold box from its description to a verdict, compiled, so that sweeps run at the speed of the solver."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kyokutei.helium.liquefier.balances import (
    COLD_FLOW,
    COLD_IN,
    COLUMNS,
    HOT_FLOW,
    HOT_IN,
    HOT_OUT,
    OUTLET,
    SECOND_IN,
    SIDE_FLOW,
    SIDE_IN,
    SIDE_OUT,
    T_COLD_IN,
    T_HOT_IN,
    T_HOT_OUT,
    THROUGH,
    Ledger,
    Plant,
    balance,
)
from kyokutei.helium.liquefier.isobar import (
    boiling_temperature,
    build,
    coldest_of_cycle,
    entropy_of_temperature,
    temperature_at,
)
from kyokutei.helium.liquefier.profile import POINTS, along, closest_approach, conductance
from kyokutei.helium.liquefier.settle import ATTEMPTS, TOLERANCE, settle
from kyokutei.helium.properties.equation import Equation

FloatArray = NDArray[np.float64]

MAKES_LIQUID, MAKES_NO_LIQUID, STREAMS_CROSS, EXPANDER_IS_FLOODED, TURBINE_GAS_CONDENSES, UNSETTLED = range(6)

LEAST_APPROACH_K = -1e-6
"""Streams that come closer than this have crossed; rounding of the tables is a thousand times smaller."""

CONDENSING_K = 0.5
"""How close to boiling at middle pressure turbine gas or what cools it is, if that is why there is no solution [K]."""

STARTS = (1.0, 0.2, 0.5, 0.1, 4.0)
"""Exponents of the starting profiles: entropies equally spaced, then cold boxes, and a warm one at last."""

ENOUGH_STARTS = 2
"""After so many, a box that comes to rest without liquid is believed."""


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

    A cold box may come to rest warm although a colder state makes liquid, and the equations may have solutions in
    which streams cross beside one in which they do not; so a start that ends without liquid is
    followed by a colder one.
    """
    count = plant.effectiveness.shape[0]
    start, kept = np.empty(count), np.empty(count)
    liquid, size, steps = 0.0, np.inf, 0
    verdict, component = UNSETTLED, 0
    for number, exponent in enumerate(STARTS):
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
        verdict, component = _judge(liquid, size, plant, ledger, approach)
        if verdict == MAKES_LIQUID or (verdict == MAKES_NO_LIQUID and number + 1 >= ENOUGH_STARTS):
            break
    return Verdict(liquid, verdict, component, size, steps)


@njit(cache=True, error_model="numpy")
def _judge(liquid: float, size: float, plant: Plant, ledger: Ledger, approach: FloatArray) -> tuple[int, int]:
    if not size < TOLERANCE:
        return _why_unsettled(plant, ledger)
    worst = _approaches(plant, ledger, approach)
    if liquid <= 0.0:
        return MAKES_NO_LIQUID, 0
    if approach[worst, 0] < LEAST_APPROACH_K:
        return STREAMS_CROSS, worst
    return MAKES_LIQUID, 0


@njit(cache=True, error_model="numpy")
def _why_unsettled(plant: Plant, ledger: Ledger) -> tuple[int, int]:
    """Find the physical reason in the state that came closest to a solution."""
    for k in range(ledger.works.shape[0]):
        if ledger.works[k, OUTLET] < plant.boiling[2]:
            return EXPANDER_IS_FLOODED, k
        through = int(plant.expanders[k, THROUGH])
        if through >= 0:
            # where it boils, the enthalpy of the turbine gas jumps: what it gives up is no function of temperature
            boils_at = boiling_temperature(plant.middle)
            enters = temperature_at(plant.middle, ledger.works[k, SECOND_IN])
            nearest = min(abs(enters - boils_at), abs(ledger.table[through, T_COLD_IN] - boils_at))
            if enters < boils_at or nearest < CONDENSING_K:
                return TURBINE_GAS_CONDENSES, k
    if ledger.table[-1, T_HOT_OUT] >= ledger.table[0, T_HOT_IN] * (1.0 - 1e-9):
        # above its inversion temperature helium is warmed by the throttle: this box never begins to cool
        return MAKES_NO_LIQUID, 0
    return UNSETTLED, 0


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


@njit(cache=True, error_model="numpy")
def settle_many(
    fluid: Equation,
    tables: tuple[float, int],
    pressures: FloatArray,
    cases: tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray],
) -> tuple[FloatArray, NDArray[np.int64], NDArray[np.int64]]:
    """Settle many cases: liquid yields (0 where there is none), verdicts, components.

    ``tables`` are the warmest temperature and the number of cells of an isobar; ``pressures`` (case, 3) the high,
    middle and low one [Pa]; ``cases`` the warm temperatures (case,), effectiveness, baths, heat leaks and expanders,
    as in `Plant` with one more axis in front.
    """
    warm, effectiveness, baths, heat_leaks, expanders = cases
    number, count = effectiveness.shape
    yields, verdicts, components = np.zeros(number), np.zeros(number, np.int64), np.zeros(number, np.int64)
    approach = np.zeros((count, 3))
    ledger = Ledger(np.zeros((count, COLUMNS)), np.zeros((expanders.shape[1], 4)), np.zeros(count))
    low, boiling = build(fluid, pressures[0, 2], coldest_of_cycle(fluid, pressures[0, 2]), tables[0], tables[1])
    high = middle = low
    for k in range(number):
        if k == 0 or pressures[k, 2] != pressures[k - 1, 2]:
            coldest = coldest_of_cycle(fluid, pressures[k, 2])
            low, boiling = build(fluid, pressures[k, 2], coldest, tables[0], tables[1])
        if k == 0 or pressures[k, 0] != pressures[k - 1, 0] or pressures[k, 2] != pressures[k - 1, 2]:
            high = build(fluid, pressures[k, 0], coldest_of_cycle(fluid, pressures[k, 2]), tables[0], tables[1])[0]
        if pressures[k, 1] == pressures[k, 0]:
            middle = high
        else:
            middle = build(fluid, pressures[k, 1], coldest_of_cycle(fluid, pressures[k, 2]), tables[0], tables[1])[0]
        plant = Plant(
            entropy_of_temperature(high, warm[k]),
            entropy_of_temperature(high, boiling[0]),
            effectiveness[k],
            baths[k],
            heat_leaks[k],
            expanders[k],
            high,
            middle,
            low,
            boiling,
        )
        found = settle_case(plant, ledger, approach)
        verdicts[k], components[k] = found.verdict, found.component
        if found.verdict == MAKES_LIQUID:
            yields[k] = found.liquid_yield
    return yields, verdicts, components

"""The balance equations of a cold box: energy round every exchanger, expander, bath and the separator at its end.

A cold box is a ladder of counter-flow exchangers. High-pressure gas goes down it, low-pressure gas comes back up;
expanders take gas from the way down and give it to the way up; a throttle and a separator close the cold end.
Given the entropies at which the high-pressure stream leaves each exchanger, every other state follows without
iteration, so these are the only unknowns; what is left over is how far each exchanger is from its effectiveness.

This file is the compiled kernel; `kyokutei.helium.liquefier.audit` closes the same balances in plain Python from the
equation of state.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kyokutei.helium.liquefier.isobar import (
    at_entropy,
    enthalpy_at,
    entropy_of_enthalpy,
    entropy_of_temperature,
)

FloatArray = NDArray[np.float64]

# columns of the exchangers' table
HOT_FLOW, HOT_IN, HOT_OUT, COLD_FLOW, COLD_IN, COLD_OUT, DUTY, MOST, T_HOT_IN, T_HOT_OUT, T_COLD_IN, \
    SIDE_FLOW, SIDE_IN, SIDE_OUT, BATH_HEAT = range(15)  # fmt: skip
COLUMNS = 15

# columns of the expanders' table: what is given, then what follows
SHARE, TAKEN_AT, GIVEN_AT, EFFICIENCY, THROUGH, SECOND_EFFICIENCY = range(6)
INLET, MIDDLE_OUT, SECOND_IN, OUTLET = range(4)


class Plant(NamedTuple):
    """A cold box and its isobars as the compiled balances take them.

    Attributes
    ----------
    warm_entropy, floor_entropy
        Entropy of the compressed gas as it enters, and that below which it cannot be cooled: at high pressure and the
        boiling temperature of the low pressure [J/(kg K)].
    effectiveness, heat_leaks
        (exchanger,) and heat [J per kg compressed] into the returning stream as it enters each exchanger.
    baths
        (exchanger + 1,) temperature to which a bath cools the high-pressure stream before each exchanger and before
        the throttle, or 0 [K].
    expanders
        (expander, 6) share of the flow, exchanger before whose hot inlet it is taken, exchanger to whose cold inlet it
        is given, isentropic efficiency, exchanger through which it is led at middle pressure (-1: none), efficiency
        of the second turbine.
    high, middle, low, boiling
        Nodes of the isobars; boiling point of the low one.
    """

    warm_entropy: float
    floor_entropy: float
    effectiveness: FloatArray
    baths: FloatArray
    heat_leaks: FloatArray
    expanders: FloatArray
    high: FloatArray
    middle: FloatArray
    low: FloatArray
    boiling: FloatArray


class Ledger(NamedTuple):
    """What the balances fill in.

    Attributes
    ----------
    table
        (exchanger, 15) flows, enthalpies, duties, temperatures; columns as named in this module.
    works
        (expander, 4) enthalpy in, at middle pressure out, into the second turbine, out [J/kg].
    rest
        (exchanger,) (duty - effectiveness x most) / (flow x T) [J/(kg K)].
    """

    table: FloatArray
    works: FloatArray
    rest: FloatArray


@njit(cache=True, error_model="numpy")
def balance(unknown: FloatArray, plant: Plant, ledger: Ledger) -> float:
    """Fill ``ledger`` for the entropies at which the hot stream leaves the exchangers; return the liquid yield.

    Parameters
    ----------
    unknown
        (exchanger,) entropy of the high-pressure stream as it leaves each exchanger [J/(kg K)].
    """
    flow, h = _down(unknown, plant, ledger)
    boiling = plant.boiling
    wet = (boiling[4] - h) / (boiling[4] - boiling[2])
    liquid = flow * min(max(wet, 0.0), 0.999)
    _up(flow - liquid, max(h, boiling[4]), plant, ledger)
    return float(liquid)


@njit(cache=True, error_model="numpy")
def _down(unknown: FloatArray, plant: Plant, ledger: Ledger) -> tuple[float, float]:
    """Go down the high-pressure side: flow and enthalpy at the throttle."""
    table, works, expanders, baths = ledger.table, ledger.works, plant.expanders, plant.baths
    high, middle, low = plant.high, plant.middle, plant.low
    s, flow = plant.warm_entropy, 1.0
    count, branches = plant.effectiveness.shape[0], expanders.shape[0]
    h, t = at_entropy(high, s)
    for i in range(count):
        table[i, BATH_HEAT] = 0.0
        if baths[i] > 0.0 and t > baths[i]:
            s = entropy_of_temperature(high, baths[i])
            colder, t = at_entropy(high, s)
            table[i, BATH_HEAT] = flow * (h - colder)
            h = colder
        table[i, SIDE_FLOW] = table[i, SIDE_IN] = table[i, SIDE_OUT] = 0.0
        for k in range(branches):
            if int(expanders[k, TAKEN_AT]) == i:
                flow -= expanders[k, SHARE]
                works[k, INLET] = h
                outlet = middle if expanders[k, THROUGH] >= 0.0 else low
                works[k, MIDDLE_OUT] = h - expanders[k, EFFICIENCY] * (h - at_entropy(outlet, s)[0])
                works[k, SECOND_IN] = works[k, OUTLET] = works[k, MIDDLE_OUT]
        table[i, HOT_FLOW], table[i, HOT_IN], table[i, T_HOT_IN] = flow, h, t
        s = float(unknown[i])
        h, t = at_entropy(high, s)
        table[i, HOT_OUT], table[i, T_HOT_OUT] = h, t
        for k in range(branches):
            if int(expanders[k, THROUGH]) == i:
                side = entropy_of_temperature(middle, t)
                enters = at_entropy(middle, side)[0]
                works[k, SECOND_IN] = enters
                works[k, OUTLET] = enters - expanders[k, SECOND_EFFICIENCY] * (enters - at_entropy(low, side)[0])
                table[i, SIDE_FLOW] = expanders[k, SHARE]
                table[i, SIDE_IN], table[i, SIDE_OUT] = works[k, MIDDLE_OUT], enters
    if baths[count] > 0.0 and t > baths[count]:
        h = enthalpy_at(high, float(baths[count]))
    return flow, h


@njit(cache=True, error_model="numpy")
def _up(back: float, cold: float, plant: Plant, ledger: Ledger) -> None:
    """Go up the low-pressure side from the separator: flow ``back`` with enthalpy ``cold``."""
    table, works, expanders = ledger.table, ledger.works, plant.expanders
    high, middle, low = plant.high, plant.middle, plant.low
    count, branches = plant.effectiveness.shape[0], expanders.shape[0]
    for i in range(count - 1, -1, -1):
        energy = back * cold + plant.heat_leaks[i]
        for k in range(branches):
            if int(expanders[k, GIVEN_AT]) == i:
                back += expanders[k, SHARE]
                energy += expanders[k, SHARE] * works[k, OUTLET]
        cold = energy / back
        t_cold = at_entropy(low, entropy_of_enthalpy(low, cold))[1]
        table[i, COLD_FLOW], table[i, COLD_IN], table[i, T_COLD_IN] = back, cold, t_cold
        flow, side = table[i, HOT_FLOW], table[i, SIDE_FLOW]
        duty = flow * (table[i, HOT_IN] - table[i, HOT_OUT]) + side * (table[i, SIDE_IN] - table[i, SIDE_OUT])
        warmest = table[i, T_HOT_IN]
        most_hot = flow * (table[i, HOT_IN] - enthalpy_at(high, t_cold))
        if side > 0.0:
            most_hot += side * (table[i, SIDE_IN] - enthalpy_at(middle, t_cold))
            warmest = max(warmest, at_entropy(middle, entropy_of_enthalpy(middle, table[i, SIDE_IN]))[1])
        # a rounding error below the boiling point would turn this vapour into liquid
        most_cold = back * (enthalpy_at(low, max(warmest, plant.boiling[0])) - cold)
        most = min(most_hot, most_cold)
        ledger.rest[i] = (duty - plant.effectiveness[i] * most) / ((flow + side) * table[i, T_HOT_OUT])
        cold += duty / back
        table[i, DUTY], table[i, MOST], table[i, COLD_OUT] = duty, most, cold

"""Temperatures along a counter-flow exchanger: its closest approach, wherever it lies, and the UA that it needs.

The warm and the cold end say too little where a heat capacity varies: near its critical temperature helium at a few bar
takes up heat at almost constant temperature, and two streams can touch inside an exchanger whose ends look fine.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kyokutei.helium.liquefier.isobar import (
    at_entropy,
    entropy_of_enthalpy,
    entropy_of_temperature,
)

FloatArray = NDArray[np.float64]

POINTS = 41
"""Points along a profile; the closest approach is then off by less than 1 % of the spacing of temperatures."""


@njit(cache=True, error_model="numpy")
def along(ends: FloatArray, high: FloatArray, middle: FloatArray, low: FloatArray, profile: FloatArray) -> None:
    """Fill ``profile`` (point, 3) with heat given up so far [J], hot and cold temperature [K], from the cold end.

    ``ends`` holds hot flow, hot enthalpy in and out, cold flow, cold enthalpy in, side flow, side enthalpy in and out:
    the side stream runs beside the hot one at middle pressure and leaves at its temperature. Points are equally spaced
    in the hot stream's entropy, so they crowd where its heat capacity is large.
    """
    hot_flow, hot_in, hot_out, cold_flow, cold_in, side_flow, side_in, side_out = ends
    first, last = entropy_of_enthalpy(high, hot_out), entropy_of_enthalpy(high, hot_in)
    if side_flow > 0.0:
        side_temperature = at_entropy(middle, entropy_of_enthalpy(middle, side_in))[1]
        last = max(last, entropy_of_temperature(high, side_temperature))
    count = profile.shape[0]
    for k in range(count):
        h, t = at_entropy(high, first + (last - first) * k / (count - 1))
        heat = hot_flow * (min(h, hot_in) - hot_out)
        if side_flow > 0.0:
            side = at_entropy(middle, entropy_of_temperature(middle, t))[0]
            heat += side_flow * (min(side, side_in) - side_out)
        profile[k, 0], profile[k, 1] = heat, t
        profile[k, 2] = at_entropy(low, entropy_of_enthalpy(low, cold_in + heat / cold_flow))[1]


@njit(cache=True, error_model="numpy")
def closest_approach(profile: FloatArray) -> tuple[float, float]:
    """Smallest temperature difference along a profile [K], and the hot temperature at which it is found [K]."""
    smallest, where = profile[0, 1] - profile[0, 2], profile[0, 1]
    for k in range(1, profile.shape[0]):
        gap = profile[k, 1] - profile[k, 2]
        if gap < smallest:
            smallest, where = gap, profile[k, 1]
    return smallest, where


@njit(cache=True, error_model="numpy")
def conductance(profile: FloatArray) -> float:
    """UA = ∫ dQ/ΔT along a profile [W/K per kg/s], ΔT linear in Q between points; infinite where streams touch."""
    total = 0.0
    for k in range(profile.shape[0] - 1):
        a, b = profile[k, 1] - profile[k, 2], profile[k + 1, 1] - profile[k + 1, 2]
        if a <= 0.0 or b <= 0.0:
            return np.inf
        heat = profile[k + 1, 0] - profile[k, 0]
        total += heat / a if abs(a - b) < 1e-9 * a else heat * np.log(a / b) / (a - b)
    return total

"""Temperature, density and vapour quality at (p, h) or (p, s) from tables, in some tens of nanoseconds."""

from __future__ import annotations

from math import log, sqrt
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kyokutei.helium.properties import kernels
from kyokutei.helium.properties.equation import FloatArray
from kyokutei.helium.properties.inverse import ENTHALPY


class Table(NamedTuple):
    """One table; a named tuple, because compiled kernels take it as an argument.

    Attributes
    ----------
    wanted
        ENTHALPY or ENTROPY: the caloric value v that goes with pressure.
    offset, slant
        The value is read over x = ln(v - slant p + offset), about even in ln T in liquid and gas.
    nodes
        (x, y, 8) T, T_x, T_y, T_xy [K] and the same four of the specific volume [m³/kg] at y = ln(p/Pa);
        NaN where no cell needs the node.
    x_low, x_step, y_low, y_step
        The even grid of the nodes.
    y_critical
        ln of the critical pressure: below it there is a dome.
    dome
        (w, 10) values and steps-scaled slopes of v_liquid, v_vapour, T, specific volume of the liquid and its slope
        over v inside the dome, over an even grid of w = √(y_critical - y) from 0.
    w_step
        Step of that grid.
    lowest_K, highest_K
        Where the error bound is claimed; outside, the equation is solved.
    """

    wanted: int
    offset: float
    slant: float
    nodes: NDArray[np.float64]
    x_low: float
    x_step: float
    y_low: float
    y_step: float
    y_critical: float
    dome: NDArray[np.float64]
    w_step: float
    lowest_K: float
    highest_K: float


@njit(cache=True)
def look_up(table: Table, pressure: float, value: float) -> tuple[float, float, float]:
    """(T, ρ, vapour quality) at a pressure [Pa] and an enthalpy [J/kg] or entropy [J/(kg K)]; NaN out of range.

    Cubic Hermite interpolation in both directions from exact values and slopes of the one-phase states, which the
    table continues a few cells into the dome, so that no cell mixes phases. Inside the dome temperature and the
    saturated states depend on pressure alone, and volume is linear in the value.
    """
    y = log(pressure)
    quality = 1.0
    if y < table.y_critical:
        w = sqrt(table.y_critical - y) / table.w_step
        k = int(w)
        if k < table.dome.shape[0] - 1:
            f = w - k
            v_liquid = _between(table.dome, k, f, 0)
            if value < v_liquid:
                quality = 0.0
            else:
                v_vapour = _between(table.dome, k, f, 2)
                if value <= v_vapour:
                    volume = _between(table.dome, k, f, 6) + (value - v_liquid) * _between(table.dome, k, f, 8)
                    quality = (value - v_liquid) / (v_vapour - v_liquid) if v_vapour > v_liquid else 0.5
                    return _between(table.dome, k, f, 4), 1.0 / volume, quality
    u = (log(max(value - table.slant * pressure + table.offset, 1.0)) - table.x_low) / table.x_step
    t = (y - table.y_low) / table.y_step
    if 0.0 <= u < table.nodes.shape[0] - 1 and 0.0 <= t < table.nodes.shape[1] - 1:
        temperature, volume = _bicubic(table.nodes, u, t)
        if table.lowest_K <= temperature <= table.highest_K:
            return temperature, 1.0 / volume, quality
    if table.wanted == ENTHALPY:
        return kernels.state_from_pressure_enthalpy(pressure, value)
    return kernels.state_from_pressure_entropy(pressure, value)


@njit(cache=True, inline="always")
def _between(rows: FloatArray, k: int, f: float, column: int) -> float:
    """Cubic Hermite value between rows k and k + 1 of a value and its slope times the step."""
    g = 1.0 - f
    total: float = (
        g * g * (1.0 + 2.0 * f) * rows[k, column]
        + f * f * (3.0 - 2.0 * f) * rows[k + 1, column]
        + f * g * (g * rows[k, column + 1] - f * rows[k + 1, column + 1])
    )
    return total


@njit(cache=True, inline="always")
def _bicubic(nodes: FloatArray, u: float, t: float) -> tuple[float, float]:
    """Temperature and specific volume at the grid coordinates u, t."""
    i, j = int(u), int(t)
    f, h = u - i, t - j
    g, e = 1.0 - f, 1.0 - h
    x = (g * g * (1.0 + 2.0 * f), f * f * (3.0 - 2.0 * f))
    x_slope = (f * g * g, -f * f * g)
    y = (e * e * (1.0 + 2.0 * h), h * h * (3.0 - 2.0 * h))
    y_slope = (h * e * e, -h * h * e)
    temperature = volume = 0.0
    for a in range(2):
        for b in range(2):
            node = nodes[i + a, j + b]
            c0, c1, c2, c3 = x[a] * y[b], x_slope[a] * y[b], x[a] * y_slope[b], x_slope[a] * y_slope[b]
            temperature += c0 * node[0] + c1 * node[1] + c2 * node[2] + c3 * node[3]
            volume += c0 * node[4] + c1 * node[5] + c2 * node[6] + c3 * node[7]
    return temperature, volume


@njit(cache=True)
def look_up_all(table: Table, pressure: FloatArray, value: FloatArray) -> NDArray[np.float64]:
    """(state, 3) temperature [K], density [kg/m³] and vapour quality of many states."""
    out = np.empty((pressure.size, 3))
    for i in range(pressure.size):
        temperature, density, quality = look_up(table, pressure[i], value[i])
        out[i, 0] = temperature
        out[i, 1] = density
        out[i, 2] = quality
    return out

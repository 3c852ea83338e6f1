"""One isobar of a fluid as a table over entropy, from which every state of a cycle at that pressure is read.

Over entropy an isobar has no steep place: dh/ds = T and dT/ds = T/c_p stay finite at the critical point and are zero
inside the dome. So a few hundred nodes with these slopes (cubic Hermite cells) carry h(s) and T(s) to a relative
error below 1e-8, isentropic expansion is one look-up, and a cycle on two pressures never calls the equation of state
while it is solved. `kyokutei.helium.properties` is where the nodes come from.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, log
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kyokutei.helium.properties.equation import Equation, equation
from kyokutei.helium.properties.helmholtz import isobaric_heat_capacity, state
from kyokutei.helium.properties.saturation_line import saturated_densities, saturation_temperature
from kyokutei.helium.properties.single_phase import density_at

FloatArray = NDArray[np.float64]

NODES = 160
"""Cells of the gas or supercritical stretch; tests compare the error that this leaves with the equation of state."""


class Isobar(NamedTuple):
    """Nodes along one isobar, cold to warm; neighbouring stretches (liquid, dome, gas) repeat their common node.

    Attributes
    ----------
    nodes
        (node, 4) entropy s [J/(kg K)], enthalpy h [J/kg], temperature T [K] and dT/ds; compiled code takes this array.
    boiling
        (7,) saturation temperature, s and h of the liquid, s and h of the vapour, density of liquid and vapour;
        zeros above the critical pressure.
    pressure
        Pa.
    """

    nodes: FloatArray
    boiling: FloatArray
    pressure: float


@njit(cache=True, error_model="numpy")
def _onto(fluid: Equation, pressure: float, entropy: float, density: float, temperature: float) -> FloatArray:
    """Return ρ, T, h and dT/ds at (p, s), by Newton's method in (ln ρ, ln T) from a near state."""
    found = np.empty(4)
    for _ in range(60):
        p, h, s, c_v, p_rho, p_t = state(fluid, density, temperature)
        gap_p, gap_s = pressure - p, entropy - s
        s_rho, s_t = -p_t / density**2, c_v / temperature
        determinant = p_rho * s_t - p_t * s_rho
        step_rho = (gap_p * s_t - p_t * gap_s) / determinant / density
        step_t = (p_rho * gap_s - s_rho * gap_p) / determinant / temperature
        size = max(abs(step_rho), abs(step_t))
        if size < 1e-7:
            # the rest of the step, without another look at the equation: its error is the square of the gap
            found[0], found[1] = density * (1.0 + step_rho), temperature * (1.0 + step_t)
            found[2] = h + temperature * gap_s + gap_p / density
            found[3] = temperature * (1.0 + step_t) / isobaric_heat_capacity(density, temperature, c_v, p_rho, p_t)
            return found
        shrink = min(1.0, 0.3 / size)
        density *= exp(shrink * step_rho)
        temperature *= exp(shrink * step_t)
    found[:] = np.nan
    return found


@njit(cache=True, error_model="numpy")
def _follow(
    fluid: Equation, pressure: float, start: tuple[float, float], ends: tuple[float, float], nodes: FloatArray
) -> None:
    """Fill ``nodes`` (node, 4) with s, h, T, dT/ds at equal steps of entropy, from a known (ρ, T) at the first."""
    count = nodes.shape[0]
    logs = np.empty((count, 2))
    logs[0, 0], logs[0, 1] = log(start[0]), log(start[1])
    for k in range(count):
        entropy = ends[0] + (ends[1] - ends[0]) * k / (count - 1)
        guess = logs[k] if k == 0 else logs[k - 1]
        if k == 2:
            guess = 2.0 * logs[k - 1] - logs[k - 2]
        elif k > 2:
            guess = 3.0 * (logs[k - 1] - logs[k - 2]) + logs[k - 3]
        found = _onto(fluid, pressure, entropy, exp(guess[0]), exp(guess[1]))
        logs[k, 0], logs[k, 1] = log(found[0]), log(found[1])
        nodes[k, 0], nodes[k, 1], nodes[k, 2], nodes[k, 3] = entropy, found[2], found[1], found[3]


@njit(cache=True, error_model="numpy")
def _entropy_at(fluid: Equation, density: float, temperature: float) -> float:
    return state(fluid, density, temperature)[2]


@njit(cache=True, error_model="numpy")
def build(
    fluid: Equation, pressure: float, coldest: float, warmest: float, cells: int
) -> tuple[FloatArray, FloatArray]:
    """Nodes and boiling point of the isobar at ``pressure`` [Pa] from ``coldest`` to ``warmest`` [K], unchecked.

    Below the critical pressure the liquid and the gas have stretches of their own, and the dome is one cell.
    """
    boiling = np.zeros(7)
    warm_density = density_at(fluid, warmest, pressure)
    last = state(fluid, warm_density, warmest)[2]
    if pressure >= fluid.critical_pressure:
        cold_density = density_at(fluid, coldest, pressure)
        first = state(fluid, cold_density, coldest)[2]
        nodes = np.empty((cells + 1, 4))
        _follow(fluid, pressure, (cold_density, coldest), (first, last), nodes)
        return nodes, boiling
    boils_at = saturation_temperature(fluid, pressure)
    liquid, vapour = saturated_densities(fluid, boils_at)
    _, h_l, s_l, _, _, _ = state(fluid, liquid, boils_at)
    _, h_v, s_v, _, _, _ = state(fluid, vapour, boils_at)
    boiling[:] = np.array([boils_at, s_l, h_l, s_v, h_v, liquid, vapour])
    bottom = min(coldest, boils_at * 0.999)
    cold_density = density_at(fluid, bottom, pressure)
    first = state(fluid, cold_density, bottom)[2]
    few = max(cells // 4, 8)
    nodes = np.empty((few + 1 + 2 + cells + 1, 4))
    _follow(fluid, pressure, (cold_density, bottom), (first, s_l), nodes[: few + 1])
    nodes[few + 1, :] = np.array([s_l, h_l, boils_at, 0.0])
    nodes[few + 2, :] = np.array([s_v, h_v, boils_at, 0.0])
    _follow(fluid, pressure, (vapour, boils_at), (s_v, last), nodes[few + 3 :])
    # neighbours repeat their common node to the last bit, or a look-up could fall between them
    nodes[few, :3] = nodes[few + 1, :3]
    nodes[few + 3, :3] = nodes[few + 2, :3]
    return nodes, boiling


@njit(cache=True, error_model="numpy")
def _cell(nodes: FloatArray, column: int, wanted: float) -> int:
    """Return the last node whose value is not above ``wanted``, but not the last of all."""
    low, high = 0, nodes.shape[0] - 1
    while high - low > 1:
        middle = (low + high) >> 1
        if nodes[middle, column] <= wanted:
            low = middle
        else:
            high = middle
    return low


@njit(cache=True, error_model="numpy")
def _inside(nodes: FloatArray, cell: int, s: float) -> tuple[float, float]:
    width = nodes[cell + 1, 0] - nodes[cell, 0]
    u = (s - nodes[cell, 0]) / width
    t0, t1 = nodes[cell, 2], nodes[cell + 1, 2]
    a, b = u * u * (3.0 - 2.0 * u), width * u * (1.0 - u)
    enthalpy = nodes[cell, 1] + a * (nodes[cell + 1, 1] - nodes[cell, 1]) + b * ((1.0 - u) * t0 - u * t1)
    temperature = t0 + a * (t1 - t0) + b * ((1.0 - u) * nodes[cell, 3] - u * nodes[cell + 1, 3])
    return enthalpy, temperature


@njit(cache=True, error_model="numpy")
def at_entropy(nodes: FloatArray, s: float) -> tuple[float, float]:
    """Enthalpy [J/kg] and temperature [K] at entropy ``s`` [J/(kg K)]; constant c_p beyond the ends."""
    end = _end(nodes, 0, s)
    if end < 0:
        return _inside(nodes, _cell(nodes, 0, s), s)
    t = nodes[end, 2]
    heat_capacity = t / nodes[end, 3]
    warmth = exp(min(max((s - nodes[end, 0]) / heat_capacity, -5.0), 5.0))
    return nodes[end, 1] + heat_capacity * t * (warmth - 1.0), t * warmth


@njit(cache=True, error_model="numpy")
def _end(nodes: FloatArray, column: int, wanted: float) -> int:
    """Return the node at the end beyond which ``wanted`` lies, or -1 inside."""
    last: int = nodes.shape[0] - 1
    if wanted >= nodes[last, column]:
        return last
    return 0 if wanted <= nodes[0, column] else -1


@njit(cache=True, error_model="numpy")
def entropy_of_enthalpy(nodes: FloatArray, h: float) -> float:
    """Entropy [J/(kg K)] at enthalpy ``h`` [J/kg], inside the dome too."""
    end = _end(nodes, 1, h)
    if end >= 0:
        t = nodes[end, 2]
        heat_capacity = t / nodes[end, 3]
        return float(nodes[end, 0] + heat_capacity * log(max(1.0 + (h - nodes[end, 1]) / (heat_capacity * t), 0.01)))
    cell = _cell(nodes, 1, h)
    s = nodes[cell, 0] + (nodes[cell + 1, 0] - nodes[cell, 0]) * (
        (h - nodes[cell, 1]) / (nodes[cell + 1, 1] - nodes[cell, 1])
    )
    for _ in range(6):
        value, t = _inside(nodes, cell, float(s))
        change = (h - value) / t
        s += change
        if abs(change) < 1e-9:
            break
    return float(s)


@njit(cache=True, error_model="numpy")
def entropy_of_temperature(nodes: FloatArray, t: float) -> float:
    """Entropy [J/(kg K)] at temperature ``t`` [K]; exactly at the boiling point, the vapour's."""
    end = _end(nodes, 2, t)
    if end >= 0:
        return float(nodes[end, 0] + nodes[end, 2] / nodes[end, 3] * log(max(t / nodes[end, 2], 0.01)))
    cell = _cell(nodes, 2, t)
    low, high = nodes[cell, 0], nodes[cell + 1, 0]
    span, first, last = high - low, nodes[cell, 3], nodes[cell + 1, 3]
    s = low + span * (t - nodes[cell, 2]) / (nodes[cell + 1, 2] - nodes[cell, 2])
    for _ in range(60):
        gap = t - _inside(nodes, cell, s)[1]
        if gap > 0.0:
            low = s
        else:
            high = s
        following = s + gap / (first + (last - first) * (s - nodes[cell, 0]) / span)
        if not low <= following <= high:
            following = 0.5 * (low + high)
        if abs(following - s) < 1e-9:
            return float(following)
        s = following
    return float(s)


@njit(cache=True, error_model="numpy")
def enthalpy_at(nodes: FloatArray, t: float) -> float:
    """Enthalpy [J/kg] at a temperature [K]; exactly at the boiling point, the vapour's."""
    return at_entropy(nodes, entropy_of_temperature(nodes, t))[0]


@njit(cache=True, error_model="numpy")
def temperature_at(nodes: FloatArray, h: float) -> float:
    """Temperature [K] at an enthalpy [J/kg]."""
    return at_entropy(nodes, entropy_of_enthalpy(nodes, h))[1]


@njit(cache=True, error_model="numpy")
def coldest_of_cycle(fluid: Equation, low_pressure: float) -> float:
    """Where the isobars of a cycle begin: a little below boiling at its low pressure."""
    return max(0.97 * saturation_temperature(fluid, low_pressure), fluid.minimum_temperature)


@njit(cache=True, error_model="numpy")
def boiling_temperature(nodes: FloatArray) -> float:
    """Where an isobar crosses the dome [K], or 0 above the critical pressure."""
    for k in range(nodes.shape[0]):
        if nodes[k, 3] == 0.0:
            return float(nodes[k, 2])
    return 0.0


@lru_cache(maxsize=256)
def isobar(fluid: str, pressure_Pa: float, coldest_K: float, warmest_K: float) -> Isobar:
    """Isobar of ``"helium4"``, ``"nitrogen"`` or ``"parahydrogen"``; the last 256 are kept."""
    return Isobar(*build(equation(fluid), pressure_Pa, coldest_K, warmest_K, NODES), pressure_Pa)

"""Fill a table of one-phase states by following isobars of the equation of state, also some way into the dome.

At the edge of the dome the one-phase states go on as superheated liquid and supercooled vapour, and near the critical
point these are one smooth sheet over (p, h) and (p, s). A node inside the dome is therefore found from its neighbour
outside by Newton's method, and a cell that the edge crosses has four corners on one smooth function.
"""

from __future__ import annotations

from math import exp, log

import numpy as np
from numba import njit

from kyokutei.helium.properties import inverse, kernels
from kyokutei.helium.properties.equation import FloatArray
from kyokutei.helium.properties.tables.lookup import Table

LOWEST_K, HIGHEST_K = 2.2, 320.0
LOWEST_PA, HIGHEST_PA = 0.05e6, 2.5e6
"""Where the tables are built and their error bound holds."""

OFFSETS = {inverse.ENTHALPY: 9e3, inverse.ENTROPY: 5e3}
"""ln(v + offset) is roughly even in ln T: h + 9 kJ/kg [J/kg] is near c_p T, and s + 5 kJ/(kg K) grows as slowly."""

SLANTS = {inverse.ENTHALPY: 6.2e-3, inverse.ENTROPY: 0.0}
"""The volume of cold liquid [m³/kg], whose enthalpy at one temperature rises as v p."""

MARGIN_K = 0.06
"""Nodes lie at most this far below the lowest temperature: the equation ends at 2.1768 K, its formulae do not [K]."""


@njit(cache=True)
def node(
    pressure: float, x: float, wanted: int, place: tuple[float, float], guess: FloatArray
) -> tuple[bool, FloatArray]:
    """T and v with their slopes over x and y, and T_xy and v_xy, at one node; and whether Newton's method converged.

    ``place`` is (offset, slant); ``guess`` is (density, temperature) of a neighbour and becomes that of the node.
    """
    offset, slant = place
    value = exp(x) + slant * pressure - offset
    out = np.full(8, np.nan)
    density, temperature, converged = inverse.newton_state(kernels.HELIUM, pressure, value, wanted, guess[0], guess[1])
    if not converged or not 0.5 < temperature / guess[1] < 2.0:
        return False, out
    _slopes(pressure, x, wanted, slant, density, temperature, out)
    step = 2e-4
    sides = np.empty((2, 8))
    for side in range(2):
        p = pressure * exp(step if side else -step)
        rho, t, good = inverse.newton_state(
            kernels.HELIUM, p, value + slant * (p - pressure), wanted, density, temperature
        )
        if not good:
            return False, out
        _slopes(p, x, wanted, slant, rho, t, sides[side])
    out[3] = (sides[1, 1] - sides[0, 1]) / (2.0 * step)
    out[7] = (sides[1, 5] - sides[0, 5]) / (2.0 * step)
    guess[0], guess[1] = density, temperature
    return True, out


@njit(cache=True)
def _slopes(  # noqa: PLR0917 - compiled code takes arguments by position
    pressure: float, x: float, wanted: int, slant: float, density: float, temperature: float, out: FloatArray
) -> None:
    """Write T, T_x, T_y and v, v_x, v_y into ``out``, from the inverse of the matrix ∂(p, value)/∂(ρ, T)."""
    _, _, p_rho, p_t, q_rho, q_t = inverse.caloric(kernels.HELIUM, density, temperature, wanted)
    determinant = p_rho * q_t - p_t * q_rho
    by_x = exp(x) / determinant
    by_y = pressure / determinant
    # along y the value itself rises by slant p
    along = slant * by_y
    of_volume = -1.0 / density**2
    out[0], out[1], out[2] = temperature, p_rho * by_x, p_rho * along - q_rho * by_y
    out[4], out[5], out[6] = 1.0 / density, -of_volume * p_t * by_x, of_volume * (q_t * by_y - p_t * along)


@njit(cache=True)
def fill(nodes: FloatArray, x: FloatArray, y: FloatArray, wanted: int, place: tuple[float, float]) -> None:
    """Fill all nodes that a state of the range needs; the others become NaN.

    Every isobar is followed twice: down from the hottest node, and, below the critical pressure, up from the coldest;
    they meet half way through the dome, or end where no state lies between the phases.
    """
    nodes[:] = np.nan
    guess = np.empty(2)
    for j in range(y.size):
        p = exp(y[j])
        cold = LOWEST_K - MARGIN_K
        boils = p < kernels.HELIUM.critical_pressure
        middle = -np.inf
        if boils:
            _, _, h_l, s_l = kernels.saturated_liquid(p)
            _, _, h_v, s_v = kernels.saturated_vapour(p)
            middle = 0.5 * (h_l + h_v) if wanted == inverse.ENTHALPY else 0.5 * (s_l + s_v)
        guess[1] = HIGHEST_K
        guess[0] = kernels.density(HIGHEST_K, p)
        hottest = inverse.caloric(kernels.HELIUM, guess[0], HIGHEST_K, wanted)[1]
        for i in range(x.size - 1, -1, -1):
            if i > 1 and exp(x[i - 2]) + place[1] * p - place[0] > hottest:
                continue
            good, found = node(p, x[i], wanted, place, guess)
            if not good or guess[1] < cold or exp(x[i]) + place[1] * p - place[0] < middle:
                break
            nodes[i, j] = found
        if boils:
            _follow_liquid(nodes, x, j, p, wanted, place, middle)


@njit(cache=True)
def _follow_liquid(  # noqa: PLR0917 - compiled code takes arguments by position
    nodes: FloatArray, x: FloatArray, j: int, p: float, wanted: int, place: tuple[float, float], middle: float
) -> None:
    """Fill the liquid side of one isobar from its boiling state, down in temperature and up to mid-dome."""
    boiling, density, h, s = kernels.saturated_liquid(p)
    edge = h if wanted == inverse.ENTHALPY else s
    start = 0
    while start < x.size - 1 and exp(x[start]) + place[1] * p - place[0] < edge:
        start += 1
    for direction in (-1, 1):
        guess = np.array([density, boiling])
        i = start - 1 if direction < 0 else start
        while 0 <= i < x.size and exp(x[i]) + place[1] * p - place[0] <= middle:
            good, found = node(p, x[i], wanted, place, guess)
            if not good or guess[1] < LOWEST_K - MARGIN_K:
                break
            nodes[i, j] = found
            i += direction


def build(wanted: int, *, columns: int, rows: int, dome_rows: int = 2048) -> Table:
    """A table for enthalpy or entropy with ``columns`` by ``rows`` nodes."""
    fluid = kernels.HELIUM
    is_enthalpy = wanted == inverse.ENTHALPY
    y = np.linspace(log(LOWEST_PA) - 1e-9, log(HIGHEST_PA) + 1e-9, rows)
    corner = [kernels.enthalpy, kernels.entropy][0 if is_enthalpy else 1]
    place = OFFSETS[wanted], SLANTS[wanted]
    # x at the coldest and hottest temperatures changes little and without extremes along pressure
    ends = [
        [log(corner(t, p) - place[1] * p + place[0]) for p in np.geomspace(LOWEST_PA, HIGHEST_PA, 50)]
        for t in (LOWEST_K, HIGHEST_K)
    ]
    x = np.linspace(min(ends[0]) - 1e-6, max(ends[1]) + 1e-6, columns)
    nodes = np.empty((columns, rows, 8))
    fill(nodes, x, y, wanted, place)
    x_step, y_step = float(x[1] - x[0]), float(y[1] - y[0])
    nodes *= np.array([1.0, x_step, y_step, x_step * y_step] * 2)
    y_critical = log(fluid.critical_pressure)
    w = np.linspace(0.0, np.sqrt(y_critical - y[0]) * (1.0 + 1e-6), dome_rows)
    return Table(
        wanted, *place, nodes, float(x[0]), x_step, float(y[0]), y_step, y_critical,
        _dome(w, wanted), float(w[1]), LOWEST_K, HIGHEST_K,
    )  # fmt: skip


def _dome(w: FloatArray, wanted: int) -> FloatArray:
    """Saturated values, temperature, volume of the liquid and its slope over the value, with slopes over w."""
    from scipy.interpolate import CubicSpline

    fluid = kernels.HELIUM
    columns = np.empty((w.size, 5))
    for row, fall in zip(columns, w * w, strict=True):
        pressure = fluid.critical_pressure * exp(-fall)
        boiling, liquid, h_l, s_l = kernels.saturated_liquid(pressure)
        _, vapour, h_v, s_v = kernels.saturated_vapour(pressure)
        q_l, q_v = (h_l, h_v) if wanted == inverse.ENTHALPY else (s_l, s_v)
        if vapour < liquid * (1.0 - 1e-3):
            slope = (1.0 / vapour - 1.0 / liquid) / (q_v - q_l)
        else:  # Clapeyron: both differences vanish, their ratio is 1/(T dp/dT) or 1/(dp/dT)
            slope = 1.0 / kernels.state(liquid, boiling)[5]
            slope = slope / boiling if wanted == inverse.ENTHALPY else slope
        row[:] = q_l, q_v, boiling, 1.0 / liquid, slope
    table = np.empty((w.size, 10))
    table[:, 0::2] = columns
    table[:, 1::2] = CubicSpline(w, columns)(w, 1) * w[1]
    return table

"""The critical point and the saturation line that follow from an equation of state, as Chebyshev series.

Near the critical point the two saturated densities of an analytic equation are one analytic function of the signed
x = ±√θ, θ = 1 - T/T_c, and θ is an analytic function of the pressure. Equations tuned to real critical behaviour
vary quickly within |x| < 0.03, so the series run in ξ = asinh(x / 0.03). One series each then reaches rounding error
from the lowest temperature to the critical point. The series in ``coefficients/*.json`` come from
:func:`saturation_series`; a test makes them again.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.polynomial import chebyshev

from kyokutei.helium.properties.equation import DENSITY_STRETCH, PRESSURE_STRETCH, Equation, FloatArray
from kyokutei.helium.properties.helmholtz import pressure_and_slopes, state


class SaturationSeries(NamedTuple):
    """The fields of :class:`~kyokutei.helium.properties.equation.Equation` that follow from the others."""

    critical_temperature: float
    critical_density: float
    critical_pressure: float
    saturation_densities: FloatArray
    saturation_pressures: FloatArray
    saturation_temperatures: FloatArray
    saturation_span: float
    saturation_pressure_span: float
    lowest_vapour_pressure: float


def critical_point(fluid: Equation) -> tuple[float, float, float]:
    """T_c [K], ρ_c [kg/m³] and p_c [Pa] where ∂p/∂ρ and ∂²p/∂ρ² of the equation vanish (Newton's method).

    The second derivative is a central difference of the first, exact to better than its use here.
    """
    temperature, density = fluid.reducing_temperature, fluid.reducing_density

    def slopes(density: float, temperature: float) -> FloatArray:
        step = 1e-4 * density
        first = [pressure_and_slopes(fluid, density + k * step, temperature)[1] for k in (-2, -1, 0, 1, 2)]
        return np.array([first[2], (8.0 * (first[3] - first[1]) - first[4] + first[0]) / 12.0 / step * density])

    for _ in range(20):
        value = slopes(density, temperature)
        by_density = (slopes(density * 1.0001, temperature) - slopes(density * 0.9999, temperature)) / (2e-4 * density)
        by_temperature = (slopes(density, temperature * 1.000001) - slopes(density, temperature * 0.999999)) / (
            2e-6 * temperature
        )
        change = np.linalg.solve(np.column_stack([by_density, by_temperature]), value)
        density, temperature = density - float(change[0]), temperature - float(change[1])
    return temperature, density, pressure_and_slopes(fluid, density, temperature)[0]


def equal_pressure_and_gibbs(
    fluid: Equation, temperature: float, liquid: float, vapour: float
) -> tuple[float, float, float]:
    """Saturated densities of liquid and vapour [kg/m³] and vapour pressure [Pa] at ``temperature`` [K].

    Newton's method on equal pressure and equal Gibbs energy from a guess of both densities.
    """
    for _ in range(50):
        p_l, h_l, s_l, _, slope_l, _ = state(fluid, liquid, temperature)
        p_v, h_v, s_v, _, slope_v, _ = state(fluid, vapour, temperature)
        gap_p = p_l - p_v
        gap_g = (h_l - h_v) - temperature * (s_l - s_v)
        # dg = dp / ρ at constant temperature
        determinant = slope_l * slope_v * (1.0 / liquid - 1.0 / vapour)
        if not determinant:
            break
        step_l = slope_v * (gap_g - gap_p / vapour) / determinant
        step_v = slope_l * (gap_g - gap_p / liquid) / determinant
        shrink = min(1.0, 0.5 * vapour / max(abs(step_v), 1e-300), 0.1 * liquid / max(abs(step_l), 1e-300))
        liquid -= shrink * step_l
        vapour -= shrink * step_v
        if abs(step_l) < 1e-15 * liquid and abs(step_v) < 1e-15 * vapour:
            break
    return liquid, vapour, pressure_and_slopes(fluid, vapour, temperature)[0]


def _march(fluid: Equation, critical: tuple[float, float, float], x: FloatArray) -> dict[int, tuple[float, ...]]:
    """Saturated states at the roots ``x`` = √θ, outwards from x = 0.1, until the two phases no longer differ."""
    t_c, rho_c, _ = critical
    states: dict[int, tuple[float, ...]] = {}
    start = int(np.argmin(np.abs(x - 0.1)))
    for direction in (1, -1):
        done: list[tuple[float, float, float]] = []
        index = start
        while 0 <= index < len(x):
            if len(done) >= 2:
                (liquid, vapour, _), (liquid_before, vapour_before, _) = done[-1], done[-2]
                last, before = x[index - direction], x[index - 2 * direction]
                run = (x[index] - last) / (last - before)
                guess = liquid + run * (liquid - liquid_before), vapour * (vapour / vapour_before) ** run
            else:
                guess = rho_c * (1.0 + 3.0 * x[index]), rho_c * (1.0 - 3.0 * x[index])
            row = equal_pressure_and_gibbs(fluid, t_c * (1.0 - x[index] ** 2), *guess)
            if not row[0] > rho_c > row[1]:
                break
            done.append(row)
            states[index] = row
            index += direction
    return states


def saturation_series(fluid: Equation, *, degree: int = 160, points: int = 600) -> SaturationSeries:
    """Series of the saturation line of ``fluid`` from its minimum to its critical temperature.

    Weighted least squares: rounding makes the two densities uncertain as 1/θ, so points with x < 0.03 count less.
    """
    critical = t_c, rho_c, p_c = critical_point(fluid)
    largest = float(np.arcsinh(np.sqrt(1.0 - fluid.minimum_temperature / t_c) / DENSITY_STRETCH))
    unit = np.sort(np.cos(np.pi * (np.arange(2 * points) + 0.5) / (2 * points)))[points:]
    x = DENSITY_STRETCH * np.sinh(unit * largest)
    states = _march(fluid, critical, x)
    kept = sorted(states)
    unit, x = unit[kept], x[kept]
    liquid, vapour, pressure = np.array([states[index] for index in kept]).T
    weight = np.minimum(1.0, x / 0.03) ** 3
    both = np.concatenate([-unit[::-1], [0.0], unit])
    log_density = np.log(np.concatenate([vapour[::-1], [rho_c], liquid]) / rho_c)
    weight_both = np.concatenate([weight[::-1], [1.0], weight])
    log_pressure = np.log(p_c / pressure)
    stretched = np.arcsinh(np.sqrt(log_pressure) / PRESSURE_STRETCH)
    # the lowest temperature itself bounds the range of the inverse series
    end = equal_pressure_and_gibbs(fluid, fluid.minimum_temperature, liquid[-1], vapour[-1])
    bottom = float(np.arcsinh(np.sqrt(np.log(p_c / end[2])) / PRESSURE_STRETCH))
    return SaturationSeries(
        t_c,
        rho_c,
        p_c,
        chebyshev.chebfit(both, log_density, degree, w=weight_both),
        chebyshev.chebfit(2.0 * unit**2 - 1.0, log_pressure / x**2, degree // 2, w=weight),
        chebyshev.chebfit(2.0 * (stretched / bottom) ** 2 - 1.0, x**2 / log_pressure, degree // 2, w=weight),
        largest,
        bottom,
        end[2],
    )

"""Vapour pressure, saturation temperature and saturated densities of an equation of state, from its series."""

from __future__ import annotations

from math import asinh, exp, log, sqrt

from numba import njit

from kyokutei.helium.properties.equation import DENSITY_STRETCH, PRESSURE_STRETCH, Equation, FloatArray


@njit(cache=True)
def chebyshev_sum(coefficients: FloatArray, x: float) -> float:
    """Clenshaw's sum of a Chebyshev series at -1 ≤ x ≤ 1."""
    this = last = 0.0
    for k in range(coefficients.shape[0] - 1, 0, -1):
        this, last = coefficients[k] + 2.0 * x * this - last, this
    total: float = coefficients[0] + x * this - last
    return total


@njit(cache=True)
def vapour_pressure(fluid: Equation, temperature: float) -> float:
    """Vapour pressure [Pa] at a temperature [K] from the minimum to the critical."""
    theta = max(1.0 - temperature / fluid.critical_temperature, 0.0)
    u = asinh(sqrt(theta) / DENSITY_STRETCH) / fluid.saturation_span
    return fluid.critical_pressure * exp(-theta * chebyshev_sum(fluid.saturation_pressures, 2.0 * u * u - 1.0))


@njit(cache=True)
def saturation_temperature(fluid: Equation, pressure: float) -> float:
    """Saturation temperature [K] at a pressure [Pa] up to the critical."""
    fall = max(log(fluid.critical_pressure / pressure), 0.0)
    u = asinh(sqrt(fall) / PRESSURE_STRETCH) / fluid.saturation_pressure_span
    theta = fall * chebyshev_sum(fluid.saturation_temperatures, 2.0 * u * u - 1.0)
    return fluid.critical_temperature * (1.0 - theta)


@njit(cache=True)
def saturated_densities(fluid: Equation, temperature: float) -> tuple[float, float]:
    """Densities of saturated liquid and vapour [kg/m³] at a temperature [K] up to the critical."""
    x = sqrt(max(1.0 - temperature / fluid.critical_temperature, 0.0))
    u = min(asinh(x / DENSITY_STRETCH) / fluid.saturation_span, 1.0)
    series = fluid.saturation_densities
    return (
        fluid.critical_density * exp(chebyshev_sum(series, u)),
        fluid.critical_density * exp(chebyshev_sum(series, -u)),
    )

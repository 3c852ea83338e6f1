"""Density at given temperature and pressure, by a Newton iteration that can only end inside its bracket."""

from __future__ import annotations

from numba import njit

from kyokutei.helium.properties.equation import Equation
from kyokutei.helium.properties.helmholtz import pressure_and_slopes, state
from kyokutei.helium.properties.saturation_line import saturated_densities, vapour_pressure

STEPS = 200


@njit(cache=True)
def bracketed_density(  # noqa: PLR0917 - compiled code takes arguments by position
    fluid: Equation, temperature: float, pressure: float, low: float, high: float, guess: float
) -> float:
    """Root of p(ρ, T) = p between ``low`` and ``high`` [kg/m³], where p rises with ρ.

    Newton's step is taken where it stays inside the bracket, which every evaluation narrows; else the bracket is
    halved. If the pressure lies outside the bracket (by rounding), the nearer end is returned.
    """
    density = min(max(guess, low), high)
    for _ in range(STEPS):
        value, slope, _ = pressure_and_slopes(fluid, density, temperature)
        gap = value - pressure
        if gap == 0.0:
            return density
        if gap > 0.0:
            high = density
        else:
            low = density
        following = density - gap / slope if slope > 0.0 else low
        if not low < following < high:
            if abs(following - density) <= 4e-16 * density:
                return density
            following = 0.5 * (low + high)
        if abs(following - density) <= 4e-16 * density or high - low <= 4e-16 * high:
            return following
        density = following
    return density


@njit(cache=True)
def liquid_density_at(fluid: Equation, temperature: float, pressure: float) -> float:
    """Density [kg/m³] on the liquid side of saturation, at or above the vapour pressure."""
    saturated, _ = saturated_densities(fluid, temperature)
    low = saturated * (1.0 - 1e-9)
    return bracketed_density(fluid, temperature, pressure, low, fluid.maximum_density, saturated)


@njit(cache=True)
def gas_density_at(fluid: Equation, temperature: float, pressure: float) -> float:
    """Density [kg/m³] on the vapour side of saturation, at or below the vapour pressure."""
    _, saturated = saturated_densities(fluid, temperature)
    guess = pressure / (fluid.gas_constant * temperature)
    return bracketed_density(fluid, temperature, pressure, 0.0, saturated * (1.0 + 1e-9), guess)


@njit(cache=True)
def density_at(fluid: Equation, temperature: float, pressure: float) -> float:
    """Density [kg/m³] of the one stable phase; the liquid's exactly at the vapour pressure.

    Every state has one bracket on which p rises with ρ: from the saturated liquid up, up to the saturated vapour,
    or, at and above the critical temperature, the whole range.
    """
    if temperature < fluid.critical_temperature:
        if pressure >= vapour_pressure(fluid, temperature):
            return liquid_density_at(fluid, temperature, pressure)
        return gas_density_at(fluid, temperature, pressure)
    guess = min(pressure / (fluid.gas_constant * temperature), 2.0 * fluid.critical_density)
    return bracketed_density(fluid, temperature, pressure, 0.0, fluid.maximum_density, guess)


@njit(cache=True)
def enthalpy_at(fluid: Equation, temperature: float, pressure: float) -> float:
    """Enthalpy [J/kg] of the one stable phase."""
    return state(fluid, density_at(fluid, temperature, pressure), temperature)[1]


@njit(cache=True)
def entropy_at(fluid: Equation, temperature: float, pressure: float) -> float:
    """Entropy [J/(kg K)] of the one stable phase."""
    return state(fluid, density_at(fluid, temperature, pressure), temperature)[2]

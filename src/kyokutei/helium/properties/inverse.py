"""State at given pressure and enthalpy, pressure and entropy, or density and temperature, inside the dome too.

The map from (ρ, T) to (p, h) or (p, s) stays invertible at the critical point, where its determinant is
T p_T² / ρ² or p_T² / ρ². So Newton's method in (ln ρ, ln T) converges there as anywhere, and density is found as
accurately as enthalpy is given; only density at given *temperature* is ill conditioned there.
"""

from __future__ import annotations

from math import exp, inf, log, nan

from numba import njit

from kyokutei.helium.properties.equation import Equation
from kyokutei.helium.properties.helmholtz import state
from kyokutei.helium.properties.saturation_line import (
    saturated_densities,
    saturation_temperature,
    vapour_pressure,
)
from kyokutei.helium.properties.single_phase import (
    STEPS,
    density_at,
    gas_density_at,
    liquid_density_at,
)

ENTHALPY = 1
"""Index of enthalpy in :func:`~kyokutei.helium.properties.helmholtz.state`."""

ENTROPY = 2
"""Index of entropy there."""


@njit(cache=True)
def caloric(
    fluid: Equation, density: float, temperature: float, wanted: int
) -> tuple[float, float, float, float, float, float]:
    """(p, q, p_ρ, p_T, q_ρ, q_T) at density and temperature, q the wanted enthalpy or entropy."""
    p, h, s, c_v, p_rho, p_t = state(fluid, density, temperature)
    if wanted == ENTHALPY:
        return p, h, p_rho, p_t, (p_rho - temperature * p_t / density) / density, c_v + p_t / density
    return p, s, p_rho, p_t, -p_t / density**2, c_v / temperature


@njit(cache=True)
def newton_state(  # noqa: PLR0917 - compiled code takes arguments by position
    fluid: Equation, pressure: float, value: float, wanted: int, density: float, temperature: float
) -> tuple[float, float, bool]:
    """Density and temperature at (p, h) or (p, s) by Newton's method from a guess, and whether it converged."""
    before = inf
    for _ in range(30):
        p, q, p_rho, p_t, q_rho, q_t = caloric(fluid, density, temperature, wanted)
        gap_p, gap_q = pressure - p, value - q
        determinant = (p_rho * q_t - p_t * q_rho) * density * temperature
        step_rho = (gap_p * q_t - gap_q * p_t) * temperature / determinant
        step_t = (gap_q * p_rho - gap_p * q_rho) * density / determinant
        size = max(abs(step_rho), abs(step_t))
        if not size < inf:
            return density, temperature, False
        shrink = min(1.0, 0.4 / size) if size > 0.0 else 1.0
        density *= exp(shrink * step_rho)
        temperature *= exp(shrink * step_t)
        if size < 1e-15 or (size < 1e-9 and size >= 0.5 * before):
            return density, temperature, True
        before = size
    return density, temperature, False


@njit(cache=True)
def bracketed_state(  # noqa: PLR0917 - compiled code takes arguments by position
    fluid: Equation, pressure: float, value: float, wanted: int, low: float, high: float, branch: int
) -> tuple[float, float]:
    """Density and temperature by halving and Newton's steps in T alone: h and s rise with T on an isobar.

    ``branch`` is +1 on the liquid side of saturation, -1 on the vapour side, 0 where density_at decides.
    Returns NaN where the value lies outside the bracket [low, high] in temperature.
    """
    ends = (low, high)
    for side in range(2):
        rho = _branch_density(fluid, ends[side], pressure, branch)
        gap = state(fluid, rho, ends[side])[wanted] - value
        if (side == 0 and gap > 0.0) or (side == 1 and gap < 0.0):
            return nan, nan
    temperature = 0.5 * (low + high)
    density = nan
    for _ in range(STEPS):
        density = _branch_density(fluid, temperature, pressure, branch)
        _, q, p_rho, p_t, q_rho, q_t = caloric(fluid, density, temperature, wanted)
        gap = q - value
        if gap > 0.0:
            high = temperature
        else:
            low = temperature
        along = q_t - q_rho * p_t / p_rho
        following = temperature - gap / along
        if not low < following < high:
            following = 0.5 * (low + high)
        if abs(following - temperature) <= 4e-16 * temperature or high - low <= 4e-16 * high:
            break
        temperature = following
    return density, temperature


@njit(cache=True)
def _branch_density(fluid: Equation, temperature: float, pressure: float, branch: int) -> float:
    if branch > 0:
        return liquid_density_at(fluid, temperature, pressure)
    if branch < 0 and temperature < fluid.critical_temperature:
        return gas_density_at(fluid, temperature, pressure)
    return density_at(fluid, temperature, pressure)


@njit(cache=True)
def state_at(fluid: Equation, pressure: float, value: float, wanted: int, lowest: float) -> tuple[float, float, float]:
    """Temperature [K], density [kg/m³] and vapour quality at pressure [Pa] and enthalpy or entropy.

    Quality is the vapour mass fraction inside the dome, 0 in the liquid, 1 in the gas and above the critical
    pressure. NaN for all three where the value lies outside ``lowest`` to the maximum temperature [K].
    """
    low, high, branch = lowest, fluid.maximum_temperature, 0
    guess_t, quality = inf, 1.0
    if fluid.lowest_vapour_pressure <= pressure < fluid.critical_pressure:
        boiling = saturation_temperature(fluid, pressure)
        if boiling >= fluid.minimum_temperature:
            liquid, vapour = saturated_densities(fluid, boiling)
            of_liquid = state(fluid, liquid, boiling)[wanted]
            of_vapour = state(fluid, vapour, boiling)[wanted]
            if of_liquid <= value <= of_vapour:
                quality = (value - of_liquid) / (of_vapour - of_liquid) if of_vapour > of_liquid else 0.5
                return boiling, 1.0 / ((1.0 - quality) / liquid + quality / vapour), quality
            if value < of_liquid:
                high, branch, quality, guess_t = boiling, 1, 0.0, 0.95 * boiling
            else:
                low, branch = boiling, -1
    if guess_t == inf:
        zero_pressure_heat = 2.5 * fluid.gas_constant
        if wanted == ENTHALPY:
            guess_t = value / zero_pressure_heat
        else:
            guess_t = 10.0 * exp((value + fluid.gas_constant * log(pressure / 1e5) - 1.962e4) / zero_pressure_heat)
    guess_t = min(max(guess_t, low * 1.02), high * 0.98 if branch > 0 else high)
    guess_t = max(guess_t, low)
    guess = _branch_density(fluid, guess_t, pressure, branch)
    density, temperature, converged = newton_state(fluid, pressure, value, wanted, guess, guess_t)
    if converged and low * (1.0 - 1e-12) <= temperature <= high * (1.0 + 1e-12):
        right_side = branch == 0 or (branch > 0) == (density > fluid.critical_density)
        if right_side or temperature >= fluid.critical_temperature:
            return temperature, density, quality
    density, temperature = bracketed_state(fluid, pressure, value, wanted, low, high, branch)
    if not temperature > 0.0:
        quality = nan
    return temperature, density, quality


@njit(cache=True)
def state_at_density(fluid: Equation, density: float, temperature: float) -> tuple[float, float, float, float]:
    """Pressure [Pa], enthalpy [J/kg], entropy [J/(kg K)] and vapour quality at density and temperature.

    Between the saturated densities both phases stand side by side; quality is 0 in the liquid, 1 in the gas.
    """
    if temperature < fluid.critical_temperature:
        liquid, vapour = saturated_densities(fluid, temperature)
        if vapour < density < liquid:
            quality = vapour * (liquid - density) / (density * (liquid - vapour))
            _, h_l, s_l, _, _, _ = state(fluid, liquid, temperature)
            _, h_v, s_v, _, _, _ = state(fluid, vapour, temperature)
            pressure = vapour_pressure(fluid, temperature)
            return pressure, h_l + quality * (h_v - h_l), s_l + quality * (s_v - s_l), quality
        quality = 0.0 if density >= liquid else 1.0
    else:
        quality = 1.0
    p, h, s, _, _, _ = state(fluid, density, temperature)
    return p, h, s, quality

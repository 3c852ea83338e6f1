"""Compiled scalar functions of helium-4, for use inside other compiled loops; nothing is checked here.

Arguments outside the range give NaN or nonsense: callers check once, outside their loops. All are functions of the
equation of state (NISTIR 8474) alone, in SI units per kilogram, and cost 2 to 8 µs where an inverse is solved and
0.4 µs where only the equation is evaluated. ``properties.tables.kernels`` has the same inverses from tables.
"""

from __future__ import annotations

from numba import njit

from kyokutei.helium.properties import helmholtz, inverse, saturation_line, single_phase
from kyokutei.helium.properties.equation import equation
from kyokutei.helium.properties.melting import MELTING_EXPONENT, MELTING_OFFSET_PA, MELTING_SCALE_PA

HELIUM = equation("helium4")
"""The equation, a constant of every function here."""


@njit(cache=True)
def lowest_temperature(p: float) -> float:
    """Lowest temperature [K] of the equation at a pressure [Pa]: 2.1768 K, or where helium melts."""
    melts: float = ((p + MELTING_OFFSET_PA) / MELTING_SCALE_PA) ** (1.0 / MELTING_EXPONENT)
    return max(HELIUM.minimum_temperature, melts)


@njit(cache=True)
def state(rho: float, T: float) -> tuple[float, float, float, float, float, float]:
    """(p, h, s, c_v, ∂p/∂ρ, ∂p/∂T) of one phase at density [kg/m³] and temperature [K]."""
    return helmholtz.state(HELIUM, rho, T)


@njit(cache=True)
def density(T: float, p: float) -> float:
    """Density [kg/m³]; exactly at the vapour pressure, the liquid's."""
    return single_phase.density_at(HELIUM, T, p)


@njit(cache=True)
def enthalpy(T: float, p: float) -> float:
    """Enthalpy [J/kg]; zero: saturated liquid at 101325 Pa."""
    return single_phase.enthalpy_at(HELIUM, T, p)


@njit(cache=True)
def entropy(T: float, p: float) -> float:
    """Entropy [J/(kg K)]; zero: saturated liquid at 101325 Pa."""
    return single_phase.entropy_at(HELIUM, T, p)


@njit(cache=True)
def state_from_pressure_enthalpy(p: float, h: float) -> tuple[float, float, float]:
    """(T, ρ, vapour quality) at pressure [Pa] and enthalpy [J/kg]; quality 0 in liquid, 1 in gas; NaN out of range."""
    return inverse.state_at(HELIUM, p, h, inverse.ENTHALPY, lowest_temperature(p))


@njit(cache=True)
def state_from_pressure_entropy(p: float, s: float) -> tuple[float, float, float]:
    """(T, ρ, vapour quality) at pressure [Pa] and entropy [J/(kg K)]; quality as above; NaN out of range."""
    return inverse.state_at(HELIUM, p, s, inverse.ENTROPY, lowest_temperature(p))


@njit(cache=True)
def state_from_density_temperature(rho: float, T: float) -> tuple[float, float, float, float]:
    """(p, h, s, vapour quality) at density [kg/m³] and temperature [K], inside the dome too."""
    return inverse.state_at_density(HELIUM, rho, T)


@njit(cache=True)
def vapour_pressure(T: float) -> float:
    """Vapour pressure of the equation [Pa]."""
    return saturation_line.vapour_pressure(HELIUM, T)


@njit(cache=True)
def saturation_temperature(p: float) -> float:
    """Saturation temperature of the equation [K]."""
    return saturation_line.saturation_temperature(HELIUM, p)


@njit(cache=True)
def saturated_densities(T: float) -> tuple[float, float]:
    """Densities of saturated liquid and vapour [kg/m³] at a temperature [K]."""
    return saturation_line.saturated_densities(HELIUM, T)


@njit(cache=True)
def saturated_liquid(p: float) -> tuple[float, float, float, float]:
    """(T, ρ, h, s) of saturated liquid at a pressure [Pa]."""
    T = saturation_line.saturation_temperature(HELIUM, p)
    rho, _ = saturation_line.saturated_densities(HELIUM, T)
    _, h, s, _, _, _ = helmholtz.state(HELIUM, rho, T)
    return T, rho, h, s


@njit(cache=True)
def saturated_vapour(p: float) -> tuple[float, float, float, float]:
    """(T, ρ, h, s) of saturated vapour at a pressure [Pa]."""
    T = saturation_line.saturation_temperature(HELIUM, p)
    _, rho = saturation_line.saturated_densities(HELIUM, T)
    _, h, s, _, _, _ = helmholtz.state(HELIUM, rho, T)
    return T, rho, h, s

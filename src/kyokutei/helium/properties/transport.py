"""Viscosity and thermal conductivity of normal fluid helium-4 at density and temperature, compiled.

Viscosity: V. D. Arp, R. D. McCarty and D. G. Friend, NIST Technical Note 1334 (1998 revision). Thermal conductivity:
B. A. Hands and V. D. Arp, Cryogenics 21, 697 (1981), doi:10.1016/0011-2275(81)90211-3. Both as programs of NIST have
made them the practice; the scale of the critical enhancement is the programs', the paper prints none that reproduces
its figures. Hands and Arp replace the compressibility near the critical point by a scaled equation, because the
equation of state of 1981 was poor there; here it is that of the equation of state everywhere.
"""

from __future__ import annotations

from math import exp, log, sqrt

from numba import njit

from kyokutei.helium.properties import kernels

HANDS_ARP_REFERENCE_DENSITY = 68.0
"""Density in the logarithm of the excess conductivity, Hands and Arp eq. (17) [kg/m³]."""

CRITICAL_LOW_K, CRITICAL_HIGH_K = 3.5, 12.0
"""Between these Hands and Arp add the critical enhancement [K]."""

CRITICAL_K, CRITICAL_DENSITY = 5.18992, 69.158
"""Critical point in the enhancement, Hands and Arp table 2 [K, kg/m³]."""

CRITICAL_SCALE = 3.4685233e-17 * 3.726229668
"""Scale of the enhancement in SI units, as NIST's programs have it."""


@njit(cache=True)
def viscosity(rho: float, T: float) -> float:
    """Dynamic viscosity [Pa s] at a density [kg/m³] and a temperature [K]."""
    density = rho / 1000.0
    x = log(min(T, 300.0))
    b = -47.5295259 / x + 87.6799309 - 42.0741589 * x + 8.33128289 * x**2 - 0.589252385 * x**3
    c = 547.309267 / x - 904.870586 + 431.404928 * x - 81.4504854 * x**2 + 5.37008433 * x**3
    d = -1684.39324 / x + 3331.08630 - 1632.19172 * x + 308.804413 * x**2 - 20.2936367 * x**3
    log_dilute = -0.135311743 / x + 1.00347841 + 1.20654649 * x - 0.149564551 * x**2 + 0.012520841 * x**3
    micropoise = exp(log_dilute + density * (b + density * (c + density * d)))
    if T > 100.0:
        micropoise += 196.0 * T**0.71938 * exp(12.451 / T - 295.67 / T**2 - 4.1249) - exp(log_dilute)
    return 1e-7 * micropoise


@njit(cache=True)
def thermal_conductivity(rho: float, T: float) -> float:
    """Thermal conductivity [W/(m K)] at a density [kg/m³] and a temperature [K]."""
    series = 3.739232544 / T - 26.20316969 / T**2 + 59.82252246 / T**3 - 49.26397634 / T**4
    dilute = 2.7870034e-3 * T**0.7034007057 * exp(series)
    root = T ** (1.0 / 3.0)
    excess = (
        (1.862970530e-4 - 7.275964435e-7 * T - 1.427549651e-4 * root + 3.290833592e-5 * root**2) * rho
        + (-5.213335363e-8 + 4.492659933e-8 * root - 5.924416513e-9 * root**2) * rho**3
        + (7.087321137e-6 - 6.013335678e-6 * root + 8.067145814e-7 * root**2 + 3.995125013e-7 / T)
        * rho**2
        * log(rho / HANDS_ARP_REFERENCE_DENSITY)
    )
    conductivity: float = dilute + excess + critical_enhancement(rho, T)
    return conductivity


@njit(cache=True)
def critical_enhancement(rho: float, T: float) -> float:
    """What fluctuations near the critical point add to the conductivity [W/(m K)], as √compressibility."""
    if not CRITICAL_LOW_K < T < CRITICAL_HIGH_K:
        return 0.0
    _, _, _, _, slope_density, slope_temperature = kernels.state(rho, T)
    compressibility = 1.0 / (rho * max(slope_density, 1e-9))
    from_temperature = 1.0 - T / CRITICAL_K
    from_density = 1.0 - rho / CRITICAL_DENSITY
    fall = exp(-18.66 * from_temperature**2 - 4.25 * from_density**4)
    size = CRITICAL_SCALE * sqrt(compressibility) * T**2 / (rho * viscosity(rho, T))
    enhancement: float = size * slope_temperature**2 * fall
    return enhancement

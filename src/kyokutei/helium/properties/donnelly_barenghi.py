"""Density and latent heat of liquid helium-4 at its vapour pressure, through the λ point, as recommended.

R. J. Donnelly and C. F. Barenghi, The Observed Properties of Liquid Helium at the Saturated Vapor Pressure,
J. Phys. Chem. Ref. Data 27, 1217 (1998), doi:10.1063/1.556028: the fit of the density, and the table of recommended
values of the latent heat.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.helium.properties.its90 import LAMBDA_K
from kyokutei.physics.validity import require_range

MOLAR_MASS_KG_PER_MOL = 0.004002602
"""Molar mass of helium-4, as in the equation of state (NISTIR 8474)."""

LOWEST_K = 1.25
HIGHEST_DENSITY_K = 4.9
HIGHEST_LATENT_HEAT_K = 5.0
WHY = "range of the recommended values of Donnelly and Barenghi 1998"

_DENSITY_AT_ZERO = 145.1397
_DENSITY_AT_LAMBDA = 146.1087
_POLYNOMIAL_END_K = 1.344
_COLD = (0.0, 0.0, -1.26935e-2, 7.12413e-2, -16.7461e-2, 8.75342e-2)
"""m_i of ρ - ρ(0) = Σ m_i Tⁱ⁺¹, i = 1 to 4, below 1.344 K [kg/m³]."""

_BELOW_LOG, _BELOW = (0.0, -7.57537e-3, 6.87483e-3), (0.0, 3.79937e-3, 1.86557e-3, 4.88345e-3)
_ABOVE_LOG = (0.0, -7.94605e-3, 5.07051e-3)
_ABOVE = (0.0, -30.3511e-3, -10.2326e-3, -3.00636e-3, 0.240720e-3, -2.45749e-3, 1.53454e-3, -0.308182e-3)
"""a_i and b_i of ρ/ρ_λ - 1 = ln|t| Σ a_i tⁱ + Σ b_i tⁱ, t = (T - T_λ)/K, on both sides of the λ point."""

_LATENT_BELOW = (
    (1.20, 84.14), (1.25, 85.06), (1.30, 85.97), (1.35, 86.87), (1.40, 87.73), (1.45, 88.56), (1.50, 89.35),
    (1.55, 90.09), (1.60, 90.77), (1.65, 91.38), (1.70, 91.91), (1.75, 92.36), (1.80, 92.72), (1.85, 92.98),
    (1.90, 93.13), (1.95, 93.16), (2.00, 93.07), (2.05, 92.80), (2.10, 92.27), (LAMBDA_K, 90.74),
)  # fmt: skip
_LATENT_ABOVE = (
    (LAMBDA_K, 90.74), (2.20, 90.87), (2.25, 91.15), (2.30, 91.43), (2.35, 91.71), (2.40, 91.98), (2.45, 92.24),
    (2.50, 92.50), (2.55, 92.74), (2.60, 92.97), (2.65, 93.18), (2.70, 93.38), (2.75, 93.56), (2.80, 93.71),
    (2.85, 93.85), (2.90, 93.96), (2.95, 94.05), (3.00, 94.11), (3.05, 94.14), (3.10, 94.14), (3.15, 94.11),
    (3.20, 94.05), (3.25, 93.94), (3.30, 93.80), (3.35, 93.63), (3.40, 93.41), (3.45, 93.14), (3.50, 92.84),
    (3.55, 92.48), (3.60, 92.08), (3.65, 91.63), (3.70, 91.13), (3.75, 90.58), (3.80, 89.97), (3.85, 89.31),
    (3.90, 88.59), (3.95, 87.82), (4.00, 87.00), (4.05, 86.13), (4.10, 85.20), (4.15, 84.22), (4.20, 83.19),
    (4.25, 82.11), (4.30, 80.98), (4.35, 79.80), (4.40, 78.57), (4.45, 77.27), (4.50, 75.86), (4.55, 74.32),
    (4.60, 72.59), (4.65, 70.64), (4.70, 68.44), (4.75, 65.94), (4.80, 63.11), (4.85, 59.90), (4.90, 56.28),
    (4.95, 52.22), (5.00, 47.67), (5.05, 42.59), (5.10, 36.95),
)  # fmt: skip
"""Recommended latent heat [J/mol] at T90 [K]."""


def liquid_density(temperature_K: ArrayLike) -> NDArray[np.float64]:
    """Density of the liquid at its vapour pressure [kg/m³], 1.25 to 4.9 K."""
    temperature = require_range("temperature_K", temperature_K, LOWEST_K, HIGHEST_DENSITY_K, unit="K", why=WHY)
    polynomial = np.polynomial.polynomial.polyval
    t = temperature - LAMBDA_K
    log_t = np.log(np.where(t == 0.0, 1.0, np.abs(t)))
    relative = np.where(
        t < 0.0,
        log_t * polynomial(t, _BELOW_LOG) + polynomial(t, _BELOW),
        log_t * polynomial(t, _ABOVE_LOG) + polynomial(t, _ABOVE),
    )
    cold = _DENSITY_AT_ZERO + polynomial(temperature, _COLD)
    return np.where(temperature < _POLYNOMIAL_END_K, cold, _DENSITY_AT_LAMBDA * (1.0 + relative))


def latent_heat(temperature_K: ArrayLike) -> NDArray[np.float64]:
    """Latent heat of vaporisation [J/kg], 1.25 to 5.0 K: cubic splines through the table, one on each side of λ."""
    temperature = require_range("temperature_K", temperature_K, LOWEST_K, HIGHEST_LATENT_HEAT_K, unit="K", why=WHY)
    below, above = _splines()
    per_mole = np.where(temperature < LAMBDA_K, below(temperature), above(temperature))
    return np.asarray(per_mole / MOLAR_MASS_KG_PER_MOL)


@cache
def _splines() -> tuple[Any, Any]:
    from scipy.interpolate import CubicSpline

    return CubicSpline(*np.transpose(_LATENT_BELOW)), CubicSpline(*np.transpose(_LATENT_ABOVE))

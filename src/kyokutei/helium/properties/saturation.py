"""Vapour pressure, saturation temperature, liquid density and latent heat of helium-4, by the scale that is named.

``"ITS-90"`` is what laboratories measure: the vapour-pressure scale that defines T90, and the density and latent heat
that Donnelly and Barenghi recommend from measurements, through the λ point. ``"EOS"`` is what the equation of state
gives from equal Gibbs energies, consistent with every other property of the equation: T(101325 Pa) = 4.22381 K beside
4.22210 K on ITS-90.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.helium.properties import donnelly_barenghi, its90
from kyokutei.helium.properties.shapes import like_input, of_one, together
from kyokutei.helium.properties.states import CRITICAL_K, CRITICAL_PA, LAMBDA_PA, LOWEST_K, Scale
from kyokutei.physics.validity import require_range

WHY = "saturation line of the equation of state of helium-4"


def _is_its90(scale: str) -> bool:
    if scale not in ("ITS-90", "EOS"):
        raise OutOfRangeError(Problem("K303", f"scale = {scale!r}", '"ITS-90" or "EOS"', key="scale"))
    return scale == "ITS-90"


def _of_equation(temperature_K: ArrayLike, column: int) -> Any:
    """One column of the equation's saturation states at temperatures."""
    from kyokutei.helium.properties import arrays

    checked = require_range("temperature_K", temperature_K, LOWEST_K, CRITICAL_K, unit="K", why=WHY)
    shape, (temperature,) = together(checked)
    return like_input(arrays.saturation_states(temperature)[:, column], shape)


def vapour_pressure(temperature_K: ArrayLike, *, scale: Scale = "ITS-90") -> Any:
    """Vapour pressure [Pa].

    Parameters
    ----------
    temperature_K
        1.25 to 5.0 K on ITS-90 (also below the λ point), 2.1768 to 5.1953 K by the equation of state.
    scale
        ``"ITS-90"`` or ``"EOS"``.

    Raises
    ------
    OutOfRangeError
        K303; a value is NaN or outside, with its index and the range.
    """
    if _is_its90(scale):
        return of_one(its90.vapour_pressure(temperature_K))
    return _of_equation(temperature_K, 0)


def saturation_temperature(pressure_Pa: ArrayLike, *, scale: Scale = "ITS-90") -> Any:
    """Temperature of boiling [K] at a pressure; inverse of :func:`vapour_pressure`, with the same scales and ranges."""
    if _is_its90(scale):
        return of_one(its90.saturation_temperature(pressure_Pa))
    from kyokutei.helium.properties import arrays

    checked = require_range("pressure_Pa", pressure_Pa, LAMBDA_PA, CRITICAL_PA, unit="Pa", why=WHY)
    shape, (pressure,) = together(checked)
    return like_input(arrays.saturation_temperatures(pressure), shape)


def liquid_density(temperature_K: ArrayLike, *, scale: Scale = "ITS-90") -> Any:
    """Density of the liquid at its vapour pressure [kg/m³].

    ``"ITS-90"``: Donnelly and Barenghi, 1.25 to 4.9 K, through the λ point; ``"EOS"``: 2.1768 to 5.1953 K.
    """
    if _is_its90(scale):
        return of_one(donnelly_barenghi.liquid_density(temperature_K))
    return _of_equation(temperature_K, 1)


def vapour_density(temperature_K: ArrayLike) -> Any:
    """Density of the saturated vapour [kg/m³] by the equation of state, 2.1768 to 5.1953 K."""
    return _of_equation(temperature_K, 2)


def latent_heat(temperature_K: ArrayLike, *, scale: Scale = "ITS-90") -> Any:
    """Latent heat of vaporisation [J/kg].

    ``"ITS-90"``: Donnelly and Barenghi, 1.25 to 5.0 K, through the λ point; ``"EOS"``: 2.1768 to 5.1953 K.
    """
    if _is_its90(scale):
        return of_one(donnelly_barenghi.latent_heat(temperature_K))
    return _of_equation(temperature_K, 3)


def two_phase_density(temperature_K: ArrayLike, vapour_quality: ArrayLike) -> Any:
    """Density [kg/m³] of liquid and vapour side by side, by vapour mass fraction 0 to 1; equation of state."""
    quality = require_range("vapour_quality", vapour_quality, 0.0, 1.0, unit="kg/kg")
    liquid: NDArray[np.float64] = np.asarray(_of_equation(temperature_K, 1))
    vapour: NDArray[np.float64] = np.asarray(_of_equation(temperature_K, 2))
    return of_one(np.asarray(1.0 / ((1.0 - quality) / liquid + quality / vapour)))

"""The coefficients of a fundamental equation of state, explicit in the Helmholtz energy, as a value."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

DENSITY_STRETCH = 0.03
"""Scale of x = √(1 - T/T_c) within which saturated densities vary quickly; the series run in asinh(x / scale)."""

PRESSURE_STRETCH = 0.06
"""The same for √ln(p_c/p), which is about 2 x."""


class Equation(NamedTuple):
    """One fluid's equation: reduced Helmholtz energy of δ = ρ/ρ_r and τ = T_r/T, with its saturation line.

    A named tuple, because compiled kernels take one as an argument or as a constant.

    Attributes
    ----------
    gas_constant
        Specific gas constant R [J/(kg K)].
    reducing_temperature, reducing_density
        T_r [K], ρ_r [kg/m³].
    critical_temperature, critical_density, critical_pressure
        Where the equation itself has ∂p/∂ρ = ∂²p/∂ρ² = 0 [K, kg/m³, Pa].
    minimum_temperature, maximum_temperature, maximum_pressure, maximum_density
        Range [K, K, Pa] and a density [kg/m³] above every state of it.
    lead
        (3,) a₁, a₂, a₃ of the ideal part a₁ + a₂ τ + a₃ ln τ; a₁ and a₂ set the zero of entropy and enthalpy.
    ideal_powers
        (k, 2) n, t of ideal terms n τᵗ.
    ideal_exponentials
        (k, 2) n, v of ideal terms n ln(1 - exp(-v τ)).
    residual
        (term, 8) n, d, t, l, η, ε, β, γ of n δᵈ τᵗ exp(-δˡ [l > 0] - η (δ-ε)² - β (τ-γ)²).
    saturation_densities
        Chebyshev series of ln(ρ/ρ_c) over asinh(x / 0.03), x = ±√θ, θ = 1 - T/T_c; liquid at x > 0, vapour at x < 0.
    saturation_pressures
        Chebyshev series of ln(p_c/p) / θ over asinh²(√θ / 0.03).
    saturation_temperatures
        Chebyshev series of θ / ln(p_c/p) over asinh²(√ln(p_c/p) / 0.06).
    saturation_span, saturation_pressure_span
        Largest asinh(√θ / 0.03) and asinh(√ln(p_c/p) / 0.06), at the minimum temperature.
    lowest_vapour_pressure
        Vapour pressure at the minimum temperature [Pa].
    """

    gas_constant: float
    reducing_temperature: float
    reducing_density: float
    critical_temperature: float
    critical_density: float
    critical_pressure: float
    minimum_temperature: float
    maximum_temperature: float
    maximum_pressure: float
    maximum_density: float
    lead: FloatArray
    ideal_powers: FloatArray
    ideal_exponentials: FloatArray
    residual: FloatArray
    saturation_densities: FloatArray
    saturation_pressures: FloatArray
    saturation_temperatures: FloatArray
    saturation_span: float
    saturation_pressure_span: float
    lowest_vapour_pressure: float


@cache
def published(fluid: str) -> dict[str, Any]:
    """The published coefficients of ``fluid``, with their source, from ``coefficients/<fluid>.json``."""
    text = files("kyokutei.helium.properties").joinpath(f"coefficients/{fluid}.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


@cache
def equation(fluid: str) -> Equation:
    """The equation of ``"helium4"``, ``"nitrogen"`` or ``"parahydrogen"``."""
    data = published(fluid)
    scalars = {name: float(data[name]) for name in Equation._fields[:10]}
    return Equation(
        **scalars,
        lead=np.array(data["lead"], dtype=np.float64),
        ideal_powers=np.array(data["ideal_powers"], dtype=np.float64).reshape(-1, 2),
        ideal_exponentials=np.array(data["ideal_exponentials"], dtype=np.float64).reshape(-1, 2),
        residual=np.array(
            [[row[k] for k in ("n", "d", "t", "l", "eta", "epsilon", "beta", "gamma")] for row in data["residual"]],
            dtype=np.float64,
        ),
        saturation_densities=np.array(data["saturation_densities"], dtype=np.float64),
        saturation_pressures=np.array(data["saturation_pressures"], dtype=np.float64),
        saturation_temperatures=np.array(data["saturation_temperatures"], dtype=np.float64),
        saturation_span=float(data["saturation_span"]),
        saturation_pressure_span=float(data["saturation_pressure_span"]),
        lowest_vapour_pressure=float(data["lowest_vapour_pressure"]),
    )

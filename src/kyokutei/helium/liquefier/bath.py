"""A bath of a boiling liquid, nitrogen or hydrogen, that precools the gas: what boils away, by latent heat alone."""

from __future__ import annotations

from typing import Literal

NITROGEN_RANGE_K = (63.2, 110.0)
"""From the triple point (63.151 K) to where a bath is no longer in use; the critical point is 126.2 K."""

HYDROGEN_RANGE_K = (13.9, 28.0)
"""From the triple point of parahydrogen (13.803 K) to where a bath is no longer in use; critical point 32.9 K."""


def boiling_liquid(fluid: Literal["nitrogen", "parahydrogen"], *, temperature_K: float) -> tuple[float, float]:
    """Latent heat [J/kg] and liquid density [kg/m³] at a boiling temperature, from the fluid's equation of state."""
    from kyokutei.helium.properties.equation import equation
    from kyokutei.helium.properties.helmholtz import state
    from kyokutei.helium.properties.saturation_line import saturated_densities
    from kyokutei.physics.validity import require_range

    low, high = NITROGEN_RANGE_K if fluid == "nitrogen" else HYDROGEN_RANGE_K
    require_range("temperature_K", temperature_K, low, high, unit="K", why=f"a bath of boiling {fluid}")
    liquid, vapour = saturated_densities(equation(fluid), temperature_K)
    latent = state(equation(fluid), vapour, temperature_K)[1] - state(equation(fluid), liquid, temperature_K)[1]
    return float(latent), float(liquid)


def litres_boiled(fluid: Literal["nitrogen", "parahydrogen"], *, temperature_K: float, heat_J: float) -> float:
    """Litres of liquid that ``heat_J`` evaporates.

    The cold vapour could take up as much again on its way to the hall; a plant that uses it needs less.
    """
    latent, density = boiling_liquid(fluid, temperature_K=temperature_K)
    return 1000.0 * heat_J / latent / density

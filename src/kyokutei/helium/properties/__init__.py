"""Thermodynamic properties of helium-4, from the λ point to 1500 K and on the saturation line down to 1.25 K."""

from __future__ import annotations

from kyokutei.helium.properties.saturation import (
    latent_heat,
    liquid_density,
    saturation_temperature,
    two_phase_density,
    vapour_density,
    vapour_pressure,
)
from kyokutei.helium.properties.states import (
    State,
    density,
    enthalpy,
    entropy,
    internal_energy,
    isobaric_heat_capacity,
    isochoric_heat_capacity,
    joule_thomson_coefficient,
    sound_speed,
    state_from_enthalpy,
    state_from_entropy,
    temperature_from_enthalpy,
    temperature_from_entropy,
    thermal_conductivity,
    viscosity,
)

__all__ = [
    "State",
    "density",
    "enthalpy",
    "entropy",
    "internal_energy",
    "isobaric_heat_capacity",
    "isochoric_heat_capacity",
    "joule_thomson_coefficient",
    "latent_heat",
    "liquid_density",
    "saturation_temperature",
    "sound_speed",
    "state_from_enthalpy",
    "state_from_entropy",
    "temperature_from_enthalpy",
    "temperature_from_entropy",
    "thermal_conductivity",
    "two_phase_density",
    "vapour_density",
    "vapour_pressure",
    "viscosity",
]

"""Compiled loops over arrays for the scalar functions of helium-4."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kyokutei.helium.properties import helmholtz, inverse, kernels, transport
from kyokutei.helium.properties.equation import FloatArray

DENSITY, ENTHALPY, ENTROPY, INTERNAL_ENERGY, HEAT_CAPACITY_P, HEAT_CAPACITY_V, SOUND_SPEED, JOULE_THOMSON = range(8)
"""Columns of :func:`single_phase_states`."""


@njit(cache=True)
def single_phase_states(temperature: FloatArray, pressure: FloatArray) -> FloatArray:
    """(state, 8) properties of one phase at temperatures [K] and pressures [Pa], in the columns named above."""
    out = np.empty((temperature.size, 8))
    for i in range(temperature.size):
        t, p = temperature[i], pressure[i]
        rho = kernels.density(t, p)
        _, h, s, c_v, p_rho, p_t = kernels.state(rho, t)
        out[i, 0] = rho
        out[i, 1] = h
        out[i, 2] = s
        out[i, 3] = h - p / rho
        out[i, 4] = helmholtz.isobaric_heat_capacity(rho, t, c_v, p_rho, p_t)
        out[i, 5] = c_v
        out[i, 6] = helmholtz.sound_speed(rho, t, c_v, p_rho, p_t)
        out[i, 7] = helmholtz.joule_thomson(rho, t, c_v, p_rho, p_t)
    return out


@njit(cache=True)
def densities(temperature: FloatArray, pressure: FloatArray) -> FloatArray:
    """Densities [kg/m³] at temperatures [K] and pressures [Pa]."""
    out = np.empty(temperature.size)
    for i in range(temperature.size):
        out[i] = kernels.density(temperature[i], pressure[i])
    return out


@njit(cache=True)
def transport_properties(temperature: FloatArray, pressure: FloatArray) -> FloatArray:
    """(state, 2) viscosity [Pa s] and thermal conductivity [W/(m K)] at temperatures [K] and pressures [Pa]."""
    out = np.empty((temperature.size, 2))
    for i in range(temperature.size):
        rho = kernels.density(temperature[i], pressure[i])
        out[i, 0] = transport.viscosity(rho, temperature[i])
        out[i, 1] = transport.thermal_conductivity(rho, temperature[i])
    return out


@njit(cache=True)
def states_from_caloric(pressure: FloatArray, value: FloatArray, wanted: int) -> FloatArray:
    """(state, 3) temperature [K], density [kg/m³] and vapour quality at pressures and enthalpies or entropies."""
    out = np.empty((pressure.size, 3))
    for i in range(pressure.size):
        if wanted == inverse.ENTHALPY:
            out[i] = kernels.state_from_pressure_enthalpy(pressure[i], value[i])
        else:
            out[i] = kernels.state_from_pressure_entropy(pressure[i], value[i])
    return out


@njit(cache=True)
def states_from_density(density: FloatArray, temperature: FloatArray) -> FloatArray:
    """(state, 4) pressure [Pa], enthalpy [J/kg], entropy [J/(kg K)] and vapour quality."""
    out = np.empty((density.size, 4))
    for i in range(density.size):
        out[i] = kernels.state_from_density_temperature(density[i], temperature[i])
    return out


@njit(cache=True)
def saturation_states(temperature: FloatArray) -> FloatArray:
    """(state, 4) vapour pressure [Pa], densities of liquid and vapour [kg/m³] and latent heat [J/kg]."""
    out = np.empty((temperature.size, 4))
    for i in range(temperature.size):
        t = temperature[i]
        p = kernels.vapour_pressure(t)
        liquid, vapour = kernels.saturated_densities(t)
        out[i, 0] = p
        out[i, 1] = liquid
        out[i, 2] = vapour
        out[i, 3] = kernels.state(vapour, t)[1] - kernels.state(liquid, t)[1]
    return out


@njit(cache=True)
def saturation_temperatures(pressure: FloatArray) -> FloatArray:
    """Saturation temperatures [K] of the equation at pressures [Pa]."""
    out = np.empty(pressure.size)
    for i in range(pressure.size):
        out[i] = kernels.saturation_temperature(pressure[i])
    return out


@njit(cache=True)
def lowest_temperatures(pressure: FloatArray) -> NDArray[np.float64]:
    """Lowest temperatures [K] of the equation at pressures [Pa]."""
    out = np.empty(pressure.size)
    for i in range(pressure.size):
        out[i] = kernels.lowest_temperature(pressure[i])
    return out

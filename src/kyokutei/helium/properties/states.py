"""Properties of helium-4 from its equation of state, checked: density, caloric values, inverses, saturation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.helium.properties.melting import require_fluid
from kyokutei.helium.properties.shapes import like_input, together
from kyokutei.physics.validity import require_range

LOWEST_K, HIGHEST_K = 2.1768, 1500.0
HIGHEST_PA = 100e6
LOWEST_PA = 1e-9
"""Any vacuum; a pressure of zero or below has no state."""

WHY = "range of the equation of state of helium-4, NISTIR 8474"
CRITICAL_K, CRITICAL_PA = 5.1953000136, 228322.789
"""Critical point of the equation itself, rounded down to stay below it."""

LAMBDA_PA = 5039.33
"""Vapour pressure of the equation at its lowest temperature, rounded down [Pa]."""

Scale = Literal["ITS-90", "EOS"]
Method = Literal["equation", "table"]


@dataclass(frozen=True)
class State:
    """Temperature, density and vapour mass fraction (0 liquid, 1 gas and above the critical pressure)."""

    temperature_K: Any
    density_kg_per_m3: Any
    vapour_quality: Any


def _temperature(values: ArrayLike) -> NDArray[np.float64]:
    return require_range("temperature_K", values, LOWEST_K, HIGHEST_K, unit="K", why=WHY)


def _pressure(values: ArrayLike) -> NDArray[np.float64]:
    return require_range("pressure_Pa", values, LOWEST_PA, HIGHEST_PA, unit="Pa", why=WHY)


def _one_phase(temperature_K: ArrayLike, pressure_Pa: ArrayLike, column: int) -> Any:
    """One column of the single-phase properties at broadcast temperatures and pressures."""
    from kyokutei.helium.properties import arrays

    shape, (temperature, pressure) = together(_temperature(temperature_K), _pressure(pressure_Pa))
    require_fluid(temperature, pressure)
    if column == 0:
        return like_input(arrays.densities(temperature, pressure), shape)
    return like_input(arrays.single_phase_states(temperature, pressure)[:, column], shape)


def density(temperature_K: ArrayLike, pressure_Pa: ArrayLike) -> Any:
    """Density [kg/m³] of the one phase that is stable at a temperature and a pressure.

    Exactly at the vapour pressure of the equation it is the liquid's.

    Parameters
    ----------
    temperature_K
        2.1768 to 1500 K; a float or an array that broadcasts with the pressure.
    pressure_Pa
        Above zero, to 100 MPa and to the melting pressure.

    Raises
    ------
    OutOfRangeError
        K303; a value is NaN or outside, with its index and the range.

    References
    ----------
    D. Ortiz Vega et al., NISTIR 8474 (2023), doi:10.6028/NIST.IR.8474.
    """
    return _one_phase(temperature_K, pressure_Pa, 0)


def enthalpy(temperature_K: ArrayLike, pressure_Pa: ArrayLike) -> Any:
    """Specific enthalpy [J/kg]; zero: saturated liquid at 101325 Pa. Arguments as :func:`density`."""
    return _one_phase(temperature_K, pressure_Pa, 1)


def entropy(temperature_K: ArrayLike, pressure_Pa: ArrayLike) -> Any:
    """Specific entropy [J/(kg K)]; zero: saturated liquid at 101325 Pa. Arguments as :func:`density`."""
    return _one_phase(temperature_K, pressure_Pa, 2)


def internal_energy(temperature_K: ArrayLike, pressure_Pa: ArrayLike) -> Any:
    """Specific internal energy u = h - p/ρ [J/kg], with the zero of :func:`enthalpy`. Arguments as :func:`density`."""
    return _one_phase(temperature_K, pressure_Pa, 3)


def isobaric_heat_capacity(temperature_K: ArrayLike, pressure_Pa: ArrayLike) -> Any:
    """Specific heat capacity c_p [J/(kg K)]. Arguments as :func:`density`."""
    return _one_phase(temperature_K, pressure_Pa, 4)


def isochoric_heat_capacity(temperature_K: ArrayLike, pressure_Pa: ArrayLike) -> Any:
    """Specific heat capacity c_v [J/(kg K)]. Arguments as :func:`density`."""
    return _one_phase(temperature_K, pressure_Pa, 5)


def sound_speed(temperature_K: ArrayLike, pressure_Pa: ArrayLike) -> Any:
    """Speed of sound [m/s]. Arguments as :func:`density`."""
    return _one_phase(temperature_K, pressure_Pa, 6)


def joule_thomson_coefficient(temperature_K: ArrayLike, pressure_Pa: ArrayLike) -> Any:
    """Joule-Thomson coefficient (∂T/∂p)_h [K/Pa]; positive where throttling cools. Arguments as :func:`density`."""
    return _one_phase(temperature_K, pressure_Pa, 7)


def viscosity(temperature_K: ArrayLike, pressure_Pa: ArrayLike) -> Any:
    """Dynamic viscosity [Pa s], NIST Technical Note 1334 (1998). Arguments as :func:`density`."""
    return _transport(temperature_K, pressure_Pa, 0)


def thermal_conductivity(temperature_K: ArrayLike, pressure_Pa: ArrayLike) -> Any:
    """Thermal conductivity [W/(m K)], Hands and Arp 1981. Arguments as :func:`density`.

    It grows without limit towards the critical point, as it does in nature.
    """
    return _transport(temperature_K, pressure_Pa, 1)


def _transport(temperature_K: ArrayLike, pressure_Pa: ArrayLike, column: int) -> Any:
    """Viscosity or conductivity at broadcast temperatures and pressures."""
    from kyokutei.helium.properties import arrays

    shape, (temperature, pressure) = together(_temperature(temperature_K), _pressure(pressure_Pa))
    require_fluid(temperature, pressure)
    return like_input(arrays.transport_properties(temperature, pressure)[:, column], shape)


def _caloric_state(
    name: str, unit: str, value: ArrayLike, pressure_Pa: ArrayLike, *, wanted: int, method: Method
) -> State:
    """State at pressure and enthalpy (wanted 1) or entropy (wanted 2), by the equation or the tables."""
    from kyokutei.helium.properties import arrays

    values = require_range(name, value, -1e12, 1e12, unit=unit)
    shape, (caloric, pressure) = together(values, _pressure(pressure_Pa))
    if method == "equation":
        rows = arrays.states_from_caloric(pressure, caloric, wanted)
    elif method == "table":
        from kyokutei.helium.properties import tables

        rows = tables.states_from_caloric(pressure, caloric, wanted)
    else:
        raise OutOfRangeError(Problem("K303", f"method = {method!r}", '"equation" or "table"', key="method"))
    outside = ~np.isfinite(rows[:, 0])
    if bool(np.any(outside)):
        first = int(np.argmax(outside))
        _refuse_caloric(name, unit, caloric[first], pressure[first], index=first if shape else None, wanted=wanted)
    return State(*(like_input(rows[:, k], shape) for k in range(3)))


def _refuse_caloric(name: str, unit: str, value: float, pressure: float, *, index: int | None, wanted: int) -> None:
    """Say between which enthalpies or entropies the equation holds at the pressure of the first value outside."""
    from kyokutei.helium.properties import arrays

    low = max(float(arrays.lowest_temperatures(np.array([pressure]))[0]), LOWEST_K)
    ends = np.array([low, HIGHEST_K])
    lowest, highest = arrays.single_phase_states(ends, np.array([pressure, pressure]))[:, wanted]
    place = "" if index is None else f" at index {index}"
    raise OutOfRangeError(
        Problem(
            "K303",
            f"{name} = {value:g} {unit}{place} at pressure_Pa = {pressure:g} Pa",
            f"{lowest:g} to {highest:g} {unit} there: {low:g} to {HIGHEST_K:g} K, {WHY}",
            key=name,
        )
    )


def state_from_enthalpy(enthalpy_J_per_kg: ArrayLike, pressure_Pa: ArrayLike, *, method: Method = "equation") -> State:
    """Temperature, density and vapour quality at an enthalpy and a pressure, inside the dome too.

    Parameters
    ----------
    enthalpy_J_per_kg
        With the zero of :func:`enthalpy`; a float or an array that broadcasts with the pressure.
    pressure_Pa
        Above zero, to 100 MPa.
    method
        ``"equation"`` solves the equation of state to rounding error. ``"table"`` reads
        :mod:`kyokutei.helium.properties.tables` to 1e-5 at 0.05-2.5 MPa and 2.2-320 K, some thirty times faster, and
        solves the equation elsewhere.

    Raises
    ------
    OutOfRangeError
        K303; NaN, or no such state between 2.1768 (or melting) and 1500 K.
    """
    return _caloric_state("enthalpy_J_per_kg", "J/kg", enthalpy_J_per_kg, pressure_Pa, wanted=1, method=method)


def state_from_entropy(entropy_J_per_kg_K: ArrayLike, pressure_Pa: ArrayLike, *, method: Method = "equation") -> State:
    """Temperature, density and vapour quality at an entropy and a pressure; as :func:`state_from_enthalpy`."""
    return _caloric_state("entropy_J_per_kg_K", "J/kg/K", entropy_J_per_kg_K, pressure_Pa, wanted=2, method=method)


def temperature_from_enthalpy(
    enthalpy_J_per_kg: ArrayLike, pressure_Pa: ArrayLike, *, method: Method = "equation"
) -> Any:
    """Temperature [K] at an enthalpy and a pressure, inside the dome too; see :func:`state_from_enthalpy`."""
    return state_from_enthalpy(enthalpy_J_per_kg, pressure_Pa, method=method).temperature_K


def temperature_from_entropy(
    entropy_J_per_kg_K: ArrayLike, pressure_Pa: ArrayLike, *, method: Method = "equation"
) -> Any:
    """Temperature [K] at an entropy and a pressure, inside the dome too; see :func:`state_from_entropy`."""
    return state_from_entropy(entropy_J_per_kg_K, pressure_Pa, method=method).temperature_K

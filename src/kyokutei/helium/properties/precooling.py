"""Nitrogen and parahydrogen, as far as a helium liquefier needs them to precool: caloric values and saturation.

Nitrogen: R. Span et al., J. Phys. Chem. Ref. Data 29, 1361 (2000), doi:10.1063/1.1349047. Parahydrogen: J. W. Leachman
et al., J. Phys. Chem. Ref. Data 38, 721 (2009), doi:10.1063/1.3160306. Both equations are solved by the code that
solves helium's. Enthalpy and entropy count from the papers' own zeros: use differences. Hydrogen that comes fresh from
the cylinder is 75 % orthohydrogen, and its conversion, 0.5 kJ/g, is not in here.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.helium.properties.equation import Equation, equation
from kyokutei.helium.properties.shapes import like_input, together
from kyokutei.physics.validity import require_range

Cryogen = Literal["nitrogen", "parahydrogen"]

HIGHEST_PA = 5e6
LOWEST_PA = 1e-9
LOWEST_K = {"nitrogen": 64.5, "parahydrogen": 15.5}
"""Lowest temperature of one-phase states: above it neither is solid at 5 MPa [K]."""

HIGHEST_K = 1000.0


def _fluid(name: str) -> Equation:
    if name not in LOWEST_K:
        raise OutOfRangeError(Problem("K303", f"fluid = {name!r}", '"nitrogen" or "parahydrogen"', key="fluid"))
    return equation(name)


def _one_phase(name: str, temperature_K: ArrayLike, pressure_Pa: ArrayLike, column: int) -> Any:
    """Density (0), enthalpy (1) or entropy (2) of the stable phase."""
    from kyokutei.helium.properties import helmholtz, single_phase

    fluid = _fluid(name)
    why = f"one-phase states of {name} here"
    shape, (temperature, pressure) = together(
        require_range("temperature_K", temperature_K, LOWEST_K[name], HIGHEST_K, unit="K", why=why),
        require_range("pressure_Pa", pressure_Pa, LOWEST_PA, HIGHEST_PA, unit="Pa", why=why),
    )
    out = np.empty(temperature.size)
    for index, (t, p) in enumerate(zip(temperature, pressure, strict=True)):
        rho = single_phase.density_at(fluid, t, p)
        out[index] = rho if column == 0 else helmholtz.state(fluid, rho, t)[column]
    return like_input(out, shape)


def density(fluid: Cryogen, temperature_K: ArrayLike, pressure_Pa: ArrayLike) -> Any:
    """Density [kg/m³] of the stable phase: nitrogen from 64.5 K, parahydrogen from 15.5 K, to 1000 K and 5 MPa."""
    return _one_phase(fluid, temperature_K, pressure_Pa, 0)


def enthalpy(fluid: Cryogen, temperature_K: ArrayLike, pressure_Pa: ArrayLike) -> Any:
    """Specific enthalpy [J/kg] from the paper's zero; arguments as :func:`density`."""
    return _one_phase(fluid, temperature_K, pressure_Pa, 1)


def entropy(fluid: Cryogen, temperature_K: ArrayLike, pressure_Pa: ArrayLike) -> Any:
    """Specific entropy [J/(kg K)] from the paper's zero; arguments as :func:`density`."""
    return _one_phase(fluid, temperature_K, pressure_Pa, 2)


def vapour_pressure(fluid: Cryogen, temperature_K: ArrayLike) -> Any:
    """Vapour pressure [Pa] from the triple to the critical point."""
    return _saturated(fluid, temperature_K, 0)


def liquid_density(fluid: Cryogen, temperature_K: ArrayLike) -> Any:
    """Density of the saturated liquid [kg/m³]."""
    return _saturated(fluid, temperature_K, 1)


def vapour_density(fluid: Cryogen, temperature_K: ArrayLike) -> Any:
    """Density of the saturated vapour [kg/m³]."""
    return _saturated(fluid, temperature_K, 2)


def liquid_enthalpy(fluid: Cryogen, temperature_K: ArrayLike) -> Any:
    """Specific enthalpy of the saturated liquid [J/kg], with the zero of :func:`enthalpy`."""
    return _saturated(fluid, temperature_K, 3)


def latent_heat(fluid: Cryogen, temperature_K: ArrayLike) -> Any:
    """Latent heat of vaporisation [J/kg]."""
    return _saturated(fluid, temperature_K, 4)


def saturation_temperature(fluid: Cryogen, pressure_Pa: ArrayLike) -> Any:
    """Temperature of boiling [K] at a pressure from the triple to the critical point."""
    from kyokutei.helium.properties import saturation_line

    data = _fluid(fluid)
    low, high = data.lowest_vapour_pressure, data.critical_pressure
    shape, (pressure,) = together(
        require_range("pressure_Pa", pressure_Pa, low, high, unit="Pa", why=f"saturation line of {fluid}")
    )
    found = np.array([saturation_line.saturation_temperature(data, p) for p in pressure])
    return like_input(found, shape)


def _saturated(name: str, temperature_K: ArrayLike, column: int) -> Any:
    from kyokutei.helium.properties import saturation_line

    fluid = _fluid(name)
    why = f"saturation line of {name}"
    shape, (temperature,) = together(
        require_range(
            "temperature_K", temperature_K, fluid.minimum_temperature, fluid.critical_temperature, unit="K", why=why
        )
    )
    if column == 0:
        values = [saturation_line.vapour_pressure(fluid, t) for t in temperature]
        return like_input(np.array(values, dtype=np.float64), shape)
    rows = [_phases(fluid, t) for t in temperature]
    return like_input(np.array(rows, dtype=np.float64).reshape(-1, 4)[:, column - 1], shape)


def _phases(fluid: Equation, temperature: float) -> NDArray[np.float64]:
    """Densities of liquid and vapour, enthalpy of the liquid and latent heat at a temperature."""
    from kyokutei.helium.properties import helmholtz, saturation_line

    liquid, vapour = saturation_line.saturated_densities(fluid, temperature)
    of_liquid = helmholtz.state(fluid, liquid, temperature)[1]
    return np.array([liquid, vapour, of_liquid, helmholtz.state(fluid, vapour, temperature)[1] - of_liquid])

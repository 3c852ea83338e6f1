"""Viscosity and thermal conductivity of helium-4: the published correlations, against CoolProp's and physics."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kyokutei.errors import OutOfRangeError
from kyokutei.helium import properties

STATES = [(3.0, 2e5), (4.2, 2e5), (4.2, 5e4), (7.0, 1e5), (12.5, 1.5e6), (50.0, 1e6), (120.0, 1e5), (300.0, 1.5e7)]


@pytest.fixture(scope="module")
def other() -> Any:
    return pytest.importorskip("CoolProp").AbstractState("HEOS", "Helium")


@pytest.mark.parametrize(("temperature", "pressure"), STATES)
def test_viscosity_is_that_of_coolprop(temperature: float, pressure: float, other: Any) -> None:
    other.update(pytest.importorskip("CoolProp").PT_INPUTS, pressure, temperature)
    assert properties.viscosity(temperature, pressure) == pytest.approx(other.viscosity(), rel=1e-8)


@pytest.mark.parametrize(("temperature", "pressure"), STATES)
def test_conductivity_is_that_of_coolprop_away_from_the_critical_point(
    temperature: float, pressure: float, other: Any
) -> None:
    """Outside ((1 - T/T_c)/0.2)² + ((1 - ρ/ρ_c)/0.25)² = 1, within which CoolProp switches to a scaled equation."""
    other.update(pytest.importorskip("CoolProp").PT_INPUTS, pressure, temperature)
    assert properties.thermal_conductivity(temperature, pressure) == pytest.approx(other.conductivity(), rel=1e-8)


def test_dilute_helium_obeys_kinetic_theory() -> None:
    """Eucken's λ = 15/4 R η of a monatomic gas, to 1 % from 150 K (4 % apart at 77 K); η(300 K) is 19.9 µPa s."""
    for temperature in (150.0, 300.0, 1000.0):
        viscosity = properties.viscosity(temperature, 1e3)
        conductivity = properties.thermal_conductivity(temperature, 1e3)
        assert conductivity / (3.75 * 2077.26 * viscosity) == pytest.approx(1.0, abs=0.01)
    assert properties.viscosity(300.0, 1e5) == pytest.approx(19.9e-6, rel=0.01)


def test_conductivity_grows_towards_the_critical_point() -> None:
    conductivity = properties.thermal_conductivity(np.array([5.6, 5.3, 5.21, 5.1955]), 228_400.0)
    assert np.all(np.diff(conductivity) > 0.0)


def test_transport_refuses_what_density_refuses() -> None:
    for method in (properties.viscosity, properties.thermal_conductivity):
        with pytest.raises(OutOfRangeError, match="index 1"):
            method([4.0, np.nan], 1e5)
        with pytest.raises(OutOfRangeError, match=r"2\.1768"):
            method(2.0, 1e5)

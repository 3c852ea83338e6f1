"""Nitrogen and parahydrogen for precooling, against CoolProp's solution of the same equations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kyokutei.errors import OutOfRangeError
from kyokutei.helium.properties import precooling

NAMES = {"nitrogen": "Nitrogen", "parahydrogen": "ParaHydrogen"}
FLUIDS = pytest.mark.parametrize("fluid", list(NAMES))


@pytest.fixture(scope="module")
def coolprop() -> Any:
    return pytest.importorskip("CoolProp")


@FLUIDS
def test_saturation_is_that_of_coolprop(fluid: Any, coolprop: Any) -> None:
    other = coolprop.AbstractState("HEOS", NAMES[fluid])
    low, high = precooling.equation(fluid).minimum_temperature, precooling.equation(fluid).critical_temperature
    for temperature in np.linspace(low + 1e-6, 0.99 * high, 40):
        other.update(coolprop.QT_INPUTS, 0.0, temperature)
        liquid, pressure, h = other.rhomass(), other.p(), other.hmass()
        other.update(coolprop.QT_INPUTS, 1.0, temperature)
        assert precooling.vapour_pressure(fluid, temperature) == pytest.approx(pressure, rel=1e-7)
        assert precooling.liquid_density(fluid, temperature) == pytest.approx(liquid, rel=1e-7)
        assert precooling.vapour_density(fluid, temperature) == pytest.approx(other.rhomass(), rel=1e-7)
        assert precooling.latent_heat(fluid, temperature) == pytest.approx(other.hmass() - h, rel=1e-6)
        assert precooling.saturation_temperature(fluid, pressure) == pytest.approx(temperature, rel=1e-8)


@FLUIDS
def test_differences_of_enthalpy_and_entropy_are_those_of_coolprop(fluid: Any, coolprop: Any) -> None:
    other = coolprop.AbstractState("HEOS", NAMES[fluid])
    temperature = np.concatenate([[65.0, 70.0] if fluid == "nitrogen" else [16.0, 18.0], np.linspace(80.0, 320.0, 7)])
    for pressure in (1e3, 1.2e5, 4e6):
        rows = []
        for t in temperature:
            other.update(coolprop.PT_INPUTS, pressure, t)
            rows.append((other.rhomass(), other.hmass(), other.smass()))
        rho, h, s = np.transpose(rows)
        np.testing.assert_allclose(precooling.density(fluid, temperature, pressure), rho, rtol=1e-9)
        np.testing.assert_allclose(np.diff(precooling.enthalpy(fluid, temperature, pressure)), np.diff(h), rtol=1e-9)
        np.testing.assert_allclose(np.diff(precooling.entropy(fluid, temperature, pressure)), np.diff(s), rtol=1e-9)


def test_nitrogen_boils_at_the_published_point() -> None:
    """Span et al. 2000: normal boiling point 77.355 K; the common latent heat 199.2 kJ/kg to 0.1 %."""
    boiling = precooling.saturation_temperature("nitrogen", 101325.0)
    assert boiling == pytest.approx(77.355, abs=1e-3)
    assert precooling.latent_heat("nitrogen", boiling) == pytest.approx(199.2e3, rel=1e-3)


def test_parahydrogen_boils_at_the_published_point() -> None:
    """Leachman et al. 2009: normal boiling point 20.271 K; the common latent heat 446 kJ/kg to 0.2 %."""
    boiling = precooling.saturation_temperature("parahydrogen", 101325.0)
    assert boiling == pytest.approx(20.271, abs=1e-3)
    assert precooling.latent_heat("parahydrogen", boiling) == pytest.approx(446.0e3, rel=2e-3)


@pytest.mark.parametrize(("call", "words"), [
    (lambda: precooling.enthalpy("nitrogen", 60.0, 1e5), "64.5 to 1000 K"),
    (lambda: precooling.enthalpy("nitrogen", [80.0, np.nan], 1e5), "index 1"),
    (lambda: precooling.latent_heat("parahydrogen", 40.0), "saturation line of parahydrogen"),
    (lambda: precooling.saturation_temperature("nitrogen", -1.0), "Pa"),
    (lambda: precooling.density("neon", 30.0, 1e5), '"nitrogen" or "parahydrogen"'),
])  # fmt: skip
def test_precooling_refuses_what_it_does_not_know(call: Any, words: str) -> None:
    with pytest.raises(OutOfRangeError) as caught:
        call()
    assert words in str(caught.value)

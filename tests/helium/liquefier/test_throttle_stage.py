"""The precooled throttle stage against its closed form and published yields."""

from __future__ import annotations

import pytest

from kyokutei.errors import NumericsError, OutOfRangeError
from kyokutei.helium import properties
from kyokutei.helium.liquefier import precooled_joule_thomson

STAGE = {"high_pressure_bar": 15.0, "low_pressure_bar": 1.2, "warm_end_difference_K": 0.3}


@pytest.mark.parametrize(("temperature", "expected"), [(8.0, 0.475424), (15.0, 0.115568)])
def test_yields_of_tespy(temperature: float, expected: float) -> None:
    stage = precooled_joule_thomson(**STAGE, precooling_temperature_K=temperature)
    assert stage.liquid_yield == pytest.approx(expected, abs=1e-6)


def test_yield_is_the_balance_round_the_stage() -> None:
    stage = precooled_joule_thomson(**STAGE, precooling_temperature_K=12.0)
    liquid = properties.enthalpy(properties.saturation_temperature(1.2e5, scale="EOS") - 1e-9, 1.2e5)
    low, high = properties.enthalpy(11.7, 1.2e5), properties.enthalpy(12.0, 15e5)
    assert stage.liquid_yield == pytest.approx((low - high) / (low - liquid), abs=1e-6)


def test_gas_above_its_inversion_temperature_does_not_liquefy() -> None:
    with pytest.raises(NumericsError, match="without liquid"):
        precooled_joule_thomson(**STAGE, precooling_temperature_K=50.0)


def test_streams_that_would_cross_inside_are_refused() -> None:
    # the balance alone would promise 0.4: it asks for gas colder than boiling helium before the throttle
    with pytest.raises(NumericsError, match="exchanger of the throttle stage"):
        precooled_joule_thomson(**(STAGE | {"high_pressure_bar": 30.0}), precooling_temperature_K=10.0)


def test_a_difference_larger_than_there_is_is_refused() -> None:
    with pytest.raises(OutOfRangeError, match="warm_end_difference_K"):
        precooled_joule_thomson(**(STAGE | {"warm_end_difference_K": 9.0}), precooling_temperature_K=10.0)

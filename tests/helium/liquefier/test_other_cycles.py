"""Claude, Kapitza, turbine plants and the cascade of Onnes: what they must have in common, and how they rank."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kyokutei.errors import NumericsError, OutOfRangeError
from kyokutei.helium.liquefier import claude_cycle, collins_cycle, onnes_cascade, turbine_plant
from kyokutei.helium.liquefier.performance import Cycle

PRESSURES = {"high_pressure_bar": 13.0, "low_pressure_bar": 1.2, "effectiveness": 0.98}


def kapitza() -> Cycle:
    return claude_cycle(
        **PRESSURES, expander_efficiency=0.75, expander_fraction=0.75, exchangers=2, nitrogen_temperature_K=78.0
    )


def claude() -> Cycle:
    return claude_cycle(**PRESSURES, expander_efficiency=0.75, expander_fraction=0.75)


def turbines() -> Cycle:
    return turbine_plant(**PRESSURES, turbine_efficiency=0.75, turbine_fraction=0.75)


def turbines_with_nitrogen() -> Cycle:
    return turbine_plant(
        **PRESSURES,
        turbine_efficiency=0.75,
        turbine_fraction=0.75,
        middle_pressure_bar=5.0,
        nitrogen_temperature_K=78.0,
    )


def cascade() -> Cycle:
    return onnes_cascade(
        helium_pressure_bar=30.0, low_pressure_bar=1.05, effectiveness=0.96, hydrogen_temperature_K=15.0
    ).helium


@pytest.mark.parametrize("make", [kapitza, claude, turbines, turbines_with_nitrogen, cascade])
def test_every_cycle_obeys_both_laws(make: Callable[[], Cycle]) -> None:
    cycle = make()
    to_liquid = cycle.liquid_yield * cycle.ideal_work_J_per_L * 1000.0 / cycle.liquid_density_kg_per_m3
    lost = sum(loss.loss_J_per_kg for loss in cycle.losses)
    assert to_liquid + lost == pytest.approx(cycle.exergy_supplied_J_per_kg, rel=1e-9)
    assert min(loss.entropy_J_per_kg_K for loss in cycle.losses) > -1e-4
    assert min(exchanger.closest_approach_K for exchanger in cycle.exchangers) > 0.0


def test_nitrogen_nearly_doubles_a_turbine_plant() -> None:
    # Linde L140, arXiv:2104.10435: 10 % of the flow with liquid nitrogen, 6 % without
    ratio = turbines_with_nitrogen().liquid_yield / turbines().liquid_yield
    assert 1.5 < ratio < 2.5


def test_a_second_expander_is_worth_its_trouble() -> None:
    collins = collins_cycle(**PRESSURES, expander_efficiency=0.75, expander_fractions=(0.4, 0.4))
    assert collins.liquid_yield > 2.0 * claude().liquid_yield


def test_one_expander_alone_does_not_serve_kapitza_without_nitrogen() -> None:
    with pytest.raises(NumericsError, match="no liquid"):
        claude_cycle(**PRESSURES, expander_efficiency=0.75, expander_fraction=0.75, exchangers=2)


def test_pumping_the_hydrogen_bath_helps_the_cascade() -> None:
    def made(temperature: float) -> float:
        cycle = onnes_cascade(
            helium_pressure_bar=30.0, low_pressure_bar=1.05, effectiveness=0.96, hydrogen_temperature_K=temperature
        )
        assert cycle.specific_work_kWh_per_L > cycle.helium.specific_work_kWh_per_L
        return cycle.helium.liquid_yield

    assert made(14.5) > made(17.0) > made(20.3)


def test_a_middle_pressure_outside_is_refused() -> None:
    with pytest.raises(OutOfRangeError, match="middle_pressure_bar"):
        turbine_plant(**PRESSURES, turbine_efficiency=0.75, turbine_fraction=0.75, middle_pressure_bar=14.0)

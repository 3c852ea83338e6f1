"""The Collins cycle: published numbers, limits known by hand, and every input that cannot be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kyokutei.errors import KyokuteiError, NumericsError, OutOfRangeError
from kyokutei.helium import properties
from kyokutei.helium.liquefier import collins_cycle
from kyokutei.helium.liquefier.performance import Cycle, ideal_liquefaction, liquid_density

CASE_A: dict[str, Any] = {
    "high_pressure_bar": 15.0,
    "low_pressure_bar": 1.05,
    "effectiveness": 0.97,
    "expander_efficiency": 0.70,
    "expander_fractions": (0.4, 0.4),
}


def case_a(**changes: Any) -> Cycle:
    return collins_cycle(**(CASE_A | changes))


def test_case_a_agrees_with_tespy() -> None:
    # TESPy 0.11.3 with CoolProp 8.0.0 from hand-made starting values
    cycle = case_a()
    assert cycle.liquid_yield == pytest.approx(0.0502171742, abs=5e-9)
    assert cycle.node_temperatures_K == pytest.approx([99.863, 55.793, 21.079, 11.168, 6.684], abs=6e-4)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"effectiveness": 0.95}, 0.040398),
        ({"effectiveness": 0.98}, 0.055192),
        ({"expander_efficiency": 0.8}, 0.065205),
        ({"high_pressure_bar": 12.0}, 0.044167),
        ({"high_pressure_bar": 20.0}, 0.057006),
    ],
)
def test_sensitivities_of_case_a(changes: dict[str, float], expected: float) -> None:
    assert case_a(**changes).liquid_yield == pytest.approx(expected, abs=6e-7)


def test_nitrogen_at_an_unequal_split() -> None:
    plant = {"high_pressure_bar": 13.0, "low_pressure_bar": 1.2, "expander_fractions": (0.2, 0.55)}
    assert case_a(**plant).liquid_yield == pytest.approx(0.0397, abs=5e-5)
    with_nitrogen = case_a(**plant, nitrogen_temperature_K=80.0)
    assert with_nitrogen.liquid_yield == pytest.approx(0.0703, abs=5e-5)
    assert 0.5 < with_nitrogen.nitrogen_litres_per_litre < 1.0


def test_ideal_work_and_heat_removed_of_techniques_de_l_ingenieur() -> None:
    # J3605: 808 049 and 189 218 J per litre at 1.2 bar from 300 K
    work, heat = ideal_liquefaction(1.2)
    litre_kg = liquid_density(1.2) / 1000.0
    assert work * litre_kg == pytest.approx(808_049, rel=0.005)
    assert heat * litre_kg == pytest.approx(189_218, rel=0.005)


def test_ideal_work_at_one_atmosphere() -> None:
    # CoolProp: 6831 kJ/kg and 1563.3 kJ/kg
    assert ideal_liquefaction(1.01325) == pytest.approx((6.831e6, 1.5633e6), rel=2e-4)


def test_balances_close_from_the_equation_of_state() -> None:
    """The plain twin of the compiled balances: every component again, from the equation of state, node by node."""
    cycle = case_a()
    node = {n.name: n for n in cycle.nodes}
    outlets = [node[f"high pressure, after exchanger {i}"] for i in range(1, 6)]
    high = [node["high pressure, from the compressor"], *outlets]
    cold_in = [node[f"low pressure, into exchanger {i}"] for i in range(1, 6)]
    cold_out = [node[f"low pressure, after exchanger {i}"] for i in range(1, 6)]

    def h(n: Any, temperature: float | None = None) -> float:
        return float(properties.enthalpy(n.temperature_K if temperature is None else temperature, n.pressure_bar * 1e5))

    flows = [1.0, 0.6, 0.6, 0.2, 0.2]
    saturated = properties.saturation_temperature(1.05e5, scale="EOS")
    for i in range(5):
        duty = flows[i] * (h(high[i]) - h(high[i + 1]))
        enters = float(properties.enthalpy(saturated * (1 + 1e-9), 1.05e5)) if i == 4 else h(cold_in[i])
        back = cold_in[i].flow
        assert back * (h(cold_out[i]) - enters) == pytest.approx(duty, rel=1e-5)
        most = min(
            flows[i] * (h(high[i]) - h(high[i], cold_in[i].temperature_K)),
            back * (h(cold_in[i], high[i].temperature_K) - enters),
        )
        assert duty / most == pytest.approx(0.97, abs=1e-5)
    for k, (before, after) in enumerate([(high[1], "expander 1"), (high[3], "expander 2")]):
        leaves = node[f"low pressure, after {after}"]
        s = float(properties.entropy(before.temperature_K, 15e5))
        ideal = float(properties.enthalpy(properties.temperature_from_entropy(s, 1.05e5), 1.05e5))
        assert (h(before) - h(leaves)) / (h(before) - ideal) == pytest.approx(0.7, abs=1e-5), k


def test_exergy_is_lost_nowhere_twice() -> None:
    cycle = case_a(nitrogen_temperature_K=78.0, compressor_efficiency=0.5)
    to_liquid = cycle.liquid_yield * cycle.ideal_work_J_per_L * 1000.0 / cycle.liquid_density_kg_per_m3
    lost = sum(loss.loss_J_per_kg for loss in cycle.losses)
    assert to_liquid + lost == pytest.approx(cycle.exergy_supplied_J_per_kg, rel=1e-9)


def test_figure_of_merit_times_work_is_the_ideal_work() -> None:
    cycle = case_a(compressor_efficiency=0.55)
    assert cycle.figure_of_merit * cycle.specific_work_kWh_per_L * 3.6e6 == pytest.approx(cycle.ideal_work_J_per_L)


def test_litres_need_a_compressor_flow_and_are_proportional_to_it() -> None:
    assert case_a().litres_per_hour is None
    one, two = case_a(compressor_flow_g_per_s=10.0), case_a(compressor_flow_g_per_s=20.0)
    assert one.litres_per_hour is not None
    assert two.litres_per_hour == pytest.approx(2.0 * one.litres_per_hour)
    # 0.0502 x 10 g/s x 3600 s over 124.2 g/L
    assert one.litres_per_hour == pytest.approx(36.0 * one.liquid_yield * 1000.0 / 124.2, rel=1e-3)


@settings(max_examples=60, deadline=None)
@given(
    high=st.floats(6.0, 30.0),
    low=st.floats(1.0, 1.5),
    effectiveness=st.floats(0.93, 0.99),
    efficiency=st.floats(0.55, 0.85),
    first=st.floats(0.1, 0.5),
    second=st.floats(0.1, 0.45),
)
def test_no_component_destroys_entropy(  # noqa: PLR0917
    high: float, low: float, effectiveness: float, efficiency: float, first: float, second: float
) -> None:
    try:
        cycle = collins_cycle(
            high_pressure_bar=high,
            low_pressure_bar=low,
            effectiveness=effectiveness,
            expander_efficiency=efficiency,
            expander_fractions=(first, second),
        )
    except NumericsError:
        assume(False)
    assert min(loss.entropy_J_per_kg_K for loss in cycle.losses) > -1e-4
    assert min(exchanger.closest_approach_K for exchanger in cycle.exchangers) > 0.0
    assert 0.0 < cycle.figure_of_merit < 1.0
    assert 0.0 < cycle.liquid_yield < 1.0 - first - second


def test_better_exchangers_and_expanders_give_more() -> None:
    yields = [case_a(effectiveness=e).liquid_yield for e in (0.93, 0.95, 0.97, 0.99)]
    assert yields == sorted(yields)
    yields = [case_a(expander_efficiency=e).liquid_yield for e in (0.6, 0.7, 0.8, 0.9)]
    assert yields == sorted(yields)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"high_pressure_bar": -1.0}, "high_pressure_bar"),
        ({"low_pressure_bar": -0.1}, "low_pressure_bar"),
        ({"high_pressure_bar": 1.02}, "not above low_pressure_bar"),
        ({"effectiveness": 1.0}, "effectiveness"),
        ({"effectiveness": (0.97, float("nan"), 0.97, 0.97, 0.97)}, "index 1"),
        ({"effectiveness": (0.97, 0.97)}, "one for each"),
        ({"expander_fractions": (0.6, 0.4)}, "sum to 1"),
        ({"expander_fractions": (-0.1, 0.4)}, "expander_fractions"),
        ({"expander_fractions": (0.4,)}, "2 shares"),
        ({"expander_efficiency": 1.2}, "expander_efficiency"),
        ({"warm_temperature_K": float("nan")}, "warm_temperature_K"),
        ({"nitrogen_temperature_K": 20.0}, "nitrogen_temperature_K"),
        ({"compressor_flow_g_per_s": 0.0}, "compressor_flow_g_per_s"),
        ({"compressor_efficiency": 0.0}, "compressor_efficiency"),
        ({"high_pressure_bar": [15.0, 16.0]}, "one number"),
    ],
)
def test_what_cannot_be_is_refused_with_its_range(changes: dict[str, Any], word: str) -> None:
    with pytest.raises(OutOfRangeError, match=word) as caught:
        case_a(**changes)
    assert caught.value.problems[0].code == "K303"


def test_a_cycle_without_enough_refrigeration_says_so() -> None:
    with pytest.raises(NumericsError, match="no liquid") as caught:
        case_a(expander_fractions=(0.05, 0.05), effectiveness=0.8)
    assert caught.value.problems[0].code == "K302"


def test_a_flooded_expander_is_named() -> None:
    with pytest.raises(NumericsError, match="expander 2 delivering nothing but liquid"):
        case_a(expander_fractions=(0.5, 0.45), effectiveness=0.994, expander_efficiency=0.85)


@settings(max_examples=40, deadline=None)
@given(values=st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=6, max_size=6))
def test_nothing_that_is_not_a_number_ever_comes_out(values: list[float]) -> None:
    try:
        cycle = collins_cycle(
            high_pressure_bar=values[0],
            low_pressure_bar=values[1],
            effectiveness=values[2],
            expander_efficiency=values[3],
            expander_fractions=(values[4], values[5]),
        )
    except KyokuteiError:
        return
    assert np.isfinite(cycle.liquid_yield)

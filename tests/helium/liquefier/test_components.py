"""Components by themselves: exchangers, expanders, throttle, purifier, bath, dewar."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kyokutei.errors import NumericsError, OutOfRangeError
from kyokutei.helium.liquefier.bath import boiling_liquid, litres_boiled
from kyokutei.helium.liquefier.compressor import compressor_work, flow_for_power, isothermal_work
from kyokutei.helium.liquefier.counterflow_exchanger import Stream, exchange
from kyokutei.helium.liquefier.dewar import boil_off, flash
from kyokutei.helium.liquefier.expander import expand, throttle
from kyokutei.helium.liquefier.isobar import Isobar, enthalpy_at, isobar, temperature_at
from kyokutei.helium.liquefier.purifier import purify


def line(bar: float) -> Isobar:
    return isobar("helium4", 1e5 * bar, 4.1, 400.0)


def stream(flow: float, bar: float, temperature: float) -> Stream:
    return Stream(flow, line(bar), float(enthalpy_at(line(bar).nodes, temperature)))


def test_an_effectiveness_and_its_ua_are_the_same_exchanger() -> None:
    hot, cold = stream(1.0, 15.0, 300.0), stream(0.95, 1.05, 80.0)
    sized = exchange(hot, cold, effectiveness=0.97)
    again = exchange(hot, cold, conductance_W_per_K=sized.conductance_W_per_K)
    assert again.heat_W == pytest.approx(sized.heat_W, rel=1e-9)


def test_equal_ideal_streams_have_the_ua_of_the_textbook() -> None:
    # balanced counter-flow: effectiveness = NTU / (1 + NTU), for gas whose heat capacity hardly varies
    hot, cold = stream(1.0, 1.1, 300.0), stream(1.0, 1.05, 100.0)
    done = exchange(hot, cold, effectiveness=0.9)
    assert done.conductance_W_per_K == pytest.approx(9.0 * 5193.0, rel=1e-3)


def test_streams_that_touch_inside_are_refused_though_their_ends_look_fine() -> None:
    # helium at 2.5 bar gives up most of its heat near 5.4 K, so that the cold gas would become the warmer one there
    hot, cold = stream(1.0, 2.5, 9.0), stream(1.6, 1.05, 4.3)
    with pytest.raises(NumericsError, match="inside exchanger 5") as caught:
        exchange(hot, cold, effectiveness=0.99, name="exchanger 5")
    assert caught.value.problems[0].code == "K302"
    best = exchange(hot, cold, conductance_W_per_K=1e8)
    assert 0.0 <= best.closest_approach_K < 1e-3
    assert temperature_at(hot.isobar.nodes, best.hot_out_J_per_kg) > 4.4
    assert temperature_at(cold.isobar.nodes, best.cold_out_J_per_kg) < 8.9


@pytest.mark.parametrize("sizes", [{}, {"effectiveness": 0.9, "conductance_W_per_K": 1.0}])
def test_an_exchanger_has_one_size(sizes: dict[str, float]) -> None:
    with pytest.raises(OutOfRangeError, match="both sizes or none"):
        exchange(stream(1.0, 15.0, 300.0), stream(1.0, 1.05, 80.0), **sizes)


def test_a_hot_stream_must_be_the_warmer_one() -> None:
    with pytest.raises(OutOfRangeError, match="enters at"):
        exchange(stream(1.0, 15.0, 50.0), stream(1.0, 1.05, 80.0), effectiveness=0.9)


def test_a_perfect_expander_makes_no_entropy_and_a_throttle_no_work() -> None:
    h = float(enthalpy_at(line(15.0).nodes, 30.0))
    perfect = expand(line(15.0), line(1.05), enthalpy_J_per_kg=h, efficiency=1.0)
    assert perfect.entropy_made_J_per_kg_K == pytest.approx(0.0, abs=1e-6)
    # ideal gas: T falls by the pressure ratio to the power 2/5
    assert perfect.temperature_K == pytest.approx(30.0 * (1.05 / 15.0) ** 0.4, rel=0.03)
    valve = throttle(line(15.0), line(1.05), enthalpy_J_per_kg=h)
    assert valve.work_J_per_kg == 0.0
    assert valve.entropy_made_J_per_kg_K > 0.0


def test_a_wet_expander_makes_more_liquid_than_a_throttle() -> None:
    h = float(enthalpy_at(line(15.0).nodes, 7.0))
    wet = expand(line(15.0), line(1.05), enthalpy_J_per_kg=h, efficiency=0.7)
    assert wet.vapour_quality < throttle(line(15.0), line(1.05), enthalpy_J_per_kg=h).vapour_quality < 1.0


@settings(max_examples=50, deadline=None)
@given(temperature=st.floats(6.0, 300.0), efficiency=st.floats(0.01, 1.0))
def test_no_expander_destroys_entropy(temperature: float, efficiency: float) -> None:
    h = float(enthalpy_at(line(15.0).nodes, temperature))
    assert expand(line(15.0), line(1.05), enthalpy_J_per_kg=h, efficiency=efficiency).entropy_made_J_per_kg_K > -1e-6


def test_isothermal_work_is_that_of_a_nearly_ideal_gas() -> None:
    # R T ln(p2/p1); helium at 15 bar is ideal to 1 %
    import math

    work = isothermal_work(line(1.05), line(15.0), temperature_K=300.0)
    assert work == pytest.approx(2077.26 * 300.0 * math.log(15.0 / 1.05), rel=0.01)
    half = compressor_work(line(1.05), line(15.0), temperature_K=300.0, isothermal_efficiency=0.5)
    assert half == pytest.approx(2.0 * work)
    assert flow_for_power(work, power_kW=1e-6 * work) == pytest.approx(1.0)


def test_flash_on_transfer() -> None:
    # CoolProp: 5.0 % from 1.2 bar and 7.8 % from 1.3 bar to one atmosphere
    assert flash(from_bar=1.2, to_bar=1.01325).flash_fraction == pytest.approx(0.050, abs=5e-4)
    assert flash(from_bar=1.3, to_bar=1.01325).flash_fraction == pytest.approx(0.078, abs=5e-4)
    assert flash(from_bar=1.2, to_bar=1.2).flash_fraction == pytest.approx(0.0, abs=1e-9)
    with pytest.raises(OutOfRangeError, match="to_bar"):
        flash(from_bar=1.0, to_bar=1.2)


def test_one_watt_boils_1_4_litres_an_hour_of_which_a_seventh_stays_as_vapour() -> None:
    # CoolProp at one atmosphere: 1.404 L/h, 13.6 %
    found = boil_off(heat_W=1.0)
    assert found.litres_per_hour == pytest.approx(1.404, abs=1e-3)
    assert found.share_that_stays == pytest.approx(0.136, abs=5e-4)


def test_a_pump_transfers_six_times_as_fast() -> None:
    # J. HTSJ 61, No. 255 (2022): 100 L in 30 min, with the pump of 2009 in 5 min
    assert pytest.approx(3.33, abs=5e-3) == 100.0 / 30.0
    assert pytest.approx(6.0) == (100.0 / 5.0) / (100.0 / 30.0)


@pytest.mark.parametrize(
    ("litres", "rate", "hours"), [(60e3, 60, 1000), (70e3, 150, 467), (160e3, 200, 800), (160e3, 230, 696)]
)
def test_hours_per_year_of_the_generations_at_katahira(litres: float, rate: float, hours: float) -> None:
    # J. HTSJ 61, No. 255 (2022)
    assert litres / rate == pytest.approx(hours, abs=0.5)


def test_nitrogen_boils_with_its_latent_heat() -> None:
    # 199 kJ/kg and 807 kg/m3 at 77.355 K (Span et al., J. Phys. Chem. Ref. Data 29, 1361)
    latent, density = boiling_liquid("nitrogen", temperature_K=77.355)
    assert latent == pytest.approx(199.2e3, rel=2e-3)
    assert density == pytest.approx(806.1, rel=2e-3)
    assert litres_boiled("nitrogen", temperature_K=77.355, heat_J=latent * density) == pytest.approx(1000.0)


def test_pure_gas_costs_only_what_recuperation_leaves() -> None:
    cost = purify(air_fraction=0.0, flow_g_per_s=5.0, recuperation=1.0, capacity_kg=10.0, regeneration_hours=3.0)
    assert (cost.heat_J_per_kg, cost.availability) == (0.0, 1.0)


def test_more_air_costs_more_heat_and_more_time() -> None:
    costs = [
        purify(air_fraction=a, flow_g_per_s=5.0, recuperation=0.95, capacity_kg=10.0, regeneration_hours=3.0)
        for a in (0.001, 0.01, 0.05)
    ]
    assert [c.heat_J_per_kg for c in costs] == sorted(c.heat_J_per_kg for c in costs)
    assert [c.availability for c in costs] == sorted((c.availability for c in costs), reverse=True)
    # 1 % by volume is 6.8 % by mass: 0.34 g/s of 5 g/s fill 10 kg in 8.2 h
    assert costs[1].hours_between_regenerations == pytest.approx(8.16, abs=0.05)

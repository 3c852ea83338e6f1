"""The equation of state of helium-4 against CoolProp's solution of the same equation, and against thermodynamics."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kyokutei.errors import OutOfRangeError
from kyokutei.helium import properties
from kyokutei.helium.properties import helmholtz, kernels, saturation_fit, single_phase
from kyokutei.helium.properties.equation import Equation, equation
from kyokutei.helium.properties.melting import melting_pressure

T_C, P_C = 5.1953, 228322.78
FLUIDS = {"helium4": "Helium", "nitrogen": "Nitrogen", "parahydrogen": "ParaHydrogen"}


@pytest.fixture(scope="module")
def coolprop() -> Any:
    return pytest.importorskip("CoolProp")


def plane(count: int, seed: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Temperatures and pressures over the whole range of fluid states, dense at the cold end."""
    generator = np.random.default_rng(seed)
    temperature = 2.1768 * np.exp(generator.uniform(0.0, np.log(1500.0 / 2.1768), count))
    highest = np.minimum(100e6, melting_pressure(temperature))
    return np.minimum(temperature, 1499.0), highest * np.exp(-generator.uniform(0.0, 14.0, count))


def near_critical(count: int, seed: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    generator = np.random.default_rng(seed)
    spread = 10.0 ** generator.uniform(-6.0, -1.0, (2, count)) * generator.choice([-1.0, 1.0], (2, count))
    return T_C * (1.0 + spread[0]), P_C * (1.0 + spread[1])


@pytest.mark.parametrize("name", list(FLUIDS))
def test_every_property_of_density_and_temperature_is_that_of_coolprop(name: str, coolprop: Any) -> None:
    fluid = equation(name)
    other = coolprop.AbstractState("HEOS", FLUIDS[name])
    other.specify_phase(coolprop.iphase_gas)
    generator = np.random.default_rng(1)
    for _ in range(400):
        temperature = min(fluid.minimum_temperature * np.exp(generator.uniform(0.0, 4.0)), fluid.maximum_temperature)
        rho = fluid.critical_density * np.exp(generator.uniform(-9.0, 0.7))
        other.update(coolprop.DmassT_INPUTS, rho, temperature)
        p, h, s, c_v, p_rho, p_t = helmholtz.state(fluid, rho, temperature)
        heat = fluid.gas_constant * temperature
        h_zero, s_zero = zero_of_coolprop(fluid, other, coolprop)
        other.update(coolprop.DmassT_INPUTS, rho, temperature)
        assert p == pytest.approx(other.p(), rel=1e-10, abs=1e-10 * rho * heat)
        assert h - h_zero == pytest.approx(other.hmass(), rel=1e-10, abs=1e-10 * heat)
        assert s - s_zero == pytest.approx(other.smass(), rel=1e-10, abs=1e-10 * fluid.gas_constant)
        assert c_v == pytest.approx(other.cvmass(), rel=1e-9)
        assert p_rho == pytest.approx(
            other.first_partial_deriv(coolprop.iP, coolprop.iDmass, coolprop.iT), rel=1e-10, abs=1e-10 * heat
        )
        assert p_t == pytest.approx(
            other.first_partial_deriv(coolprop.iP, coolprop.iT, coolprop.iDmass), rel=1e-10, abs=1e-12 * rho * heat
        )


def zero_of_coolprop(fluid: Equation, other: Any, coolprop: Any) -> tuple[float, float]:
    """Our enthalpy and entropy less CoolProp's at one state: the two choose their zeros."""
    other.update(coolprop.DmassT_INPUTS, fluid.critical_density, 2.0 * fluid.critical_temperature)
    _, h, s, *_ = helmholtz.state(fluid, fluid.critical_density, 2.0 * fluid.critical_temperature)
    return h - other.hmass(), s - other.smass()


@pytest.mark.parametrize("states", [plane(3000, 2), near_critical(3000, 3)], ids=["whole plane", "near critical"])
def test_density_of_temperature_and_pressure_is_that_of_coolprop(states: Any, coolprop: Any) -> None:
    """To 1e-9, and near the critical point to what 1e-12 in pressure means there."""
    other = coolprop.AbstractState("HEOS", "Helium")
    temperature, pressure = states
    # CoolProp 8.0.0 takes the offset of its melting line twice and refuses cold liquid above 2.3 MPa
    refused = pressure > 1.6067e6 * (temperature**1.565 - 2.0) * 0.999
    ours = properties.density(temperature, pressure)
    compared = 0
    for t, p, rho in zip(temperature[~refused], pressure[~refused], ours[~refused], strict=True):
        if t < T_C:
            other.specify_phase(coolprop.iphase_liquid if p >= kernels.vapour_pressure(t) else coolprop.iphase_gas)
        else:
            other.unspecify_phase()
        try:
            other.update(coolprop.PT_INPUTS, p, t)
        except ValueError:  # CoolProp finds no root at some states next to saturation
            continue
        slope = kernels.state(rho, t)[4]
        assert rho == pytest.approx(other.rhomass(), rel=1e-9, abs=1e-12 * p / slope)
        compared += 1
    assert compared > 0.95 * np.count_nonzero(~refused)


@pytest.mark.parametrize(("method", "column"), [
    (properties.enthalpy, "hmass"),
    (properties.entropy, "smass"),
    (properties.internal_energy, "umass"),
    (properties.isobaric_heat_capacity, "cpmass"),
    (properties.isochoric_heat_capacity, "cvmass"),
    (properties.sound_speed, "speed_sound"),
])  # fmt: skip
def test_public_properties_are_those_of_coolprop(method: Any, column: str, coolprop: Any) -> None:
    other = coolprop.AbstractState("HEOS", "Helium")
    other.update(coolprop.PQ_INPUTS, 101325.0, 0.0)
    zero = getattr(other, column)() if column in ("hmass", "smass") else 0.0
    if column == "umass":
        zero = other.hmass()
    for t, p in [(4.0, 2e5), (4.0, 5e4), (6.0, 3e5), (10.0, 1.5e6), (77.0, 1e5), (300.0, 1.5e6), (1400.0, 9e7)]:
        other.update(coolprop.PT_INPUTS, p, t)
        assert method(t, p) == pytest.approx(getattr(other, column)() - zero, rel=1e-9, abs=1e-5)


def test_joule_thomson_coefficient_is_the_slope_of_an_isenthalp() -> None:
    for t, p in [(4.0, 2e5), (10.0, 1e6), (30.0, 1e6), (300.0, 1e6)]:
        h = properties.enthalpy(t, p)
        up, down = properties.temperature_from_enthalpy([h, h], [1.001 * p, 0.999 * p])
        assert properties.joule_thomson_coefficient(t, p) == pytest.approx((up - down) / (0.002 * p), rel=1e-5)


def test_helium_warms_on_throttling_above_its_inversion_temperature() -> None:
    assert properties.joule_thomson_coefficient(300.0, 1e5) < 0.0 < properties.joule_thomson_coefficient(20.0, 1e5)


def test_dilute_helium_is_an_ideal_monatomic_gas() -> None:
    r = kernels.HELIUM.gas_constant
    assert properties.density(300.0, 1.0) == pytest.approx(1.0 / (r * 300.0), rel=1e-7)
    assert properties.isobaric_heat_capacity(300.0, 1.0) == pytest.approx(2.5 * r, rel=1e-7)
    assert properties.sound_speed(300.0, 1.0) == pytest.approx(np.sqrt(5.0 / 3.0 * r * 300.0), rel=1e-7)


@given(
    temperature=st.floats(2.1768, 1500.0),
    share=st.floats(1e-6, 1.0),
)
def test_the_differential_of_enthalpy_is_t_ds_plus_v_dp(temperature: float, share: float) -> None:
    pressure = share * min(100e6, float(melting_pressure(np.array(temperature))))
    rho = kernels.density(temperature, pressure)
    _, h, s, *_ = kernels.state(rho, temperature)
    step = 1e-5 * rho
    p_up, h_up, s_up, *_ = kernels.state(rho + step, temperature)
    p_down, h_down, s_down, *_ = kernels.state(rho - step, temperature)
    along = temperature * (s_up - s_down) + (p_up - p_down) / rho
    # differences of h and s lose what rounding leaves of five digits
    assert h_up - h_down == pytest.approx(along, rel=1e-6, abs=1e-13 * (abs(h) + temperature * abs(s)) + 1e-9)


def test_pressure_rises_with_density_in_every_bracket_of_the_density_root() -> None:
    """So the root that the bracket holds is the only one."""
    fluid = kernels.HELIUM
    for temperature in np.concatenate([np.linspace(2.1768, 5.19, 60), np.geomspace(5.1954, 1500.0, 80)]):
        limit = min(100e6, float(melting_pressure(np.array(temperature))))
        pieces = [(1e-9, kernels.density(temperature, limit))]
        if temperature < T_C:
            liquid, vapour = kernels.saturated_densities(temperature)
            pieces = [(1e-9, vapour), (liquid, kernels.density(temperature, limit))]
        for low, high in pieces:
            pressures = [
                helmholtz.pressure_and_slopes(fluid, rho, temperature)[0] for rho in np.linspace(low, high, 300)
            ]
            assert np.all(np.diff(pressures) > 0.0)


def test_the_bracket_reaches_above_every_fluid_state() -> None:
    fluid = kernels.HELIUM
    temperature = np.geomspace(2.1768, 1500.0, 200)
    highest = properties.density(temperature, np.minimum(100e6, melting_pressure(temperature)))
    assert np.all(highest < 0.9 * fluid.maximum_density)


@pytest.mark.parametrize("states", [plane(2000, 5), near_critical(2000, 6)], ids=["whole plane", "near critical"])
def test_the_density_root_gives_back_its_pressure(states: Any) -> None:
    temperature, pressure = states
    for t, p, rho in zip(temperature, pressure, properties.density(temperature, pressure), strict=True):
        assert helmholtz.pressure_and_slopes(kernels.HELIUM, rho, t)[0] == pytest.approx(
            p, rel=1e-11, abs=1e-12 * rho * 2e3 * t
        )


def test_density_at_exactly_the_vapour_pressure_is_the_liquids() -> None:
    pressure = properties.vapour_pressure(4.0, scale="EOS")
    assert properties.density(4.0, pressure) == pytest.approx(properties.liquid_density(4.0, scale="EOS"), rel=1e-9)
    assert properties.density(4.0, pressure * (1.0 - 1e-9)) == pytest.approx(properties.vapour_density(4.0), rel=1e-8)


def test_enthalpy_and_entropy_vanish_in_saturated_liquid_at_one_atmosphere() -> None:
    _, _, h, s = kernels.saturated_liquid(101325.0)
    assert abs(h) < 1e-6
    assert abs(s) < 1e-6


@pytest.mark.parametrize("name", list(FLUIDS))
def test_the_shipped_saturation_series_are_made_by_the_shipped_fit(name: str) -> None:
    fluid = equation(name)
    series = saturation_fit.saturation_series(fluid, degree=len(fluid.saturation_densities) - 1)
    assert series.critical_temperature == pytest.approx(fluid.critical_temperature, rel=1e-9)
    assert series.saturation_span == pytest.approx(fluid.saturation_span, rel=1e-9)
    for field in ("saturation_densities", "saturation_pressures", "saturation_temperatures"):
        np.testing.assert_allclose(getattr(series, field), getattr(fluid, field), rtol=0.0, atol=1e-7)


@pytest.mark.parametrize("name", ["helium4", "parahydrogen"])
def test_both_phases_have_equal_pressure_and_gibbs_energy(name: str) -> None:
    fluid = equation(name)
    for theta in np.geomspace(1e-7, 1.0 - fluid.minimum_temperature / fluid.critical_temperature, 80):
        temperature = fluid.critical_temperature * (1.0 - theta)
        liquid, vapour = single_phase.saturated_densities(fluid, temperature)
        p_l, h_l, s_l, *_ = helmholtz.state(fluid, liquid, temperature)
        p_v, h_v, s_v, *_ = helmholtz.state(fluid, vapour, temperature)
        assert p_l == pytest.approx(p_v, rel=1e-9, abs=1e-10 * fluid.critical_pressure)
        gibbs = (h_l - h_v) - temperature * (s_l - s_v)
        assert abs(gibbs) < 1e-10 * fluid.gas_constant * temperature


@pytest.mark.parametrize(("temperature", "pressure", "words"), [
    (2.0, 1e5, "2.1768 to 1500 K"),
    (1600.0, 1e5, "2.1768 to 1500 K"),
    (300.0, 0.0, "pressure_Pa = 0 Pa"),
    (300.0, -1e5, "pressure_Pa = -100000 Pa"),
    (300.0, 2e8, "1e+08 Pa"),
    (4.0, 50e6, "helium is solid"),
    ([3.0, np.nan, 5.0], 1e5, "nan K at index 1"),
    (3.0, [1e5, 1e5, np.nan], "nan Pa at index 2"),
])  # fmt: skip
def test_states_outside_the_equation_are_refused_with_the_range(temperature: Any, pressure: Any, words: str) -> None:
    for method in (properties.density, properties.enthalpy, properties.entropy):
        with pytest.raises(OutOfRangeError) as caught:
            method(temperature, pressure)
        assert words in str(caught.value)


def test_arrays_keep_their_shape_and_floats_stay_floats() -> None:
    assert isinstance(properties.density(300.0, 1e5), float)
    grid = properties.density(np.full((2, 3), 300.0), 1e5)
    assert grid.shape == (2, 3)
    assert properties.enthalpy([10.0, 20.0], [[1e5], [2e5], [3e5]]).shape == (3, 2)
    assert properties.density(np.empty((0,)), 1e5).shape == (0,)


def test_importing_the_room_wakes_neither_numba_nor_scipy() -> None:
    import subprocess
    import sys

    code = "import sys, kyokutei.helium.properties; print('numba' in sys.modules, 'scipy' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["False", "False"]

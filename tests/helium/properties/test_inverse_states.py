"""Temperature and density from enthalpy or entropy: round trips, the dome, the critical point, the errors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyokutei.errors import OutOfRangeError
from kyokutei.helium import properties
from kyokutei.helium.properties import inverse, kernels
from kyokutei.helium.properties.melting import melting_pressure

CALORIC = [
    (properties.enthalpy, properties.state_from_enthalpy),
    (properties.entropy, properties.state_from_entropy),
]
BOTH = pytest.mark.parametrize(("forward", "back"), CALORIC, ids=["enthalpy", "entropy"])


@BOTH
def test_every_fluid_state_comes_back(forward: Any, back: Any) -> None:
    generator = np.random.default_rng(11)
    temperature = np.minimum(2.1768 * np.exp(generator.uniform(0.0, np.log(1500.0 / 2.1768), 50_000)), 1499.0)
    pressure = np.minimum(100e6, melting_pressure(temperature)) * np.exp(-generator.uniform(1e-9, 14.0, 50_000))
    state = back(forward(temperature, pressure), pressure)
    np.testing.assert_allclose(state.temperature_K, temperature, rtol=1e-10)
    np.testing.assert_allclose(state.density_kg_per_m3, properties.density(temperature, pressure), rtol=1e-10)


@BOTH
def test_states_next_to_the_critical_point_come_back(forward: Any, back: Any) -> None:
    generator = np.random.default_rng(12)
    spread = 10.0 ** generator.uniform(-7.0, -1.5, (2, 20_000)) * generator.choice([-1.0, 1.0], (2, 20_000))
    temperature, pressure = 5.1953 * (1.0 + spread[0]), 228322.79 * (1.0 + spread[1])
    state = back(forward(temperature, pressure), pressure)
    np.testing.assert_allclose(state.temperature_K, temperature, rtol=1e-11)
    np.testing.assert_allclose(state.density_kg_per_m3, properties.density(temperature, pressure), rtol=1e-9)


@given(pressure=st.floats(5100.0, 228000.0), quality=st.floats(0.0, 1.0))
def test_inside_the_dome_both_phases_mix_by_mass(pressure: float, quality: float) -> None:
    boiling, liquid, h_l, s_l = kernels.saturated_liquid(pressure)
    _, vapour, h_v, s_v = kernels.saturated_vapour(pressure)
    for state in (
        properties.state_from_enthalpy(h_l + quality * (h_v - h_l), pressure),
        properties.state_from_entropy(s_l + quality * (s_v - s_l), pressure),
    ):
        assert state.temperature_K == pytest.approx(boiling, rel=1e-12)
        assert state.vapour_quality == pytest.approx(quality, abs=1e-7)
        assert 1.0 / state.density_kg_per_m3 == pytest.approx((1.0 - quality) / liquid + quality / vapour, rel=1e-7)


@given(temperature=st.floats(2.18, 5.19), quality=st.floats(0.001, 0.999))
def test_density_and_temperature_give_the_same_wet_state(temperature: float, quality: float) -> None:
    density = properties.two_phase_density(temperature, quality)
    p, h, s, x = kernels.state_from_density_temperature(density, temperature)
    assert x == pytest.approx(quality, abs=1e-9)
    assert p == pytest.approx(properties.vapour_pressure(temperature, scale="EOS"), rel=1e-12)
    assert properties.temperature_from_enthalpy(h, p) == pytest.approx(temperature, rel=1e-9)
    assert properties.temperature_from_entropy(s, p) == pytest.approx(temperature, rel=1e-9)


@BOTH
def test_the_bracketed_solver_finds_what_newton_finds(forward: Any, back: Any) -> None:
    """The fallback equals the fast path, so a state that Newton's method misses is found all the same."""
    wanted = inverse.ENTHALPY if forward is properties.enthalpy else inverse.ENTROPY
    for temperature, pressure in [(3.0, 2e5), (4.5, 5e5), (5.3, 2.4e5), (8.0, 1e5), (50.0, 2e6), (900.0, 5e7)]:
        branch = 1 if temperature < 4.0 else 0
        high = kernels.saturation_temperature(pressure) if branch else 1500.0
        density, found = inverse.bracketed_state(
            kernels.HELIUM,
            pressure,
            forward(temperature, pressure),
            wanted,
            kernels.lowest_temperature(pressure),
            high,
            branch,
        )
        assert found == pytest.approx(temperature, rel=1e-10)
        assert density == pytest.approx(properties.density(temperature, pressure), rel=1e-9)


def test_quality_is_zero_in_liquid_and_one_in_gas() -> None:
    state = properties.state_from_enthalpy([-3000.0, 60_000.0, 60_000.0], [1e5, 1e5, 1e6])
    assert state.vapour_quality.tolist() == [0.0, 1.0, 1.0]


@pytest.mark.parametrize("back", [properties.temperature_from_enthalpy, properties.temperature_from_entropy])
@pytest.mark.parametrize("method", ["equation", "table"])
@pytest.mark.parametrize(("value", "pressure", "words"), [
    (1e9, 1e5, "1500 K"),
    (-1e5, 1e5, "2.1768"),
    ([1e4, np.nan], 1e5, "index 1"),
    ([1e4, 1e4, 1e4], [1e5, 0.0, 1e5], "pressure_Pa = 0 Pa at index 1"),
    (1e4, -1.0, "pressure_Pa = -1 Pa"),
])  # fmt: skip
def test_values_that_no_state_has_are_refused(back: Any, method: Any, value: Any, pressure: Any, words: str) -> None:
    with pytest.raises(OutOfRangeError) as caught:
        back(value, pressure, method=method)
    assert words in str(caught.value)


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(ValueError, match="equation"):
        properties.temperature_from_enthalpy(1e4, 1e5, method="guess")  # type: ignore[arg-type]

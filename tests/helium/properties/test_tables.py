"""The fast tables against the equation they are made of: the stated error bound, everywhere it is stated."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from kyokutei.helium import properties
from kyokutei.helium.properties import arrays, inverse, kernels, tables
from kyokutei.helium.properties.tables import building

DENSITY_BOUND, TEMPERATURE_BOUND = 1e-5, 1e-6
"""Relative; the goal is 1e-5 for both."""

BOTH = pytest.mark.parametrize("wanted", [inverse.ENTHALPY, inverse.ENTROPY], ids=["enthalpy", "entropy"])
Values = tuple[NDArray[np.float64], NDArray[np.float64]]


def one_phase(wanted: int, count: int) -> Values:
    generator = np.random.default_rng(21)
    pressure = 5e4 * np.exp(generator.uniform(0.0, np.log(50.0), count))
    temperature = 2.2 * np.exp(generator.uniform(0.0, np.log(320.0 / 2.2), count))
    return pressure, arrays.single_phase_states(temperature, pressure)[:, wanted]


def around_the_dome(wanted: int, count: int) -> Values:
    """Inside, and within 1 % of its width on both sides of both edges."""
    generator = np.random.default_rng(22)
    pressure = 5e4 * np.exp(generator.uniform(0.0, np.log(228_322.7 / 5e4), count))
    index = wanted + 1
    low = np.array([kernels.saturated_liquid(p)[index] for p in pressure])
    high = np.array([kernels.saturated_vapour(p)[index] for p in pressure])
    share = np.concatenate(
        [generator.uniform(-0.1, 1.1, count), generator.normal(0.0, 3e-3, count), generator.normal(1.0, 3e-3, count)]
    )
    return np.tile(pressure, 3), np.tile(low, 3) + share * np.tile(high - low, 3)


def around_the_critical_point(wanted: int, count: int) -> Values:
    generator = np.random.default_rng(23)
    _, _, h, s = kernels.saturated_liquid(228_322.78)
    centre, width = (h, 4000.0) if wanted == inverse.ENTHALPY else (s, 800.0)
    scale = 10.0 ** generator.uniform(-5.0, 0.0, count)
    pressure = 228_322.79 * np.exp(generator.normal(0.0, 0.04, count) * scale)
    return pressure, centre + width * generator.normal(0.0, 1.0, count) * scale


def largest_errors(wanted: int, pressure: NDArray[np.float64], value: NDArray[np.float64]) -> NDArray[np.float64]:
    exact = arrays.states_from_caloric(pressure, value, wanted)
    fast = tables.states_from_caloric(pressure, value, wanted)
    inside = (exact[:, 0] >= 2.2) & (exact[:, 0] <= 320.0) & (pressure >= 5e4) & (pressure <= 2.5e6)
    assert np.count_nonzero(inside) > 0.9 * pressure.size
    return np.asarray(np.max(np.abs(fast[inside, :2] / exact[inside, :2] - 1.0), axis=0))


@BOTH
@pytest.mark.parametrize("states", [one_phase, around_the_dome, around_the_critical_point])
def test_tables_keep_their_error_bound(states: Any, wanted: int) -> None:
    temperature, density = largest_errors(wanted, *states(wanted, 100_000 if states is not around_the_dome else 20_000))
    assert temperature < TEMPERATURE_BOUND
    assert density < DENSITY_BOUND


@BOTH
def test_tables_give_the_quality_of_wet_states(wanted: int) -> None:
    pressure, value = around_the_dome(wanted, 3000)
    exact, fast = (f(pressure, value, wanted)[:, 2] for f in (arrays.states_from_caloric, tables.states_from_caloric))
    wide = pressure < 0.99 * 228_322.79
    np.testing.assert_allclose(fast[wide], exact[wide], rtol=0.0, atol=1e-7)


@BOTH
def test_every_state_of_the_range_is_answered_by_the_table_itself(wanted: int) -> None:
    """No cell of the range lacks a corner, so the slow equation is never needed there."""
    pressure, value = (np.concatenate(pair) for pair in zip(
        one_phase(wanted, 20_000), around_the_dome(wanted, 5000), around_the_critical_point(wanted, 20_000), strict=True
    ))  # fmt: skip
    exact = arrays.states_from_caloric(pressure, value, wanted)
    inside = (exact[:, 0] > 2.2001) & (exact[:, 0] < 319.99) & (pressure >= 5e4)
    one = inside & ((exact[:, 2] == 0.0) | (exact[:, 2] == 1.0))
    fast = tables.states_from_caloric(pressure, value, wanted)
    # the equation, where it is called, gives the very same bits
    assert np.mean(fast[one, 0] == exact[one, 0]) < 1e-3


@BOTH
def test_outside_the_range_the_equation_is_solved(wanted: int) -> None:
    temperature, pressure = np.array([3.0, 300.0, 5.0, 1000.0]), np.array([3e6, 1e3, 4.9e4, 1e6])
    value = arrays.single_phase_states(temperature, pressure)[:, wanted]
    fast = tables.states_from_caloric(pressure, value, wanted)
    assert fast[:, 0] == pytest.approx(temperature, rel=1e-12)


def test_the_table_method_is_the_equation_to_its_bound() -> None:
    temperature, pressure = np.array([[4.0, 20.0, 290.0]]), np.array([[1.2e5], [1.5e6]])
    h, s = properties.enthalpy(temperature, pressure), properties.entropy(temperature, pressure)
    np.testing.assert_allclose(
        properties.temperature_from_enthalpy(h, pressure, method="table"),
        np.broadcast_to(temperature, (2, 3)),
        rtol=1e-6,
    )
    state = properties.state_from_entropy(s, pressure, method="table")
    np.testing.assert_allclose(state.density_kg_per_m3, properties.density(temperature, pressure), rtol=1e-5)


@BOTH
def test_slopes_of_the_nodes_are_those_of_their_neighbours(wanted: int) -> None:
    """A finite difference over neighbouring nodes gives the stored slopes, as far as it can."""
    table = building.build(wanted, columns=120, rows=140, dome_rows=64)
    nodes = table.nodes
    middle = np.s_[60:100, 90:130]
    for value in (0, 4):
        along_x = 0.5 * (nodes[61:101, 90:130, value] - nodes[59:99, 90:130, value])
        along_y = 0.5 * (nodes[60:100, 91:131, value] - nodes[60:100, 89:129, value])
        np.testing.assert_allclose(nodes[middle][..., value + 1], along_x, rtol=2e-2, atol=2e-3 * nodes[60, 100, value])
        np.testing.assert_allclose(nodes[middle][..., value + 2], along_y, rtol=2e-2, atol=2e-3 * nodes[60, 100, value])

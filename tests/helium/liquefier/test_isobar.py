"""Isobars as tables: their error against the equation of state, near the critical point too, and their inverses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kyokutei.helium.liquefier.isobar import (
    at_entropy,
    enthalpy_at,
    entropy_of_enthalpy,
    entropy_of_temperature,
    isobar,
    temperature_at,
)
from kyokutei.helium.properties.equation import equation
from kyokutei.helium.properties.helmholtz import state
from kyokutei.helium.properties.single_phase import density_at


@pytest.mark.parametrize("pressure_bar", [0.2, 1.05, 2.2, 2.284, 2.5, 5.0, 15.0, 30.0, 100.0])
def test_a_table_keeps_to_the_equation(pressure_bar: float) -> None:
    fluid, table = equation("helium4"), isobar("helium4", pressure_bar * 1e5, 4.0, 400.0)
    for temperature in np.geomspace(4.1, 390.0, 700):
        if abs(temperature - table.boiling[0]) < 1e-3:
            continue
        _, h, s, _, _, _ = state(fluid, density_at(fluid, temperature, pressure_bar * 1e5), temperature)
        enthalpy, found = at_entropy(table.nodes, s)
        # of a latent heat of 20 000 J/kg
        assert abs(enthalpy - h) < 0.01
        assert abs(found / temperature - 1.0) < 3e-6


@settings(max_examples=200, deadline=None)
@given(place=st.floats(0.0, 1.0), pressure_bar=st.sampled_from([1.05, 2.0, 2.3, 15.0]))
def test_inverses_return_to_where_they_came_from(place: float, pressure_bar: float) -> None:
    nodes = isobar("helium4", pressure_bar * 1e5, 4.0, 400.0).nodes
    s = nodes[0, 0] + place * (nodes[-1, 0] - nodes[0, 0])
    h, t = at_entropy(nodes, s)
    assert entropy_of_enthalpy(nodes, h) == pytest.approx(s, abs=1e-6)
    assert temperature_at(nodes, h) == pytest.approx(t, rel=1e-12)
    assert at_entropy(nodes, entropy_of_temperature(nodes, t))[1] == pytest.approx(t, rel=1e-12)


def test_at_the_boiling_point_a_temperature_means_vapour() -> None:
    table = isobar("helium4", 1.05e5, 4.0, 400.0)
    assert enthalpy_at(table.nodes, table.boiling[0]) == pytest.approx(table.boiling[4], abs=1e-6)

"""Sweeps and optima: maps agree with single solves, the best split is found, and nothing is left without a verdict."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kyokutei.helium.liquefier import collins_cycle
from kyokutei.helium.liquefier.cold_box import ColdBox
from kyokutei.helium.liquefier.collins import collins_box
from kyokutei.helium.liquefier.optimum import best_split, best_turbines, split_map, turbine_map
from kyokutei.helium.liquefier.sweep import VERDICTS, settle_all
from kyokutei.helium.liquefier.turbine_plant import turbine_box

CASE_A: dict[str, Any] = {
    "high_pressure_bar": 15.0,
    "low_pressure_bar": 1.05,
    "effectiveness": 0.97,
    "expander_efficiency": 0.70,
    "expander_fractions": (0.4, 0.4),
}
REST = {"warm_temperature_K": 300.0, "nitrogen_temperature_K": None}


def random_box(generator: np.random.Generator) -> ColdBox:
    """A Collins liquefier with any physical inputs, good and hopeless ones alike."""
    while True:
        shares = generator.uniform(0.02, 0.7, 2)
        if shares.sum() < 0.97:
            break
    return collins_box(
        high_pressure_bar=generator.uniform(4.0, 30.0),
        low_pressure_bar=generator.uniform(1.0, 1.6),
        effectiveness=generator.uniform(0.8, 0.995),
        expander_efficiency=generator.uniform(0.3, 0.92),
        expander_fractions=shares.tolist(),
        warm_temperature_K=generator.uniform(275.0, 320.0),
        nitrogen_temperature_K=None if generator.random() < 0.5 else generator.uniform(65.0, 100.0),
    )


def test_the_best_split_of_case_a_is_found_near_eighty_per_cent() -> None:
    # equal shares of 0.40 on a grid of 0.05 (TESPy); Thomas, Ghosh, Chowdhury, Fusion Eng. Des. 86 (2011) 318
    best = best_split(collins_box(**CASE_A, **REST))
    assert best.inputs == pytest.approx((0.40, 0.40), abs=0.05)
    assert sum(best.inputs) == pytest.approx(0.80, abs=0.03)
    assert best.is_inside
    assert best.liquid_yield >= collins_cycle(**CASE_A).liquid_yield


def test_nitrogen_moves_the_best_split_to_the_cold_expander() -> None:
    box = collins_box(
        **(CASE_A | {"high_pressure_bar": 13.0, "low_pressure_bar": 1.2}),
        warm_temperature_K=300.0,
        nitrogen_temperature_K=80.0,
    )
    first, second = best_split(box).inputs
    assert first < 0.2
    assert second > 0.55


def test_a_map_is_made_of_single_solves() -> None:
    surface = split_map(collins_box(**CASE_A, **REST), [0.2, 0.4], [0.3, 0.4])
    for i, first in enumerate(surface.first):
        for j, second in enumerate(surface.second):
            cycle = collins_cycle(**(CASE_A | {"expander_fractions": (first, second)}))
            assert surface.liquid_yield[i, j] == pytest.approx(cycle.liquid_yield, abs=1e-9)


def test_shares_that_leave_nothing_are_left_out_of_a_map() -> None:
    surface = split_map(collins_box(**CASE_A, **REST), [0.4], [0.4, 0.7])
    assert np.isnan(surface.liquid_yield[0, 1])
    assert surface.verdict[0].tolist() == [0, -1]


def test_the_middle_pressure_of_turbines_has_an_optimum() -> None:
    box = turbine_box(
        high_pressure_bar=13.0,
        low_pressure_bar=1.2,
        effectiveness=0.98,
        turbine_efficiency=0.75,
        turbine_fraction=0.7,
        middle_pressure_bar=None,
        warm_temperature_K=300.0,
        nitrogen_temperature_K=78.0,
    )
    best = best_turbines(box)
    assert best.is_inside
    surface = turbine_map(box, np.linspace(0.3, 0.9, 7).tolist(), np.linspace(2.0, 10.0, 7).tolist())
    assert np.nanmax(surface.liquid_yield) <= best.liquid_yield
    assert VERDICTS.index("unsettled") not in surface.verdict


def test_a_sweep_of_nothing_is_nothing() -> None:
    assert settle_all([]).liquid_yield.size == 0


def random_plant(generator: np.random.Generator) -> ColdBox:
    """A plant with two turbines in a row and any physical inputs."""
    low, high = generator.uniform(1.0, 1.6), generator.uniform(4.0, 30.0)
    return turbine_box(
        high_pressure_bar=high,
        low_pressure_bar=low,
        effectiveness=generator.uniform(0.8, 0.995),
        turbine_efficiency=generator.uniform(0.3, 0.92),
        turbine_fraction=generator.uniform(0.05, 0.95),
        middle_pressure_bar=float(np.exp(generator.uniform(np.log(1.2 * low), np.log(0.9 * high)))),
        warm_temperature_K=generator.uniform(275.0, 320.0),
        nitrogen_temperature_K=generator.uniform(65.0, 100.0),
    )


@pytest.mark.slow
def test_random_turbine_plants_all_end_with_a_verdict() -> None:
    generator = np.random.default_rng(11)
    counts = settle_all([random_plant(generator) for _ in range(2_000)]).counts()
    assert counts["unsettled"] == 0
    assert counts["makes liquid"] > 1000


@pytest.mark.slow
def test_ten_thousand_random_liquefiers_all_end_with_a_verdict() -> None:
    generator = np.random.default_rng(5)
    sweep = settle_all([random_box(generator) for _ in range(10_000)])
    counts = sweep.counts()
    assert counts["unsettled"] == 0
    assert counts["makes liquid"] > 4500
    assert counts["comes to rest before it is cold enough"] > 4500
    assert np.all(np.isfinite(sweep.liquid_yield))
    assert np.all((sweep.liquid_yield > 0.0) == (sweep.verdict == 0))

"""Intervals of the recovery rate: Fieller's limits, propagation from meters, rounding."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kyokutei.helium.balance.account import draw_up, sensitivity_points_per_percent
from kyokutei.helium.balance.recovery import recovery_rate
from kyokutei.helium.balance.table import Entries, MonthlyTable
from kyokutei.helium.balance.uncertainty import Accuracy, ratio_interval, standard_uncertainty

Z95 = 1.959963984540054


def test_small_errors_propagate_linearly() -> None:
    low, high = ratio_interval(80.0, 100.0, numerator_sigma=0.08, denominator_sigma=0.1, confidence=0.95) or (0, 0)
    sigma = 0.8 * math.hypot(0.001, 0.001)
    assert low == pytest.approx(0.8 - Z95 * sigma, abs=1e-5)
    assert high == pytest.approx(0.8 + Z95 * sigma, abs=1e-5)


def test_exact_numbers_have_an_interval_of_no_width() -> None:
    assert ratio_interval(4.0, 5.0, numerator_sigma=0.0, denominator_sigma=0.0, confidence=0.9) == (0.8, 0.8)


def test_a_denominator_that_may_be_zero_gives_no_interval() -> None:
    assert ratio_interval(1.0, 1.0, numerator_sigma=0.1, denominator_sigma=0.6, confidence=0.95) is None


@given(st.floats(0.1, 1e4), st.floats(1.0, 1e4), st.floats(1e-3, 0.2), st.floats(1e-3, 0.2), st.floats(0.5, 0.99))
def test_at_both_ends_the_ratio_is_just_refused(
    numerator: float, denominator: float, first: float, second: float, confidence: float
) -> None:
    sigmas = {"numerator_sigma": first * numerator, "denominator_sigma": second * denominator}
    interval = ratio_interval(numerator, denominator, **sigmas, confidence=confidence)
    assume(interval is not None)
    assert interval is not None
    low, high = interval
    assert low <= numerator / denominator <= high
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    for end in interval:
        distance = abs(numerator - end * denominator)
        assert distance == pytest.approx(
            z * math.hypot(sigmas["numerator_sigma"], end * sigmas["denominator_sigma"]), rel=1e-6
        )


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    # 20,000 months with 10 % and 15 % errors, where linear propagation is no longer exact: the count of covered
    # truths is binomial, so 0.95 ± 5.5 × 0.00154 fails by chance once in 2e7; the seed is fixed besides
    generator = np.random.default_rng(2002)
    recovered = generator.normal(80.0, 8.0, 20_000)
    whole = generator.normal(100.0, 15.0, 20_000)
    intervals = [
        ratio_interval(float(r), float(d), numerator_sigma=8.0, denominator_sigma=15.0, confidence=0.95)
        for r, d in zip(recovered, whole, strict=True)
    ]
    covered = np.mean([interval is None or interval[0] <= 0.8 <= interval[1] for interval in intervals])
    assert covered == pytest.approx(0.95, abs=5.5 * 0.00154)


def test_independent_meters_make_the_total_better_than_its_buildings(issp: MonthlyTable) -> None:
    accuracy = Accuracy(recovered=0.01, supplied=0.01, stock=0.02)
    sigma = standard_uncertainty(issp, accuracy)
    relative = sigma.recovered / issp["recovered"].values
    assert relative[0] < relative[1] < 0.0101
    assert sigma.recovered[0] == pytest.approx(0.01 * math.sqrt(5605.6**2 + 5007.6**2 + 532.8**2), rel=1e-6)


def test_a_common_scale_error_does_not_average_out(issp: MonthlyTable) -> None:
    sigma = standard_uncertainty(issp, Accuracy(recovered=0.01, supplied=0.0, stock=0.02, is_common=True))
    assert sigma.recovered[0] == pytest.approx(0.01 * 11146.0, rel=1e-6)
    # both stocks carry the same error, so only their difference counts
    assert sigma.available[0] == pytest.approx(0.02 * (4079.1 - 3427.3), rel=1e-4)


def test_the_rounding_interval_is_that_of_the_printed_digits(issp: MonthlyTable) -> None:
    low, high = draw_up(issp).rate_interval(0) or (0.0, 0.0)
    half = 0.05 / math.sqrt(3) / 13774.1 * math.hypot(1.0, 0.8092 * math.sqrt(3))
    assert (high - low) / 2 == pytest.approx(100 * Z95 * half, rel=1e-3)


@given(st.integers(0, 3), st.sampled_from(["recovered", "supplied", "stock_start", "stock_end"]))
def test_sensitivities_are_the_change_of_the_rate(row: int, name: str) -> None:
    entries = {
        "recovered": [11146.0, 5605.6, 5007.6, 532.8],
        "supplied": [13122.3, 7020.2, 5393.2, 708.9],
        "stock_start": [4079.1, 2265.3, 1499.0, 314.8],
        "stock_end": [3427.3, 2180.3, 808.8, 438.2],
    }
    table = MonthlyTable(
        names=("a", "b", "c", "d"), labels=("a", "b", "c", "d"), lines=(1, 2, 3, 4), total=0,
        columns={key: Entries(np.array(values), np.full(4, 0.05), "m3") for key, values in entries.items()},
    )  # fmt: skip
    slope = sensitivity_points_per_percent(draw_up(table))[name][row]
    larger = table[name].values * (1 + 1e-6)
    changed = replace(table, columns={**table.columns, name: Entries(larger, table[name].half_step, "m3")})
    before, after = (
        100 * recovery_rate(t["recovered"].values, t["supplied"].values, stock_start=t["stock_start"].values,
                            stock_end=t["stock_end"].values)[row]
        for t in (table, changed)
    )  # fmt: skip
    assert (after - before) / 1e-4 == pytest.approx(slope, rel=1e-3, abs=1e-6)

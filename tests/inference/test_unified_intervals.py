"""Feldman-Cousins intervals: hand values, the printed tables, a brute-force construction, coverage, bad input."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import poisson

from kyokutei.inference import feldman_cousins

# Feldman and Cousins, PRD 57 (1998) 3873, tables IV and V (90 %): they print two digits, found on a grid of 0.005
PRINTED_AT_NO_BACKGROUND = [
    (0.00, 2.44), (0.11, 4.36), (0.53, 5.91), (1.10, 7.42), (1.47, 8.60), (1.84, 9.99), (2.21, 11.47), (3.56, 12.53),
    (3.96, 13.99), (4.36, 15.30), (5.50, 16.50),
]  # fmt: skip
PRINTED_FOR_NO_EVENT = {0.0: 2.44, 0.5: 1.94, 1.0: 1.61, 1.5: 1.33, 2.0: 1.26, 2.5: 1.18, 3.0: 1.08, 4.0: 1.01}

# ibidem, table XII: average upper limit of an experiment that expects only background
PRINTED_SENSITIVITY = {0.0: 2.44, 1.0: 3.28, 3.0: 4.42, 10.0: 6.76}


def construction(
    background: float, confidence: float, *, largest_signal: float, step: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The construction of the paper on a grid of signals: ends of the interval for every count."""
    counts = np.arange(int(largest_signal + background + 12.0 * math.sqrt(largest_signal + background) + 20))
    best = poisson.pmf(counts, np.maximum(counts, background))
    low, high = np.full(counts.size, np.inf), np.full(counts.size, -np.inf)
    for signal in np.arange(step / 2, largest_signal, step):
        probability = poisson.pmf(counts, signal + background)
        order = np.argsort(-probability / best, kind="stable")
        enough = int(np.searchsorted(np.cumsum(probability[order]), confidence)) + 1
        accepted = order[:enough]
        low[accepted] = np.minimum(low[accepted], signal)
        high[accepted] = np.maximum(high[accepted], signal)
    return low, high


def average_upper_limit(background: float, confidence: float = 0.90, **options: bool) -> float:
    counts = np.arange(int(background + 9.0 * math.sqrt(background) + 15))
    _, high = feldman_cousins(counts, background, confidence=confidence, **options)
    return float(np.sum(poisson.pmf(counts, background) * high))


def test_one_event_over_nothing_begins_where_none_is_as_likely_as_the_level() -> None:
    # only "no event" ranks above one event for small signals, so the lower end solves exp(-s) = 0.9
    low, _ = feldman_cousins(1, 0.0)
    assert low == pytest.approx(-math.log(0.90), abs=1e-12)


def test_no_event_over_nothing_ends_where_one_to_six_events_have_the_level() -> None:
    # between 6/e and 7/e exactly the counts 1 to 6 rank above none
    _, high = feldman_cousins(0, 0.0)
    assert 6 / math.e < high < 7 / math.e
    assert poisson.cdf(6, high) - poisson.pmf(0, high) == pytest.approx(0.90, abs=1e-10)


@pytest.mark.parametrize("observed", range(11))
def test_intervals_without_background_are_the_printed_ones(observed: int) -> None:
    assert feldman_cousins(observed, 0.0) == pytest.approx(PRINTED_AT_NO_BACKGROUND[observed], abs=0.01)


@pytest.mark.parametrize(("background", "printed"), PRINTED_FOR_NO_EVENT.items())
def test_upper_ends_for_no_event_are_the_printed_ones(background: float, printed: float) -> None:
    assert feldman_cousins(0, background)[1] == pytest.approx(printed, abs=0.01)


def test_ten_events_over_three_have_the_printed_interval() -> None:
    assert feldman_cousins(10, 3.0) == pytest.approx((2.63, 13.50), abs=0.01)


@pytest.mark.parametrize(("background", "printed"), PRINTED_SENSITIVITY.items())
def test_average_upper_limits_are_the_printed_ones(background: float, printed: float) -> None:
    assert average_upper_limit(background) == pytest.approx(printed, abs=0.01)


@pytest.mark.parametrize("background", [0.0, 0.7, 2.5, 3.0, 8.0])
@pytest.mark.parametrize("confidence", [0.6827, 0.90, 0.95])
def test_plain_intervals_are_those_of_the_construction_on_a_fine_grid(background: float, confidence: float) -> None:
    step = 0.004
    low, high = construction(background, confidence, largest_signal=30.0, step=step)
    counts = np.arange(13)
    ours = feldman_cousins(counts, background, confidence=confidence, monotone_in_background=False)
    grid_low = np.where(low[counts] <= step / 2, 0.0, low[counts])
    # the grid can miss accepted signals within one step of an end, never find one outside
    assert np.all(ours[0] <= grid_low + 1e-9)
    assert np.all(grid_low - ours[0] <= step)
    assert np.all(ours[1] >= high[counts] - 1e-9)
    assert np.all(ours[1] - high[counts] <= step)


@pytest.mark.parametrize("confidence", [0.6827, 0.90, 0.99])
def test_lengthened_upper_ends_are_the_largest_over_all_larger_backgrounds(confidence: float) -> None:
    observed = np.array([0, 1, 2, 5, 12])
    backgrounds = np.arange(0.0, 30.0, 0.004)
    _, plain = feldman_cousins(observed[:, None], backgrounds, confidence=confidence, monotone_in_background=False)
    _, ours = feldman_cousins(observed[:, None], backgrounds, confidence=confidence)
    largest_above = np.maximum.accumulate(plain[:, ::-1], axis=1)[:, ::-1]
    asked = backgrounds < 15.0  # the larger ones may have their next jump beyond the grid
    assert np.all(ours[:, asked] >= largest_above[:, asked] - 1e-9)
    assert np.all(ours[:, asked] - largest_above[:, asked] <= 0.0041)


@settings(max_examples=60, deadline=None)
@given(signal=st.floats(0.0, 40.0), background=st.floats(0.0, 25.0), confidence=st.floats(0.65, 0.995))
def test_intervals_cover_at_least_as_often_as_they_say(signal: float, background: float, confidence: float) -> None:
    mean = signal + background
    counts = np.arange(int(mean + 12.0 * math.sqrt(mean) + 30))
    low, high = feldman_cousins(counts, background, confidence=confidence, monotone_in_background=False)
    covered = (low <= signal + 1e-9) & (signal <= high + 1e-9)
    assert np.sum(poisson.pmf(counts, mean) * covered) >= confidence - 1e-9


@settings(max_examples=40, deadline=None)
@given(observed=st.integers(0, 60), background=st.floats(0.0, 40.0), more=st.floats(0.0, 5.0))
def test_more_background_never_raises_the_upper_end(observed: int, background: float, more: float) -> None:
    assert feldman_cousins(observed, background + more)[1] <= feldman_cousins(observed, background)[1] + 1e-9


@settings(max_examples=40, deadline=None)
@given(observed=st.integers(0, 200), background=st.floats(0.0, 100.0))
def test_one_event_more_never_lowers_an_end(observed: int, background: float) -> None:
    low, high = feldman_cousins(np.array([observed, observed + 1]), background)
    assert low[0] <= low[1] + 1e-9
    assert high[0] <= high[1] + 1e-9


def test_many_counts_approach_the_gaussian_interval() -> None:
    low, high = feldman_cousins(1_000_000, 0.0)
    # 1.6449 standard deviations, and half a standard deviation squared of skewness
    assert (low, high) == pytest.approx((1e6 - 1644.9, 1e6 + 1644.9), abs=3.0)


def test_arrays_keep_their_shape_and_floats_stay_floats() -> None:
    low, high = feldman_cousins(np.arange(6).reshape(3, 2), [1.0, 2.0])
    assert low.shape == high.shape == (3, 2)
    assert high[2, 1] == feldman_cousins(5, 2.0)[1]
    assert all(type(end) is float for end in feldman_cousins(3, 0.5))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((-1, 0.0), "observed = -1"),
        ((2.5, 0.0), "whole number"),
        (([1, math.nan], 0.0), "at index 1"),
        ((1, -0.1), "background = -0.1"),
        ((1, math.inf), "background = inf"),
    ],
)
def test_impossible_counts_are_refused_in_words(arguments: tuple[object, float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        feldman_cousins(*arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("confidence", [0.0, 1.0, 90.0, math.nan])
def test_a_confidence_level_is_a_fraction(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence"):
        feldman_cousins(1, 0.0, confidence=confidence)


@pytest.mark.reference_data
@pytest.mark.parametrize(("level", "confidence"), [("68", 0.68), ("90", 0.90), ("95", 0.95), ("99", 0.99)])
def test_average_upper_limits_are_those_of_an_independent_program(
    reference_data: Path, level: str, confidence: float
) -> None:
    """The program pybbsens keeps the plain construction on a grid of 0.005 and stops at the first gap.

    So its limits lie up to one step above the exact plain ones, or below them where a gap was not filled; the largest
    such difference, 0.07 counts, is less than 0.6 %.
    """
    table = np.loadtxt(reference_data / "doublebeta" / "feldman_cousins" / f"FC{level}.dat", delimiter=",")
    for background, theirs in table[:: 50 if level == "90" else 5]:
        ours = average_upper_limit(float(background), confidence, monotone_in_background=False)
        assert -0.006 <= ours - theirs <= 0.07, (background, ours, theirs)

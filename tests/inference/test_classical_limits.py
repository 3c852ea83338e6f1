"""Classical upper limits: hand values, the defining sum, bad input."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson

from kyokutei.inference import poisson_upper_limit


def test_no_event_over_nothing_gives_minus_the_logarithm() -> None:
    assert poisson_upper_limit(0) == pytest.approx(math.log(10.0), rel=1e-12)
    assert poisson_upper_limit(0, confidence=0.95) == pytest.approx(-math.log(0.05), rel=1e-12)


@pytest.mark.parametrize(
    ("observed", "printed"), [(0, 2.30), (1, 3.89), (2, 5.32), (3, 6.68), (4, 7.99), (5, 9.27), (10, 15.41)]
)
def test_limits_are_those_of_the_particle_data_group(observed: int, printed: float) -> None:
    # Review of Particle Physics, Statistics, table "Lower and upper (one-sided) limits for the mean of a Poisson"
    assert poisson_upper_limit(observed) == pytest.approx(printed, abs=0.005 + 1e-9)


@settings(max_examples=100, deadline=None)
@given(observed=st.integers(0, 2000), confidence=st.floats(0.5, 0.999))
def test_at_the_limit_so_few_counts_have_the_remaining_probability(observed: int, confidence: float) -> None:
    limit = poisson_upper_limit(observed, confidence=confidence)
    assert poisson.cdf(observed, limit) == pytest.approx(1.0 - confidence, abs=1e-9)


def test_background_is_taken_off_and_never_leaves_less_than_nothing() -> None:
    assert poisson_upper_limit(4, 1.5) == pytest.approx(poisson_upper_limit(4) - 1.5, rel=1e-12)
    assert poisson_upper_limit(0, 10.0) == 0.0


def test_arrays_keep_their_shape_and_floats_stay_floats() -> None:
    assert poisson_upper_limit(np.arange(6).reshape(2, 3), 1.0).shape == (2, 3)
    assert type(poisson_upper_limit(2)) is float


@pytest.mark.parametrize("observed", [-1, 0.5, math.nan, [0, math.nan]])
def test_impossible_counts_are_refused(observed: object) -> None:
    with pytest.raises(ValueError, match="observed"):
        poisson_upper_limit(observed)  # type: ignore[call-overload]


def test_negative_background_is_refused() -> None:
    with pytest.raises(ValueError, match="background = -1"):
        poisson_upper_limit(1, -1.0)

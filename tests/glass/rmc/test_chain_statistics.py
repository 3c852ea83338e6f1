"""Convergence, peaks, data sets and starts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyokutei.errors import OutOfRangeError
from kyokutei.glass.rmc.convergence import autocorrelation_time, judge
from kyokutei.glass.rmc.data_set import DataSet
from kyokutei.glass.rmc.peaks import first_peak, over_replicas
from kyokutei.glass.rmc.proposals import draw_proposals, generator_from_state, generator_state
from kyokutei.glass.rmc.scale_and_offset import best_scale_and_offset
from kyokutei.glass.rmc.starts import lattice_start, packed_start, packing_fraction, require_closest

Q = np.linspace(1.0, 10.0, 50)


def test_autocorrelation_time_of_an_autoregressive_series() -> None:
    rng, a = np.random.default_rng(1), 0.8
    values = np.zeros(100_000)
    for k in range(1, len(values)):
        values[k] = a * values[k - 1] + rng.normal()
    # (1 + a) / (1 - a) = 9; its error is about 2 % for this length
    assert autocorrelation_time(values) == pytest.approx(9.0, rel=0.15)


def test_a_falling_chi_square_is_no_plateau() -> None:
    falling = np.exp(-np.linspace(0.0, 3.0, 80))[None, :] * np.ones((3, 1))
    assert not judge(falling).is_on_plateau
    flat = 100.0 + np.random.default_rng(1).normal(0.0, 1.0, (3, 80))
    verdict = judge(flat)
    assert verdict.is_on_plateau
    assert verdict.do_replicas_agree
    assert verdict.has_enough_values
    assert not judge(flat * np.array([[1.0], [1.0], [2.0]])).do_replicas_agree


@given(st.floats(2.0, 4.0))
def test_first_peak_finds_a_gaussian(position: float) -> None:
    r = (np.arange(200) + 0.5) * 0.05
    g = 1.0 + 3.0 * np.exp(-0.5 * ((r - position) / 0.15) ** 2)
    assert first_peak(r, g) == pytest.approx(position, abs=0.005)


def test_interval_of_replicas_is_that_of_a_further_one() -> None:
    value = over_replicas(np.array([1.0, 2.0, 3.0]), 0.95)
    # t(0.975, 2) = 4.302653, s = 1, sqrt(1 + 1/3) = 1.154701
    assert value.interval == pytest.approx((2.0 - 4.968274, 2.0 + 4.968274), abs=1e-5)


@given(st.floats(0.8, 1.25), st.floats(-0.2, 0.2))
def test_scale_and_offset_are_recovered(scale: float, offset: float) -> None:
    structure = np.sin(2.0 * Q) / Q
    data = DataSet("one", Q, 1.0 + offset + scale * structure, 0.01 + 0.001 * Q, {("A", "A"): 1.0},
                   scale_range=(0.5, 2.0), offset_fitted=True)  # fmt: skip
    assert best_scale_and_offset(data, structure) == pytest.approx((scale, offset), abs=1e-9)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sigma": -0.1}, "positive standard deviations"),
        ({"value": np.where(Q > 5, np.nan, 1.0)}, "at index"),
        ({"abscissa": Q[::-1]}, "ascending"),
        ({"value": Q[:10]}, "the shape of the abscissa"),
        ({"scale_range": (2.0, 1.0)}, "range of scales"),
    ],
)
def test_bad_data_are_refused(change: dict[str, object], message: str) -> None:
    good = {"name": "one", "abscissa": Q, "value": 1.0 + 0.0 * Q, "sigma": 0.1, "weights": {("A", "A"): 1.0}}
    with pytest.raises(OutOfRangeError, match=message):
        DataSet(**(good | change))  # type: ignore[arg-type]


def test_a_generator_goes_on_from_its_kept_state() -> None:
    one = np.random.default_rng(5)
    one.integers(0, 10, 7, dtype=np.uint32)
    other = generator_from_state(generator_state(one))
    assert np.array_equal(one.random(100), other.random(100))
    assert np.array_equal(one.integers(0, 9, 9), other.integers(0, 9, 9))


def test_steps_are_uniform_in_a_cube() -> None:
    moves = draw_proposals(np.random.default_rng(1), 100_000, movable=np.arange(5), largest_step_angstrom=0.2,
                           inverse_cell=np.eye(3) / 10.0, swap_share=0.25)  # fmt: skip
    steps = moves.step[moves.partner < 0] / 2.0**32 * 10.0
    assert np.abs(steps).max() <= 0.2
    # variance of a uniform number: 0.2² / 3; 80,000 of them: 6 standard deviations are 2 %
    assert steps.var(axis=0) == pytest.approx(0.04 / 3.0, rel=0.025)
    # a candidate is the atom itself once in five: 20 % swap, 6 standard deviations 0.8 %
    assert (moves.partner >= 0).mean() == pytest.approx(0.2, abs=0.008)
    assert np.all(moves.limit >= 0.0)


def test_starts_keep_closest_distances() -> None:
    closest = {("Gd", "Gd"): 2.9, ("Gd", "Co"): 2.3, ("Co", "Co"): 2.2}
    numbers = {"Gd": 130, "Co": 70}
    start = packed_start(numbers, number_density=0.04, closest_angstrom=closest, generator=np.random.default_rng(1))
    require_closest(start, closest)
    assert start.number_density == pytest.approx(0.04)
    lattice = lattice_start(numbers, number_density=0.04, generator=np.random.default_rng(1))
    # 200 atoms on the 216 sites of a lattice of 6³
    require_closest(lattice, dict.fromkeys(closest, 0.99 * (200 / 0.04) ** (1 / 3) / 6))


def test_spheres_without_room_are_refused() -> None:
    assert packing_fraction({"A": 100}, 1000.0, {("A", "A"): 1.0}) == pytest.approx(np.pi / 60)
    with pytest.raises(OutOfRangeError, match="no room"):
        packed_start({"A": 200}, number_density=0.06, closest_angstrom={("A", "A"): 3.0},
                     generator=np.random.default_rng(1))  # fmt: skip

"""What intervals, cutoffs and peaks of one configuration are worth."""

from __future__ import annotations

import numpy as np
import pytest

from kyokutei.glass.pairs import PairMapping
from kyokutei.glass.rmc import Configuration
from kyokutei.glass.structure import PartialPairDistribution, partial_pair_distribution
from kyokutei.glass.structure.block_bootstrap import block_labels, block_sums, percentile_interval, resampled_totals
from kyokutei.glass.structure.claims import first_peak
from kyokutei.glass.structure.minimum import place_of_cutoff
from kyokutei.glass.structure.peak_shape import deepest_dip, smoothed
from kyokutei.glass.structure.wording import claim_name, decimals_for, in_words, rounded, signed


def distribution_of(counts: np.ndarray, *, width: float = 0.02, start: float = 0.0) -> PartialPairDistribution:
    """A pair distribution with given counts from ``start`` on, g proportional to them."""
    lead = round(start / width)
    all_counts = np.concatenate([np.zeros(lead, dtype=np.int64), counts])
    edges = np.arange(len(all_counts) + 1) * width
    pair = ("A", "A")
    return PartialPairDistribution(
        r=(edges[:-1] + edges[1:]) / 2.0,
        edges=edges,
        g=PairMapping({pair: all_counts / 100.0}),
        counts=PairMapping({pair: all_counts}),
        numbers={"A": 1000},
        volume=1000.0,
    )


# --- blocks


def test_blocks_tile_the_cell(ideal_gas: Configuration) -> None:
    labels = block_labels(ideal_gas, 3)
    assert sorted(set(labels)) == list(range(27))
    # 3000 atoms in 27 blocks: 111 ± 10.5; 6 sigma fails by chance in 27 × 2e-9
    assert np.abs(np.bincount(labels) - 3000 / 27).max() < 6 * np.sqrt(3000 / 27)


def test_sums_over_blocks_keep_the_total() -> None:
    values = np.arange(12.0).reshape(6, 2)
    sums = block_sums(np.array([0, 2, 2, 1, 0, 2]), values, 4)
    assert sums.sum(axis=0) == pytest.approx(values.sum(axis=0))
    assert sums[3].tolist() == [0.0, 0.0]


def test_the_interval_of_a_mean_is_that_of_the_textbook() -> None:
    """For independent items the bootstrap of 400 blocks gives ±σ/√n; 2000 draws know it to 3 %, so 20 % is 6 sigma."""
    generator = np.random.default_rng(5)
    values = generator.normal(3.0, 2.0, 4000)
    labels = np.repeat(np.arange(400), 10)
    totals = resampled_totals(
        block_sums(labels, np.stack([np.ones(4000), values], axis=1), 400), generator, resamples=2000
    )
    low, high = percentile_interval(totals[:, 1] / totals[:, 0], 0.6827)
    assert (high - low) / 2.0 == pytest.approx(2.0 / np.sqrt(4000), rel=0.2)
    assert low < values.mean() < high


def test_the_same_seed_gives_the_same_interval() -> None:
    sums = np.random.default_rng(1).random((27, 2))
    first, second = (resampled_totals(sums, np.random.default_rng(3), resamples=50) for _ in range(2))
    assert np.array_equal(first, second)


# --- cutoffs


def test_a_cutoff_in_the_gap_of_silica_is_in_a_minimum(silica: Configuration) -> None:
    distribution = partial_pair_distribution(silica)
    inside = place_of_cutoff(distribution, ("Si", "O"), 1.95)
    assert inside is not None
    assert inside.is_in_minimum
    assert inside.g_minimum == 0.0


@pytest.mark.parametrize("cutoff", [1.5, 1.62, 4.2])
def test_a_cutoff_on_a_peak_or_before_it_is_not(silica: Configuration, cutoff: float) -> None:
    place = place_of_cutoff(partial_pair_distribution(silica), ("Si", "O"), cutoff)
    assert place is not None
    assert not place.is_in_minimum


def test_a_cutoff_beyond_g_has_no_place(silica: Configuration) -> None:
    assert place_of_cutoff(partial_pair_distribution(silica, maximum_angstrom=3.0), ("Si", "O"), 3.5) is None


def test_a_g_that_ends_at_its_peak_has_no_minimum() -> None:
    rising = distribution_of(np.array([0] * 18 + [900]))
    assert place_of_cutoff(rising, ("A", "A"), 0.36) is None


# --- combs


def test_a_smooth_peak_has_no_dip() -> None:
    """Poisson counts of a Gaussian: a 5 sigma dip by chance is rarer than 1e-6 over all bins."""
    shape = 2000.0 * np.exp(-0.5 * ((np.arange(40) - 20) / 6.0) ** 2)
    counts = np.random.default_rng(11).poisson(shape)
    assert deepest_dip(distribution_of(counts, start=2.0), ("A", "A")).significance < 5.0


def test_a_comb_has_one() -> None:
    shape = 2000.0 * np.exp(-0.5 * ((np.arange(40) - 20) / 6.0) ** 2) * (1.0 + 0.4 * np.cos(np.pi * np.arange(40)))
    dip = deepest_dip(distribution_of(np.round(shape).astype(np.int64), start=2.0), ("A", "A"))
    assert dip.significance > 10.0


def test_the_teeth_of_the_mercury_comb_are_a_twentieth_of_an_angstrom_apart(mercury: Configuration) -> None:
    """The run that made the file fitted bins of 0.05 Å: the distances repeat with that period (our finding)."""
    fine = partial_pair_distribution(mercury, bin_width_angstrom=0.005, maximum_angstrom=8.0)
    counts = fine.counts["Hg", "Hg"].astype(float)
    excess = (counts - np.convolve(counts, np.ones(61) / 61, mode="same"))[fine.r > 2.5]
    periods = np.linspace(0.03, 0.2, 1701)
    waves = np.abs(np.exp(2j * np.pi * fine.r[fine.r > 2.5] / periods[:, None]) @ excess)
    assert periods[np.argmax(waves)] == pytest.approx(0.05, abs=2e-4)
    assert deepest_dip(partial_pair_distribution(mercury), ("Hg", "Hg")).significance > 10.0


def test_wider_bins_hide_the_comb(mercury: Configuration) -> None:
    wide = partial_pair_distribution(mercury, bin_width_angstrom=0.1)
    assert deepest_dip(wide, ("Hg", "Hg")).significance < 5.0
    assert wide.g["Hg", "Hg"].max() == pytest.approx(3.0, abs=0.05)


def test_smoothing_keeps_the_number_of_pairs() -> None:
    peak = distribution_of(np.array([0, 0, 0, 0, 900, 0, 0, 0, 0]))
    assert smoothed(peak, ("A", "A")).sum() == pytest.approx(9.0)
    assert smoothed(peak, ("A", "A")).max() == pytest.approx(9.0 / 5.0)


# --- words


def test_the_first_peak_is_the_first_stretch_above_one() -> None:
    assert first_peak(np.array([0.1, 0.5, 1.2, 1.5, 1.1, 0.8, 2.5, 1.0])) == 3
    assert first_peak(np.array([0.1, 0.9, 0.2])) == 1
    assert first_peak(np.array([1.5, 1.2])) == 0


def test_numbers_are_written_as_people_write_them() -> None:
    assert claim_name("coordination", ("Si", "O")) == "coordination.si-o"
    assert claim_name("coordination", ("Na+", "シ")) == "coordination.na-x"
    assert signed(-0.0004, 3) == "+0.000"
    assert signed(-0.25, 2) == "\N{MINUS SIGN}0.25"
    assert str(rounded(-1e-12)) == "0.0"
    assert [decimals_for((0.0, width)) for width in (100.0, 1.0, 0.02, 1e-9)] == [0, 1, 3, 4]
    assert in_words(["A", "B", "C"]) == "A, B and C"

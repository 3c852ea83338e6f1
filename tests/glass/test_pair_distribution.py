"""Pair distributions: exact counts, known limits, cells of any shape, published numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kyokutei.errors import OutOfRangeError
from kyokutei.glass.pairs import PairMapping, species_pairs
from kyokutei.glass.rmc import Configuration
from kyokutei.glass.structure import coordination, partial_pair_distribution
from kyokutei.glass.structure.pair_counts import DistanceGrid, count_pairs_plainly
from kyokutei.glass.structure.pair_counts_fast import count_pairs
from kyokutei.glass.structure.pair_distribution import distance_grid


def random_configuration(seed: int, *, atoms: int, skew: float, kinds: int) -> Configuration:
    """Atoms at random, some of them outside the cell, in a cell whose shape ``skew`` makes oblique."""
    generator = np.random.default_rng(seed)
    cell = np.diag(generator.uniform(6.0, 20.0, 3)) + generator.uniform(-1.0, 1.0, (3, 3)) * skew
    species = np.array(["Si", "O", "Gd"])[generator.integers(0, kinds, atoms)]
    return Configuration(generator.normal(0.0, 20.0, (atoms, 3)), species, cell)


# --- the fast kernel is the plain twin


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    atoms=st.integers(1, 120),
    skew=st.sampled_from([0.0, 1.0, 3.0]),
    kinds=st.integers(1, 3),
    maximum=st.sampled_from([None, 0.7, 1.5, 4.0, 9.0]),
)
def test_fast_counts_equal_plain_counts(seed: int, atoms: int, skew: float, kinds: int, maximum: float | None) -> None:
    configuration = random_configuration(seed, atoms=atoms, skew=skew, kinds=kinds)
    grid = distance_grid(configuration, 0.05, maximum)
    assert np.array_equal(count_pairs(configuration, grid), count_pairs_plainly(configuration, grid))


def test_columns_are_used_and_change_nothing(ideal_gas: Configuration) -> None:
    grid = DistanceGrid(0.1, 30)  # 3 Å in a cell of 20 Å: several columns
    assert np.array_equal(count_pairs(ideal_gas, grid), count_pairs_plainly(ideal_gas, grid))


def test_plain_counts_equal_those_of_a_tree(silica: Configuration) -> None:
    """An independent count, exact in float64: scipy's tree in a periodic cube."""
    from scipy.spatial import KDTree

    edge = silica.cell[0, 0]
    grid = DistanceGrid(0.25, 71)
    trees = [KDTree(silica.fractional_positions[silica.species == name] * edge, boxsize=edge) for name in ("Si", "O")]
    edges = grid.edges[1:] - 1e-9
    counts = count_pairs(silica, grid)
    for row, (first, second) in enumerate([(0, 0), (0, 1), (1, 1)]):
        found = trees[first].count_neighbors(trees[second], edges)
        found = (found - trees[first].n) // 2 if first == second else found
        assert np.array_equal(np.cumsum(counts[row]), found)


def test_every_pair_is_counted_once() -> None:
    configuration = random_configuration(1, atoms=50, skew=0.0, kinds=2)
    largest = float(np.linalg.norm(configuration.cell.sum(axis=0)))
    counts = count_pairs_plainly(configuration, DistanceGrid(largest, 1))
    nearest = configuration.fractional_positions[:, None] - configuration.fractional_positions
    nearest -= np.floor(nearest + 0.5)
    inside = np.linalg.norm(nearest @ configuration.cell, axis=-1) < largest
    assert inside.all()
    assert counts.sum() > 50 * 49 // 2  # all nearest images, and others


# --- images


def test_images_beyond_half_the_cell_are_those_of_a_larger_cell(diamond: Configuration) -> None:
    """A cell repeated 2 × 2 × 2 is the same crystal: eight times the pairs at every distance."""
    steps = np.stack(np.meshgrid(*[np.arange(2)] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    positions = (diamond.positions[:, None] + steps @ diamond.cell).reshape(-1, 3)
    repeated = Configuration(positions, np.full(len(positions), "Si"), 2.0 * diamond.cell)
    grid = DistanceGrid(0.097, 100)  # 9.7 Å: below half of the repeated cell, above that of the single one
    assert grid.maximum_angstrom > diamond.largest_minimum_image_distance
    assert np.array_equal(count_pairs(repeated, grid), 8 * count_pairs(diamond, grid))


def test_one_atom_sees_the_lattice_of_its_own_images() -> None:
    configuration = Configuration(np.zeros((1, 3)), np.array(["Po"]), np.eye(3) * 3.0)
    result = partial_pair_distribution(configuration, bin_width_angstrom=0.1, maximum_angstrom=5.5)
    shells = {round(float(r), 2): int(n) for r, n in zip(result.r, result.counts["Po", "Po"], strict=True) if n}
    # 6 at a, 12 at a √2 = 4.243, 8 at a √3 = 5.196; each pair once
    assert list(shells.values()) == [3, 6, 4]
    assert result.running_coordination("Po", "Po")[-1] == 26.0


def test_a_sheared_cell_holds_the_same_crystal(diamond: Configuration) -> None:
    """Adding a lattice vector to another changes the cell's shape, not the crystal."""
    shear = np.array([[1, 0, 0], [1, 1, 0], [0, 0, 1]])
    sheared = Configuration(diamond.positions, diamond.species, shear @ diamond.cell)
    straight = partial_pair_distribution(diamond, bin_width_angstrom=0.097, maximum_angstrom=5.0)
    oblique = partial_pair_distribution(sheared, bin_width_angstrom=0.097, maximum_angstrom=5.0)
    assert np.array_equal(straight.counts["Si", "Si"], oblique.counts["Si", "Si"])


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_counts_do_not_feel_rotation_translation_or_order(seed: int) -> None:
    configuration = random_configuration(seed, atoms=60, skew=2.0, kinds=2)
    generator = np.random.default_rng(seed)
    rotation, _ = np.linalg.qr(generator.normal(size=(3, 3)))
    order = generator.permutation(60)
    moved = Configuration(
        (configuration.positions[order] + generator.normal(size=3)) @ rotation,
        configuration.species[order],
        configuration.cell @ rotation,
    )
    first, second = (partial_pair_distribution(each, bin_width_angstrom=0.5) for each in (configuration, moved))
    for pair in first.g:
        # a distance at the edge of a bin may fall to either side
        assert np.abs(np.cumsum(first.counts[pair]) - np.cumsum(second.counts[pair])).max() <= 1


# --- normalisation


def test_an_ideal_gas_has_no_structure(ideal_gas: Configuration) -> None:
    """Counts are Poisson about those of g = 1; 6 sigma in none of 3 × 20 bins fails by chance once in 10^7 runs."""
    result = partial_pair_distribution(ideal_gas, bin_width_angstrom=0.5)
    for pair, g in result.g.items():
        counts = result.counts[pair]
        expected = counts[g > 0] / g[g > 0]
        assert np.all(np.abs(counts[g > 0] - expected) < 6.0 * np.sqrt(expected) + 3.0)


def test_the_coordination_number_is_the_integral_of_g(silica: Configuration) -> None:
    result = partial_pair_distribution(silica)
    shells = 4.0 / 3.0 * np.pi * np.diff(result.edges**3)
    inside = result.edges[1:] < 1.9 + 1e-9
    integral = float(np.sum(result.g["Si", "O"][inside] * shells[inside]) * 2000 / silica.volume)
    assert integral == pytest.approx(coordination(silica, "Si", "O", cutoff_angstrom=1.9).mean, rel=1e-12)
    assert result.running_coordination("Si", "O")[inside][-1] == pytest.approx(integral)
    assert result.running_coordination("O", "Si")[inside][-1] == pytest.approx(integral / 2.0)


def test_pairs_are_found_in_both_orders(silica: Configuration) -> None:
    result = partial_pair_distribution(silica, maximum_angstrom=5.0)
    assert list(result.g) == [("Si", "Si"), ("Si", "O"), ("O", "O")]
    assert result.g["O", "Si"] is result.g["Si", "O"]
    assert ("O", "Si") in result.g
    with pytest.raises(KeyError):
        result.g["Si", "Ge"]


def test_a_species_with_one_atom_has_no_pair_with_itself() -> None:
    configuration = Configuration(np.array([[0.0, 0, 0], [2.0, 0, 0]]), np.array(["A", "B"]), np.eye(3) * 10.0)
    result = partial_pair_distribution(configuration, bin_width_angstrom=0.5)
    assert not result.g["A", "A"].any()
    assert result.counts["A", "B"].sum() == 1
    assert all(np.isfinite(g).all() for g in result.g.values())


# --- grids


def test_the_default_maximum_is_half_the_smallest_width(silica: Configuration) -> None:
    result = partial_pair_distribution(silica)
    assert len(result.r) == 891
    assert result.edges[-1] == pytest.approx(17.82)
    assert result.r[0] == pytest.approx(0.01)


def test_bins_that_fit_exactly_are_not_lost_to_rounding() -> None:
    configuration = Configuration(np.zeros((2, 3)), np.array(["A", "A"]), np.eye(3) * 0.6)
    assert distance_grid(configuration, 0.1).bins == 3


@pytest.mark.parametrize(
    ("width", "maximum"), [(0.0, None), (-0.1, None), (np.nan, None), (0.02, np.inf), (0.02, -1.0), (2.0, 1.0)]
)
def test_impossible_grids_are_refused(silica: Configuration, width: float, maximum: float | None) -> None:
    with pytest.raises(OutOfRangeError):
        partial_pair_distribution(silica, bin_width_angstrom=width, maximum_angstrom=maximum)


def test_progress_adds_up_to_one(silica: Configuration) -> None:
    done: list[float] = []
    partial_pair_distribution(silica, maximum_angstrom=4.0, advance=done.append)
    assert sum(done) == pytest.approx(1.0)


# --- published configurations (values measured on the files by an independent program, to the digits given)


def test_silica_peaks_are_where_they_were_measured(silica: Configuration) -> None:
    result = partial_pair_distribution(silica)
    peaks = {pair: float(result.r[np.argmax(g)]) for pair, g in result.g.items()}
    assert peaks == {
        ("Si", "O"): pytest.approx(1.59),
        ("O", "O"): pytest.approx(2.61),
        ("Si", "Si"): pytest.approx(3.09),
    }


def test_mercury_peaks_where_it_was_measured(mercury: Configuration) -> None:
    g = partial_pair_distribution(mercury).g["Hg", "Hg"]
    assert np.argmax(g) == 150  # the bin from 3.00 to 3.02 Å
    assert g.max() == pytest.approx(4.79, abs=0.005)


# --- pairs


def test_species_pairs_are_unordered() -> None:
    assert species_pairs(["A", "B", "C"]) == [("A", "A"), ("A", "B"), ("A", "C"), ("B", "B"), ("B", "C"), ("C", "C")]


def test_a_pair_given_in_both_orders_is_refused() -> None:
    with pytest.raises(ValueError, match="both orders"):
        PairMapping({("A", "B"): 1, ("B", "A"): 2})
    assert PairMapping(PairMapping({("A", "B"): 1}))["B", "A"] == 1

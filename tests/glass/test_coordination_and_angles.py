"""Coordination numbers and bond angles: crystals by hand, published configurations, images."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kyokutei.errors import OutOfRangeError
from kyokutei.glass.rmc import Configuration
from kyokutei.glass.structure import bond_angles, coordination
from kyokutei.glass.structure.neighbours import find_neighbours

TETRAHEDRAL = np.degrees(np.arccos(-1.0 / 3.0))


def test_each_atom_of_diamond_has_four_neighbours_at_the_tetrahedral_angle(diamond: Configuration) -> None:
    found = coordination(diamond, "Si", "Si", cutoff_angstrom=3.0)
    assert found.mean == 4.0
    assert found.histogram.tolist() == [0, 0, 0, 0, 64]
    angles = bond_angles(diamond, ("Si", "Si", "Si"), cutoff_angstrom=3.0)
    assert len(angles.degrees) == 64 * 6
    assert angles.mean_degrees == pytest.approx(TETRAHEDRAL)
    assert angles.standard_deviation_degrees == pytest.approx(0.0, abs=1e-9)


def test_shells_of_diamond_also_beyond_half_the_cell(diamond: Configuration) -> None:
    # 4, 12, 12, 6, 12 neighbours at a √3/4, a/√2, a √11/4, a, a √19/4 with a = 5.431 Å
    cutoffs = {2.5: 4, 4.0: 16, 4.6: 28, 5.5: 34, 6.0: 46}
    assert {cutoff: coordination(diamond, "Si", "Si", cutoff_angstrom=cutoff).mean for cutoff in cutoffs} == cutoffs


def test_salt_in_its_smallest_cell() -> None:
    """NaCl in its cubic cell: the six neighbours lie at exactly half the edge, where nearest images are ambiguous."""
    face = np.array([[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]])
    positions = np.concatenate([face, face + np.array([0.5, 0, 0])]) * 5.64
    salt = Configuration(positions, np.repeat(["Na", "Cl"], 4), np.eye(3) * 5.64)
    assert coordination(salt, "Na", "Cl", cutoff_angstrom=2.9).histogram.tolist() == [0] * 6 + [4]
    assert coordination(salt, "Na", "Na", cutoff_angstrom=4.1).mean == 12.0
    angles = bond_angles(salt, ("Cl", "Na", "Cl"), cutoff_angstrom=2.9)
    assert sorted(set(angles.degrees.round(6))) == [90.0, 180.0]
    assert len(angles.degrees) == 4 * 15


def test_an_atom_is_not_its_own_neighbour_but_its_images_are() -> None:
    single = Configuration(np.full((1, 3), 0.3), np.array(["Po"]), np.eye(3) * 3.0)
    assert coordination(single, "Po", "Po", cutoff_angstrom=2.9).mean == 0.0
    assert coordination(single, "Po", "Po", cutoff_angstrom=3.1).mean == 6.0


def test_a_cutoff_excludes_its_own_distance() -> None:
    pair = Configuration(np.array([[0.0, 0, 0], [2.0, 0, 0]]), np.array(["A", "B"]), np.eye(3) * 10.0)
    assert coordination(pair, "A", "B", cutoff_angstrom=2.0).mean == 0.0
    assert coordination(pair, "A", "B", cutoff_angstrom=2.0 + 1e-9).mean == 1.0


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), cutoff=st.floats(0.5, 12.0))
def test_neighbours_are_those_of_a_search_through_all_images(seed: int, cutoff: float) -> None:
    generator = np.random.default_rng(seed)
    cell = np.diag(generator.uniform(4.0, 9.0, 3)) + generator.uniform(-1.5, 1.5, (3, 3))
    configuration = Configuration(generator.normal(0, 9, (12, 3)), generator.choice(["A", "B"], 12), cell)
    configuration.counts.setdefault("A", 0)
    if set(configuration.counts) != {"A", "B"} or 0 in configuration.counts.values():
        return
    bonds = find_neighbours(configuration, "A", "B", cutoff_angstrom=cutoff)
    reach = range(-6, 7)
    shifts = np.array([(i, j, k) for i in reach for j in reach for k in reach]) @ cell
    cartesian = configuration.fractional_positions @ cell
    wanted = 0
    for first in np.flatnonzero(configuration.species == "A"):
        for second in np.flatnonzero(configuration.species == "B"):
            distances = np.linalg.norm(cartesian[second] - cartesian[first] + shifts, axis=1)
            wanted += int(np.sum(distances < cutoff))
    assert len(bonds.centre) == wanted
    assert np.allclose(np.linalg.norm(bonds.vector, axis=1), bonds.distance)
    assert np.all(np.diff(bonds.centre) >= 0)


def test_bonds_are_mutual(silica: Configuration) -> None:
    forth = coordination(silica, "Si", "O", cutoff_angstrom=1.9)
    back = coordination(silica, "O", "Si", cutoff_angstrom=1.9)
    assert forth.numbers.sum() == back.numbers.sum()


def test_two_kinds_of_ends_give_every_combination() -> None:
    positions = np.array([[5.0, 5, 5], [6.0, 5, 5], [5.0, 6.5, 5], [5.0, 5, 6.5]])
    water = Configuration(positions, np.array(["C", "H", "O", "O"]), np.eye(3) * 10.0)
    angles = bond_angles(water, ("H", "C", "O"), cutoff_angstrom=(1.1, 1.6))
    assert angles.degrees == pytest.approx([90.0, 90.0])
    assert bond_angles(water, ("O", "C", "O"), cutoff_angstrom=1.6).degrees == pytest.approx([90.0])


def test_straight_and_folded_bonds_keep_their_precision() -> None:
    positions = np.array([[5.0, 5, 5], [6.0, 5, 5], [4.0, 5 + 1e-9, 5]])
    line = Configuration(positions, np.array(["B", "A", "A"]), np.eye(3) * 10.0)
    (angle,) = bond_angles(line, ("A", "B", "A"), cutoff_angstrom=1.5).degrees
    assert 180.0 - angle == pytest.approx(np.degrees(1e-9), rel=1e-5)


def test_the_density_of_angles_integrates_to_one(silica: Configuration) -> None:
    degrees, density = bond_angles(silica, ("O", "Si", "O"), cutoff_angstrom=1.95).distribution(bin_width_degrees=1.0)
    assert len(degrees) == 180
    assert density.sum() == pytest.approx(1.0)


def test_bonds_of_random_direction_follow_the_sine(ideal_gas: Configuration) -> None:
    """The cosine is uniform: its mean over n angles is 0 ± 1/√(3n). 8 sigma, as angles share bonds."""
    angles = bond_angles(ideal_gas, ("B", "A", "B"), cutoff_angstrom=2.5).degrees
    assert len(angles) > 1000
    assert abs(np.cos(np.radians(angles)).mean()) < 8.0 / np.sqrt(3.0 * len(angles))


@pytest.mark.parametrize("cutoff", [0.0, -1.0, np.nan, np.inf])
def test_impossible_cutoffs_are_refused(silica: Configuration, cutoff: float) -> None:
    with pytest.raises(OutOfRangeError, match="positive length"):
        coordination(silica, "Si", "O", cutoff_angstrom=cutoff)


def test_what_is_not_there_is_refused(silica: Configuration) -> None:
    with pytest.raises(OutOfRangeError, match="one of Si, O"):
        coordination(silica, "Si", "Xe", cutoff_angstrom=2.0)
    with pytest.raises(OutOfRangeError, match="no O-Si-O angle"):
        bond_angles(silica, ("O", "Si", "O"), cutoff_angstrom=1.0)
    with pytest.raises(OutOfRangeError, match="up to 180"):
        bond_angles(silica, ("O", "Si", "O"), cutoff_angstrom=1.9).distribution(bin_width_degrees=0.0)


# --- published configurations (values measured on the files by an independent program, to the digits given)


def test_silica_is_a_network_of_tetrahedra(silica: Configuration) -> None:
    assert coordination(silica, "Si", "O", cutoff_angstrom=1.9).mean == pytest.approx(4.001, abs=1e-12)
    assert coordination(silica, "O", "Si", cutoff_angstrom=1.9).mean == pytest.approx(2.0005, abs=1e-12)
    inside = bond_angles(silica, ("O", "Si", "O"), cutoff_angstrom=1.95)
    between = bond_angles(silica, ("Si", "O", "Si"), cutoff_angstrom=1.95)
    assert inside.mean_degrees == pytest.approx(109.24, abs=0.005)
    assert inside.standard_deviation_degrees == pytest.approx(9.51, abs=0.005)
    assert between.mean_degrees == pytest.approx(151.68, abs=0.005)
    assert between.standard_deviation_degrees == pytest.approx(13.17, abs=0.005)


def test_shortest_pairs_are_those_of_the_files(silica: Configuration, mercury: Configuration) -> None:
    shortest = {
        pair: find_neighbours(silica, *pair, cutoff_angstrom=3.0).distance.min()
        for pair in [("Si", "O"), ("O", "O"), ("Si", "Si")]
    }
    assert list(shortest.values()) == pytest.approx([1.502, 2.250, 2.806], abs=0.0005)
    assert find_neighbours(mercury, "Hg", "Hg", cutoff_angstrom=3.0).distance.min() == pytest.approx(2.630, abs=0.0005)


def test_mercury_has_thirteen_neighbours(mercury: Configuration) -> None:
    assert coordination(mercury, "Hg", "Hg", cutoff_angstrom=4.30).mean == pytest.approx(13.19, abs=0.005)

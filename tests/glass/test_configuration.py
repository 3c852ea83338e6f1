"""What a configuration refuses, and what it knows of itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyokutei.errors import OutOfRangeError
from kyokutei.glass.rmc import Configuration
from kyokutei.glass.rmc.cell_shape import cell_from_lengths_and_angles, lengths_and_angles, upright_cell

CUBE = np.eye(3) * 10.0


def test_density_and_composition_are_those_of_the_cell() -> None:
    cell = np.array([[4.0, 0.0, 0.0], [1.0, 5.0, 0.0], [2.0, 2.0, 6.0]])
    configuration = Configuration(np.zeros((3, 3)), np.array(["O", "Si", "O"]), cell)
    assert configuration.volume == pytest.approx(120.0)
    assert configuration.number_density == pytest.approx(3 / 120.0)
    assert configuration.species_names == ("O", "Si")
    assert configuration.composition == {"O": pytest.approx(2 / 3), "Si": pytest.approx(1 / 3)}
    assert configuration.species_index.tolist() == [0, 1, 0]


def test_a_nan_is_refused_with_its_index() -> None:
    positions = np.zeros((4, 3))
    positions[2, 1] = np.nan
    with pytest.raises(OutOfRangeError, match="nan at index 2, 1"):
        Configuration(positions, np.full(4, "H"), CUBE)


@pytest.mark.parametrize(
    ("positions", "species", "cell", "words"),
    [
        (np.zeros((0, 3)), [], CUBE, "at least one atom"),
        (np.zeros((2, 2)), ["A", "B"], CUBE, "shape"),
        (np.zeros((2, 3)), ["A"], CUBE, "one name for each position"),
        (np.zeros((1, 3)), [""], CUBE, "empty name at index 0"),
        (np.zeros((1, 3)), ["A"], np.eye(2), "lattice vectors as rows"),
        (np.zeros((1, 3)), ["A"], np.diag([1.0, 1.0, 0.0]), "span no volume"),
        (np.zeros((1, 3)), ["A"], [[1, 0, 0], [0, 1, 0], [1, 1, 0]], "span no volume"),
        (np.zeros((1, 3)), ["A"], np.diag([1.0, 1.0, np.inf]), "inf at index 2, 2"),
        ([["x", 0, 0]], ["A"], CUBE, "rectangular array of numbers"),
    ],
)
def test_impossible_configurations_are_refused_in_words(positions, species, cell, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(OutOfRangeError, match=words):
        Configuration(positions, species, cell)


def test_arrays_cannot_be_changed() -> None:
    configuration = Configuration(np.zeros((1, 3)), np.array(["A"]), CUBE)
    with pytest.raises(ValueError, match="read-only"):
        configuration.positions[0, 0] = 1.0


def test_the_callers_arrays_are_left_alone() -> None:
    positions = np.zeros((1, 3))
    configuration = Configuration(positions, np.array(["A"]), CUBE)
    positions[0, 0] = 1.0
    assert configuration.positions[0, 0] == 0.0


def test_an_unknown_species_is_answered_with_the_known_ones() -> None:
    configuration = Configuration(np.zeros((2, 3)), np.array(["Si", "O"]), CUBE)
    with pytest.raises(OutOfRangeError, match="one of Si, O"):
        configuration.require_species(["Xe"])


def test_perpendicular_widths_of_a_sheared_cell_are_heights_not_edges() -> None:
    cell = np.array([[10.0, 0.0, 0.0], [10.0, 10.0, 0.0], [0.0, 0.0, 10.0]])
    configuration = Configuration(np.zeros((1, 3)), np.array(["A"]), cell)
    assert configuration.perpendicular_widths == pytest.approx([10.0 / np.sqrt(2.0), 10.0, 10.0])


lengths = st.floats(1.0, 100.0)
angles = st.floats(60.0, 119.0)


@given(st.tuples(lengths, lengths, lengths), st.tuples(angles, angles, angles))
def test_lengths_and_angles_survive_the_way_through_vectors(
    edges: tuple[float, float, float], corners: tuple[float, float, float]
) -> None:
    try:
        cell = cell_from_lengths_and_angles(edges, corners)
    except ValueError:
        return  # three angles whose sum is too large make no cell
    back = lengths_and_angles(cell)
    assert back[0] == pytest.approx(edges)
    assert back[1] == pytest.approx(corners, abs=1e-6)


@given(st.lists(st.floats(-5.0, 5.0), min_size=9, max_size=9))
def test_turning_a_cell_upright_keeps_all_its_lengths_and_angles(values: list[float]) -> None:
    cell = np.array(values).reshape(3, 3) + np.diag([20.0, -20.0, 20.0])
    upright = upright_cell(cell)
    assert np.allclose(upright, np.tril(upright), atol=0.0)
    assert (np.diag(upright) > 0.0).all()
    assert np.allclose(upright @ upright.T, cell @ cell.T)

"""Structure factors: direct sums, crystals, ideal gases, windows, and the measured F(Q) of silica."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kyokutei.errors import OutOfRangeError
from kyokutei.glass import scattering
from kyokutei.glass.rmc import Configuration
from kyokutei.glass.scattering.agreement import agreement
from kyokutei.glass.scattering.formats import mint01
from kyokutei.glass.structure import (
    partial_pair_distribution,
    partial_structure_factors,
    reciprocal_structure_factors,
    structure_factor,
)
from kyokutei.glass.structure.faber_ziman import weighted_sum

SEARS = {"Si": 4.1491, "O": 5.803}  # fm; V. F. Sears, Neutron News 3 (1992) 26
EQUAL = {("A", "A"): 1 / 9, ("A", "B"): 4 / 9, ("B", "B"): 4 / 9}


def test_a_gas_of_bins_transforms_to_the_closed_form() -> None:
    """With g = 2 in one bin and 1 elsewhere: S - 1 is ρ times the transform of a spherical shell, down to Q = 0."""
    gas = Configuration(np.zeros((2, 3)), np.array(["A", "A"]), np.eye(3) * 20.0)
    flat = partial_pair_distribution(gas, bin_width_angstrom=0.5)
    g = np.ones(20)
    g[7] = 2.0  # 3.5 to 4 Å
    changed = type(flat)(flat.r, flat.edges, type(flat.g)({("A", "A"): g}), flat.counts, flat.numbers, flat.volume)
    q = np.array([0.0, 1e-6, 0.01, 0.3, 1.0, 3.0])
    found = partial_structure_factors(changed, q)["A", "A"] - 1.0
    r = np.linspace(3.5, 4.0, 20_001)
    waves = np.sinc(q[:, None] * r / np.pi) * 4.0 * np.pi * r**2
    assert found == pytest.approx(gas.number_density * np.trapezoid(waves, r, axis=1), rel=1e-8)


def test_the_ideal_gas_scatters_like_single_atoms(ideal_gas: Configuration) -> None:
    q = np.linspace(1.0, 20.0, 100)
    assert structure_factor(ideal_gas, q, weights=EQUAL) == pytest.approx(np.ones(100), abs=0.15)


def test_the_way_through_g_agrees_with_the_direct_sum(silica: Configuration) -> None:
    """Shell averages of the direct sum; what differs is the truncation at half the cell, worst at the first peak."""
    direct = reciprocal_structure_factors(silica, largest_wavevector_per_angstrom=4.2)
    q = direct.wavevector_per_angstrom
    shell = np.digitize(q, np.arange(2.0, 4.2, 0.2))
    weights = scattering.neutron_weights(silica.composition, 0.0, scattering_lengths_fm=SEARS)
    summed = weighted_sum(direct.partials, weights, q.shape)
    fine = np.arange(1.9, 4.3, 0.01)
    through_g = np.interp(q, fine, structure_factor(silica, fine, weights=weights))
    for place in range(1, 12):
        inside = shell == place
        # within the scatter of the direct sum from vector to vector, and 2 % for the truncation
        error = summed[inside].std() / np.sqrt(inside.sum())
        assert abs(summed[inside].mean() - through_g[inside].mean()) < 5.0 * error + 0.02


def test_partials_of_the_direct_sum_agree_too(silica: Configuration) -> None:
    direct = reciprocal_structure_factors(silica, largest_wavevector_per_angstrom=4.2)
    q = direct.wavevector_per_angstrom
    inside, fine = q > 3.6, np.arange(3.5, 4.3, 0.01)
    through_g = partial_structure_factors(partial_pair_distribution(silica), fine)
    for pair, partial in direct.partials.items():
        error = partial[inside].std() / np.sqrt(inside.sum())
        assert abs(partial[inside].mean() - np.interp(q[inside], fine, through_g[pair]).mean()) < 6.0 * error


def test_a_crystal_scatters_only_at_its_bragg_peaks(diamond: Configuration) -> None:
    direct = reciprocal_structure_factors(diamond, largest_wavevector_per_angstrom=3.5)
    q, s = direct.wavevector_per_angstrom, direct.partials["Si", "Si"]
    strong = q[s > 1e-6]
    # (111) and (220) of a = 5.431 Å, and nothing else below 3.5 1/Å; (111) scatters N/2, (220) scatters N
    expected = 2.0 * np.pi / 5.431 * np.sqrt([3.0, 8.0])
    assert sorted(set(strong.round(6))) == pytest.approx(expected.round(6))
    assert s[np.isclose(q, expected[0])] == pytest.approx(np.full(4, 32.0))
    assert s[np.isclose(q, expected[1])] == pytest.approx(np.full(6, 64.0))


def test_the_direct_sum_takes_one_of_each_opposite_pair() -> None:
    cell = np.array([[5.0, 0, 0], [1, 6, 0], [0, 2, 7]])
    atom = Configuration(np.zeros((1, 3)), np.array(["A"]), cell)
    direct = reciprocal_structure_factors(atom, largest_wavevector_per_angstrom=2.0)
    every = [
        np.linalg.norm(2 * np.pi * np.linalg.inv(cell) @ (h, k, m))
        for h in range(-9, 10) for k in range(-9, 10) for m in range(-9, 10)
    ]  # fmt: skip
    assert len(direct.wavevector_per_angstrom) == sum(0 < length <= 2.0 for length in every) // 2
    assert direct.partials["A", "A"] == pytest.approx(np.ones_like(direct.wavevector_per_angstrom))


def test_a_float_gives_a_float_and_an_array_its_shape(silica: Configuration) -> None:
    weights = {("Si", "Si"): 0.07, ("O", "Si"): 0.39, ("O", "O"): 0.54}
    single = structure_factor(silica, 5.0, weights=weights)
    assert isinstance(single, float)
    table = structure_factor(silica, np.full((2, 3), 5.0), weights=weights)
    assert isinstance(table, np.ndarray)
    assert table == pytest.approx(np.full((2, 3), single))


def test_weights_are_numbers_or_arrays_in_either_order_of_the_pair(silica: Configuration) -> None:
    q = np.linspace(1.0, 10.0, 20)
    numbers = {("Si", "Si"): 0.07, ("Si", "O"): 0.39, ("O", "O"): 0.54}
    arrays = {pair[::-1]: np.full(20, weight) for pair, weight in numbers.items()}
    assert structure_factor(silica, q, weights=numbers) == pytest.approx(structure_factor(silica, q, weights=arrays))


def test_the_lorch_window_damps_ripples(silica: Configuration) -> None:
    q = np.arange(18.0, 25.0, 0.05)
    weights = scattering.neutron_weights(silica.composition, q)
    plain = structure_factor(silica, q, weights=weights)
    damped = structure_factor(silica, q, weights=weights, window="lorch")
    assert np.abs(np.diff(damped, 2)).sum() < 0.5 * np.abs(np.diff(plain, 2)).sum()


def test_s_tends_to_one(mercury: Configuration) -> None:
    q = np.arange(15.0, 20.0, 0.05)
    assert structure_factor(mercury, q, weights={("Hg", "Hg"): 1.0}) == pytest.approx(np.ones_like(q), abs=0.03)


@pytest.mark.parametrize(
    ("wavevector", "weights", "words"),
    [
        (-1.0, None, "0 to 78"),
        ([1.0, np.nan], None, "index 1"),
        (100.0, None, "bins of 0.02 Å"),
        (1.0, {("Si", "O"): 1.0}, "no weight for the pair Si-Si"),
        (1.0, {("Si", "Si"): 1, ("Si", "O"): 1, ("O", "O"): 1, ("Ge", "O"): 1}, "a weight for the pair Ge-O"),
        (1.0, {("Si", "Si"): 1, ("Si", "O"): 1, ("O", "Si"): 1, ("O", "O"): 1}, "both orders"),
        ([1.0, 2.0], {("Si", "Si"): 1, ("Si", "O"): [1, 2, 3], ("O", "O"): 1}, "shape"),
    ],
)
def test_wrong_arguments_are_answered_in_words(silica: Configuration, wavevector, weights, words: str) -> None:  # type: ignore[no-untyped-def]
    weights = weights or {("Si", "Si"): 0.07, ("Si", "O"): 0.39, ("O", "O"): 0.54}
    with pytest.raises(OutOfRangeError, match=words):
        structure_factor(silica, wavevector, weights=weights)


def test_an_unknown_window_is_refused(silica: Configuration) -> None:
    with pytest.raises(OutOfRangeError, match="one of none, lorch"):
        partial_structure_factors(partial_pair_distribution(silica), 1.0, window="hann")  # type: ignore[arg-type]


def test_a_largest_wavevector_below_the_first_of_the_lattice_is_refused(diamond: Configuration) -> None:
    with pytest.raises(OutOfRangeError, match="largest_wavevector_per_angstrom"):
        reciprocal_structure_factors(diamond, largest_wavevector_per_angstrom=0.1)


@pytest.mark.reference_data
def test_silica_misses_the_neutron_data_by_what_was_measured(silica: Configuration, reference_data: Path) -> None:
    """R_w 0.264, best scale 0.845, R_w 0.193 with it: measured on the same files by an independent program."""
    data = mint01.read(reference_data / "glass" / "SiO2_NIMROD.mint01").between(0.6, 25.0)
    q = data.wavevector_per_angstrom
    weights = scattering.neutron_weights(silica.composition, q, scattering_lengths_fm=SEARS)
    total = structure_factor(silica, q, weights=weights)
    model = scattering.interference_function(total, silica.composition, scattering_lengths_fm=SEARS)
    result = agreement(data.value, model)
    assert result.points == 488
    assert result.rw == pytest.approx(0.264, abs=0.0005)
    assert result.scale == pytest.approx(0.845, abs=0.0005)
    assert result.rw_scaled == pytest.approx(0.193, abs=0.0005)

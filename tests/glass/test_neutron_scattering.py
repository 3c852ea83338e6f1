"""Neutron weights, absolute scale, residuals and the reader of measured functions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyokutei.errors import DataFileError, OutOfRangeError
from kyokutei.glass import scattering
from kyokutei.glass.scattering.agreement import agreement
from kyokutei.glass.scattering.formats import mint01

SEARS = {"Si": 4.1491, "O": 5.803}  # fm; V. F. Sears, Neutron News 3 (1992) 26
GOOD = "# a run\n# 3 mm plate\n#     1  3\n  0.1 0.0 0.0\n  0.2 -0.2 0.001\n  0.3 -0.1 0.002\n"


@given(
    st.lists(st.sampled_from(["Si", "O", "Gd", "Co", "Ti", "Hg", "B"]), min_size=1, max_size=5, unique=True),
    st.integers(0, 2**32 - 1),
)
def test_weights_sum_to_one(names: list[str], seed: int) -> None:
    amounts = np.random.default_rng(seed).uniform(0.1, 5.0, len(names))
    weights = scattering.neutron_weights(dict(zip(names, amounts, strict=True)), np.array([0.5, 5.0]))
    assert sum(weights.values()) == pytest.approx(np.ones(2), rel=1e-9)
    assert len(weights) == len(names) * (len(names) + 1) // 2


def test_weights_of_silica_by_hand() -> None:
    mean = (SEARS["Si"] + 2 * SEARS["O"]) / 3
    weights = scattering.neutron_weights({"Si": 1, "O": 2}, [1.0], scattering_lengths_fm=SEARS)
    assert weights["Si", "Si"] == pytest.approx([(SEARS["Si"] / 3 / mean) ** 2])
    assert weights["O", "Si"] == pytest.approx([2 * (SEARS["Si"] / 3) * (2 * SEARS["O"] / 3) / mean**2])


def test_only_ratios_of_amounts_count() -> None:
    for_one, for_many = (scattering.neutron_weights({"Si": n, "O": 2 * n}, 1.0) for n in (1 / 3, 1000))
    assert dict(for_one) == pytest.approx(dict(for_many))


def test_a_negative_length_makes_a_negative_weight() -> None:
    assert scattering.neutron_weights({"Ti": 0.5, "Ni": 0.5}, 1.0)["Ti", "Ni"] < 0.0


def test_absorbing_nuclei_are_weighted_with_their_modulus() -> None:
    weights = scattering.neutron_weights({"X": 1.0, "Y": 1.0}, 1.0, scattering_lengths_fm={"X": 3 - 4j, "Y": 1.0})
    # |<b>|² = |4 - 4i|²/4 = 8; |b_X|² = 25; Re(b_X b_Y*) = 3
    assert dict(weights) == pytest.approx({("X", "X"): 25 / 32, ("X", "Y"): 6 / 32, ("Y", "Y"): 1 / 32})


def test_the_absolute_scale_of_silica() -> None:
    # <b>² = 0.27580 barn, measured by an independent program
    mean = scattering.mean_scattering_length_fm({"Si": 1, "O": 2}, scattering_lengths_fm=SEARS)
    assert abs(mean) ** 2 / 100.0 == pytest.approx(0.27580, abs=5e-6)
    assert scattering.interference_function(0.0, {"Si": 1, "O": 2}, scattering_lengths_fm=SEARS) == pytest.approx(
        -0.27580, abs=5e-6
    )


@pytest.mark.parametrize(
    ("composition", "lengths", "words"),
    [
        ({"Si": -1.0, "O": 2.0}, None, "an amount of -1 for Si"),
        ({"Si": np.nan}, None, "an amount of nan"),
        ({}, None, "composition without atoms"),
        ({"Si": 0.0}, None, "composition without atoms"),
        ({"A": 1.0}, None, "no chemical element"),
        ({"Si": 1.0}, {"Ge": 1.0}, 'scattering length of "Ge"'),
        ({"Si": 1.0}, {"Si": np.inf}, "finite length"),
        ({"H": 0.6406, "D": 0.3594}, {"H": -3.739, "D": 3.739 * 0.6406 / 0.3594}, "does not vanish"),
    ],
)
def test_impossible_mixtures_are_refused_in_words(composition, lengths, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(OutOfRangeError, match=words):
        scattering.neutron_weights(composition, 1.0, scattering_lengths_fm=lengths)


def test_a_bad_wavevector_is_refused() -> None:
    with pytest.raises(OutOfRangeError, match="index 1"):
        scattering.neutron_weights({"Si": 1.0}, [1.0, np.nan])


# --- agreement


def test_a_perfect_model_has_no_residual() -> None:
    data = np.array([1.0, -2.0, 3.0])
    result = agreement(data, data)
    assert (result.rw, result.scale, result.rw_scaled) == pytest.approx((0.0, 1.0, 0.0))


@given(st.floats(0.1, 10.0))
def test_the_best_scale_undoes_a_wrong_one(factor: float) -> None:
    data = np.array([1.0, -2.0, 3.0])
    result = agreement(data, factor * data)
    assert result.scale == pytest.approx(1.0 / factor)
    assert result.rw == pytest.approx(abs(factor - 1.0))
    assert result.rw_scaled == pytest.approx(0.0, abs=1e-9)


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        agreement(np.ones(3), np.ones(2))
    with pytest.raises(ValueError, match="vanish"):
        agreement(np.zeros(3), np.ones(3))


# --- mint01


def test_points_without_data_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.mint01").write_text(GOOD)
    data = mint01.read(tmp_path / "a.mint01")
    assert data.wavevector_per_angstrom.tolist() == [0.2, 0.3]
    assert data.value.tolist() == [-0.2, -0.1]
    assert data.sigma.tolist() == [0.001, 0.002]
    assert data.title == "a run, 3 mm plate"
    assert data.between(0.25, 1.0).value.tolist() == [-0.1]


@pytest.mark.reference_data
def test_the_nimrod_run_is_read(reference_data: Path) -> None:
    data = mint01.read(reference_data / "glass" / "SiO2_NIMROD.mint01")
    assert len(data.value) == 999  # of 1002 points, 3 are zeros
    assert data.wavevector_per_angstrom[0] == 0.025
    assert (data.value[0], data.sigma[0]) == (-0.2555595, 2.983806e-4)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "K205", None),
        ("# only\n# a header\n", "K205", 2),
        (GOOD.replace("0.2 -0.2", "0.2 x"), "K203", 5),
        (GOOD.replace("-0.2 0.001", "-0.2"), "K203", 5),
        (GOOD.replace("-0.2 0.001", "nan 0.001"), "K204", 5),
        (GOOD.replace("0.001", "-0.001"), "K204", 5),
        (GOOD.replace("  0.3", "  0.15"), "K204", 6),
        (GOOD.replace("1  3", "1  4"), "K203", 6),
        ("0.1 0 0\n0.2 0 0\n", "K205", 1),
    ],
)
def test_wrong_files_are_refused_with_their_line(tmp_path: Path, text: str, code: str, line: int | None) -> None:
    (tmp_path / "a.mint01").write_text(text)
    with pytest.raises(DataFileError) as caught:
        mint01.read(tmp_path / "a.mint01")
    assert (caught.value.problems[0].code, caught.value.problems[0].line) == (code, line)

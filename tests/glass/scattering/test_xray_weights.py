"""X-ray and anomalous weights: sums, published values, limits, and what must be refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyokutei.errors import OutOfRangeError
from kyokutei.glass import scattering
from kyokutei.glass.scattering.xray_weights import mean_square_form_factor, squared_mean_form_factor

pytest.importorskip("xraydb")
GLASS = {"Gd": 0.65, "Co": 0.35}
PAIRS = [("Gd", "Gd"), ("Gd", "Co"), ("Co", "Co")]
Q = np.array([1.0, 10.0])

compositions = st.dictionaries(
    st.sampled_from(["Si", "O", "Ni", "Cu", "Zr", "Pd", "Ge"]),
    st.integers(min_value=1, max_value=60),
    min_size=1,
    max_size=4,
)


@given(composition=compositions, energy_eV=st.floats(min_value=2e4, max_value=2e5))
def test_xray_weights_sum_to_one(composition: dict[str, float], energy_eV: float) -> None:
    found = scattering.weights(composition, np.linspace(0.0, 25.0, 7), energy_eV=energy_eV)
    assert np.abs(sum(found.values()) - 1.0).max() < 1e-12


@given(share=st.floats(min_value=0.02, max_value=0.98), offset=st.floats(min_value=40.0, max_value=250.0))
def test_anomalous_weights_sum_to_one(share: float, offset: float) -> None:
    composition = {"Zr": share, "Cu": 1.0 - share}
    found = scattering.anomalous_weights(
        composition, np.linspace(0.1, 20.0, 7), near_eV=17978.0, far_eV=17998.0 - offset
    )
    assert np.abs(sum(found.values()) - 1.0).max() < 1e-12


@pytest.mark.parametrize(
    ("energies", "at_1", "at_10"),
    [
        ({"energy_eV": 61400.0}, (0.662, 0.303, 0.035), (0.725, 0.253, 0.022)),
        ({"near_eV": 7213.0, "far_eV": 6943.0}, (0.764, 0.228, 0.008), (0.780, 0.213, 0.008)),
        ({"near_eV": 7689.0, "far_eV": 7609.0}, (-0.089, 0.891, 0.198), (-0.018, 0.920, 0.098)),
        ({"near_eV": 7689.0, "far_eV": 7509.0}, (-0.480, 1.191, 0.290), (-0.263, 1.124, 0.139)),
        ({"near_eV": 7689.0, "far_eV": 7459.0}, (-1.15, 1.70, 0.443), (-0.62, 1.43, 0.190)),
        ({"near_eV": 7689.0, "far_eV": 7409.0}, (-5.99, 5.44, 1.55), (-1.85, 2.49, 0.361)),
    ],
    ids=["x-ray", "Gd", "Co-100", "Co-200", "Co-250", "Co-300"],
)
def test_weights_of_the_glass_are_those_of_the_notes(
    energies: dict[str, float], at_1: tuple[float, ...], at_10: tuple[float, ...]
) -> None:
    # measured with xraydb 4.5.8 (Waasmaier-Kirfel, Chantler), rounded to the last digit given
    function = scattering.weights if "energy_eV" in energies else scattering.anomalous_weights
    found = function(GLASS, Q, **energies)
    for pair, first, second in zip(PAIRS, at_1, at_10, strict=True):
        tolerance = 0.006 if max(map(abs, at_1)) > 1.6 else 0.001
        assert found[pair] == pytest.approx([first, second], abs=tolerance)


@pytest.mark.reference_data
def test_the_reference_table_of_weights_is_met_to_its_last_digit(reference_data: Path) -> None:
    table = np.genfromtxt(reference_data / "glass" / "axs_weights_Gd65Co35.csv", delimiter=",", names=True)
    q = table["Q_invA"]
    for name, found in {
        "HEXRD": scattering.weights(GLASS, q, energy_eV=61400.0),
        "dGd": scattering.anomalous_weights(GLASS, q, near_eV=7213.0, far_eV=6943.0),
        "dCo": scattering.anomalous_weights(GLASS, q, near_eV=7689.0, far_eV=7509.0),
    }.items():
        for first, second in PAIRS:
            assert np.abs(found[first, second] - table[f"{name}_{first}{second}"]).max() < 6e-7
    normaliser = scattering.anomalous_normaliser(GLASS, q, near_eV=7689.0, far_eV=7509.0)
    assert normaliser == pytest.approx(table["sum_dCo"], abs=6e-7)


def test_a_pair_is_found_in_both_orders_and_listed_once() -> None:
    found = scattering.weights(GLASS, 1.0, energy_eV=61400.0)
    assert list(found) == PAIRS
    assert found["Co", "Gd"] == found["Gd", "Co"]
    assert isinstance(found["Gd", "Gd"], float)


def test_weights_have_the_shape_of_q() -> None:
    q = np.linspace(1.0, 5.0, 6).reshape(2, 3)
    assert scattering.weights(GLASS, q, energy_eV=61400.0)["Gd", "Co"].shape == (2, 3)
    assert scattering.anomalous_weights(GLASS, q, near_eV=7689.0, far_eV=7509.0)["Gd", "Co"].shape == (2, 3)


def test_of_one_element_everything_is_its_own_pair() -> None:
    assert scattering.weights({"Ga": 1.0}, Q, energy_eV=61400.0)["Ga", "Ga"] == pytest.approx(1.0)
    assert scattering.anomalous_weights({"Ni": 1}, Q, near_eV=8313.0, far_eV=8133.0)["Ni", "Ni"] == pytest.approx(1.0)


def test_at_zero_q_and_high_energy_weights_are_those_of_electrons() -> None:
    # f → Z: w_ij = c_i c_j Z_i Z_j / <Z>², up to f′ of some hundredths and the fit of f0
    found = scattering.weights({"Si": 1, "O": 2}, 0.0, energy_eV=100e3)
    mean = (14 + 2 * 8) / 3
    assert found["Si", "Si"] == pytest.approx((14 / 3) ** 2 / mean**2, rel=2e-3)
    assert found["Si", "O"] == pytest.approx(2 * (14 / 3) * (16 / 3) / mean**2, rel=2e-3)


def test_an_element_far_from_its_edges_hardly_counts_with_itself_at_another_edge() -> None:
    # at the Zr K edge f′ of Al stands still: what is seen is Zr with everything, and Al-Al not at all
    found = scattering.anomalous_weights({"Zr": 0.5, "Al": 0.5}, Q, near_eV=17978.0, far_eV=17798.0)
    assert np.abs(found["Al", "Al"]).max() < 0.01


def test_per_cent_fractions_and_a_formula_mean_the_same() -> None:
    one = scattering.weights({"Pd": 0.4, "Cu": 0.4, "P": 0.2}, Q, energy_eV=61400.0)
    for other in ({"Pd": 40, "Cu": 40, "P": 20}, {"Pd": 2, "Cu": 2, "P": 1}):
        found = scattering.weights(other, Q, energy_eV=61400.0)
        assert all(found[pair] == pytest.approx(one[pair]) for pair in one)


def test_the_mean_square_exceeds_the_squared_mean_by_the_spread_of_the_elements() -> None:
    # <|f|²> - |<f>|² = c_1 c_2 |f_1 - f_2|² of two elements
    from kyokutei.glass.scattering.xray_weights import scattering_factor

    gd, co = (scattering_factor(element, Q, energy_eV=61400.0) for element in GLASS)
    difference = mean_square_form_factor(GLASS, Q, energy_eV=61400.0) - squared_mean_form_factor(
        GLASS, Q, energy_eV=61400.0
    )
    assert difference == pytest.approx(0.65 * 0.35 * np.abs(gd - co) ** 2)


def test_ions_may_stand_for_atoms() -> None:
    neutral = scattering.weights({"Si": 1, "O": 2}, 0.5, energy_eV=61400.0)
    ionic = scattering.weights({"Si": 1, "O": 2}, 0.5, energy_eV=61400.0, ions={"Si": "Si4+", "O": "O2-"})
    assert ionic["O", "O"] > neutral["O", "O"]


# --- what is refused


@pytest.mark.parametrize(
    "composition",
    [
        {"Gd": 0.65, "Co": 0.25},
        {"Gd": 65.0, "Co": 34.2},
        {"Gd": 0.0},
        {"Gd": -1, "Co": 2},
        {"Gd": np.nan, "Co": 1.0},
        {},
    ],
)
def test_a_composition_that_does_not_sum_is_refused(composition: dict[str, float]) -> None:
    with pytest.raises(OutOfRangeError, match=r"sum to|amount|without species"):
        scattering.weights(composition, Q, energy_eV=61400.0)


def test_rounded_fractions_are_accepted() -> None:
    found = scattering.weights({"Zr": 0.333, "Cu": 0.333, "Al": 0.333}, Q, energy_eV=61400.0)
    assert sum(found.values()) == pytest.approx([1.0, 1.0], abs=1e-12)


@pytest.mark.parametrize(
    ("near_eV", "far_eV", "words"),
    [
        (7509.0, 7689.0, "Are the two exchanged"),
        (7689.0, 7689.0, "the far energy below the near one"),
        (7720.0, 7509.0, "K edge of Co at 7709 eV between"),
        (7689.0, 7200.0, "L3 edge of Gd at 7243 eV between"),
        (np.nan, 7509.0, "the far energy below the near one"),
    ],
)
def test_energies_that_lie_wrongly_are_refused(near_eV: float, far_eV: float, words: str) -> None:
    with pytest.raises(OutOfRangeError, match=words):
        scattering.anomalous_weights(GLASS, Q, near_eV=near_eV, far_eV=far_eV)


def test_a_normaliser_that_vanishes_is_refused_but_can_be_asked_for() -> None:
    # f of the user's tables: the two elements change by opposite amounts, weighted by c f
    q = np.array([0.0])
    table = {
        name: scattering.AnomalousTable(np.array([7e3, 8e3]), np.array([0.0, change]), np.zeros(2))
        for name, change in (("Gd", 1.0), ("Co", -1.0))
    }
    equal = {"Gd": 0.5, "Co": 0.5}
    normaliser = scattering.anomalous_normaliser(equal, q, near_eV=7230.0, far_eV=7100.0, tables=table)
    assert normaliser == pytest.approx([0.0], abs=1e-9)
    with pytest.raises(OutOfRangeError, match="normaliser that vanishes"):
        scattering.anomalous_weights(equal, q, near_eV=7230.0, far_eV=7100.0, tables=table)


def test_a_nan_is_refused_with_its_place() -> None:
    with pytest.raises(OutOfRangeError, match="at index 1"):
        scattering.weights(GLASS, np.array([1.0, np.nan]), energy_eV=61400.0)


@pytest.mark.parametrize("key", ["tables", "ions"])
def test_a_table_of_a_foreign_element_is_refused(key: str) -> None:
    with pytest.raises(OutOfRangeError, match=r"one of the composition's Gd, Co"):
        scattering.weights(GLASS, Q, energy_eV=61400.0, **{key: {"Cu": "Cu2+"}})

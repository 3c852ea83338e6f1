"""The Kramers-Kronig transform: an oscillator that is known exactly, and edges that were measured."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kyokutei.errors import OutOfRangeError
from kyokutei.glass import scattering
from kyokutei.glass.scattering.anomalous_factors import factor_table

pytest.importorskip("xraydb")
RESONANCE_EV, WIDTH_EV = 7709.0, 200.0
NODES = np.concatenate([np.linspace(0.0, 20000.0, 20001), np.geomspace(20001.0, 1e9, 20000)])


def lorentz_oscillator(energy: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """f′ and f″ of one damped electron, E²/(E² - E0² - iΓE) - 1, which is causal."""
    size = (energy**2 - RESONANCE_EV**2) ** 2 + (WIDTH_EV * energy) ** 2
    return energy**2 * (energy**2 - RESONANCE_EV**2) / size - 1.0, WIDTH_EV * energy**3 / size


@given(energy_eV=st.floats(min_value=100.0, max_value=18000.0))
def test_the_transform_of_an_oscillator_is_exact_to_the_grid(energy_eV: float) -> None:
    found = scattering.kramers_kronig(energy_eV, table_energy_eV=NODES, f_double_prime=lorentz_oscillator(NODES)[1])
    # f′ reaches ±20; straight lines over 1 eV on a resonance of 200 eV leave less than 1e-3
    assert float(found) == pytest.approx(float(lorentz_oscillator(np.array(energy_eV))[0]), abs=1e-3)


def test_far_above_an_absorption_line_f_prime_is_its_oscillator_strength_over_the_square() -> None:
    # f″ = a triangle: f′ → (2/π) ∫ε f″ dε / E²
    nodes, values = np.array([900.0, 1000.0, 1100.0]), np.array([0.0, 1.0, 0.0])
    found = float(scattering.kramers_kronig(1e6, table_energy_eV=nodes, f_double_prime=values))
    assert found == pytest.approx(2.0 / np.pi * 1e5 / 1e12, rel=1e-3)


def test_the_transform_is_finite_on_the_points_of_the_table() -> None:
    nodes, values = np.array([900.0, 1000.0, 1100.0]), np.array([0.0, 1.0, 0.0])
    on = scattering.kramers_kronig(nodes, table_energy_eV=nodes, f_double_prime=values)
    beside = scattering.kramers_kronig(nodes + 1e-7, table_energy_eV=nodes, f_double_prime=values)
    assert on == pytest.approx(beside, abs=1e-6)


@given(scale=st.floats(min_value=-3.0, max_value=3.0))
def test_the_transform_is_linear(scale: float) -> None:
    nodes, values = np.linspace(1.0, 3.0, 5), np.array([0.0, 1.0, 0.5, 2.0, 0.0])
    energies = np.array([0.5, 1.7, 2.0, 9.0])
    one = scattering.kramers_kronig(energies, table_energy_eV=nodes, f_double_prime=values)
    many = scattering.kramers_kronig(energies, table_energy_eV=nodes, f_double_prime=scale * values)
    assert many == pytest.approx(scale * one, abs=1e-12)


def test_f_prime_of_the_tables_follows_from_their_f_double_prime() -> None:
    # Chantler's f′ of Co, but for a constant (relativistic and nuclear terms, about -0.08 electrons)
    table = factor_table("Co")
    energies = np.array([7000.0, 7509.0, 7600.0, 7689.0])
    found = scattering.kramers_kronig(energies, table_energy_eV=table.energy_eV, f_double_prime=table.f_double_prime)
    assert found - table.at(energies)[0] == pytest.approx(np.full(4, 0.08), abs=0.01)


# --- measured edges

ENERGIES = np.arange(7400.0, 8100.0, 1.0)


def absorption_of(f_double_prime: NDArray[np.float64]) -> NDArray[np.float64]:
    """An absorption in arbitrary units on a straight background of other elements."""
    return (3.0 * f_double_prime + 5.0 + 1e-3 * ENERGIES) / ENERGIES


def test_an_edge_measured_as_tabulated_gives_the_table_back() -> None:
    real, imaginary = scattering.anomalous_factor("Co", ENERGIES)
    found = scattering.table_from_absorption("Co", ENERGIES, absorption_of(imaginary), below_eV=7650.0, above_eV=7800.0)
    assert np.abs(found.f_prime - real).max() < 1e-9
    assert np.abs(found.f_double_prime - imaginary).max() < 1e-9


def test_a_white_line_lowers_f_prime_below_it() -> None:
    real, imaginary = scattering.anomalous_factor("Co", ENERGIES)
    white_line = 2.0 * np.exp(-0.5 * ((ENERGIES - 7713.0) / 2.0) ** 2)
    found = scattering.table_from_absorption(
        "Co", ENERGIES, absorption_of(imaginary + white_line), below_eV=7650.0, above_eV=7800.0
    )
    # f′ changes by -(2/π) ε A/(ε² - E²), A = 2√(2π) 2 eV, as of a line of no width
    below = float(found.at(7689.0)[0] - scattering.anomalous_factor("Co", 7689.0)[0])
    strength = 2.0 * np.sqrt(2.0 * np.pi) * 2.0
    assert below == pytest.approx(-2.0 / np.pi * 7713.0 * strength / (7713.0**2 - 7689.0**2), rel=0.02)
    assert scattering.anomalous_factor("Co", 7689.0, tables={"Co": found})[0] < real[289]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"below_eV": 7300.0}, "points below 7300 eV"),
        ({"above_eV": 8200.0}, "points above 8200 eV"),
        ({"absorption": -np.ones(len(ENERGIES)) - (ENERGIES > 7709.0)}, "does not rise"),
        ({"absorption": np.where(ENERGIES == 7500.0, np.nan, 1.0)}, "nan"),
        ({"energy_eV": ENERGIES[::-1]}, "energies ascending"),
    ],
)
def test_an_absorption_that_cannot_be_used_is_refused(change: dict[str, object], words: str) -> None:
    imaginary = scattering.anomalous_factor("Co", ENERGIES)[1]
    arguments = {"energy_eV": ENERGIES, "absorption": absorption_of(imaginary), "below_eV": 7650.0, "above_eV": 7800.0}
    with pytest.raises(OutOfRangeError, match=words):
        scattering.table_from_absorption("Co", **(arguments | change))


def test_a_transform_without_order_is_refused() -> None:
    with pytest.raises(OutOfRangeError, match="ascending"):
        scattering.kramers_kronig(1.0, table_energy_eV=[2.0, 1.0], f_double_prime=[0.0, 0.0])

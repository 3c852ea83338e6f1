"""Form factors, f′ and f″: published values, limits, and what must be refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyokutei.errors import DataFileError, OutOfRangeError
from kyokutei.glass import scattering
from kyokutei.glass.scattering.anomalous_factors import edge_energy, factor_table, nearest_edge
from kyokutei.glass.scattering.formats import factor_columns

xraydb = pytest.importorskip("xraydb")


@pytest.mark.parametrize(
    ("element", "energy_eV", "published"),
    [("Gd", 7213.0, -14.610), ("Gd", 6943.0, -9.555), ("Co", 7689.0, -5.738), ("Co", 7509.0, -3.331)],
)
def test_f_prime_is_that_of_the_chantler_tables(element: str, energy_eV: float, published: float) -> None:
    # NIST tables of Chantler as xraydb 4.5.8 gives them, to 0.002
    assert scattering.anomalous_factor(element, energy_eV)[0] == pytest.approx(published, abs=0.002)


@pytest.mark.parametrize(
    ("element", "low", "high", "bound"), [("Gd", 6900.0, 7223.0, 3.9), ("Co", 7400.0, 7690.0, 0.51)]
)
def test_absorption_stays_small_below_an_edge(element: str, low: float, high: float, bound: float) -> None:
    # a table on a coarse grid smears the edge: f″ of Gd would be 6.64 at 7213 eV, that of Co 2.45 at 7689 eV
    assert scattering.anomalous_factor(element, np.arange(low, high, 0.5))[1].max() < bound


@given(
    element=st.sampled_from(["Si", "Co", "Zr", "Gd", "U"]),
    energy_eV=st.floats(min_value=2e3, max_value=2e5, allow_nan=False),
)
def test_the_tables_are_read_as_xraydb_reads_them(element: str, energy_eV: float) -> None:
    real, imaginary = scattering.anomalous_factor(element, energy_eV)
    assert real == pytest.approx(float(xraydb.f1_chantler(element, energy_eV)), abs=1e-9)
    assert imaginary == pytest.approx(float(xraydb.f2_chantler(element, energy_eV)), rel=1e-9)


def test_an_array_of_energies_gives_what_each_energy_gives() -> None:
    energies = np.array([[7000.0, 7213.0], [7509.0, 61_400.0]])
    together = scattering.anomalous_factor("Gd", energies)
    for place in np.ndindex(energies.shape):
        alone = scattering.anomalous_factor("Gd", float(energies[place]))
        assert (together[0][place], together[1][place]) == pytest.approx(alone, abs=1e-12)
    assert isinstance(scattering.anomalous_factor("Gd", 7213.0)[0], float)


@pytest.mark.reference_data
def test_the_reference_table_is_met(reference_data: Path) -> None:
    table = np.genfromtxt(reference_data / "glass" / "fprime_Gd_Co_chantler.csv", delimiter=",", names=True)
    for element in ("Gd", "Co"):
        real, imaginary = scattering.anomalous_factor(element, table["E_eV"])
        # the table was made with one spline through all energies at once: up to 0.009 from one for each energy
        assert np.abs(real - table[f"f1_{element}"]).max() < 0.01
        assert np.abs(imaginary - table[f"f2_{element}"]).max() < 1e-4


def test_form_factors_are_those_of_waasmaier_and_kirfel() -> None:
    # Gd: 63.98, 55.37 and 25.40 at Q = 0, 2 and 10 1/Å, by xraydb 4.5.8
    assert scattering.form_factor("Gd", np.array([0.0, 2.0, 10.0])) == pytest.approx([63.98, 55.37, 25.40], abs=0.01)


@given(element=st.sampled_from(["H", "C", "O", "Si", "Co", "Zr", "Gd", "Pb", "U"]))
def test_at_rest_an_atom_scatters_with_all_its_electrons(element: str) -> None:
    from kyokutei.physics.elements import ELEMENT_SYMBOLS

    electrons = ELEMENT_SYMBOLS.index(element) + 1
    assert float(scattering.form_factor(element, 0.0)) == pytest.approx(electrons, abs=0.05)


def test_an_ion_has_its_own_number_of_electrons_and_heavy_hydrogen_that_of_hydrogen() -> None:
    assert float(scattering.form_factor("Si4+", 0.0)) == pytest.approx(10.0, abs=0.05)
    assert scattering.form_factor("D", 3.0) == scattering.form_factor("H", 3.0)


def test_edges_have_names() -> None:
    assert edge_energy("Co", "K") == pytest.approx(7709.0, abs=1.0)
    assert edge_energy("Gd", "L3") == pytest.approx(7243.0, abs=1.0)
    assert nearest_edge(["Gd", "Co"], 7700.0)[:2] == ("Co", "K")


# --- tables of the user


def test_a_table_of_the_user_takes_the_place_of_the_tabulated_one() -> None:
    table = scattering.AnomalousTable(np.array([7000.0, 7100.0]), np.array([-5.0, -7.0]), np.array([1.0, 2.0]))
    assert scattering.anomalous_factor("Co", 7050.0, tables={"Co": table})[0] == pytest.approx(-6.0)
    with pytest.raises(OutOfRangeError, match="7000 to 7100 eV"):
        scattering.anomalous_factor("Co", 7200.0, tables={"Co": table})


def test_a_file_of_factors_is_read_with_its_comments(tmp_path: Path) -> None:
    path = tmp_path / "co.txt"
    path.write_text("# E f' f''\n7600, -3.9, 0.48\n7650 -4.6 0.48\n! more\n7689 -5.7 0.5\n")
    table = factor_columns.read(path)
    assert table.energy_eV.tolist() == [7600.0, 7650.0, 7689.0]
    assert table.at(7689.0)[0] == pytest.approx(-5.7)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("", "K205", "empty"),
        ("# nothing\n", "K205", "no line of data"),
        ("7600 -3.9 0.48\n7650 -4.6\n", "K203", "7650 -4.6"),
        ("7600 -3.9 0.48\n7650 nan 0.4\n", "K204", "nan"),
        ("7600 -3.9 0.48\n7500 -3.6 0.48\n", "K204", "ascending"),
        ("7600 -3.9 -0.48\n7700 -3.6 -0.48\n", "K204", "sign"),
        ("7600 -3.9 0.48\n", "K205", "two or more"),
    ],
)
def test_a_wrong_file_of_factors_is_refused_with_its_line(tmp_path: Path, text: str, code: str, words: str) -> None:
    path = tmp_path / "co.txt"
    path.write_text(text)
    with pytest.raises(DataFileError, match=words) as caught:
        factor_columns.read(path)
    assert caught.value.problems[0].code == code


@pytest.mark.parametrize("column", ["energy_eV", "f_prime", "f_double_prime"])
def test_a_table_with_nan_is_refused(column: str) -> None:
    values = {"energy_eV": np.array([1.0, 2.0]), "f_prime": np.zeros(2), "f_double_prime": np.ones(2)}
    values[column][1] = np.nan
    with pytest.raises(DataFileError, match=f"{column} = nan at index 1"):
        scattering.AnomalousTable(**values)


# --- what is refused


def test_an_unknown_element_is_answered_with_the_nearest() -> None:
    with pytest.raises(ValueError, match='Did you mean "Gd"'):
        scattering.anomalous_factor("gd", 7213.0)


def test_an_element_without_tables_is_refused() -> None:
    with pytest.raises(OutOfRangeError, match="an element from H to U"):
        scattering.anomalous_factor("Pu", 7213.0)


@pytest.mark.parametrize("energy_eV", [0.0, -1.0, 2e6, np.nan])
def test_an_energy_outside_the_tables_is_refused_with_their_range(energy_eV: float) -> None:
    with pytest.raises(OutOfRangeError, match=r"1.01 to 966267 eV"):
        scattering.anomalous_factor("Gd", energy_eV)


@pytest.mark.parametrize("wavevector", [-0.1, 80.0, np.nan])
def test_a_wavevector_outside_the_form_factors_is_refused(wavevector: float) -> None:
    with pytest.raises(OutOfRangeError, match=r"0 to 75"):
        scattering.form_factor("Gd", wavevector)


def test_an_ion_that_is_not_listed_is_refused_with_those_that_are() -> None:
    with pytest.raises(OutOfRangeError, match=r"Gd3\+"):
        scattering.form_factor("Gd5+", 1.0)


def test_a_table_ends_where_it_ends() -> None:
    table = factor_table("Co")
    assert table.at(table.energy_eV[0])[0] == pytest.approx(table.f_prime[0])
    assert table.at(table.energy_eV[-1])[1] == pytest.approx(table.f_double_prime[-1])

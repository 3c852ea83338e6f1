"""Readers of measured functions: layouts, units, and files that are wrong."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyokutei.errors import DataFileError, OutOfRangeError
from kyokutei.glass import scattering
from kyokutei.glass.scattering.formats import nexus, rmc_pot


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_two_columns_are_abscissa_and_value(tmp_path: Path) -> None:
    found = scattering.read(
        write(tmp_path / "a.sq", "# S(Q) of gallium\n0.5 0.1\n1.0, 0.2\n\n1.5\t0.9\n"), convention="faber-ziman"
    )
    assert found.abscissa.tolist() == [0.5, 1.0, 1.5]
    assert found.value.tolist() == [0.1, 0.2, 0.9]
    assert found.sigma is None
    assert found.title == "S(Q) of gallium"


def test_the_third_of_three_and_the_fourth_of_four_columns_are_errors(tmp_path: Path) -> None:
    three = scattering.read(write(tmp_path / "a.dat", "0.5 0.1 0.01\n1.0 0.2 0.02\n"), convention="faber-ziman")
    four = scattering.read(write(tmp_path / "a.gr", "0.5 0.1 0 0.01\n1.0 0.2 0 0.02\n"), convention="pair-distribution")
    assert three.sigma is not None
    assert four.sigma is not None
    assert three.sigma.tolist() == four.sigma.tolist() == [0.01, 0.02]


def test_a_header_of_pdfgetx3_is_passed_over(tmp_path: Path) -> None:
    text = "[DEFAULT]\nqmax = 25.0\n\n#### start data\n#S 1\n#L r(A)  G(A^-2)\n0.01 -0.01\n0.02 -0.02\n"
    assert scattering.read(write(tmp_path / "a.gr", text), convention="reduced-pair-distribution").value.tolist() == [
        -0.01,
        -0.02,
    ]


def test_a_header_of_rmcprofile_must_tell_the_truth(tmp_path: Path) -> None:
    good = write(tmp_path / "a.fq", "2\nSrTiO3 F(Q)\n0.5 0.1\n1.0 0.2\n")
    assert len(scattering.read(good, convention="total-barn").value) == 2
    with pytest.raises(DataFileError, match="3, as the header says"):
        scattering.read(write(tmp_path / "b.fq", "3\nSrTiO3 F(Q)\n0.5 0.1\n1.0 0.2\n"), convention="total-barn")


@pytest.mark.parametrize(
    ("convention", "unit", "abscissa", "value"),
    [
        ("faber-ziman", "1/nm", 1.0, 0.3), ("reduced", "1/nm", 1.0, 0.03), ("total-barn", "nm^-1", 1.0, 0.3),
        ("pair-distribution", "nm", 100.0, 0.3), ("reduced-pair-distribution", "nm", 100.0, 0.003),
        ("radial-distribution", "nm", 100.0, 0.03),
    ],
)  # fmt: skip
def test_other_units_of_length_are_converted_in_both_columns(
    tmp_path: Path, convention: str, unit: str, abscissa: float, value: float
) -> None:
    found = scattering.read(write(tmp_path / "a.dat", "9 0.1\n10 0.3\n"), convention=convention, unit=unit)
    assert found.abscissa[1] == pytest.approx(abscissa)
    assert found.value[1] == pytest.approx(value)


@given(
    values=st.lists(st.floats(min_value=-1e6, max_value=1e6), min_size=2, max_size=30),
)
def test_what_is_written_in_columns_is_read(tmp_path_factory: pytest.TempPathFactory, values: list[float]) -> None:
    path = tmp_path_factory.mktemp("columns") / "a.dat"
    write(path, "".join(f"{place} {value!r}\n" for place, value in enumerate(values)))
    assert scattering.read(path, convention="interference").value.tolist() == values


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("", "K205", "empty"),
        ("# only a header\n", "K205", "no row of numbers"),
        ("0.5 0.1\n1.0 oops\n", "K203", "1.0 oops"),
        ("0.5 0.1\n1.0 0.2 0.3\n", "K203", "as in line 1"),
        ("0.5 0.1\n1.0 nan\n", "K204", "nan"),
        ("0.5 0.1\n0.4 0.2\n", "K204", "ascends"),
        ("-0.5 0.1\n0.4 0.2\n", "K204", "ascends"),
        ("0.5 0.1 0.01\n1.0 0.2 -0.02\n", "K204", "not negative"),
        ("1 2 3 4 5\n2 3 4 5 6\n", "K203", "RMC_POT"),
    ],
)
def test_a_wrong_file_of_columns_is_refused_with_its_line(tmp_path: Path, text: str, code: str, words: str) -> None:
    with pytest.raises(DataFileError, match=words) as caught:
        scattering.read(write(tmp_path / "a.dat", text), convention="faber-ziman")
    assert caught.value.problems[0].code == code


def test_the_convention_must_be_said(tmp_path: Path) -> None:
    with pytest.raises(OutOfRangeError, match='"reduced" in PDFgetX3, "total-barn" in RMCProfile'):
        scattering.read(write(tmp_path / "a.fq", "1 2\n2 3\n"))
    with pytest.raises(OutOfRangeError, match="a unit of Q"):
        scattering.read(tmp_path / "a.fq", convention="reduced", unit="K")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"none\.sq"):
        scattering.read(tmp_path / "none.sq", convention="faber-ziman")


# --- columns of weights

ROWS = '2\n"Q S(Q)"\n1.0 0.5 0.1 0.4 0.5\n2.0 0.6 0.2 0.3 0.5\n'


def test_columns_of_weights_belong_to_the_pairs_in_order(tmp_path: Path) -> None:
    found = rmc_pot.read(write(tmp_path / "x.dat", ROWS), species=["Gd", "Co"], convention="interference")
    assert list(found.weights) == [("Gd", "Gd"), ("Gd", "Co"), ("Co", "Co")]
    assert found.weights["Co", "Gd"].tolist() == [0.4, 0.3]
    assert found.normaliser is None
    assert found.function.value.tolist() == [0.5, 0.6]


def test_a_last_column_may_be_the_normaliser(tmp_path: Path) -> None:
    text = "1\ntitle\n1.0 0.5 0.1 0.4 0.5 49.2\n"
    found = rmc_pot.read(write(tmp_path / "x.dat", text), species=["Gd", "Co"], convention="interference")
    assert found.normaliser is not None
    assert found.normaliser.tolist() == [49.2]


def test_a_species_missing_in_the_weights_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"3 columns of weights \(as of 2 species\).*6 for the pairs of Gd, Co, Al"):
        rmc_pot.read(write(tmp_path / "x.dat", ROWS), species=["Gd", "Co", "Al"], convention="interference")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("1\ntitle\n", "no row"),
        ("3" + ROWS[1:], "3, as the first line says"),
        (ROWS.replace("2.0 0.6", "0.5 0.6"), "ascending Q"),
        (ROWS.replace("0.3", "nan"), "nan"),
        (ROWS.replace("0.3 ", ""), "5 numbers"),
        ("x" + ROWS[1:], "number of points"),
    ],
)
def test_a_wrong_file_of_weights_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(DataFileError, match=words):
        rmc_pot.read(write(tmp_path / "x.dat", text), species=["Gd", "Co"], convention="interference")


def test_anomalous_data_go_out_and_come_back_with_their_weights(tmp_path: Path) -> None:
    pytest.importorskip("xraydb")
    q = np.linspace(0.8, 20.0, 50)
    weights = scattering.anomalous_weights({"Gd": 0.65, "Co": 0.35}, q, near_eV=7689.0, far_eV=7509.0)
    function = scattering.MeasuredFunction(q, np.sin(q) / q, None, "interference", "Δ_Co S - 1")
    rmc_pot.write(tmp_path / "co.dat", function, weights, species=["Gd", "Co"])
    back = rmc_pot.read(tmp_path / "co.dat", species=["Gd", "Co"], convention="interference")
    assert back.function.title == "Δ_Co S - 1"
    assert back.function.value == pytest.approx(function.value, rel=1e-9)
    assert sum(back.weights.values()) == pytest.approx(np.ones(50), abs=1e-8)
    with pytest.raises(OutOfRangeError, match="no weight of the pair Gd-Al"):
        rmc_pot.write(tmp_path / "al.dat", function, weights, species=["Gd", "Al"])


# --- NeXus


def nexus_file(path: Path, *, units: str = "1/nm", default: bool = True) -> Path:
    with h5py.File(path, "w") as file:
        entry = file.create_group("entry")
        entry.attrs["NX_class"] = "NXentry"
        entry["title"] = "water"
        data = entry.create_group("data")
        data.attrs.update({"NX_class": "NXdata", "signal": "s", "axes": ["q"]})
        data["q"], data["s"], data["s_errors"] = [1.0, 2.0, 3.0], [0.1, 0.2, 0.3], [0.01, 0.02, 0.03]
        data["q"].attrs["units"] = units
        if default:
            file.attrs["default"], entry.attrs["default"] = "entry", "data"
    return path


@pytest.mark.parametrize("default", [True, False])
def test_nexus_data_are_found_by_their_attributes(tmp_path: Path, default: bool) -> None:
    found = scattering.read(nexus_file(tmp_path / "a.nxs", default=default), convention="faber-ziman")
    assert found.abscissa == pytest.approx([0.1, 0.2, 0.3])
    assert found.value.tolist() == [0.1, 0.2, 0.3]
    assert found.sigma is not None
    assert found.title == "water"


def test_canonical_small_angle_data_are_q_and_i(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "a.h5", "w") as file:
        data = file.create_group("sasentry01/sasdata01")
        data.attrs.update({"canSAS_class": "SASdata", "signal": "I", "I_axes": "Q"})
        data["Q"], data["I"], data["Idev"] = [0.1, 0.2], [5.0, 4.0], [0.5, 0.4]
        data["Q"].attrs["units"], data["I"].attrs["uncertainties"] = "1/angstrom", "Idev"
    found = scattering.read(tmp_path / "a.h5", convention="differential-cross-section")
    assert found.value.tolist() == [5.0, 4.0]
    assert found.sigma is not None
    assert found.sigma.tolist() == [0.5, 0.4]


def test_wrong_nexus_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="cannot be read as HDF5"):
        scattering.read(write(tmp_path / "text.h5", "no"), convention="faber-ziman")
    with h5py.File(tmp_path / "empty.h5", "w"):
        pass
    with pytest.raises(DataFileError, match="0 groups of data"):
        scattering.read(tmp_path / "empty.h5", convention="faber-ziman")
    path = nexus_file(tmp_path / "a.nxs")
    with pytest.raises(DataFileError, match='no group "other"'):
        nexus.read(path, convention="faber-ziman", group="other")
    with h5py.File(path, "a") as file:
        file["entry/data/s"][1] = np.nan
    with pytest.raises(DataFileError, match=r"value = nan at index 1") as caught:
        scattering.read(path, convention="faber-ziman")
    assert caught.value.problems[0].file.endswith("a.nxs")
    with pytest.raises(OutOfRangeError, match="a unit of Q"):
        scattering.read(nexus_file(tmp_path / "b.nxs", units="K"), convention="faber-ziman")


# --- real files


@pytest.mark.reference_data
@pytest.mark.parametrize(
    ("name", "convention", "points", "first"),
    [
        ("NiTi_experimental.gr", "reduced-pair-distribution", 1999, 0.01),
        ("NiTi_experimental.fq", "reduced", None, 1.20153),
        ("liquid_Ga_IQ.dat", "differential-cross-section", None, 0.03715),
        ("SiO2_NIMROD.mint01", None, None, None),
    ],
)
def test_real_files_are_read(
    reference_data: Path, name: str, convention: str | None, points: int | None, first: float | None
) -> None:
    found = scattering.read(reference_data / "glass" / name, convention=convention)
    assert points is None or len(found.value) == points
    assert first is None or found.abscissa[0] == first
    assert np.all(np.diff(found.abscissa) > 0.0)

"""Reading and writing configurations: what survives, and what is said of files that are wrong."""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kyokutei.errors import DataFileError, OutOfRangeError, WorkplaceError
from kyokutei.glass import rmc
from kyokutei.glass.rmc.species_names import names_from_title

DATA = Path(__file__).parents[2] / "studies" / "data"
NAMES = ["a.cfg", "a.rmc6f", "a.xyz", "a.data", "a.lmp", "a.vasp", "POSCAR"]
SORTING = {"a.cfg", "a.rmc6f", "a.vasp", "POSCAR"}


@st.composite
def configurations(draw: st.DrawFn) -> rmc.Configuration:
    """Small configurations in right-handed cells of any shape, atoms also outside the cell."""
    count = draw(st.integers(1, 12))
    seed = draw(st.integers(0, 2**32 - 1))
    generator = np.random.default_rng(seed)
    cell = np.diag(generator.uniform(3.0, 30.0, 3)) + generator.uniform(-1.0, 1.0, (3, 3)) * draw(
        st.sampled_from([0, 1])
    )
    species = generator.choice(["Si", "O", "Gd", "H"], count)
    title = draw(st.sampled_from(["", "SiO2 glass", "シリカガラス", "a = b: 7 # x"]))
    moves = rmc.Moves(9142, 4116, 88) if draw(st.booleans()) else None
    return rmc.Configuration(generator.uniform(-40.0, 40.0, (count, 3)), species, cell, title=title, moves=moves)


def largest_shift(first: rmc.Configuration, second: rmc.Configuration, order: np.ndarray) -> float:
    """Largest distance between the same atoms, lattice translations and rotations of the whole aside [Å]."""
    difference = second.fractional_positions - first.fractional_positions[order]
    difference -= np.rint(difference)
    return float(np.abs(difference @ first.cell).max())


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(configuration=configurations())
def test_what_is_written_is_read_again(tmp_path: Path, name: str, configuration: rmc.Configuration) -> None:
    rmc.write(configuration, tmp_path / name)
    back = rmc.read(tmp_path / name)
    order = np.argsort(configuration.species_index, kind="stable") if name in SORTING else np.arange(len(configuration))
    assert back.species.tolist() == configuration.species[order].tolist()
    assert largest_shift(configuration, back, order) < 1e-9
    assert back.cell @ back.cell.T == pytest.approx(configuration.cell @ configuration.cell.T, rel=1e-9, abs=1e-9)
    if name in {"a.cfg", "a.rmc6f"} and configuration.moves is not None:
        assert back.moves == configuration.moves


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(configuration=configurations())
def test_pdb_keeps_three_decimals(tmp_path: Path, configuration: rmc.Configuration) -> None:
    rmc.write(configuration, tmp_path / "a.pdb")
    back = rmc.read(tmp_path / "a.pdb")
    assert back.species.tolist() == configuration.species.tolist()
    # three decimals of positions and lengths, two of angles; the latter move an atom far from the origin
    assert largest_shift(configuration, back, np.arange(len(configuration))) < 0.02


def test_cif_is_read_through_ase(tmp_path: Path, diamond: rmc.Configuration) -> None:
    pytest.importorskip("ase")
    rmc.write(diamond, tmp_path / "a.cif")
    back = rmc.read(tmp_path / "a.cif")
    assert back.counts == {"Si": 64}
    assert largest_shift(diamond, back, np.arange(64)) < 1e-9


def test_cif_symmetry_makes_all_atoms(tmp_path: Path) -> None:
    pytest.importorskip("ase")
    (tmp_path / "nacl.cif").write_text(
        "data_NaCl\n_cell_length_a 5.64\n_cell_length_b 5.64\n_cell_length_c 5.64\n_cell_angle_alpha 90\n"
        "_cell_angle_beta 90\n_cell_angle_gamma 90\n_space_group_name_H-M_alt 'F m -3 m'\nloop_\n_atom_site_label\n"
        "_atom_site_type_symbol\n_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z\n"
        "Na1 Na 0 0 0\nCl1 Cl 0.5 0 0\n"
    )
    assert rmc.read(tmp_path / "nacl.cif").counts == {"Na": 4, "Cl": 4}


def test_cif_with_partly_occupied_sites_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("ase")
    (tmp_path / "a.cif").write_text(
        "data_x\n_cell_length_a 4\n_cell_length_b 4\n_cell_length_c 4\n_cell_angle_alpha 90\n_cell_angle_beta 90\n"
        "_cell_angle_gamma 90\nloop_\n_atom_site_label\n_atom_site_type_symbol\n_atom_site_fract_x\n"
        "_atom_site_fract_y\n"
        "_atom_site_fract_z\n_atom_site_occupancy\nNi1 Ni 0 0 0 0.5\n"
    )
    with pytest.raises(DataFileError, match="partly occupied"):
        rmc.read(tmp_path / "a.cif")


def test_a_broken_cif_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("ase")
    (tmp_path / "a.cif").write_text("data_x\n_cell_length_a four\n")
    with pytest.raises(DataFileError, match="K203"):
        rmc.read(tmp_path / "a.cif")


def test_cif_without_ase_says_which_extra_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_ase(name: str, *rest: object, **more: object) -> object:
        if name == "ase" or name.startswith("ase."):
            raise ImportError(name)
        return real(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without_ase)
    (tmp_path / "a.cif").write_text("data_x\n")
    with pytest.raises(WorkplaceError, match=re.escape("kyokutei[glass]")) as caught:
        rmc.read(tmp_path / "a.cif")
    assert caught.value.problems[0].code == "K404"


# --- the published configurations


def test_the_counters_of_the_mercury_run_are_read(mercury: rmc.Configuration) -> None:
    # header of the published file
    assert mercury.moves == rmc.Moves(generated=914280, tried=411604, accepted=8868)
    assert mercury.counts == {"Hg": 5000}
    assert mercury.number_density == pytest.approx(0.040630, abs=1e-6)
    assert mercury.cell == pytest.approx(np.eye(3) * 49.740222)


def test_names_come_from_the_title_and_a_note_says_so(silica: rmc.Configuration) -> None:
    assert silica.counts == {"Si": 1000, "O": 2000}
    assert silica.number_density == pytest.approx(0.0661456, abs=1e-7)
    assert silica.notes == ('The file numbers its species; by its title "SiO2 glass" they are Si, O.',)


def test_given_names_go_before_the_title() -> None:
    configuration = rmc.read(DATA / "sio2_RMC.cfg", species=["Ge", "Se"])
    assert configuration.counts == {"Ge": 1000, "Se": 2000}
    assert configuration.notes == ()


def test_species_without_any_name_are_letters(tmp_path: Path) -> None:
    text = (DATA / "sio2_RMC.cfg").read_text().replace("SiO2 glass", "run 17 of Monday")
    (tmp_path / "a.cfg").write_text(text)
    configuration = rmc.read(tmp_path / "a.cfg")
    assert configuration.counts == {"A": 1000, "B": 2000}
    assert "called A, B" in configuration.notes[0]


def test_wrong_number_of_names_is_refused() -> None:
    with pytest.raises(DataFileError, match="2 species"):
        rmc.read(DATA / "sio2_RMC.cfg", species=["Si"])


@pytest.mark.parametrize(
    ("title", "numbers", "names"),
    [
        ("SiO2 glass", [1000, 2000], ("Si", "O")),
        ("Liquid Hg", [5000], ("Hg",)),
        ("Gd65Co35, as cast", [6500, 3500], ("Gd", "Co")),
        ("Gd0.65Co0.35", [650, 350], ("Gd", "Co")),
        ("Pd42.5Ni7.5Cu30P20", [425, 75, 300, 200], ("Pd", "Ni", "Cu", "P")),
        ("SiO2 glass", [2000, 1000], None),  # the other way round
        ("GeO2 or SiO2", [1000, 2000], None),  # two formulas
        ("In a box", [100], None),  # a word
        ("Xx2Y glass", [200, 100], None),  # no element
        ("", [100], None),
    ],
)
def test_a_title_names_species_only_without_doubt(
    title: str, numbers: list[int], names: tuple[str, ...] | None
) -> None:
    assert names_from_title(title, numbers) == names


def test_a_truncated_octahedron_is_half_a_cube(tmp_path: Path) -> None:
    text = (DATA / "hg_RMC.cfg").read_text().replace("F (box is cubic)", "T (box is truncated octahedral)")
    (tmp_path / "a.cfg").write_text(text)
    configuration = rmc.read(tmp_path / "a.cfg")
    assert configuration.volume == pytest.approx(49.740222**3 / 2.0)
    # the distance between opposite hexagonal faces of a truncated octahedron in a cube of edge L is L √3 / 2
    assert np.linalg.norm(configuration.cell, axis=1) == pytest.approx([49.740222 * np.sqrt(3.0) / 2.0] * 3)


@pytest.mark.reference_data
def test_the_older_xyz_with_a_cube_is_read(reference_data: Path) -> None:
    configuration = rmc.read(reference_data / "glass" / "a_SiO2_speed1e11K.xyz")
    assert configuration.counts == {"O": 666, "Si": 333}
    assert configuration.cell == pytest.approx(np.eye(3) * 24.713)


# --- other layouts of the formats


def test_rmc6f_is_read_in_its_older_and_newer_layout(tmp_path: Path) -> None:
    head = (
        "(Version 6f format configuration file)\nMetadata material:  SF6\nNumber of atoms: 2\n"
        "Cell (Ang/deg): 4 5 6 90 90 120\n"
    )
    (tmp_path / "old.rmc6f").write_text(head + "Atoms:\n 1  S  0.5 0.25 0.0  1 0 0 0\n 2  F  0.1 0.2 0.3  2 0 0 0\n")
    (tmp_path / "new.rmc6f").write_text(head + "Atoms:\n 1  S [1] 0.5 0.25 0.0\n 2  F [1] 0.1 0.2 0.3\n")
    old, new = rmc.read(tmp_path / "old.rmc6f"), rmc.read(tmp_path / "new.rmc6f")
    assert old.positions == pytest.approx(new.positions)
    assert old.volume == pytest.approx(4 * 5 * 6 * np.sqrt(3.0) / 2.0)
    assert old.title == "SF6"


def test_rmc6f_with_two_densities_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.rmc6f").write_text(
        "(Version 6f format configuration file)\nNumber density (Ang^-3): 0.07\nCell (Ang/deg): 4 4 4 90 90 90\n"
        "Atoms:\n 1 S [1] 0 0 0\n"
    )
    with pytest.raises(DataFileError, match=r"a\.rmc6f:2[^:]*\n.*density of 0\.07"):
        rmc.read(tmp_path / "a.rmc6f")


def test_xyz_columns_are_where_properties_says(tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_text(
        '1\nLattice="4 0 0 0 4 0 0 0 4" Properties=id:I:1:species:S:1:forces:R:3:pos:R:3 pbc="T T T"\n'
        "7 Si 9 9 9 1 2 3\n"
    )
    configuration = rmc.read(tmp_path / "a.xyz")
    assert configuration.positions.tolist() == [[1.0, 2.0, 3.0]]
    assert configuration.species.tolist() == ["Si"]


def test_of_several_frames_the_first_is_read_and_a_note_says_so(tmp_path: Path) -> None:
    frame = '1\nLattice="4 0 0 0 4 0 0 0 4"\nSi 1 2 3\n'
    (tmp_path / "a.xyz").write_text(frame + frame)
    assert rmc.read(tmp_path / "a.xyz").notes == ("The file holds several frames; only the first one was read.",)


def test_lammps_atoms_are_sorted_and_named_by_their_masses(tmp_path: Path) -> None:
    (tmp_path / "a.data").write_text(
        "LAMMPS data file\n\n3 atoms\n2 atom types\n\n0 10 xlo xhi\n-1 9 ylo yhi\n0 10 zlo zhi\n"
        "1.0 0.5 0.25 xy xz yz\n\n"
        "Masses\n\n1 28.0855\n2 15.9994\n\nAtoms # charge\n\n3 2 -1.2 3 3 3\n1 1 2.4 1 1 1\n2 2 -1.2 2 2 2 0 0 1\n\n"
        "Velocities\n\n1 0 0 0\n2 0 0 0\n3 0 0 0\n"
    )
    configuration = rmc.read(tmp_path / "a.data")
    assert configuration.species.tolist() == ["Si", "O", "O"]
    assert configuration.positions[:, 0].tolist() == [1.0, 2.0, 3.0]
    assert configuration.cell.tolist() == [[10, 0, 0], [1, 10, 0], [0.5, 0.25, 10]]
    assert configuration.notes == ("The names Si, O are from the masses in the file.",)


def test_lammps_types_without_names_are_letters_or_as_given(tmp_path: Path) -> None:
    (tmp_path / "a.data").write_text(
        "x\n\n2 atoms\n2 atom types\n\n0 10 xlo xhi\n0 10 ylo yhi\n0 10 zlo zhi\n\nAtoms\n\n1 1 1 1 1\n2 2 2 2 2\n"
    )
    assert rmc.read(tmp_path / "a.data").counts == {"A": 1, "B": 1}
    assert rmc.read(tmp_path / "a.data", species=["Zr", "Cu"]).counts == {"Zr": 1, "Cu": 1}


def test_poscar_scale_selective_dynamics_and_cartesian_positions(tmp_path: Path) -> None:
    (tmp_path / "POSCAR").write_text(
        "NaCl\n2.0\n2 0 0\n0 2 0\n0 0 2\nNa_pv Cl\n1 1\nSelective dynamics\nCartesian\n0 0 0 T T T\n1 1 1 F F F\n"
    )
    configuration = rmc.read(tmp_path / "POSCAR")
    assert configuration.counts == {"Na": 1, "Cl": 1}
    assert configuration.cell.tolist() == (4.0 * np.eye(3)).tolist()
    assert configuration.positions.tolist() == [[0, 0, 0], [2, 2, 2]]


def test_a_negative_scale_of_a_poscar_is_its_volume(tmp_path: Path) -> None:
    (tmp_path / "a.vasp").write_text("Hg liquid\n-27.0\n1 0 0\n0 1 0\n0 0 1\n1\nDirect\n0 0 0\n")
    configuration = rmc.read(tmp_path / "a.vasp")
    assert configuration.volume == pytest.approx(27.0)
    assert configuration.counts == {"Hg": 1}  # VASP 4: the name is in the title


def test_pdb_elements_come_from_their_columns_or_from_the_atom_names(tmp_path: Path) -> None:
    (tmp_path / "a.pdb").write_text(
        "CRYST1   10.000   11.000   12.000  90.00  90.00  90.00 P 1\n"
        "ATOM      1 SI   UNK A   1       1.000   2.000   3.000  1.00  0.00          SI\n"
        "ATOM      2  O1  UNK A   1       4.000   5.000   6.000\nENDMDL\n"
    )
    configuration = rmc.read(tmp_path / "a.pdb")
    assert configuration.species.tolist() == ["Si", "O"]
    assert configuration.positions[1].tolist() == [4.0, 5.0, 6.0]


# --- files that are wrong


def written(kind: str, configuration: rmc.Configuration, folder: Path) -> Path:
    rmc.write(configuration, folder / kind)
    return folder / kind


@pytest.mark.parametrize("kind", ["a.cfg", "a.rmc6f", "a.xyz", "a.data", "POSCAR"])
@pytest.mark.parametrize("word", ["nan", "inf", "1e999", "1_000", "0x1f", "1,5"])
def test_a_bad_coordinate_is_named_with_its_line(
    tmp_path: Path, kind: str, word: str, silica: rmc.Configuration
) -> None:
    path = written(kind, rmc.Configuration(silica.positions[:5], silica.species[:5], silica.cell), tmp_path)
    lines = path.read_text().splitlines()
    words = lines[-2].split()
    place = 3 if kind == "a.rmc6f" else 2
    words[place] = word
    lines[-2] = " ".join(words)
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(DataFileError) as caught:
        rmc.read(path)
    (problem,) = caught.value.problems
    assert problem.line == len(lines) - 1
    assert problem.code == ("K204" if word in {"nan", "inf", "1e999"} else "K203")


@pytest.mark.parametrize("kind", ["a.cfg", "a.rmc6f", "a.xyz", "a.data", "POSCAR"])
def test_a_truncated_file_is_refused(tmp_path: Path, kind: str, silica: rmc.Configuration) -> None:
    path = written(kind, rmc.Configuration(silica.positions[:9], silica.species[:9], silica.cell), tmp_path)
    lines = path.read_text().splitlines()
    for kept in range(len(lines)):
        path.write_text("\n".join(lines[:kept]) + "\n")
        with pytest.raises(DataFileError) as caught:
            rmc.read(path)
        assert caught.value.problems[0].code in {"K203", "K205"}


@pytest.mark.parametrize("kind", ["a.cfg", "a.rmc6f", "a.data"])
def test_too_many_atoms_are_refused(tmp_path: Path, kind: str, silica: rmc.Configuration) -> None:
    path = written(kind, rmc.Configuration(silica.positions[:9], silica.species[:9], silica.cell), tmp_path)
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, lines[-1]]) + "\n")
    with pytest.raises(DataFileError, match="K203"):
        rmc.read(path)


@pytest.mark.parametrize("name", ["a.cfg", "a.rmc6f", "a.xyz", "a.pdb", "a.data", "POSCAR"])
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "K205"),
        (b" \n\n", "K205"),
        (b"\xff\xfe\x00\x01", "K202"),
        (b"\x93\xfa\x96\x7b\n", "K202"),
        (b"hello\nworld\n", None),
        (b"3\n", None),
    ],
)
def test_what_is_no_configuration_is_refused(tmp_path: Path, name: str, content: bytes, code: str | None) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataFileError) as caught:
        rmc.read(tmp_path / name)
    found = caught.value.problems[0]
    assert found.code == (code or found.code)
    assert name in found.file


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.cfg").mkdir()
    for name in ("none.cfg", "folder.cfg"):
        with pytest.raises(DataFileError, match="K201"):
            rmc.read(tmp_path / name)


def test_an_unknown_ending_gets_the_nearest_one(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r'Did you mean "\.rmc6f"'):
        rmc.read(tmp_path / "a.rmc6")
    with pytest.raises(DataFileError, match="without an ending"):
        rmc.read(tmp_path / "a")


def test_all_bad_lines_are_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_text('4\nLattice="4 0 0 0 4 0 0 0 4"\nSi 1 2 3\nSi 1 2\nSi 1 2 x\nSi nan 0 0\n')
    with pytest.raises(DataFileError) as caught:
        rmc.read(tmp_path / "a.xyz")
    assert [(problem.line, problem.code) for problem in caught.value.problems] == [
        (4, "K203"),
        (5, "K203"),
        (6, "K204"),
    ]


def change(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (change("(Version 3 format", "(Version 2 format"), "Version 3 format configuration file"),
        (change(" 1 is the largest", " 3 is the largest"), "single atoms"),
        (change(" 0 Euler", " 3 Euler"), "no Euler angles"),
        (change("       5000 molecules of type", "       4999 molecules of type"), "5000 in all"),
        (change("24.870111   0.000000   0.000000", "0.0 0.0 0.0"), "span no volume"),
        (change("24.870111   0.000000   0.000000", "24.870111   0.000000"), "vector of three numbers"),
        (change(" 0.158010913061722", " 1.258010913061722"), "between -1 and 1"),
        (change("Defining vectors", "Vectors"), 'a line with "defining vectors"'),
        (change("914280          411604", "914280.0        411604"), "three whole numbers"),
    ],
)
def test_each_fault_of_a_cfg_file_has_its_words(tmp_path: Path, spoil: Callable[[str], str], words: str) -> None:
    text = (DATA / "hg_RMC.cfg").read_text()
    (tmp_path / "a.cfg").write_text(spoil(text))
    assert spoil(text) != text
    with pytest.raises(DataFileError, match=re.escape(words)):
        rmc.read(tmp_path / "a.cfg")


def test_a_cfg_file_of_atomeye_is_recognised(tmp_path: Path) -> None:
    (tmp_path / "a.cfg").write_text("Number of particles = 8\nA = 1.0 Angstrom\n")
    with pytest.raises(DataFileError, match="AtomEye"):
        rmc.read(tmp_path / "a.cfg")


def test_an_xyz_file_without_a_cell_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_text("1\nwater\nO 0 0 0\n")
    with pytest.raises(DataFileError, match="needs the periodic cell"):
        rmc.read(tmp_path / "a.xyz")


def test_names_that_the_file_contradicts_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_text("1\nCUB 4.0\nO 0 0 0\n")
    with pytest.raises(DataFileError, match="the species O"):
        rmc.read(tmp_path / "a.xyz", species=["Si"])


def test_a_japanese_title_is_read_in_its_encoding(tmp_path: Path) -> None:
    text = (DATA / "hg_RMC.cfg").read_text().replace("Liquid Hg", "液体 Hg")
    (tmp_path / "a.cfg").write_bytes(text.encode("cp932"))
    assert rmc.read(tmp_path / "a.cfg", encoding="cp932").title == "液体 Hg"
    with pytest.raises(DataFileError, match="K202"):
        rmc.read(tmp_path / "a.cfg")


# --- writing


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path, diamond: rmc.Configuration) -> None:
    with pytest.raises(WorkplaceError, match="K401"):
        rmc.write(diamond, tmp_path / "none" / "a.cfg")
    assert list(tmp_path.iterdir()) == []


def test_lammps_refuses_a_left_handed_cell(tmp_path: Path) -> None:
    cell = np.diag([10.0, 10.0, -10.0])
    with pytest.raises(OutOfRangeError, match="left-handed"):
        rmc.write(rmc.Configuration(np.zeros((1, 3)), np.array(["H"]), cell), tmp_path / "a.data")


def test_pdb_refuses_coordinates_that_do_not_fit(tmp_path: Path) -> None:
    configuration = rmc.Configuration(np.full((1, 3), 1500.0), np.array(["H"]), np.eye(3) * 2000.0)
    with pytest.raises(OutOfRangeError, match="less than 1000 Å"):
        rmc.write(configuration, tmp_path / "a.pdb")

"""Configurations as CIF files: read through ASE, written as the list of all atoms without symmetry."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence

import numpy as np

from kyokutei.errors import DataFileError, Problem, WorkplaceError
from kyokutei.glass.rmc.cell_shape import lengths_and_angles
from kyokutei.glass.rmc.configuration import Configuration
from kyokutei.glass.text_file import TextFile

__all__ = ["read", "write"]


def read(text: TextFile, species: Sequence[str] | None = None) -> Configuration:  # noqa: ARG001 (the file names them)
    """Read the first structure of a CIF file, with all atoms that its symmetry makes.

    Raises
    ------
    DataFileError
        K203 if ASE cannot read it, K204 if sites are partly occupied: choose occupants first.
    WorkplaceError
        K404 if ASE is not installed.
    """
    try:
        from ase.io import read as ase_read
    except ImportError:
        raise WorkplaceError(
            Problem("K404", f"{text.name}, but the package ase is not installed", "ase, which reads CIF files",
                    hint="pip install 'kyokutei[glass]'")
        ) from None  # fmt: skip
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # ASE warns of symmetry settings that it then handles
            atoms = ase_read(io.StringIO("\n".join(text.lines)), format="cif", index=0, fractional_occupancies=True)
    except Exception as error:  # ASE raises whatever its parser meets
        reason = f"{type(error).__name__}: {error}".splitlines()[0][:120]
        raise DataFileError(
            Problem("K203", f"what ASE cannot read ({reason})", "a CIF file with a cell and atom sites", file=text.name)
        ) from None
    occupancies = atoms.info.get("occupancy", {})
    if any(share < 1.0 for site in occupancies.values() for share in site.values()):
        raise DataFileError(
            Problem("K204", "partly occupied sites", "whole atoms", hint="Make a supercell and choose occupants first.",
                    file=text.name)
        )  # fmt: skip
    return Configuration(
        positions=atoms.get_positions(),
        species=np.array(atoms.get_chemical_symbols()),
        cell=np.asarray(atoms.cell),
        title=next((line[5:].strip() for line in text.lines if line.lower().startswith("data_")), ""),
    )


def write(configuration: Configuration) -> str:
    """The text of a CIF file in space group P 1."""
    lengths, angles = lengths_and_angles(configuration.cell)
    name = (
        "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in configuration.title)
        or "configuration"
    )
    lines = [f"data_{name}"]
    lines += [f"_cell_length_{axis} {value:.12f}" for axis, value in zip("abc", lengths, strict=True)]
    lines += [
        f"_cell_angle_{axis} {value:.12f}" for axis, value in zip(("alpha", "beta", "gamma"), angles, strict=True)
    ]
    lines += [
        "_space_group_name_H-M_alt 'P 1'",
        "_space_group_IT_number 1",
        "loop_",
        "_space_group_symop_operation_xyz",
        "'x, y, z'",
    ]
    lines += ["loop_", "_atom_site_label", "_atom_site_type_symbol"]
    lines += [f"_atom_site_fract_{axis}" for axis in "xyz"]
    for number, (element, (a, b, c)) in enumerate(
        zip(configuration.species, configuration.fractional_positions, strict=True), start=1
    ):
        lines.append(f"{element}{number} {element} {a:.14f} {b:.14f} {c:.14f}")
    return "\n".join(lines) + "\n"

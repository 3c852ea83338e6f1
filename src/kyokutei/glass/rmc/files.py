"""Reading and writing configurations, by the ending of the file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

from kyokutei.errors import DataFileError, OutOfRangeError, Problem, nearest
from kyokutei.glass.rmc.configuration import Configuration
from kyokutei.glass.text_file import TextFile
from kyokutei.study.data_text import Encoding, as_written

__all__ = ["FORMATS", "read", "write"]

FORMATS: dict[str, str] = {
    ".cfg": "rmc_cfg",
    ".rmc6f": "rmc6f",
    ".xyz": "extended_xyz",
    ".extxyz": "extended_xyz",
    ".pdb": "protein_data_bank",
    ".data": "lammps_data",
    ".lmp": "lammps_data",
    ".cif": "crystallographic",
    ".vasp": "vasp_poscar",
    ".poscar": "vasp_poscar",
}
_NAMED_FILES = ("poscar", "contcar")


def read(
    path: str | os.PathLike[str], *, species: Sequence[str] | None = None, encoding: Encoding = "utf-8"
) -> Configuration:
    """Read a configuration; its ending says the format.

    Parameters
    ----------
    path
        ``.cfg`` (RMCA, RMC++, RMC_POT), ``.rmc6f`` (RMCProfile), ``.xyz`` (extended), ``.pdb``, ``.data`` or ``.lmp``
        (LAMMPS), ``.cif`` (needs the package ase), ``.vasp`` or a file named POSCAR or CONTCAR.
    species
        Names for formats that only number their species, in the order of the numbers. Where the file names them
        itself, these must be the same names.
    encoding
        Of the file.

    Returns
    -------
    Configuration
        Its ``notes`` say where names come from that are neither given nor in the file.

    Raises
    ------
    DataFileError
        K201 to K205, all problems of the file at once, with their lines.
    WorkplaceError
        K404 if the format needs a package that is not installed.
    """
    module = _format_of(path)
    text = TextFile.read(path, encoding=encoding)
    try:
        configuration: Configuration = module.read(text, species)
    except OutOfRangeError as error:
        problems = (Problem("K204", p.found, p.expected, p.hint, text.name, None, p.key) for p in error.problems)
        raise DataFileError(*problems) from None
    if species is not None and set(configuration.species_names) != set(species):
        raise DataFileError(
            Problem(
                "K203", f"the species {', '.join(configuration.species_names)}", f"{', '.join(species)}", file=text.name
            )
        )
    return configuration


def write(configuration: Configuration, path: str | os.PathLike[str]) -> None:
    """Write a configuration; its ending says the format, as in `read`.

    The file is replaced as a whole or not at all. Formats that group atoms by species (``.cfg``, ``.rmc6f``, ``.vasp``)
    sort them; ``.pdb``, ``.data`` and ``.cif`` turn the cell so that a lies along x.

    Parameters
    ----------
    configuration
        What to write.
    path
        Where.

    Raises
    ------
    DataFileError
        K203 if there is no such format.
    OutOfRangeError
        If the format cannot hold the configuration.
    WorkplaceError
        K401 or K402 if the file cannot be written.
    """
    from kyokutei.study.writing import write_atomically

    text = _format_of(path).write(configuration)
    write_atomically(Path(path), lambda temporary: temporary.write_text(text, "utf-8"))


def _format_of(path: str | os.PathLike[str]) -> ModuleType:
    place = Path(path)
    ending = place.suffix.lower()
    if place.name.lower().split(".")[0] in _NAMED_FILES:
        ending = ".vasp"
    if ending not in FORMATS:
        guess = nearest(ending, FORMATS)
        raise DataFileError(
            Problem("K203", f'the ending "{ending}"' if ending else "a file without an ending",
                    f"one of {', '.join(FORMATS)}, or a file named POSCAR",
                    hint=f'Did you mean "{guess}"?' if guess else "", file=as_written(place))
        )  # fmt: skip
    return import_module(f"kyokutei.glass.rmc.formats.{FORMATS[ending]}")

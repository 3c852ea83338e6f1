"""Configurations as PDB files: fixed columns, with the cell in CRYST1.

Layout: wwPDB file format 3.3. It keeps three decimals of a position; use another format where more are needed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.glass.rmc.cell_shape import cell_from_lengths_and_angles, lengths_and_angles
from kyokutei.glass.rmc.configuration import Configuration
from kyokutei.glass.text_file import TextFile, finite_number
from kyokutei.physics.elements import is_element

__all__ = ["read", "write"]

_WIDEST = 9999.9995  # Å that fit into eight columns with three decimals; a minus sign takes one more
_MOST_NUMBERED = 100_000  # serial numbers have five digits


def read(text: TextFile, species: Sequence[str] | None = None) -> Configuration:  # noqa: ARG001 (the file names them)
    """Read the first model of a PDB file.

    Raises
    ------
    DataFileError
        K203 and K204, with their lines.
    """
    end = next((index for index, line in enumerate(text.lines) if line.startswith("ENDMDL")), len(text.lines))
    records = text.lines[:end]
    cell_at = next((index for index, line in enumerate(records) if line.startswith("CRYST1")), None)
    if cell_at is None:
        text.fail(
            0, "no CRYST1 record", "the cell in a CRYST1 record", hint="A pair distribution needs the periodic cell."
        )
    cell = text.parse(cell_at, "a CRYST1 record with three lengths and three angles", _cell)
    lines = [index for index, line in enumerate(records) if line.startswith(("ATOM  ", "HETATM"))]
    if not lines:
        text.fail(len(records) - 1, "no ATOM or HETATM record", "at least one", code="K205")
    rows = text.parse_rows(lines, "an ATOM record with an element and three coordinates in columns 31 to 54", _atom)
    several = any(line.startswith("ATOM") for line in text.lines[end:])
    return Configuration(
        positions=np.array([position for _, position in rows]),
        species=np.array([name for name, _ in rows]),
        cell=cell,
        title=" ".join(line[10:].strip() for line in records if line.startswith("TITLE")).strip(),
        notes=("The file holds several models; only the first one was read.",) if several else (),
    )


def write(configuration: Configuration) -> str:
    """The text of a PDB file; positions are rounded to 0.001 Å and turned with the cell so that a lies along x.

    Raises
    ------
    OutOfRangeError
        If a coordinate does not fit into its columns.
    """
    lengths, angles = lengths_and_angles(configuration.cell)
    positions = configuration.fractional_positions @ cell_from_lengths_and_angles(lengths, angles)
    if np.abs(positions).max() >= _WIDEST / 10.0:
        found = f"a coordinate of {np.abs(positions).max():g} Å"
        raise OutOfRangeError(
            Problem("K303", found, "less than 1000 Å in a PDB file", hint="Write extended xyz instead.")
        )
    lines = [f"TITLE     {configuration.title}"] if configuration.title else []
    lines.append(
        "CRYST1"
        + "".join(f"{value:9.3f}" for value in lengths)
        + "".join(f"{value:7.2f}" for value in angles)
        + " P 1           1"
    )
    for number, (name, (x, y, z)) in enumerate(zip(configuration.species, positions, strict=True), start=1):
        serial = number % _MOST_NUMBERED
        place = f"{x:8.3f}{y:8.3f}{z:8.3f}"
        lines.append(f"HETATM{serial:5d} {name:<4.4s} UNK A   1    {place}  1.00  0.00          {name.upper():>2.2s}")
    return "\n".join([*lines, "END"]) + "\n"


def _cell(line: str) -> NDArray[np.float64]:
    numbers = [
        finite_number(line[start:stop]) for start, stop in ((6, 15), (15, 24), (24, 33), (33, 40), (40, 47), (47, 54))
    ]
    a, b, c, alpha, beta, gamma = numbers
    return cell_from_lengths_and_angles((a, b, c), (alpha, beta, gamma))


def _atom(line: str) -> tuple[str, list[float]]:
    element = line[76:78].strip().capitalize()
    name = element if is_element(element) else _element_of_name(line[12:16])
    return name, [finite_number(line[start : start + 8]) for start in (30, 38, 46)]


def _element_of_name(name: str) -> str:
    """The element of an atom name such as ``"SI  "`` or ``" O1 "``."""
    word = "".join(character for character in name if character.isalpha())
    for length in (2, 1):
        if is_element(word[:length].capitalize()):
            return word[:length].capitalize()
    raise ValueError(name)

"""Configurations of RMCProfile: text files ``.rmc6f``.

Positions are fractions of the whole supercell. Layout: RMCProfile user manual (M. G. Tucker et al.), chapter on
configuration files, version 6f; older files lack the ``[1]`` label behind the element, and newer ones the last columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.rmc.cell_shape import cell_from_lengths_and_angles, lengths_and_angles
from kyokutei.glass.rmc.configuration import Configuration, Moves
from kyokutei.glass.text_file import TextFile, finite_number, whole_number

__all__ = ["read", "write"]

_SIGNATURE = re.compile(r"version 6f format configuration file", re.IGNORECASE)
_DENSITY_TOLERANCE = 0.01  # between the stated density and that of the cell, beyond which one of them is wrong
_MOVES = ("number of moves generated", "number of moves tried", "number of moves accepted")


def read(text: TextFile, species: Sequence[str] | None = None) -> Configuration:  # noqa: ARG001 (the file names them)
    """Read an ``.rmc6f`` file.

    Raises
    ------
    DataFileError
        K203 and K204, with their lines.
    """
    start = next((index for index, line in enumerate(text.lines[:20]) if line.strip()), 0)
    if not _SIGNATURE.search(text.lines[start]):
        text.fail(start, f'"{text.lines[start].strip()[:60]}"', 'the line "(Version 6f format configuration file)"')
    atoms_at = next((index for index, line in enumerate(text.lines) if line.strip().lower() == "atoms:"), None)
    if atoms_at is None:
        text.fail(len(text.lines) - 1, "the end of the file", 'a line "Atoms:" further up')
    keys = _keys(text, atoms_at)
    cell = _cell(text, keys)
    lines = [index for index in range(atoms_at + 1, len(text.lines)) if text.lines[index].strip()]
    rows = text.parse_rows(lines, "an atom: number, element, three fractions of the cell", _atom)
    if not rows:
        text.fail(atoms_at, "no atoms", "a line for each atom below it", code="K205")
    _require_agreement(text, keys, len(rows), cell)
    return Configuration(
        positions=np.array([position for _, position in rows]) @ cell,
        species=np.array([name for name, _ in rows]),
        cell=cell,
        title=next(
            (keys[key][1] for key in ("metadata title", "metadata material", "metadata comment") if key in keys), ""
        ),
        moves=_moves(text, keys),
    )


def write(configuration: Configuration) -> str:
    """The text of an ``.rmc6f`` file, as a single supercell; atoms are sorted by species."""
    lengths, angles = lengths_and_angles(configuration.cell)
    order = np.argsort(configuration.species_index, kind="stable")
    moves = configuration.moves or Moves(0, 0, 0)
    lines = [
        "(Version 6f format configuration file)",
        *([f"Metadata title:     {configuration.title}"] if configuration.title else []),
        f"Number of types of atoms:           {len(configuration.counts)}",
        f"Atom types present:                 {' '.join(configuration.counts)}",
        f"Number of each atom type:           {' '.join(map(str, configuration.counts.values()))}",
        f"Number of moves generated:          {moves.generated}",
        f"Number of moves tried:              {moves.tried}",
        f"Number of moves accepted:           {moves.accepted}",
        "Number of prior configuration saves: 0",
        f"Number of atoms:                    {len(configuration)}",
        f"Number density (Ang^-3):            {configuration.number_density:.9f}",
        "Supercell dimensions:               1 1 1",
        "Cell (Ang/deg):     " + " ".join(f"{value:.12f}" for value in (*lengths, *angles)),
        "Lattice vectors (Ang):",
        *("  " + " ".join(f"{value:24.16e}" for value in vector) for vector in configuration.cell),
        "Atoms:",
    ]
    for number, index in enumerate(order, start=1):
        a, b, c = configuration.fractional_positions[index]
        lines.append(
            f"{number:8d} {configuration.species[index]:>3s} [1] {a:19.16f} {b:19.16f} {c:19.16f} {number:7d} 0 0 0"
        )
    return "\n".join(lines) + "\n"


def _keys(text: TextFile, end: int) -> dict[str, tuple[int, str]]:
    """Line and value of each ``key: value`` above the atoms; units in brackets are no part of the key."""
    keys = {}
    for index in range(end):
        key, colon, value = text.lines[index].partition(":")
        if colon:
            keys[re.sub(r"\(.*?\)", "", key).strip().lower()] = (index, value.strip())
    return keys


def _cell(text: TextFile, keys: dict[str, tuple[int, str]]) -> NDArray[np.float64]:
    if "lattice vectors" in keys:
        at = keys["lattice vectors"][0]
        return np.array(
            [text.parse(at + row, "a lattice vector of three numbers", _three_numbers) for row in (1, 2, 3)]
        )
    if "cell" not in keys:
        text.fail(
            len(text.lines) - 1,
            "the end of the file",
            'a line "Lattice vectors (Ang):" or "Cell (Ang/deg):" above the atoms',
        )
    return text.parse(keys["cell"][0], "three lengths and three angles of a cell", _cell_from_line)


def _cell_from_line(line: str) -> NDArray[np.float64]:
    a, b, c, alpha, beta, gamma = (finite_number(word) for word in line.partition(":")[2].split())
    return cell_from_lengths_and_angles((a, b, c), (alpha, beta, gamma))


def _three_numbers(line: str) -> list[float]:
    x, y, z = (finite_number(word) for word in line.split())
    return [x, y, z]


def _atom(line: str) -> tuple[str, list[float]]:
    words = line.split()
    whole_number(words[0])
    first = 3 if words[2].startswith("[") else 2
    if not words[1][0].isalpha():
        raise ValueError(line)
    return words[1], [finite_number(words[first + axis]) for axis in range(3)]


def _require_agreement(text: TextFile, keys: dict[str, tuple[int, str]], atoms: int, cell: NDArray[np.float64]) -> None:
    if "number of atoms" in keys:
        at = keys["number of atoms"][0]
        stated = text.parse(at, "the number of atoms", lambda line: whole_number(line.partition(":")[2].strip()))
        if stated != atoms:
            text.fail(at, f"{stated} atoms in the header and {atoms} below", "the same number",
                      hint="The file seems to be truncated.")  # fmt: skip
    if "number density" in keys:
        at = keys["number density"][0]
        stated_density = text.parse(at, "a density", lambda line: finite_number(line.partition(":")[2]))
        density = atoms / abs(float(np.linalg.det(cell))) if np.linalg.det(cell) else 0.0
        if abs(stated_density - density) > _DENSITY_TOLERANCE * density:
            expected = f"{density:.5g} 1/Å³, atoms over the volume of the cell"
            text.fail(at, f"a density of {stated_density:g} 1/Å³", expected, code="K204")


def _moves(text: TextFile, keys: dict[str, tuple[int, str]]) -> Moves | None:
    if not all(key in keys for key in _MOVES):
        return None
    return Moves(
        *(
            text.parse(keys[key][0], "a whole number", lambda line: whole_number(line.partition(":")[2].strip()))
            for key in _MOVES
        )
    )

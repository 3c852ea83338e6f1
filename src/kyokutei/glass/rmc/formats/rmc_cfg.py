"""Configurations of RMCA, RMC++ and RMC_POT: text files ``.cfg`` of version 3.

Positions are in units of half the lattice vectors, from -1 to 1. The format numbers its species; we write their names
behind an exclamation mark where the programs read only a number, and read them back.
Layout: the programs' own output; RMC++: O. Gereben, P. Jóvári, L. Temleitner and L. Pusztai, J. Optoelectron. Adv.
Mater. 9 (2007) 3021.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kyokutei.errors import DataFileError
from kyokutei.glass.rmc.configuration import Configuration, Moves
from kyokutei.glass.rmc.species_names import letters, names_from_title
from kyokutei.glass.text_file import TextFile, finite_number, whole_number

__all__ = ["read", "write"]

_SIGNATURE = re.compile(r"version 3 format configuration file", re.IGNORECASE)
_MARKED_NAME = re.compile(r"!\s*([A-Za-z][\w+-]*)\s*$")
_BEYOND = 1.0 + 1e-6  # the largest coordinate, with the rounding of programs that write few digits

# a truncated octahedron inside a cube repeats with the vectors of the body-centred lattice
_TRUNCATED_OCTAHEDRON = np.array([[-1.0, 1.0, 1.0], [1.0, -1.0, 1.0], [1.0, 1.0, -1.0]])


@dataclass(frozen=True)
class _Header:
    title: str
    moves: Moves
    atoms: int
    is_truncated: bool
    half_vectors: NDArray[np.float64]
    numbers: tuple[int, ...]
    names: tuple[str, ...]
    end: int


def read(text: TextFile, species: Sequence[str] | None = None) -> Configuration:
    """Read a ``.cfg`` file of version 3.

    Names of the species come, in this order, from ``species``; from our own mark in the file; from a formula in the
    title that agrees with the numbers of atoms; else they are A, B, ...

    Raises
    ------
    DataFileError
        K203 and K204, with their lines.
    """
    header = _read_header(text)
    names, notes = _names(text, header, species)
    lines = [index for index in range(header.end, len(text.lines)) if text.lines[index].strip()]
    if len(lines) < header.atoms:
        text.fail(len(text.lines) - 1, f"the end of the file after {len(lines)} positions", f"{header.atoms} positions",
                  hint="The file seems to be truncated.")  # fmt: skip
    if len(lines) > header.atoms:
        text.fail(lines[header.atoms], f"more than {header.atoms} positions", f"{header.atoms}, as the header says")
    rows = text.parse_rows(lines, "three coordinates between -1 and 1", _position)
    return Configuration(
        positions=np.array(rows) @ header.half_vectors,
        species=np.repeat(np.array(names), header.numbers),
        cell=(_TRUNCATED_OCTAHEDRON if header.is_truncated else 2.0 * np.eye(3)) @ header.half_vectors,
        title=header.title,
        moves=header.moves,
        notes=notes,
    )


def write(configuration: Configuration) -> str:
    """The text of a ``.cfg`` file; atoms are sorted by species, as the format demands."""
    moves = configuration.moves or Moves(0, 0, 0)
    order = np.argsort(configuration.species_index, kind="stable")
    coordinates = 2.0 * configuration.fractional_positions[order]
    coordinates[coordinates >= 1.0] -= 2.0
    lines = [
        " (Version 3 format configuration file)",
        configuration.title,
        "",
        "",
        f" {moves.generated:15d} {moves.tried:15d} {moves.accepted:15d} moves generated, tried, accepted",
        f" {0:10d}              configurations saved",
        "",
        f" {len(configuration):10d} molecules of all types",
        f" {len(configuration.counts):10d} types of molecules",
        f" {1:10d} is the largest number of atoms in a molecule",
        f" {0:10d} Euler angles are provided",
        "",
        "          F (box is not truncated octahedral)",
        "            Defining vectors are:",
        *("             " + " ".join(f"{value:24.16e}" for value in vector / 2.0) for vector in configuration.cell),
        "",
    ]
    for place, (name, number) in enumerate(configuration.counts.items(), start=1):
        lines += [
            f" {number:10d} molecules of type {place:2d} ! {name}",
            f" {1:10d} atomic sites",
            "              0.000000   0.000000   0.000000",
            "",
        ]
    lines += [" ".join(f"{value:19.16f}" for value in row) for row in coordinates]
    return "\n".join(lines) + "\n"


def _read_header(text: TextFile) -> _Header:
    if not _SIGNATURE.search(text.lines[0]):
        hint = (
            "This is a .cfg file of AtomEye; convert it to extended xyz."
            if "Number of particles" in text.lines[0]
            else ""
        )
        text.fail(0, f'"{text.lines[0].strip()[:60]}"', 'the line "(Version 3 format configuration file)"', hint=hint)
    at = _find(text, 1, r"moves generated")
    moves = text.parse(at, "three whole numbers: moves generated, tried, accepted", _first_whole_numbers(3))
    at = _find(text, at, r"molecules (of|\(of) all types")
    (atoms,) = text.parse(at, "the number of molecules", _first_whole_numbers(1))
    at = _find(text, at, r"types of molecule")
    (types,) = text.parse(at, "the number of types", _first_whole_numbers(1))
    _require_atoms(text, _find(text, at, r"largest number of atoms in a molecule"), 1, "one atom in each molecule")
    at = _find(text, at, r"Euler angles")
    _require_atoms(text, at, 0, "no Euler angles")
    at = _find(text, at, r"defining vectors")
    vectors = [text.parse(at + row, "a vector of three numbers", _three_numbers) for row in (1, 2, 3)]
    is_truncated = text.lines[at - 1].split()[:1] == ["T"]
    numbers, names, end = _read_types(text, at + 4, types)
    if sum(numbers) != atoms:
        text.fail(
            at, f"{' + '.join(map(str, numbers))} molecules of {types} types", f"{atoms} in all, as the header says"
        )
    return _Header(text.lines[1].strip(), Moves(*moves), atoms, is_truncated, np.array(vectors), numbers, names, end)


def _read_types(text: TextFile, start: int, types: int) -> tuple[tuple[int, ...], tuple[str, ...], int]:
    """Number of atoms and name, where one is marked, of each type, and the line behind the last of them."""
    numbers, names, at = [], [], start - 1
    for _ in range(types):
        at = _find(text, at + 1, r"molecules of type")
        numbers += text.parse(at, "the number of molecules", _first_whole_numbers(1))
        mark = _MARKED_NAME.search(text.lines[at])
        names.append(mark.group(1) if mark else "")
        at = _find(text, at, r"atomic site")
        _require_atoms(text, at, 1, "one atomic site")
        at += 1
        site = text.parse(at, "the position of the site in its molecule, 0 0 0", _three_numbers)
        if any(site):
            text.fail(at, f"a site at {text.lines[at].strip()}", "a site at 0 0 0")
    return tuple(numbers), tuple(names), at + 1


def _names(text: TextFile, header: _Header, species: Sequence[str] | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the numbered species and a note that says where they come from."""
    count = len(header.numbers)
    if species is not None:
        if len(species) != count:
            raise DataFileError(
                text.problem(0, f"{count} species", f"{len(species)}, as many as the names {', '.join(species)}")
            )
        return tuple(species), ()
    if all(header.names):
        return header.names, ()
    from_title = names_from_title(header.title, header.numbers)
    if from_title is not None:
        return from_title, (
            f'The file numbers its species; by its title "{header.title}" they are {", ".join(from_title)}.',
        )
    names = letters(count)
    return names, (f"The file numbers its species and does not name them; they are called {', '.join(names)} here.",)


def _find(text: TextFile, start: int, pattern: str) -> int:
    label = re.compile(pattern, re.IGNORECASE)
    for index in range(start, len(text.lines)):
        if label.search(text.lines[index]):
            return index
    wanted = pattern.replace(r" (of|\(of)", " of")
    return text.fail(
        len(text.lines) - 1,
        "the end of the file",
        f'a line with "{wanted}" further up',
        hint="The file seems to be truncated, or no configuration of version 3.",
    )


def _require_atoms(text: TextFile, index: int, number: int, expected: str) -> None:
    (found,) = text.parse(index, expected, _first_whole_numbers(1))
    if found != number:
        text.fail(
            index,
            f'"{text.lines[index].strip()}"',
            expected,
            hint="Molecules of several atoms are not read; write single atoms.",
        )


def _first_whole_numbers(count: int) -> Callable[[str], list[int]]:
    def reader(line: str) -> list[int]:
        words = line.split()
        return [whole_number(words[place]) for place in range(count)]

    return reader


def _three_numbers(line: str) -> list[float]:
    words = line.split()
    return [finite_number(words[place]) for place in range(3)]


def _position(line: str) -> list[float]:
    words = line.split()
    if len(words) != 3:
        raise ValueError(line)
    row = [finite_number(word) for word in words]
    if max(map(abs, row)) > _BEYOND:
        raise ValueError(line)
    return row

"""Configurations as LAMMPS data files (``read_data``), orthogonal and triclinic.

Layout: LAMMPS manual, command read_data. Species are numbered types; their names come from the caller, from type
labels, from comments in Masses, or from the masses themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kyokutei.errors import DataFileError, OutOfRangeError, Problem
from kyokutei.glass.rmc.cell_shape import upright_cell
from kyokutei.glass.rmc.configuration import Configuration
from kyokutei.glass.rmc.species_names import letters
from kyokutei.glass.text_file import TextFile, finite_number, whole_number
from kyokutei.physics.elements import ELEMENT_SYMBOLS, atomic_mass_u, is_element

__all__ = ["read", "write"]

_SECTION = re.compile(r"\s*([A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)*)\s*(?:#\s*(\w+))?\s*$")
_COUNT = re.compile(r"\s*(\d+)\s+(atoms|atom types)\s*$")
# words before the position, and the word that is the type, by atom style
_STYLES = {"atomic": (2, 1), "charge": (3, 1), "molecular": (3, 2), "bond": (3, 2), "angle": (3, 2), "full": (4, 2)}
_STYLE_BY_WIDTH = {5: "atomic", 8: "atomic", 6: "charge", 9: "charge", 7: "full", 10: "full"}
_MASS_TOLERANCE_U = 0.05
_MASSES_TO = "U"  # beyond it masses are conventions


def read(text: TextFile, species: Sequence[str] | None = None) -> Configuration:
    """Read a LAMMPS data file.

    Raises
    ------
    DataFileError
        K203 and K204, with their lines.
    """
    sections = _sections(text)
    counts = {
        match.group(2): int(match.group(1)) for line in text.lines if (match := _COUNT.match(line.partition("#")[0]))
    }
    if "Atoms" not in sections:
        text.fail(len(text.lines) - 1, "the end of the file", 'a section "Atoms" further up')
    title_line, style = sections["Atoms"]
    lines = _body(text, sections, "Atoms")
    if "atoms" in counts and len(lines) != counts["atoms"]:
        text.fail(title_line, f"{len(lines)} lines of atoms", f"{counts['atoms']}, as the header says",
                  hint="The file seems to be truncated." if len(lines) < counts["atoms"] else "")  # fmt: skip
    if not lines:
        text.fail(title_line, "no atoms", "a line for each atom below it", code="K205")
    before, type_at = _columns(text, lines[0], style)

    def atom(line: str) -> tuple[int, int, list[float]]:
        words = line.partition("#")[0].split()
        position = [finite_number(words[before + axis]) for axis in range(3)]
        return whole_number(words[0]), whole_number(words[type_at]), position

    rows = text.parse_rows(lines, "an atom: number, type, position", atom)
    rows.sort(key=lambda row: row[0])  # LAMMPS writes atoms in any order
    types = max(counts.get("atom types", 0), *(kind for _, kind, _ in rows))
    names, notes = _names(text, sections, types, species)
    return Configuration(
        positions=np.array([position for _, _, position in rows]),
        species=np.array([names[kind - 1] for _, kind, _ in rows]),
        cell=_cell(text),
        title=text.lines[0].strip().lstrip("#").strip(),
        notes=notes,
    )


def write(configuration: Configuration) -> str:
    """The text of a data file of style atomic; the cell is turned so that a lies along x and b in the x-y plane.

    Raises
    ------
    OutOfRangeError
        If the lattice vectors are left-handed, which LAMMPS cannot hold.
    """
    if np.linalg.det(configuration.cell) < 0.0:
        raise OutOfRangeError(Problem("K303", "left-handed lattice vectors", "right-handed ones in a LAMMPS data file"))
    cell = upright_cell(configuration.cell)
    positions = configuration.fractional_positions @ cell
    lines = [
        f"# {configuration.title}",
        "",
        f"{len(configuration)} atoms",
        f"{len(configuration.counts)} atom types",
        "",
    ]
    lines += [f"0.0 {cell[axis, axis]:.17g} {name}lo {name}hi" for axis, name in enumerate("xyz")]
    if cell[1, 0] or cell[2, 0] or cell[2, 1]:
        lines.append(f"{cell[1, 0]:.17g} {cell[2, 0]:.17g} {cell[2, 1]:.17g} xy xz yz")
    lines += ["", "Masses", ""]
    for kind, name in enumerate(configuration.counts, start=1):
        lines.append(f"{kind} {atomic_mass_u(name) if is_element(name) else 1.0:g} # {name}")
    lines += ["", "Atoms # atomic", ""]
    for number, (kind, (x, y, z)) in enumerate(zip(configuration.species_index, positions, strict=True), start=1):
        lines.append(f"{number} {kind + 1} {x:.17g} {y:.17g} {z:.17g}")
    return "\n".join(lines) + "\n"


def _sections(text: TextFile) -> dict[str, tuple[int, str | None]]:
    """Title line and style of each section; the first line of the file is a comment."""
    sections = {}
    for index, line in enumerate(text.lines[1:], start=1):
        match = _SECTION.match(line)
        if match:
            sections[match.group(1)] = (index, match.group(2))
    return sections


def _body(text: TextFile, sections: dict[str, tuple[int, str | None]], name: str) -> list[int]:
    start = sections[name][0]
    stop = min((index for index, _ in sections.values() if index > start), default=len(text.lines))
    return [index for index in range(start + 1, stop) if text.lines[index].partition("#")[0].strip()]


def _columns(text: TextFile, index: int, style: str | None) -> tuple[int, int]:
    if style is not None and style not in _STYLES:
        text.fail(index, f"the atom style {style}", f"one of {', '.join(_STYLES)}")
    width = len(text.lines[index].partition("#")[0].split())
    if style is None and width not in _STYLE_BY_WIDTH:
        text.fail(index, f"{width} columns", 'the atom style behind "Atoms #", such as "Atoms # atomic"')
    return _STYLES[style or _STYLE_BY_WIDTH[width]]


def _cell(text: TextFile) -> NDArray[np.float64]:
    cell = np.zeros((3, 3))
    for axis, name in enumerate("xyz"):
        at = _line_ending_in(text, f"{name}lo {name}hi")
        if at is None:
            text.fail(0, f"no line with {name}lo {name}hi", "the bounds of the box")
        low, high = text.parse(
            at, "two bounds of the box", lambda line: [finite_number(word) for word in line.split()[:2]]
        )
        cell[axis, axis] = high - low
    at = _line_ending_in(text, "xy xz yz")
    if at is not None:
        tilts = text.parse(
            at, "three tilts of the box", lambda line: [finite_number(word) for word in line.split()[:3]]
        )
        cell[1, 0], cell[2, 0], cell[2, 1] = tilts
    return cell


def _line_ending_in(text: TextFile, words: str) -> int | None:
    for index, line in enumerate(text.lines):
        if " ".join(line.partition("#")[0].split()).endswith(words):
            return index
    return None


def _names(
    text: TextFile, sections: dict[str, tuple[int, str | None]], types: int, species: Sequence[str] | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the numbered types and a note that says where they come from."""
    if species is not None:
        if len(species) != types:
            raise DataFileError(
                text.problem(0, f"{types} atom types", f"{len(species)}, as many as the names {', '.join(species)}")
            )
        return tuple(species), ()
    found: dict[int, str] = {}
    if "Atom Type Labels" in sections:
        for index in _body(text, sections, "Atom Type Labels"):
            kind, label = text.parse(index, "a type and its label", _labelled)
            found[kind] = label
    from_masses: list[str] = []
    if len(found) < types and "Masses" in sections:
        for index in _body(text, sections, "Masses"):
            kind, mass = text.parse(index, "a type and its mass", _mass)
            comment = text.lines[index].partition("#")[2].strip()
            name = comment if re.fullmatch(r"[A-Za-z][\w+-]*", comment) else _element_of_mass(mass)
            if name is not None and kind not in found:
                found[kind] = name
                from_masses += [] if name == comment else [name]
    names = tuple(found.get(kind, letters(types)[kind - 1]) for kind in range(1, types + 1))
    if len(set(names)) < types:
        names = letters(types)
    if names == letters(types):
        return names, (
            f"The file numbers its species and does not name them; they are called {', '.join(names)} here.",
        )
    return names, (f"The names {', '.join(from_masses)} are from the masses in the file.",) if from_masses else ()


def _labelled(line: str) -> tuple[int, str]:
    kind, label = line.partition("#")[0].split()
    return whole_number(kind), label


def _mass(line: str) -> tuple[int, float]:
    kind, mass = line.partition("#")[0].split()
    return whole_number(kind), finite_number(mass)


def _element_of_mass(mass_u: float) -> str | None:
    known = ELEMENT_SYMBOLS[: ELEMENT_SYMBOLS.index(_MASSES_TO) + 1]
    near = [symbol for symbol in known if abs(atomic_mass_u(symbol) - mass_u) < _MASS_TOLERANCE_U]
    return near[0] if len(near) == 1 else None

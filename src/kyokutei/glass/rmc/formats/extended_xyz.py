"""Configurations as extended xyz: element and position of each atom, the cell in the comment line.

The comment line holds ``Lattice="ax ay az bx by bz cx cy cz"`` and optionally ``Properties=species:S:1:pos:R:3``
(https://github.com/libAtoms/extxyz); the older ``CUB 24.713`` of a cubic cell is read as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.rmc.configuration import Configuration
from kyokutei.glass.text_file import TextFile, finite_number, whole_number

__all__ = ["read", "write"]

_KEY_VALUE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|\{([^}]*)\}|(\S+))""")
_CUBE = re.compile(r"\s*CUB\s+(\S+)\s*$", re.IGNORECASE)
_PLAIN_COLUMNS = "species:S:1:pos:R:3"


def read(text: TextFile, species: Sequence[str] | None = None) -> Configuration:  # noqa: ARG001 (the file names them)
    """Read the first frame of an extended xyz file.

    Raises
    ------
    DataFileError
        K203 and K204, with their lines.
    """
    atoms = text.parse(0, "the number of atoms", lambda line: whole_number(line.strip()))
    if atoms == 0:
        text.fail(0, "0 atoms", "at least one", code="K205")
    comment = text.line(1, "a comment line with the cell")
    values = {
        match.group(1).lower(): next(filter(None, match.groups()[1:]), "") for match in _KEY_VALUE.finditer(comment)
    }
    cell = _cell(text, comment, values)
    reader = _row_reader(text, values.get("properties", _PLAIN_COLUMNS))
    last = len(text.lines) - next((back for back, line in enumerate(reversed(text.lines)) if line.strip()), 0)
    if last < atoms + 2:
        text.fail(last - 1, f"the end of the file after {max(0, last - 2)} atoms", f"{atoms} atoms, as line 1 says",
                  hint="The file seems to be truncated.")  # fmt: skip
    rows = text.parse_rows(range(2, atoms + 2), "an element and three coordinates", reader)
    notes: tuple[str, ...] = ()
    if last > atoms + 2:
        text.parse(atoms + 2, f"the end of the file after {atoms} atoms, or the number of atoms of a next frame",
                   lambda line: whole_number(line.strip()))  # fmt: skip
        notes = ("The file holds several frames; only the first one was read.",)
    return Configuration(
        positions=np.array([position for _, position in rows]),
        species=np.array([name for name, _ in rows]),
        cell=cell,
        title=values.get("title", values.get("name", "")),
        notes=notes,
    )


def write(configuration: Configuration) -> str:
    """The text of an extended xyz file."""
    vectors = " ".join(f"{value:.17g}" for value in configuration.cell.ravel())
    title = f'title="{configuration.title.replace(chr(34), chr(39))}" ' if configuration.title else ""
    lines = [str(len(configuration)), f'Lattice="{vectors}" Properties={_PLAIN_COLUMNS} {title}pbc="T T T"']
    for name, (x, y, z) in zip(configuration.species, configuration.positions, strict=True):
        lines.append(f"{name:<3s} {x:.17g} {y:.17g} {z:.17g}")
    return "\n".join(lines) + "\n"


def _cell(text: TextFile, comment: str, values: dict[str, str]) -> NDArray[np.float64]:
    cube = _CUBE.match(comment)
    if cube:
        return np.eye(3) * text.parse(1, "the edge of a cube", lambda _: finite_number(cube.group(1)))
    if "lattice" not in values:
        text.fail(1, "no cell", 'Lattice="ax ay az bx by bz cx cy cz" in the comment line',
                  hint="A pair distribution needs the periodic cell: add its lattice vectors in ångström.")  # fmt: skip
    return text.parse(1, "nine numbers in Lattice", lambda _: _nine_numbers(values["lattice"]))


def _nine_numbers(value: str) -> NDArray[np.float64]:
    return np.array([finite_number(word) for word in value.split()]).reshape(3, 3)


def _row_reader(text: TextFile, properties: str) -> Callable[[str], tuple[str, list[float]]]:
    """A reader of atom lines for the columns that ``Properties`` declares."""
    parts = properties.split(":")
    columns, place = {}, 0
    try:
        for name, _, width in zip(parts[0::3], parts[1::3], parts[2::3], strict=True):
            columns[name] = (place, int(width))
            place += int(width)
    except ValueError:
        text.fail(1, f'Properties="{properties}"', "triples name:type:width")
    if columns.get("species", (0, 0))[1] != 1 or columns.get("pos", (0, 0))[1] != 3:
        text.fail(1, f'Properties="{properties}"', "species:S:1 and pos:R:3 among them")
    species_at, position_at = columns["species"][0], columns["pos"][0]
    exact = place if properties != _PLAIN_COLUMNS else None

    def reader(line: str) -> tuple[str, list[float]]:
        words = line.split()
        name = words[species_at]
        if not name[0].isalpha() or (exact is not None and len(words) != exact):
            raise ValueError(line)
        return name, [finite_number(words[position_at + axis]) for axis in range(3)]

    return reader

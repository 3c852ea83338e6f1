"""Configurations as VASP files: POSCAR, CONTCAR and ``.vasp``.

Layout: VASP wiki, page POSCAR. Files of VASP 4 do not name their species; see `read`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.rmc.configuration import Configuration
from kyokutei.glass.rmc.species_names import letters, names_from_title
from kyokutei.glass.text_file import TextFile, finite_number, whole_number

__all__ = ["read", "write"]


def read(text: TextFile, species: Sequence[str] | None = None) -> Configuration:
    """Read a POSCAR file.

    Names of the species come from the file; in files of VASP 4 from ``species``, from a formula or the list of
    elements in the first line, or else they are A, B, ...

    Raises
    ------
    DataFileError
        K203 and K204, with their lines.
    """
    vectors = np.array([text.parse(index, "a lattice vector of three numbers", _three_numbers) for index in (2, 3, 4)])
    scale = text.parse(1, "the scale: one number, or three for the axes", lambda line: _scale(line, vectors))
    names, numbers, at, notes = _species(text, species)
    line = text.line(at, "Direct or Cartesian")
    if line.strip()[:1] in {"S", "s"}:  # selective dynamics
        at += 1
        line = text.line(at, "Direct or Cartesian")
    mode = line.strip()[:1].lower()
    if mode not in {"d", "c", "k"}:
        text.fail(at, f'"{line.strip()[:60]}"', "Direct or Cartesian")
    rows = np.array(text.parse_rows(range(at + 1, at + 1 + sum(numbers)), "three coordinates", _first_three_numbers))
    cell = vectors * scale
    return Configuration(
        positions=rows @ cell if mode == "d" else rows * scale,
        species=np.repeat(np.array(names), numbers),
        cell=cell,
        title=text.lines[0].strip(),
        notes=notes,
    )


def write(configuration: Configuration) -> str:
    """The text of a POSCAR file of VASP 5; atoms are sorted by species."""
    order = np.argsort(configuration.species_index, kind="stable")
    lines = [configuration.title or "configuration", "1.0"]
    lines += [" ".join(f"{value:24.16e}" for value in vector) for vector in configuration.cell]
    lines += [" ".join(configuration.counts), " ".join(map(str, configuration.counts.values())), "Direct"]
    lines += [" ".join(f"{value:19.16f}" for value in row) for row in configuration.fractional_positions[order]]
    return "\n".join(lines) + "\n"


def _species(text: TextFile, species: Sequence[str] | None) -> tuple[tuple[str, ...], list[int], int, tuple[str, ...]]:
    """Names, numbers of atoms, the line behind them, and a note."""
    words = text.line(5, "names of the species or numbers of atoms").split()
    if not words:
        text.fail(5, "an empty line", "names of the species or numbers of atoms")
    if not words[0].isdigit():
        numbers = text.parse(6, f"{len(words)} numbers of atoms", lambda line: _numbers(line, len(words)))
        # "Si_pv" and "O/4f2a" name a potential behind the element
        return tuple(word.split("/")[0].split("_")[0] for word in words), numbers, 7, ()
    numbers = text.parse(5, "numbers of atoms", lambda line: _numbers(line, len(words)))
    if species is not None:
        if len(species) != len(numbers):
            text.fail(5, f"{len(numbers)} species", f"{len(species)}, as many as the names {', '.join(species)}")
        return tuple(species), numbers, 6, ()
    from_title = names_from_title(text.lines[0], numbers)
    if from_title is not None:
        return (
            from_title,
            numbers,
            6,
            (f"The file numbers its species; by its title they are {', '.join(from_title)}.",),
        )
    names = letters(len(numbers))
    return names, numbers, 6, (f"The file does not name its species; they are called {', '.join(names)} here.",)


def _scale(line: str, vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Factors for x, y, z; a negative number is minus the volume of the cell."""
    numbers = [finite_number(word) for word in line.split()]
    if len(numbers) == 3 and min(numbers) > 0.0:
        return np.array(numbers)
    if len(numbers) != 1 or numbers[0] == 0.0:
        raise ValueError(line)
    volume = abs(float(np.linalg.det(vectors)))
    if numbers[0] < 0.0 and volume == 0.0:
        raise ValueError(line)
    return np.full(3, numbers[0] if numbers[0] > 0.0 else (-numbers[0] / volume) ** (1.0 / 3.0))


def _numbers(line: str, count: int) -> list[int]:
    numbers = [whole_number(word) for word in line.split()]
    if len(numbers) != count or min(numbers) < 1:
        raise ValueError(line)
    return numbers


def _three_numbers(line: str) -> list[float]:
    x, y, z = (finite_number(word) for word in line.split())
    return [x, y, z]


def _first_three_numbers(line: str) -> list[float]:
    words = line.split()
    return [finite_number(words[axis]) for axis in range(3)]

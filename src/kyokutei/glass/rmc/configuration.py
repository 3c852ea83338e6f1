"""A periodic configuration of atoms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.errors import OutOfRangeError, Problem

__all__ = ["Configuration", "Moves"]

_FLATTEST_CELL = 1e-9  # volume over product of edges, below which three vectors span no volume


@dataclass(frozen=True)
class Moves:
    """How many moves a reverse Monte Carlo run generated, tried (past the hard-core test) and accepted."""

    generated: int
    tried: int
    accepted: int


@dataclass(frozen=True, eq=False)
class Configuration:
    """Positions and species of atoms in a periodic cell.

    Parameters
    ----------
    positions
        ``(atom, 3)`` Cartesian [Å]; inside or outside the cell, as the file has them.
    species
        ``(atom,)`` names such as ``"Si"``.
    cell
        ``(3, 3)`` lattice vectors as rows [Å].
    title
        One line for people.
    moves
        What the reverse Monte Carlo program says of its run, where known.
    notes
        Sentences a reader of the results needs, such as where the names of the species come from.

    Raises
    ------
    OutOfRangeError
        If there are no atoms, if shapes disagree, if a number is not finite, or if the cell has no volume.
    """

    positions: NDArray[np.float64]
    species: NDArray[np.str_]
    cell: NDArray[np.float64]
    title: str = ""
    moves: Moves | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        positions, cell = _floats(self.positions, "positions"), _floats(self.cell, "cell")
        species: NDArray[np.str_] = np.array(self.species, dtype=np.str_)
        if positions.ndim != 2 or positions.shape[1] != 3 or len(positions) == 0:
            raise _bad("positions", f"an array of shape {positions.shape}", "(atom, 3) with at least one atom")
        if species.shape != (len(positions),):
            raise _bad(
                "species", f"an array of shape {species.shape}", f"({len(positions)},), one name for each position"
            )
        if not np.all(np.char.str_len(species)):
            raise _bad(
                "species", f"an empty name at index {int(np.argmin(np.char.str_len(species)))}", "a name for each atom"
            )
        if cell.shape != (3, 3):
            raise _bad("cell", f"an array of shape {cell.shape}", "(3, 3), lattice vectors as rows")
        _require_finite(positions, "positions")
        _require_finite(cell, "cell")
        if abs(np.linalg.det(cell)) <= _FLATTEST_CELL * np.prod(np.linalg.norm(cell, axis=1)):
            raise _bad("cell", f"lattice vectors {cell.tolist()}, which span no volume", "three independent vectors")
        for name, array in (("positions", positions), ("species", species), ("cell", cell)):
            array.setflags(write=False)
            object.__setattr__(self, name, array)

    def __len__(self) -> int:
        return len(self.positions)

    @cached_property
    def volume(self) -> float:
        """Volume of the cell [Å³]."""
        return float(abs(np.linalg.det(self.cell)))

    @property
    def number_density(self) -> float:
        """Atoms per cubic ångström."""
        return len(self) / self.volume

    @cached_property
    def species_names(self) -> tuple[str, ...]:
        """The species in order of first appearance."""
        names, first = np.unique(self.species, return_index=True)
        return tuple(str(name) for name in names[np.argsort(first)])

    @cached_property
    def species_index(self) -> NDArray[np.int64]:
        """``(atom,)`` place of each atom's species in `species_names`."""
        names, first, inverse = np.unique(self.species, return_index=True, return_inverse=True)
        place = np.empty(len(names), dtype=np.int64)
        place[np.argsort(first)] = np.arange(len(names))
        return place[inverse]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Number of atoms of each species."""
        numbers = np.bincount(self.species_index)
        return {name: int(number) for name, number in zip(self.species_names, numbers, strict=True)}

    @property
    def composition(self) -> dict[str, float]:
        """Atomic fraction of each species."""
        return {name: number / len(self) for name, number in self.counts.items()}

    @cached_property
    def fractional_positions(self) -> NDArray[np.float64]:
        """``(atom, 3)`` in units of the lattice vectors, folded into [0, 1)."""
        fractional = np.linalg.solve(self.cell.T, self.positions.T).T
        fractional -= np.floor(fractional)
        fractional[fractional >= 1.0] = 0.0  # -1e-17 is folded to 1
        return np.ascontiguousarray(fractional)

    @cached_property
    def perpendicular_widths(self) -> NDArray[np.float64]:
        """``(3,)`` distances between opposite faces of the cell [Å]."""
        widths: NDArray[np.float64] = 1.0 / np.linalg.norm(np.linalg.inv(self.cell), axis=0)
        return widths

    @property
    def largest_minimum_image_distance(self) -> float:
        """Half the smallest width: up to it every pair has at most one nearest image [Å]."""
        return float(self.perpendicular_widths.min()) / 2.0

    def require_species(self, names: Sequence[str]) -> None:
        """Refuse a species that the configuration does not hold.

        Raises
        ------
        OutOfRangeError
            With the species that it does hold.
        """
        for name in names:
            if name not in self.counts:
                raise _bad("species", f'the species "{name}"', f"one of {', '.join(self.species_names)}")


def _bad(key: str, found: str, expected: str) -> OutOfRangeError:
    return OutOfRangeError(Problem("K303", found, expected, key=key))


def _floats(values: ArrayLike, name: str) -> NDArray[np.float64]:
    try:
        return np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise _bad(name, "values that are not a rectangular array of numbers", "numbers in Å") from None


def _require_finite(values: NDArray[np.float64], name: str) -> None:
    finite = np.isfinite(values)
    if not finite.all():
        row, column = (int(index) for index in np.argwhere(~finite)[0])
        raise _bad(name, f"{values[row, column]} at index {row}, {column}", "finite numbers")

"""Coordination numbers: how many neighbours each atom has within a cutoff."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.rmc.configuration import Configuration
from kyokutei.glass.structure.neighbours import find_neighbours

__all__ = ["Coordination", "coordination"]


@dataclass(frozen=True, eq=False)
class Coordination:
    """Coordination numbers of all centres.

    Parameters
    ----------
    numbers
        ``(centre,)`` neighbours of each centre, in the order of the configuration.
    atoms
        ``(centre,)`` index of each centre in the configuration.
    cutoff_angstrom
        The cutoff [Å].
    """

    numbers: NDArray[np.int64]
    atoms: NDArray[np.int64]
    cutoff_angstrom: float

    @property
    def mean(self) -> float:
        """Mean coordination number."""
        return float(self.numbers.mean())

    @property
    def histogram(self) -> NDArray[np.int64]:
        """``histogram[n]`` is the number of centres with n neighbours; it ends at the largest n that occurs."""
        return np.bincount(self.numbers)


def coordination(configuration: Configuration, centre: str, neighbour: str, *, cutoff_angstrom: float) -> Coordination:
    """Count the neighbours of one species around each atom of another, nearer than a cutoff.

    Parameters
    ----------
    configuration
        Any periodic cell.
    centre, neighbour
        Species, such as ``"Si"`` and ``"O"``.
    cutoff_angstrom
        Distances below it count [Å]; sensibly the minimum of g_ij(r) after its first peak.

    Raises
    ------
    OutOfRangeError
        If the configuration lacks a species or the cutoff is not positive and finite.
    """
    bonds = find_neighbours(configuration, centre, neighbour, cutoff_angstrom=cutoff_angstrom)
    atoms = np.flatnonzero(configuration.species == centre)
    return Coordination(
        numbers=np.bincount(bonds.centre, minlength=len(configuration))[atoms],
        atoms=atoms,
        cutoff_angstrom=cutoff_angstrom,
    )

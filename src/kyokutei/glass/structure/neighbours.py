"""Which atoms stand within a distance of which, with the vectors between them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.glass.rmc.configuration import Configuration

__all__ = ["Neighbours", "find_neighbours"]


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Bonds from centres to neighbours, sorted by centre and then by distance.

    Parameters
    ----------
    centre
        ``(bond,)`` index of the centre in the configuration.
    neighbour
        ``(bond,)`` index of the neighbour; the same one more than once where several of its images are near.
    vector
        ``(bond, 3)`` from centre to neighbour [Å].
    distance
        ``(bond,)`` [Å].
    """

    centre: NDArray[np.int64]
    neighbour: NDArray[np.int64]
    vector: NDArray[np.float64]
    distance: NDArray[np.float64]


def find_neighbours(configuration: Configuration, centre: str, neighbour: str, *, cutoff_angstrom: float) -> Neighbours:
    """All neighbours of one species around all centres of another, nearer than a cutoff.

    Every periodic image is found, in a cell of any shape, also where the cutoff is larger than the cell.

    Parameters
    ----------
    configuration
        The atoms.
    centre, neighbour
        Species, such as ``"Si"`` and ``"O"``.
    cutoff_angstrom
        Distances below it count [Å].

    Raises
    ------
    OutOfRangeError
        If the configuration lacks a species or the cutoff is not positive and finite.
    """
    from scipy.spatial import KDTree

    configuration.require_species([centre, neighbour])
    if not (math.isfinite(cutoff_angstrom) and cutoff_angstrom > 0.0):
        found = f"cutoff_angstrom = {cutoff_angstrom:g} Å"
        raise OutOfRangeError(Problem("K303", found, "a positive length", key="cutoff_angstrom"))
    centres = np.flatnonzero(configuration.species == centre)
    positions = configuration.fractional_positions[centres] @ configuration.cell
    others, image_positions, is_home = _images(configuration, neighbour, cutoff_angstrom)
    found = KDTree(positions).sparse_distance_matrix(KDTree(image_positions), cutoff_angstrom, output_type="ndarray")
    first, second, distance = found["i"], found["j"], found["v"]
    bond = (distance < cutoff_angstrom) & ~(is_home[second] & (others[second] == centres[first]))
    first, second, distance = first[bond], second[bond], distance[bond]
    order = np.lexsort((distance, first))
    first, second = first[order], second[order]
    return Neighbours(
        centre=centres[first],
        neighbour=others[second],
        vector=image_positions[second] - positions[first],
        distance=distance[order],
    )


def _images(
    configuration: Configuration, species: str, margin_angstrom: float
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.bool_]]:
    """Atoms of a species in the cell and within a margin around it: index, position [Å], whether inside the cell."""
    own = np.flatnonzero(configuration.species == species)
    fractional = configuration.fractional_positions[own]
    margins = margin_angstrom / configuration.perpendicular_widths
    indices, positions, is_home = [], [], []
    for shift in product(*(range(-math.ceil(margin), math.ceil(margin) + 1) for margin in margins)):
        moved = fractional + np.array(shift, dtype=np.float64)
        near = np.all((moved >= -margins) & (moved <= 1.0 + margins), axis=1)
        indices.append(own[near])
        positions.append(moved[near] @ configuration.cell)
        is_home.append(np.full(int(near.sum()), not any(shift)))
    return np.concatenate(indices), np.concatenate(positions), np.concatenate(is_home)

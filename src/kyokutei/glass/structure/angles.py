"""Bond angles: the angle at a centre between two of its bonds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.glass.rmc.configuration import Configuration
from kyokutei.glass.structure.neighbours import Neighbours, find_neighbours

__all__ = ["BondAngles", "bond_angles"]


@dataclass(frozen=True, eq=False)
class BondAngles:
    """Angles of all pairs of bonds.

    Parameters
    ----------
    degrees
        ``(angle,)`` 0 to 180 [°].
    atoms
        ``(angle,)`` index of the centre of each angle in the configuration.
    """

    degrees: NDArray[np.float64]
    atoms: NDArray[np.int64]

    @property
    def mean_degrees(self) -> float:
        """Mean angle [°]."""
        return float(self.degrees.mean())

    @property
    def standard_deviation_degrees(self) -> float:
        """Root mean square deviation from the mean [°]: the width of the distribution, not an error of the mean."""
        return float(self.degrees.std())

    def distribution(self, *, bin_width_degrees: float = 2.0) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Centres of bins from 0 to 180 [°] and the density of angles in them [1/°].

        The density is per degree, not per solid angle: bonds of random direction would give (π/360) sin θ.

        Raises
        ------
        OutOfRangeError
            If the width is not between 0 and 180.
        """
        if not 0.0 < bin_width_degrees <= 180.0:
            raise OutOfRangeError(
                Problem("K303", f"bin_width_degrees = {bin_width_degrees:g} °", "a width up to 180 °")
            )
        edges = np.linspace(0.0, 180.0, max(1, round(180.0 / bin_width_degrees)) + 1)
        density, _ = np.histogram(self.degrees, bins=edges, density=True)
        return (edges[:-1] + edges[1:]) / 2.0, density


def bond_angles(
    configuration: Configuration, triplet: tuple[str, str, str], *, cutoff_angstrom: float | tuple[float, float]
) -> BondAngles:
    """Angles at all centres between all pairs of bonds to two species.

    Parameters
    ----------
    configuration
        Any periodic cell.
    triplet
        End, centre, end, such as ``("O", "Si", "O")``; two equal ends make each pair of bonds one angle.
    cutoff_angstrom
        Distances below it are bonds [Å]; two cutoffs where the two kinds of bond differ.

    Raises
    ------
    OutOfRangeError
        If the configuration lacks a species, if a cutoff is not positive and finite, or if there is no angle.
    """
    first_end, centre, second_end = triplet
    first_cutoff, second_cutoff = (
        (cutoff_angstrom, cutoff_angstrom) if isinstance(cutoff_angstrom, int | float) else cutoff_angstrom
    )
    first = find_neighbours(configuration, centre, first_end, cutoff_angstrom=first_cutoff)
    if first_end == second_end and first_cutoff == second_cutoff:
        left, right = _pairs_within(first)
        second = first
    else:
        second = find_neighbours(configuration, centre, second_end, cutoff_angstrom=second_cutoff)
        left, right = _pairs_between(first, second)
    if len(left) == 0:
        found = f"no {'-'.join(triplet)} angle with bonds below {cutoff_angstrom} Å"
        raise OutOfRangeError(Problem("K303", found, "at least one centre with two bonds", key="cutoff_angstrom"))
    # atan2 keeps its precision at 0° and 180°, where arccos loses half the digits
    cross = np.linalg.norm(np.cross(first.vector[left], second.vector[right]), axis=1)
    dot = np.einsum("ij,ij->i", first.vector[left], second.vector[right])
    return BondAngles(degrees=np.degrees(np.arctan2(cross, dot)), atoms=first.centre[left])


def _pairs_within(bonds: Neighbours) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    left, right = _pairs_between(bonds, bonds)
    once = left < right
    return left[once], right[once]


def _pairs_between(first: Neighbours, second: Neighbours) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places of all pairs of bonds that share their centre; both lists are sorted by centre."""
    start = np.searchsorted(second.centre, first.centre, side="left")
    stop = np.searchsorted(second.centre, first.centre, side="right")
    many = stop - start
    left = np.repeat(np.arange(len(first.centre)), many)
    right = np.arange(len(left)) - np.repeat(np.cumsum(many) - many, many) + np.repeat(start, many)
    return left, right

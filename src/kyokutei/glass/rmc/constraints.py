"""What is known of the local order beside the data: closest distances, coordination numbers, bond angles."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from kyokutei.glass.pairs import PairName

__all__ = ["AngleConstraint", "Constraints", "CoordinationConstraint"]


@dataclass(frozen=True)
class CoordinationConstraint:
    """A number of neighbours, of every centre or on average.

    Every centre i adds ((n_i - number) / sigma)² to the cost; an average adds ((mean - number) / sigma)² once.

    Parameters
    ----------
    centre, neighbour
        Species.
    cutoff_angstrom
        Distances below it are bonds [Å].
    number
        Wanted.
    sigma
        How much a centre, or the mean, may deviate.
    is_average
        Whether it is the mean that is wanted.
    """

    centre: str
    neighbour: str
    cutoff_angstrom: float
    number: float
    sigma: float
    is_average: bool = False


@dataclass(frozen=True)
class AngleConstraint:
    """A bond angle: each angle adds ((cos θ - cos θ_0) / (sin θ_0 sigma))² to the cost.

    Parameters
    ----------
    triplet
        End, centre, end.
    cutoff_angstrom
        Distances below it are bonds [Å].
    degrees
        θ_0 [°].
    sigma_degrees
        How much an angle may deviate [°].
    """

    triplet: tuple[str, str, str]
    cutoff_angstrom: float
    degrees: float
    sigma_degrees: float

    @property
    def cosine_sigma(self) -> float:
        """The deviation that cos θ may have."""
        sine = math.sin(math.radians(self.degrees))
        sigma = math.radians(self.sigma_degrees)
        # at 180° the cosine is flat; its second order takes over
        return max(sine * sigma, sigma * sigma / 2.0)


@dataclass(frozen=True)
class Constraints:
    """Everything the atoms must keep beside the data.

    Parameters
    ----------
    closest_angstrom
        By pair of species: no pair may stand closer [Å]; pairs that are not named may come as close as they like.
    coordination, angles
        Terms of the cost.
    """

    closest_angstrom: Mapping[PairName, float]
    coordination: tuple[CoordinationConstraint, ...] = ()
    angles: tuple[AngleConstraint, ...] = ()

    @property
    def reach_angstrom(self) -> float:
        """The longest bond that any term looks at [Å]; 0 without terms."""
        cutoffs = [term.cutoff_angstrom for term in self.coordination]
        return max([*cutoffs, *(term.cutoff_angstrom for term in self.angles)], default=0.0)

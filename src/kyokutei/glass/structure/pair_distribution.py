"""Partial pair distribution functions g_ij(r) of a configuration."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.glass.pairs import PairMapping, species_pairs
from kyokutei.glass.rmc.configuration import Configuration
from kyokutei.glass.structure.pair_counts import DistanceGrid

__all__ = ["PartialPairDistribution", "distance_grid", "partial_pair_distribution"]

_ALMOST_A_BIN = 1e-9  # 0.3 / 0.1 is a little less than 3 in floating point


@dataclass(frozen=True, eq=False)
class PartialPairDistribution:
    """Partial pair distribution functions on a grid of distances.

    Parameters
    ----------
    r
        ``(bin,)`` centres of the bins [Å].
    edges
        ``(bin + 1,)`` their edges [Å].
    g
        ``(bin,)`` g_ij by pair of species; ``g["Si", "O"]`` and ``g["O", "Si"]`` are the same array.
    counts
        ``(bin,)`` number of pairs of atoms by pair of species, each pair of atoms once.
    numbers
        Number of atoms of each species.
    volume
        Of the cell [Å³].
    """

    r: NDArray[np.float64]
    edges: NDArray[np.float64]
    g: PairMapping[NDArray[np.float64]]
    counts: PairMapping[NDArray[np.int64]]
    numbers: Mapping[str, int]
    volume: float

    @property
    def species(self) -> tuple[str, ...]:
        """In the order of the configuration."""
        return tuple(self.numbers)

    @property
    def number_density(self) -> float:
        """Atoms per cubic ångström."""
        return sum(self.numbers.values()) / self.volume

    def total(self, weights: Mapping[tuple[str, str], float]) -> NDArray[np.float64]:
        """``(bin,)`` weighted sum of the partials; weights by pair, i < j carrying both orders."""
        total = np.zeros_like(self.r)
        for pair, weight in weights.items():
            total += weight * self.g[pair]
        return total

    def running_coordination(self, centre: str, neighbour: str) -> NDArray[np.float64]:
        """``(bin,)`` mean number of neighbours of a centre out to the upper edge of each bin.

        Raises
        ------
        KeyError
            If there is no such pair.
        """
        pairs = np.cumsum(self.counts[centre, neighbour])
        return pairs * (2.0 if centre == neighbour else 1.0) / self.numbers[centre]


def partial_pair_distribution(
    configuration: Configuration,
    *,
    bin_width_angstrom: float = 0.02,
    maximum_angstrom: float | None = None,
    advance: Callable[[float], object] | None = None,
) -> PartialPairDistribution:
    """Count pairs of atoms by distance and divide by what a structureless system of the same density would have.

    g_ij of a bin is the number of i-j pairs in it over N_pairs V_shell / V, with N_pairs = N_i N_j for unlike and
    N_i (N_i - 1) / 2 for like species, so that an ideal gas has g = 1 at any N. Where a species has no pair, g is 0.
    Names as in D. A. Keen, J. Appl. Cryst. 34 (2001) 172, doi:10.1107/S0021889800019993.

    Parameters
    ----------
    configuration
        Any cell, any number of species.
    bin_width_angstrom
        Width of the bins [Å].
    maximum_angstrom
        Largest distance [Å]; a last bin that does not fit is left out. By default half the smallest width of the cell,
        up to which each pair is counted at its nearest image. Beyond it all images are counted, those of an atom with
        itself included, and N_pairs of like species is N_i² / 2.
    advance
        Called with the fraction of the whole that has been done since the last call.

    Returns
    -------
    PartialPairDistribution

    Raises
    ------
    OutOfRangeError
        If a length is not positive and finite, or if not one bin fits below the maximum.
    """
    from kyokutei.glass.structure.pair_counts_fast import count_pairs

    grid = distance_grid(configuration, bin_width_angstrom, maximum_angstrom)
    counts = count_pairs(configuration, grid, advance=advance)
    return pair_distribution_of_counts(configuration, grid, counts)


def distance_grid(
    configuration: Configuration, bin_width_angstrom: float, maximum_angstrom: float | None = None
) -> DistanceGrid:
    """Bins of a width up to a maximum, by default half the smallest width of the cell.

    Raises
    ------
    OutOfRangeError
        If a length is not positive and finite, or if not one bin fits below the maximum.
    """
    maximum = configuration.largest_minimum_image_distance if maximum_angstrom is None else maximum_angstrom
    for name, length in (("bin_width_angstrom", bin_width_angstrom), ("maximum_angstrom", maximum)):
        if not (math.isfinite(length) and length > 0.0):
            raise OutOfRangeError(Problem("K303", f"{name} = {length:g} Å", "a positive length", key=name))
    bins = math.floor(maximum / bin_width_angstrom + _ALMOST_A_BIN)
    if bins == 0:
        found = f"bin_width_angstrom = {bin_width_angstrom:g} Å"
        raise OutOfRangeError(
            Problem("K303", found, f"at most the largest distance, {maximum:g} Å", key="bin_width_angstrom")
        )
    return DistanceGrid(bin_width_angstrom, bins)


def pair_distribution_of_counts(
    configuration: Configuration, grid: DistanceGrid, counts: NDArray[np.int64]
) -> PartialPairDistribution:
    """Normalise ``(pair, bin)`` counts in the order of `kyokutei.glass.pairs.species_pairs`."""
    numbers = configuration.counts
    with_images = grid.maximum_angstrom > configuration.largest_minimum_image_distance * (1.0 + _ALMOST_A_BIN)
    shells = 4.0 / 3.0 * math.pi * np.diff(grid.edges**3)
    names = species_pairs(configuration.species_names)
    g = {}
    for (first, second), row in zip(names, counts, strict=True):
        others = numbers[second] if first != second else (numbers[first] - (0 if with_images else 1)) / 2.0
        expected = numbers[first] * others * shells / configuration.volume
        g[first, second] = np.divide(row, expected, out=np.zeros(grid.bins), where=expected > 0.0)
    return PartialPairDistribution(
        r=grid.centres,
        edges=grid.edges,
        g=PairMapping(g),
        counts=PairMapping(dict(zip(names, counts, strict=True))),
        numbers=numbers,
        volume=configuration.volume,
    )

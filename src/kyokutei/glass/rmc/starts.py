"""Configurations from which a chain may begin: random, on a lattice, packed, or from a file."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.glass.pairs import PairMapping, PairName, pair_label, species_pairs
from kyokutei.glass.rmc.configuration import Configuration

__all__ = [
    "lattice_start",
    "packed_start",
    "packing_fraction",
    "random_start",
    "require_closest",
    "soft_packing",
    "without_overlaps",
]

_DENSEST = math.pi / math.sqrt(18.0)  # of equal spheres; T. C. Hales, Annals of Mathematics 162 (2005) 1065
_MOST_SWEEPS = 5000
_EXTRA = 1e-4  # by which atoms are pushed farther than they must be


def packing_fraction(numbers: Mapping[str, int], volume: float, closest_angstrom: Mapping[PairName, float]) -> float:
    """Share of the volume that spheres with the closest distances of like pairs as diameters take."""
    given = PairMapping(closest_angstrom)
    spheres = sum(number * math.pi / 6.0 * given.get((name, name), 0.0) ** 3 for name, number in numbers.items())
    return spheres / volume


def require_closest(configuration: Configuration, closest_angstrom: Mapping[PairName, float]) -> None:
    """Refuse a configuration in which a pair stands closer than it may.

    Raises
    ------
    OutOfRangeError
        With how many pairs do, and which is the closest of all.
    """
    from kyokutei.glass.structure.neighbours import find_neighbours

    for pair, closest in closest_angstrom.items():
        configuration.require_species(pair)
        if closest <= 0.0:
            continue
        near = find_neighbours(configuration, *pair, cutoff_angstrom=closest)
        if len(near.centre):
            shortest = float(np.linalg.norm(near.vector, axis=1).min())
            pairs = len(near.centre) // (2 if pair[0] == pair[1] else 1)
            raise OutOfRangeError(
                Problem("K303", f"{pairs} {pair_label(pair)} pairs closer than {closest:g} Å, the closest of them "
                        f"{shortest:.3f} Å", "a start that keeps the closest distances", key="closest")
            )  # fmt: skip


def random_start(numbers: Mapping[str, int], *, number_density: float, generator: np.random.Generator) -> Configuration:
    """Atoms anywhere in a cube, closest distances not looked at.

    Parameters
    ----------
    numbers
        Atoms of each species.
    number_density
        Atoms per cubic ångström.
    generator
        Source of the positions.
    """
    total = sum(numbers.values())
    edge = (total / number_density) ** (1.0 / 3.0)
    return Configuration(generator.random((total, 3)) * edge, _species(numbers), np.eye(3) * edge, title="random start")


def lattice_start(
    numbers: Mapping[str, int], *, number_density: float, generator: np.random.Generator
) -> Configuration:
    """Atoms on the sites of a simple cubic lattice in a cube, species and empty sites at random."""
    total = sum(numbers.values())
    edge = (total / number_density) ** (1.0 / 3.0)
    across = math.ceil(total ** (1.0 / 3.0) - 1e-9)
    sites = np.stack(np.meshgrid(*[np.arange(across)] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    chosen = generator.permutation(len(sites))[:total]
    return Configuration(
        sites[chosen] * (edge / across), _species(numbers), np.eye(3) * edge, title="simple cubic lattice"
    )


def packed_start(
    numbers: Mapping[str, int],
    *,
    number_density: float,
    closest_angstrom: Mapping[PairName, float],
    generator: np.random.Generator,
) -> Configuration:
    """Atoms at random places, pushed apart until none is closer than it may be.

    Raises
    ------
    OutOfRangeError
        If there is no room for them: spheres of these diameters fill more than 74 % of the cell, or the pushing
        does not end.
    """
    start = random_start(numbers, number_density=number_density, generator=generator)
    return without_overlaps(start, closest_angstrom)


def without_overlaps(start: Configuration, closest_angstrom: Mapping[PairName, float]) -> Configuration:
    """Push atoms apart, the overlapping ones only, until all closest distances are kept.

    Raises
    ------
    OutOfRangeError
        As `packed_start`.
    """
    share = packing_fraction(start.counts, start.volume, closest_angstrom)
    if share > _DENSEST and len(start.counts) == 1:
        raise _no_room(start, closest_angstrom, f"they would fill {100 * share:.0f} % of the cell")
    fractional = start.fractional_positions.copy()
    diameters = _diameters(start, closest_angstrom)
    for _ in range(_MOST_SWEEPS):
        push = _push(start, fractional, diameters)
        if push is None:
            return Configuration(fractional @ start.cell, start.species, start.cell, title=f"{start.title}, packed")
        fractional += push
        fractional -= np.floor(fractional)
    raise _no_room(start, closest_angstrom, f"{_MOST_SWEEPS} sweeps of pushing them apart did not end")


def soft_packing(
    start: Configuration, diameters_angstrom: Mapping[PairName, float], *, sweeps: int, softness: float = 0.5
) -> Configuration:
    """Let overlapping atoms give way to each other for a number of sweeps; some overlap may be left.

    Parameters
    ----------
    start
        Any configuration, such as a random one.
    diameters_angstrom
        By pair of species; the diameter of unlike atoms need not be the mean of the others [Å].
    sweeps
        How often all atoms are moved.
    softness
        Which part of an overlap a sweep takes away.
    """
    diameters = _diameters(start, diameters_angstrom)
    fractional = start.fractional_positions.copy()
    for _ in range(sweeps):
        push = _push(start, fractional, diameters)
        if push is None:
            break
        fractional += softness * push
        fractional -= np.floor(fractional)
    return Configuration(fractional @ start.cell, start.species, start.cell, title="packing of soft spheres")


def _push(
    start: Configuration, fractional: NDArray[np.float64], diameters: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """Displacements that would part each overlapping pair, in fractional coordinates; None if there is none."""
    from kyokutei.glass.structure.neighbours import find_neighbours

    now = Configuration(fractional @ start.cell, start.species, start.cell)
    push = np.zeros_like(fractional)
    touched = False
    for a, b in species_pairs(start.species_names):
        diameter = float(diameters[start.species_names.index(a), start.species_names.index(b)])
        if diameter <= 0.0:
            continue
        near = find_neighbours(now, a, b, cutoff_angstrom=diameter)
        if len(near.centre) == 0:
            continue
        touched = True
        distance = np.linalg.norm(near.vector, axis=1)
        unit = near.vector / np.maximum(distance, 1e-9)[:, None]
        shift = 0.5 * (diameter * (1.0 + _EXTRA) - distance)[:, None] * unit
        np.add.at(push, near.centre, -shift)
        if a != b:
            np.add.at(push, near.neighbour, shift)
    return push @ np.linalg.inv(start.cell) if touched else None


def _diameters(start: Configuration, closest_angstrom: Mapping[PairName, float]) -> NDArray[np.float64]:
    names, given = start.species_names, PairMapping(closest_angstrom)
    return np.array([[given.get((a, b), 0.0) * (1.0 + _EXTRA) for b in names] for a in names])


def _species(numbers: Mapping[str, int]) -> NDArray[np.str_]:
    return np.repeat(np.array(list(numbers)), list(numbers.values()))


def _no_room(start: Configuration, closest_angstrom: Mapping[PairName, float], why: str) -> OutOfRangeError:
    share = packing_fraction(start.counts, start.volume, closest_angstrom)
    return OutOfRangeError(
        Problem("K303", f"no room for the atoms at {start.number_density:.4g} 1/Å3 with these closest distances: {why}",
                f"spheres that fill at most about 60 % of the cell; those of like pairs fill {100 * share:.0f} %",
                hint="Lower the density or the closest distances.", key="closest")
    )  # fmt: skip

"""Faber-Ziman structure factors of a configuration by direct sums over its reciprocal lattice."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.pairs import PairMapping, species_pairs
from kyokutei.glass.rmc.configuration import Configuration
from kyokutei.physics.validity import require_range

__all__ = ["ReciprocalStructureFactors", "reciprocal_structure_factors"]

_CHUNK = 4_000_000  # phases held at a time


@dataclass(frozen=True, eq=False)
class ReciprocalStructureFactors:
    """Partial structure factors at every vector of the reciprocal lattice, one of each opposite pair.

    Parameters
    ----------
    wavevector_per_angstrom
        ``(vector,)`` lengths |Q|, ascending [1/Å].
    partials
        ``(vector,)`` S_ij by pair of species.
    """

    wavevector_per_angstrom: NDArray[np.float64]
    partials: PairMapping[NDArray[np.float64]]


def reciprocal_structure_factors(
    configuration: Configuration, *, largest_wavevector_per_angstrom: float
) -> ReciprocalStructureFactors:
    """S_ij(Q) = 1 + Re(ρ_i* ρ_j) / (N c_i c_j) - δ_ij / c_i with ρ_i = Σ exp(iQ·r) over the atoms of species i.

    Exact for the periodic configuration, without truncation, but only at its reciprocal lattice vectors, and at a cost
    that grows with the cube of Q: the independent twin of `kyokutei.glass.structure.structure_factor`.

    Parameters
    ----------
    configuration
        Any periodic cell.
    largest_wavevector_per_angstrom
        Vectors up to this length [1/Å]; Q = 0 is left out.

    Raises
    ------
    OutOfRangeError
        If the largest wavevector is shorter than the shortest of the lattice, or larger than 1000 1/Å.
    """
    reciprocal: NDArray[np.float64] = (2.0 * math.pi * np.linalg.inv(configuration.cell).T).astype(np.float64)
    shortest = float(np.linalg.norm(reciprocal, axis=1).min())
    largest = float(
        require_range("largest_wavevector_per_angstrom", largest_wavevector_per_angstrom, shortest, 1e3, unit="1/Å")
    )
    indices, lengths = _half_lattice(configuration, reciprocal, largest)
    amplitudes = np.empty((len(configuration.counts), len(indices)), dtype=np.complex128)
    step = max(1, _CHUNK // len(configuration))
    for start in range(0, len(indices), step):
        turns = configuration.fractional_positions @ indices[start : start + step].T
        waves = np.exp(2j * math.pi * turns)
        for place in range(len(amplitudes)):
            amplitudes[place, start : start + step] = waves[configuration.species_index == place].sum(axis=0)
    names, fractions = configuration.species_names, list(configuration.composition.values())
    partials = {}
    for first, second in species_pairs(names):
        i, j = names.index(first), names.index(second)
        product = np.real(np.conj(amplitudes[i]) * amplitudes[j]) / (len(configuration) * fractions[i] * fractions[j])
        partials[first, second] = 1.0 + product - (1.0 / fractions[i] if i == j else 0.0)
    return ReciprocalStructureFactors(lengths, PairMapping(partials))


def _half_lattice(
    configuration: Configuration, reciprocal: NDArray[np.float64], largest: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Indices (vector, 3) of one of each pair of opposite vectors up to a length, ascending, with their lengths."""
    most = np.ceil(largest * np.linalg.norm(configuration.cell, axis=1) / (2.0 * math.pi)).astype(int)
    ranges = (np.arange(-limit, limit + 1, dtype=np.float64) for limit in most)
    grid = np.stack(np.meshgrid(*ranges, indexing="ij"), axis=-1).reshape(-1, 3)
    grid = grid[len(grid) // 2 + 1 :]  # the grid is symmetric about its middle, Q = 0
    lengths: NDArray[np.float64] = np.linalg.norm(grid @ reciprocal, axis=1).astype(np.float64)
    order = np.argsort(lengths, kind="stable")
    order = order[lengths[order] <= largest]
    return grid[order], lengths[order]

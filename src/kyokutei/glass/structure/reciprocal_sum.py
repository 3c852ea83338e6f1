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
    counts = np.ceil(largest * np.linalg.norm(configuration.cell, axis=1) / (2.0 * math.pi)).astype(int)
    along_b, along_c = (np.arange(-count, count + 1) for count in counts[1:])
    half = np.arange(counts[0] + 1)  # of each pair of opposite vectors one has h > 0, but for those with h = 0
    grid = np.stack(np.meshgrid(half, along_b, along_c, indexing="ij"), axis=-1).reshape(-1, 3)
    lengths: NDArray[np.float64] = np.linalg.norm(grid @ reciprocal, axis=1).astype(np.float64)
    is_later = (grid[:, 0] > 0) | (grid[:, 1] > 0) | ((grid[:, 1] == 0) & (grid[:, 2] > 0))
    wanted = np.flatnonzero(is_later & (lengths <= largest))
    order = wanted[np.argsort(lengths[wanted], kind="stable")]
    amplitudes = {
        name: _amplitudes(configuration.fractional_positions[configuration.species == name], half, along_b, along_c)[
            order
        ]
        for name in configuration.species_names
    }
    fractions = configuration.composition
    partials = {}
    for first, second in species_pairs(configuration.species_names):
        product = np.real(np.conj(amplitudes[first]) * amplitudes[second])
        product /= len(configuration) * fractions[first] * fractions[second]
        partials[first, second] = 1.0 + product - (1.0 / fractions[first] if first == second else 0.0)
    return ReciprocalStructureFactors(lengths[order], PairMapping(partials))


def _amplitudes(fractional: NDArray[np.float64], *indices: NDArray[np.int64]) -> NDArray[np.complex128]:
    """Σ exp(2πi (ha + kb + lc)) over atoms for three ranges of indices h, k, l, in the order of a flattened grid.

    The exponential of a sum is a product, so that exponentials are needed along the three axes only, and the sum over
    atoms is a product of matrices.
    """
    along_a, along_b, along_c = (
        np.exp(2j * math.pi * np.outer(range_of_one, fractional[:, axis])) for axis, range_of_one in enumerate(indices)
    )
    return np.stack([(row * along_b) @ along_c.T for row in along_a]).ravel()

"""How an atom at rest scatters X-rays of any energy far from its edges: the form factor f0(Q)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.glass.scattering.element_tables import form_factor_coefficients
from kyokutei.physics.validity import require_range

__all__ = ["HIGHEST_WAVEVECTOR_PER_ANGSTROM", "form_factor"]

HIGHEST_WAVEVECTOR_PER_ANGSTROM = 24.0 * math.pi  # sin(θ)/λ = 6 1/Å, to which Waasmaier and Kirfel fitted


def form_factor(species: str, wavevector_per_angstrom: ArrayLike) -> NDArray[np.float64]:
    """f0(Q) = c + Σ_k a_k exp(-b_k (Q/4π)²), a sum of five Gaussians [electrons].

    Parameters
    ----------
    species
        Neutral atom (``"Si"``) or ion (``"Si4+"``, ``"O2-"``).
    wavevector_per_angstrom
        Q [1/Å], any shape, 0 to 24π.

    Returns
    -------
    NDArray
        In the shape of Q. Tends to the number of electrons at Q = 0.

    Raises
    ------
    OutOfRangeError
        If the species is not in the table, or Q is NaN or outside its range.

    Notes
    -----
    D. Waasmaier and A. Kirfel, Acta Cryst. A 51 (1995) 416, doi:10.1107/S0108767394013292.
    """
    wavevector = require_range(
        "wavevector_per_angstrom", wavevector_per_angstrom, 0.0, HIGHEST_WAVEVECTOR_PER_ANGSTROM, unit="1/Å",
        why="form factors of Waasmaier and Kirfel",
    )  # fmt: skip
    gaussians = form_factor_coefficients(species)
    squared = (wavevector / (4.0 * math.pi)) ** 2
    total = np.full(wavevector.shape, gaussians.offset)
    for scale, exponent in zip(gaussians.scales, gaussians.exponents, strict=True):
        total = total + scale * np.exp(-exponent * squared)
    return total

"""Hard spheres in the approximation of Percus and Yevick: a structure factor that is known exactly."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.physics.validity import require_range

__all__ = ["contact_value", "hard_sphere_structure_factor", "structure_factor_at_zero"]

_LARGEST_PACKING = 0.74048  # π/√18 of the densest lattice
_SMALL = 0.5  # Qσ, below which the direct correlation function is summed as a series


def hard_sphere_structure_factor(
    wavevector_per_angstrom: ArrayLike, *, diameter_angstrom: float, packing_fraction: float
) -> NDArray[np.float64]:
    """S(Q) = 1/(1 - ρ c(Q)) of hard spheres of diameter σ and packing fraction η = πρσ³/6.

    Parameters
    ----------
    wavevector_per_angstrom
        Q [1/Å], any shape.
    diameter_angstrom
        σ [Å].
    packing_fraction
        η, 0 to 0.74.

    Raises
    ------
    OutOfRangeError
        If an argument is NaN or outside its range.

    Notes
    -----
    M. S. Wertheim, Phys. Rev. Lett. 10 (1963) 321, doi:10.1103/PhysRevLett.10.321; written out by N. W. Ashcroft and
    J. Lekner, Phys. Rev. 145 (1966) 83, doi:10.1103/PhysRev.145.83.
    """
    q = require_range("wavevector_per_angstrom", wavevector_per_angstrom, 0.0, 1e6, unit="1/Å")
    diameter = float(require_range("diameter_angstrom", diameter_angstrom, 1e-6, 1e6, unit="Å"))
    eta = float(require_range("packing_fraction", packing_fraction, 0.0, _LARGEST_PACKING, unit="1"))
    alpha = (1.0 + 2.0 * eta) ** 2 / (1.0 - eta) ** 4
    beta = -6.0 * eta * (1.0 + 0.5 * eta) ** 2 / (1.0 - eta) ** 4
    gamma = 0.5 * eta * alpha
    x = q * diameter
    return 1.0 / (1.0 + 24.0 * eta * (alpha * _moment(x, 2) + beta * _moment(x, 3) + gamma * _moment(x, 5)))


def structure_factor_at_zero(packing_fraction: float) -> float:
    """S(0) = (1 - η)⁴/(1 + 2η)², the compressibility of hard spheres.

    Raises
    ------
    OutOfRangeError
        If η lies outside 0 to 0.74.
    """
    eta = float(require_range("packing_fraction", packing_fraction, 0.0, _LARGEST_PACKING, unit="1"))
    return (1.0 - eta) ** 4 / (1.0 + 2.0 * eta) ** 2


def contact_value(packing_fraction: float) -> float:
    """g(σ+) = (1 + η/2)/(1 - η)², how many more spheres touch than in an ideal gas.

    Raises
    ------
    OutOfRangeError
        If η lies outside 0 to 0.74.
    """
    eta = float(require_range("packing_fraction", packing_fraction, 0.0, _LARGEST_PACKING, unit="1"))
    return (1.0 + 0.5 * eta) / (1.0 - eta) ** 2


def _moment(x: NDArray[np.float64], power: int) -> NDArray[np.float64]:
    """∫_0^1 s^power sin(x s)/(x s) ds by its series at small x and by parts elsewhere."""
    series = sum((-1.0) ** k * x ** (2 * k) / (math.factorial(2 * k + 1) * (power + 1 + 2 * k)) for k in range(8))
    safe = np.where(x < _SMALL, 1.0, x)
    # ∫ s^(n) sin(xs) ds with n = power - 1, by parts down to n = 0
    total = np.zeros_like(safe)
    n, factor, is_sine = power - 1, np.ones_like(safe), True
    while n >= 0:
        if is_sine:
            total = total - factor * np.cos(safe) / safe + (factor / safe if n == 0 else 0.0)
            factor = factor * n / safe
        else:
            total = total + factor * np.sin(safe) / safe
            factor = -factor * n / safe
        n, is_sine = n - 1, not is_sine
    return np.where(x < _SMALL, series, total / safe)

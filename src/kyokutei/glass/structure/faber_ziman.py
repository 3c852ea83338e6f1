"""Faber-Ziman structure factors of a configuration through its pair distribution functions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.glass.pairs import PairMapping
from kyokutei.glass.rmc.configuration import Configuration
from kyokutei.glass.structure.pair_distribution import PartialPairDistribution, partial_pair_distribution
from kyokutei.physics.validity import require_range

__all__ = ["Window", "partial_structure_factors", "structure_factor", "weighted_sum"]

Window = Literal["none", "lorch"]
_LARGEST_WAVEVECTOR = 1e3
_SMALL_ANGLE = 0.1  # below it the sphere function is summed as a series
_MOST_BIN_PHASE = math.pi / 2  # of Q Δr: beyond it a bin is too wide for the wave


def structure_factor(
    configuration: Configuration,
    wavevector_per_angstrom: ArrayLike,
    *,
    weights: Mapping[tuple[str, str], ArrayLike],
    bin_width_angstrom: float = 0.02,
    window: Window = "none",
) -> NDArray[np.float64] | float:
    """Total structure factor S(Q) = Σ_{i≤j} w_ij(Q) S_ij(Q) in the convention of Faber and Ziman.

    S_ij(Q) - 1 = 4π ρ ∫ r² (g_ij(r) - 1) sin(Qr)/(Qr) dr with the total number density ρ, integrated exactly over each
    bin of the histogram from 0 to half the smallest width of the cell. That truncation puts ripples of width 2π/R
    into S; ``window="lorch"`` damps them at the price of broader peaks. Below Q = 2π/L the cell knows nothing.

    Parameters
    ----------
    configuration
        Any periodic cell.
    wavevector_per_angstrom
        Q [1/Å], any shape, not negative.
    weights
        By pair of species, such as from `kyokutei.glass.scattering.neutron_weights`; i < j carries both orders, so
        that all sum to 1. Each a number or an array of the shape of Q.
    bin_width_angstrom
        Of the histogram [Å].
    window
        ``"none"`` or ``"lorch"``: E. Lorch, J. Phys. C 2 (1969) 229, g - 1 times sin(πr/R)/(πr/R).

    Returns
    -------
    NDArray or float
        In the shape of Q. Tends to Σ w_ij = 1 at large Q.

    Raises
    ------
    OutOfRangeError
        If Q is negative, not finite or too large for the bins, or if the weights are not those of the configuration's
        pairs.

    Notes
    -----
    T. E. Faber and J. M. Ziman, Phil. Mag. 11 (1965) 153; names as in D. A. Keen, J. Appl. Cryst. 34 (2001) 172,
    doi:10.1107/S0021889800019993.
    """
    distribution = partial_pair_distribution(configuration, bin_width_angstrom=bin_width_angstrom)
    partials = partial_structure_factors(distribution, wavevector_per_angstrom, window=window)
    total = weighted_sum(partials, weights, np.shape(wavevector_per_angstrom))
    return total if total.ndim else float(total)


def partial_structure_factors(
    distribution: PartialPairDistribution, wavevector_per_angstrom: ArrayLike, *, window: Window = "none"
) -> PairMapping[NDArray[np.float64]]:
    """Faber-Ziman partial structure factors S_ij(Q) of pair distribution functions.

    Parameters
    ----------
    distribution
        As `partial_pair_distribution` gives it.
    wavevector_per_angstrom
        Q [1/Å], any shape, not negative.
    window
        As in `structure_factor`.

    Raises
    ------
    OutOfRangeError
        If Q is negative, not finite or too large for the bins, or if there is no such window.
    """
    if window not in get_args(Window):
        raise OutOfRangeError(
            Problem("K303", f'window = "{window}"', f"one of {', '.join(get_args(Window))}", key="window")
        )
    width = float(distribution.edges[1])
    wavevector = require_range(
        "wavevector_per_angstrom", wavevector_per_angstrom, 0.0, min(_LARGEST_WAVEVECTOR, _MOST_BIN_PHASE / width),
        unit="1/Å", why=f"bins of {width:g} Å resolve no shorter waves",
    )  # fmt: skip
    transform = distribution.number_density * np.diff(
        _sphere_transform(wavevector.reshape(-1, 1), distribution.edges), axis=1
    )
    damping = np.sinc(distribution.r / distribution.edges[-1]) if window == "lorch" else 1.0
    return PairMapping(
        {
            pair: 1.0 + (transform @ ((g - 1.0) * damping)).reshape(wavevector.shape)
            for pair, g in distribution.g.items()
        }
    )


def weighted_sum(
    partials: Mapping[tuple[str, str], NDArray[np.float64]],
    weights: Mapping[tuple[str, str], ArrayLike],
    shape: tuple[int, ...],
) -> NDArray[np.float64]:
    """Σ_{i≤j} w_ij S_ij in a given shape.

    Raises
    ------
    OutOfRangeError
        If the weights are not those of the partials' pairs, or of another shape.
    """
    try:
        by_pair = PairMapping(weights)
    except ValueError as error:
        raise OutOfRangeError(Problem("K303", str(error), "one weight for both orders", key="weights")) from None
    names = ", ".join("-".join(pair) for pair in partials)
    unknown = [pair for pair in by_pair if pair not in partials]
    missing = [pair for pair in partials if pair not in by_pair]
    if unknown or missing:
        found = f"{'no weight' if missing else 'a weight'} for the pair {'-'.join((missing or unknown)[0])}"
        raise OutOfRangeError(Problem("K303", found, f"weights of the pairs {names}", key="weights"))
    total = np.zeros(shape)
    for pair, partial in partials.items():
        weight = np.asarray(by_pair[pair], dtype=np.float64)
        if weight.ndim and weight.shape != shape:
            found = f"a weight of shape {weight.shape} for the pair {'-'.join(pair)}"
            raise OutOfRangeError(Problem("K303", found, f"a number or the shape of Q, {shape}", key="weights"))
        total = total + weight * partial
    return total


def _sphere_transform(wavevector: NDArray[np.float64], radius: NDArray[np.float64]) -> NDArray[np.float64]:
    """∫_0^R 4π r² sin(Qr)/(Qr) dr = 4π R³ (sin x - x cos x)/x³ with x = QR [Å³]."""
    x = wavevector * radius
    squared = x * x
    safe = np.where(x < _SMALL_ANGLE, 1.0, x)
    closed = (np.sin(safe) - safe * np.cos(safe)) / safe**3
    series = (1.0 - squared / 10.0 * (1.0 - squared / 28.0 * (1.0 - squared / 54.0))) / 3.0
    return 4.0 * math.pi * radius**3 * np.where(x < _SMALL_ANGLE, series, closed)

"""f′ from f″ by causality: the Kramers-Kronig transform, and the factors of an absorption edge that was measured."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.glass.scattering.anomalous_factors import AnomalousTable, factor_table
from kyokutei.physics.validity import require_range

__all__ = ["kramers_kronig", "table_from_absorption"]

_FEWEST_ANCHORS = 3  # points that tie a measured edge to the table on either side


def kramers_kronig(
    energy_eV: ArrayLike, *, table_energy_eV: ArrayLike, f_double_prime: ArrayLike
) -> NDArray[np.float64]:
    """f′(E) = (2/π) P∫ ε f″(ε)/(E² - ε²) dε [electrons], exact for an f″ linear between points and zero outside.

    The principal value is taken analytically: of each pole only the change of slope at the points is left, and
    (E - ε) ln|E - ε| is finite everywhere.

    Parameters
    ----------
    energy_eV
        E [eV], any shape, positive.
    table_energy_eV, f_double_prime
        ``(point,)`` ε [eV], ascending, and f″ [electrons], which should be zero at both ends; where it is not, the
        step there puts a logarithm into f′, which is left out at the very ends.

    Raises
    ------
    OutOfRangeError
        If an energy or f″ is not finite, energies do not ascend, or the shapes differ.

    Notes
    -----
    J. J. Hoyt, D. de Fontaine and W. K. Warburton, J. Appl. Cryst. 17 (1984) 344, for the use; the piecewise integral
    is elementary.
    """
    nodes = require_range("table_energy_eV", table_energy_eV, 0.0, math.inf, unit="eV")
    values = require_range("f_double_prime", f_double_prime, -1e6, 1e6, unit="electrons")
    energy = require_range("energy_eV", energy_eV, 0.0, math.inf, unit="eV")
    if nodes.ndim != 1 or nodes.shape != values.shape or len(nodes) < 2 or np.any(np.diff(nodes) <= 0.0):
        raise OutOfRangeError(
            Problem(
                "K303",
                f"energies of shape {nodes.shape} and f″ of shape {values.shape}",
                "one shape, two points or more, energies ascending",
                key="table_energy_eV",
            )
        )
    slopes = np.diff(values) / np.diff(nodes)
    bends = np.diff(slopes, prepend=0.0, append=0.0)
    flat = energy.reshape(-1, 1)
    total = (
        0.5 * (_entropy(flat - nodes) - _entropy(flat + nodes)) @ bends
        + 0.5 * values[0] * (_logarithm(flat[:, 0] - nodes[0]) + _logarithm(flat[:, 0] + nodes[0]))
        - 0.5 * values[-1] * (_logarithm(flat[:, 0] - nodes[-1]) + _logarithm(flat[:, 0] + nodes[-1]))
        - (values[-1] - values[0])
    )
    transform: NDArray[np.float64] = (2.0 / math.pi * total).reshape(energy.shape)
    return transform


def table_from_absorption(
    element: str,
    energy_eV: ArrayLike,
    absorption: ArrayLike,
    *,
    below_eV: float,
    above_eV: float,
    source: str = "",
) -> AnomalousTable:
    """f′ and f″ of an element from a measured absorption edge of the sample itself.

    E μ is proportional to f″ (optical theorem). A factor and a straight background (of the other elements) are fitted
    to Chantler's f″ outside ``below_eV`` to ``above_eV``; inside, f″ is the measured one. The transform of the
    difference is added to Chantler's f′, so that nothing but the edge itself rests on the measurement.

    Parameters
    ----------
    element
        Element whose edge it is.
    energy_eV, absorption
        ``(point,)`` ascending photon energies [eV] and absorption μ in any unit, as from transmission or fluorescence.
    below_eV, above_eV
        Below the first and above the second the atom is taken as free: points there tie the measurement to the table.
    source
        Where the measurement comes from.

    Returns
    -------
    AnomalousTable
        On the measured energies.

    Raises
    ------
    OutOfRangeError
        If a number is not finite, energies do not ascend, fewer than three points lie below or above, or the
        measurement has no edge.
    """
    energy = require_range("energy_eV", energy_eV, 1.0, 1e6, unit="eV")
    measured = require_range("absorption", absorption, -1e12, 1e12, unit="any unit")
    if energy.ndim != 1 or energy.shape != measured.shape or np.any(np.diff(energy) <= 0.0):
        raise OutOfRangeError(
            Problem(
                "K303",
                f"energies of shape {energy.shape} and absorption of shape {measured.shape}",
                "one shape, energies ascending",
                key="energy_eV",
            )
        )
    below, above = energy <= below_eV, energy >= above_eV
    for side, points in (("below_eV", below), ("above_eV", above)):
        if np.count_nonzero(points) < _FEWEST_ANCHORS:
            bound = below_eV if points is below else above_eV
            found = f"{np.count_nonzero(points)} points {side.removesuffix('_eV')} {bound:g} eV"
            raise OutOfRangeError(Problem("K303", found, f"at least {_FEWEST_ANCHORS}", key=side))
    free_real, free_imaginary = factor_table(element).at(energy)
    anchors = below | above
    scaled = energy / energy[-1] * measured
    design = np.column_stack([scaled, np.ones_like(energy), energy / energy[-1]])
    solution = np.linalg.lstsq(design[anchors], free_imaginary[anchors], rcond=None)[0]
    if solution[0] <= 0.0:
        raise OutOfRangeError(
            Problem(
                "K303",
                f"an absorption that does not rise at the edge of {element}",
                "one that does",
                key="absorption",
                hint="Is it transmission? Then take minus its logarithm.",
            )
        )
    imaginary = np.where(anchors, free_imaginary, np.maximum(design @ solution, 0.0))
    difference = kramers_kronig(energy, table_energy_eV=energy, f_double_prime=imaginary - free_imaginary)
    return AnomalousTable(energy, free_real + difference, imaginary, source or f"measured edge of {element}")


def _entropy(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Compute x ln|x|, which is 0 at 0."""
    return x * _logarithm(x)


def _logarithm(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.log(np.where(x == 0.0, 1.0, np.abs(x)))

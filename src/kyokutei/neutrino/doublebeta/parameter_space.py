"""Random points of a mass ordering's parameter space, weighted as a recipe says, in arrays that stay in cache."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kyokutei.neutrino.doublebeta.neutrino_masses import lightest_from_sum, masses, smallest_sum
from kyokutei.neutrino.doublebeta.recipes import Recipe
from kyokutei.neutrino.spectra.global_fits import Ordering, oscillation_parameters

Array = NDArray[np.float64]

POINTS_AT_A_TIME = 25_000
"""Points at a time: their arrays fit in a second-level cache, where NumPy keeps pace with a compiled loop."""


@dataclass(frozen=True)
class Points:
    """Points of the parameter space.

    Parameters
    ----------
    effective_mass_eV
        m_ββ [eV], ``(point,)``.
    weight
        What the recipe gives each point, ``(point,)``.
    """

    effective_mass_eV: Array
    weight: Array


@dataclass(frozen=True)
class Piece:
    """One independent piece of a sampling.

    Parameters
    ----------
    recipe, ordering
        What is sampled.
    points
        How many.
    thresholds_meV
        Rising; what `weigh_piece` sums above.
    """

    recipe: Recipe
    ordering: Ordering
    points: int
    thresholds_meV: tuple[float, ...]


def weigh_piece(piece: Piece, generator: np.random.Generator) -> dict[str, Array]:
    """Sums of weights and of squared weights above each threshold, and in all.

    Returns
    -------
    dict
        ``above`` and ``above_squared`` ``(threshold,)``, ``total`` and ``total_squared`` ``(1,)``: what adds up over
        pieces.
    """
    thresholds = np.asarray(piece.thresholds_meV) * 1e-3
    sums = np.zeros((2, thresholds.size + 1))
    for start in range(0, piece.points, POINTS_AT_A_TIME):
        points = draw_points(piece.recipe, piece.ordering, min(POINTS_AT_A_TIME, piece.points - start), generator)
        passed = np.searchsorted(thresholds, points.effective_mass_eV, side="left")
        for row, weight in enumerate((points.weight, np.square(points.weight))):
            sums[row] += np.bincount(passed, weight, minlength=thresholds.size + 1)
    from_above = np.cumsum(sums[:, ::-1], axis=1)[:, ::-1]
    return {
        "above": from_above[0, 1:],
        "above_squared": from_above[1, 1:],
        "total": from_above[0, :1],
        "total_squared": from_above[1, :1],
    }


def draw_points(recipe: Recipe, ordering: Ordering, count: int, generator: np.random.Generator) -> Points:
    """Draw points as a recipe says."""
    gaussian, flat = generator.standard_normal((4, count)), generator.random((4, count))
    measured = oscillation_parameters(recipe.oscillation, ordering).mass_parameters
    sin2_12, sin2_13, delta21, delta3l = (
        one.value + one.sigma * column for one, column in zip(measured, gaussian, strict=True)
    )
    lightest = _lightest_mass(recipe, ordering, delta21, delta3l, flat[0])
    m1, m2, m3 = masses(ordering, lightest, delta21, delta3l)
    first, second, third = (1.0 - sin2_12) * (1.0 - sin2_13) * m1, sin2_12 * (1.0 - sin2_13) * m2, sin2_13 * m3
    alpha, beta = 2.0 * math.pi * flat[1], 2.0 * math.pi * flat[2]
    real = first + second * np.cos(alpha) + third * np.cos(beta)
    imaginary = second * np.sin(alpha) + third * np.sin(beta)
    mass_squared = real * real + imaginary * imaginary
    weight = _weight(recipe, mass_squared, flat[3])
    if recipe.sum_below_eV is not None:
        weight *= m1 + m2 + m3 < recipe.sum_below_eV
    return Points(np.sqrt(mass_squared), weight)


def _lightest_mass(recipe: Recipe, ordering: Ordering, delta21: Array, delta3l: Array, flat: Array) -> Array:
    if recipe.prior == "log-lightest":
        return recipe.prior_low_eV * np.exp(flat * math.log(recipe.prior_high_eV / recipe.prior_low_eV))
    smallest = smallest_sum(ordering, delta21, delta3l)
    total = smallest * np.exp(flat * np.log(recipe.prior_high_eV / smallest))
    return lightest_from_sum(ordering, total, delta21, delta3l)


def _weight(recipe: Recipe, mass_squared: Array, flat: Array) -> Array:
    if recipe.limit_meV is None:
        weight = np.ones_like(mass_squared)
    else:
        largest, smallest = (1e3 / limit for limit in recipe.limit_meV)  # 1/m90 [1/eV], flat in the matrix element
        inverse_limit = smallest + (largest - smallest) * flat
        weight = np.exp(-math.log(10.0) * mass_squared * inverse_limit * inverse_limit)
    if recipe.cut_meV is not None:
        weight *= mass_squared < (1e-3 * recipe.cut_meV) ** 2
    return weight

"""The three neutrino masses from the lightest of them, and the lightest from their sum."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kyokutei.neutrino.spectra.global_fits import Ordering

Array = NDArray[np.float64]


def masses(
    ordering: Ordering, lightest_eV: Array, delta_m2_21_eV2: Array, delta_m2_3l_eV2: Array
) -> tuple[Array, Array, Array]:
    """m1, m2, m3 [eV] of a mass ordering.

    Parameters
    ----------
    ordering
        Normal: m1 is the lightest; inverted: m3.
    lightest_eV, delta_m2_21_eV2
        Lightest mass and Δm²21; all arguments broadcast.
    delta_m2_3l_eV2
        |Δm²3l|: Δm²31 for normal, |Δm²32| for inverted ordering.
    """
    light2 = lightest_eV * lightest_eV
    if ordering == "normal":
        return lightest_eV, np.sqrt(light2 + delta_m2_21_eV2), np.sqrt(light2 + delta_m2_3l_eV2)
    heavy2 = light2 + delta_m2_3l_eV2
    return np.sqrt(heavy2 - delta_m2_21_eV2), np.sqrt(heavy2), lightest_eV


def smallest_sum(ordering: Ordering, delta_m2_21_eV2: Array, delta_m2_3l_eV2: Array) -> Array:
    """Σ of the masses when the lightest one vanishes [eV]."""
    m1, m2, m3 = masses(ordering, np.zeros_like(delta_m2_21_eV2), delta_m2_21_eV2, delta_m2_3l_eV2)
    return m1 + m2 + m3


def lightest_from_sum(ordering: Ordering, sum_eV: Array, delta_m2_21_eV2: Array, delta_m2_3l_eV2: Array) -> Array:
    """The lightest mass that gives a sum Σ [eV]; zero where Σ is at its smallest.

    Newton's method on the sum as a function of the lightest mass m, which rises and is convex: begun at Σ/3, above
    the root, it comes down without overshooting; a last step below 1e-7 of Σ leaves an error below 1e-13 of Σ.
    """
    first = delta_m2_21_eV2 if ordering == "normal" else delta_m2_3l_eV2 - delta_m2_21_eV2
    lightest = sum_eV / 3.0
    for _ in range(50):
        light2 = lightest * lightest
        second_mass, third_mass = np.sqrt(light2 + first), np.sqrt(light2 + delta_m2_3l_eV2)
        excess = lightest + second_mass + third_mass - sum_eV
        step = excess / (1.0 + lightest / second_mass + lightest / third_mass)
        lightest -= step
        if np.all(np.abs(step) <= 1e-7 * sum_eV):
            break
    return np.maximum(lightest, 0.0)

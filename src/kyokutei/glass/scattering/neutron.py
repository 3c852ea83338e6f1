"""Neutron weights of partial structure factors, and the absolute scale of the interference function."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.glass.pairs import PairMapping, species_pairs
from kyokutei.physics.validity import require_range

__all__ = [
    "BARN_PER_FM2",
    "interference_function",
    "mean_scattering_length_fm",
    "neutron_weights",
    "scattering_lengths",
]

BARN_PER_FM2 = 0.01
"""1 barn = 100 fm², by definition."""

_VANISHING = 1e-6  # |<b>| over the mean |b|, below which the Faber-Ziman normaliser is lost in rounding


def neutron_weights(
    composition: Mapping[str, float],
    wavevector_per_angstrom: ArrayLike,
    *,
    scattering_lengths_fm: Mapping[str, complex] | None = None,
) -> PairMapping[NDArray[np.float64] | float]:
    """Faber-Ziman weights w_ij = c_i c_j Re(b_i b_j*) / |<b>|² of nuclear scattering; they do not depend on Q.

    Parameters
    ----------
    composition
        Amount of each element; only the ratios count.
    wavevector_per_angstrom
        Q [1/Å], any shape.
    scattering_lengths_fm
        Coherent scattering lengths b [fm] of some or all of the species, such as of isotopes or of species that are no
        elements; the others are taken from `kyokutei.physics.elements`.

    Returns
    -------
    PairMapping
        Arrays in the shape of Q, or numbers, by pair, in the order of the composition. Pairs i < j carry both orders,
        so that all values sum to 1 at each Q.

    Raises
    ------
    OutOfRangeError
        If an amount, a length or Q is not finite, an amount is negative, a species has no scattering length, or the
        mean scattering length vanishes.

    Notes
    -----
    T. E. Faber and J. M. Ziman, Phil. Mag. 11 (1965) 153.
    """
    fractions = _fractions(composition)
    wavevector = require_range("wavevector_per_angstrom", wavevector_per_angstrom, 0.0, math.inf, unit="1/Å")
    lengths = scattering_lengths(tuple(fractions), scattering_lengths_fm)
    mean = _mean(fractions, lengths)
    weights: dict[tuple[str, str], NDArray[np.float64] | float] = {}
    for first, second in species_pairs(tuple(fractions)):
        orders = 1.0 if first == second else 2.0
        product = (lengths[first] * lengths[second].conjugate()).real
        weight = orders * fractions[first] * fractions[second] * product / abs(mean) ** 2
        weights[first, second] = np.full(wavevector.shape, weight) if wavevector.ndim else weight
    return PairMapping(weights)


def interference_function(
    structure_factor: ArrayLike,
    composition: Mapping[str, float],
    *,
    scattering_lengths_fm: Mapping[str, complex] | None = None,
) -> NDArray[np.float64]:
    """F(Q) = Σ c_i c_j b_i b_j (S_ij - 1) = |<b>|² (S - 1), per atom [barn/sr].

    Parameters
    ----------
    structure_factor
        Faber-Ziman S(Q) with the weights of `neutron_weights`, any shape.
    composition, scattering_lengths_fm
        As in `neutron_weights`.

    Returns
    -------
    NDArray
        In the shape of S, as Gudrun writes it into .mint01 files.

    Raises
    ------
    OutOfRangeError
        As `neutron_weights`.
    """
    mean = mean_scattering_length_fm(composition, scattering_lengths_fm=scattering_lengths_fm)
    values: NDArray[np.float64] = np.asarray(structure_factor, dtype=np.float64)
    return abs(mean) ** 2 * BARN_PER_FM2 * (values - 1.0)


def mean_scattering_length_fm(
    composition: Mapping[str, float], *, scattering_lengths_fm: Mapping[str, complex] | None = None
) -> complex:
    """<b> = Σ c_i b_i [fm].

    Raises
    ------
    OutOfRangeError
        As `neutron_weights`.
    """
    fractions = _fractions(composition)
    return _mean(fractions, scattering_lengths(tuple(fractions), scattering_lengths_fm))


def scattering_lengths(species: tuple[str, ...], given_fm: Mapping[str, complex] | None = None) -> dict[str, complex]:
    """Coherent scattering length of each species [fm]: the given one, else that of the element.

    Raises
    ------
    OutOfRangeError
        If a given length is not finite or belongs to no species, or if a species is no element with a measured length.
    """
    from kyokutei.physics.elements import neutron_scattering_length_fm

    given = {name: complex(length) for name, length in (given_fm or {}).items()}
    for name, length in given.items():
        if name not in species:
            found, expected = f'a scattering length of "{name}"', f"one of {', '.join(species)}"
            raise OutOfRangeError(Problem("K303", found, expected, key="scattering_lengths_fm"))
        if not (math.isfinite(length.real) and math.isfinite(length.imag)):
            found = f"a scattering length of {length.real:g} fm for {name}"
            raise OutOfRangeError(Problem("K303", found, "a finite length", key="scattering_lengths_fm"))
    return {name: given[name] if name in given else neutron_scattering_length_fm(name) for name in species}


def _fractions(composition: Mapping[str, float]) -> dict[str, float]:
    for name, amount in composition.items():
        if not (math.isfinite(amount) and amount >= 0.0):
            raise OutOfRangeError(
                Problem(
                    "K303", f"an amount of {amount:g} for {name}", "a finite amount, not negative", key="composition"
                )
            )
    total = sum(composition.values())
    if total <= 0.0:
        raise OutOfRangeError(
            Problem("K303", "a composition without atoms", "at least one positive amount", key="composition")
        )
    return {name: amount / total for name, amount in composition.items()}


def _mean(fractions: Mapping[str, float], lengths: Mapping[str, complex]) -> complex:
    mean = sum(fraction * lengths[name] for name, fraction in fractions.items())
    size = sum(fraction * abs(lengths[name]) for name, fraction in fractions.items())
    if abs(mean) <= _VANISHING * size:
        found = f"a mean scattering length of {abs(mean):g} fm"
        raise OutOfRangeError(
            Problem("K303", found, "one that does not vanish", key="composition",
                    hint="Faber-Ziman weights divide by its square; a null-scattering mixture has none.")
        )  # fmt: skip
    return complex(mean)

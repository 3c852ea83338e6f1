"""Half-life limits as effective masses, and the bands of both orderings, as a study asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kyokutei.neutrino.doublebeta.majorana_band import (
    band_sigma,
    cancellation_region,
    cancellation_sigma,
    mass_band,
)
from kyokutei.neutrino.doublebeta.mass_conversion import effective_mass
from kyokutei.neutrino.doublebeta.nuclear_matrix_elements import MATRIX_ELEMENTS, NuclearMatrixElement
from kyokutei.neutrino.doublebeta.rate_conventions import RateConvention, rate_convention
from kyokutei.neutrino.doublebeta.sampling import ORDERINGS
from kyokutei.neutrino.spectra.global_fits import Ordering, oscillation_parameters

if TYPE_CHECKING:
    from kyokutei.neutrino.doublebeta.study import DoubleBetaSettings, HalfLifeLimit

Array = NDArray[np.float64]

LIGHTEST_MASS_MEV = np.geomspace(0.1, 1000.0, 601)
"""Where the bands of the figure are known."""


def convert(settings: DoubleBetaSettings) -> tuple[ConvertedLimit, ...]:
    """Every half-life limit as a range of effective masses, and for each published matrix element."""
    convention = rate_convention(settings.convention)
    ends = np.array([settings.matrix_elements.largest, settings.matrix_elements.smallest])
    elements = tuple(one for one in MATRIX_ELEMENTS if one.isotope == convention.isotope)
    values = np.array([one.value for one in elements])
    converted = []
    for limit in settings.limits:
        low, high = effective_mass(limit.half_life_yr, ends, convention=convention)
        masses = effective_mass(limit.half_life_yr, values, convention=convention) if elements else np.empty(0)
        converted.append(ConvertedLimit(limit, convention, float(low), float(high), elements, masses))
    return tuple(converted)


def bands(settings: DoubleBetaSettings) -> tuple[OrderingBand, ...]:
    """The band of each ordering, in the order of `ORDERINGS`."""
    return tuple(_band(ordering, settings.oscillation, settings.band_sigmas) for ordering in ORDERINGS)


def _band(ordering: Ordering, oscillation: str, sigmas: float) -> OrderingBand:
    lightest_eV = 1e-3 * LIGHTEST_MASS_MEV
    low, high = mass_band(lightest_eV, ordering, oscillation=oscillation)
    wide_low, wide_high = mass_band(lightest_eV, ordering, oscillation=oscillation, sigmas=sigmas)
    edges = mass_band(0.0, ordering, oscillation=oscillation)
    low_sigma, high_sigma = band_sigma(np.asarray(0.0), oscillation_parameters(oscillation, ordering))
    region = cancellation_region(ordering, oscillation=oscillation)
    ends: tuple[Uncertain, Uncertain] | None = None
    if region is not None:
        sigma = cancellation_sigma(ordering, oscillation=oscillation)
        ends = Uncertain(1e3 * region[0], 1e3 * sigma[0]), Uncertain(1e3 * region[1], 1e3 * sigma[1])
    return OrderingBand(
        ordering,
        oscillation,
        low,
        high,
        wide_low,
        wide_high,
        sigmas,
        (Uncertain(edges[0], float(low_sigma)), Uncertain(edges[1], float(high_sigma))),
        ends,
    )


@dataclass(frozen=True)
class Uncertain:
    """A value and its standard deviation, in one unit."""

    value: float
    sigma: float


@dataclass(frozen=True)
class ConvertedLimit:
    """A half-life limit as upper limits of the effective mass.

    Parameters
    ----------
    limit
        As the study gives it.
    convention
        What it was converted with.
    low_meV, high_meV
        For the largest and for the smallest matrix element [meV].
    elements, masses_meV
        Published matrix elements of the isotope, and the upper limit for each [meV].
    """

    limit: HalfLifeLimit
    convention: RateConvention
    low_meV: float
    high_meV: float
    elements: tuple[NuclearMatrixElement, ...]
    masses_meV: Array


@dataclass(frozen=True)
class OrderingBand:
    """The band of one ordering on `LIGHTEST_MASS_MEV`, at a vanishing lightest mass, and where it closes.

    Parameters
    ----------
    low_meV, high_meV
        Edges at best fit [meV].
    wide_low_meV, wide_high_meV
        Edges broadened by ``sigmas`` standard deviations [meV].
    at_zero_meV
        Both edges at a vanishing lightest mass [meV].
    cancellation_meV
        The lightest masses between which the effective mass can vanish [meV], or None.
    """

    ordering: Ordering
    oscillation: str
    low_meV: Array
    high_meV: Array
    wide_low_meV: Array
    wide_high_meV: Array
    sigmas: float
    at_zero_meV: tuple[Uncertain, Uncertain]
    cancellation_meV: tuple[Uncertain, Uncertain] | None

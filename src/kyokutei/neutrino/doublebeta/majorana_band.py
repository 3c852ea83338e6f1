"""The band of effective Majorana masses that unknown Majorana phases leave open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.neutrino.doublebeta.neutrino_masses import masses
from kyokutei.neutrino.spectra.global_fits import (
    Measured,
    OscillationParameters,
    mass_ordering,
    oscillation_parameters,
)
from kyokutei.physics.validity import require_range

Array = NDArray[np.float64]
LIGHTEST_MASS_RANGE_EV = (0.0, 100.0)
_MASS_PARAMETERS = ("sin2_theta12", "sin2_theta13", "delta_m2_21_eV2", "delta_m2_3l_eV2")


@overload
def mass_band(
    lightest_mass_eV: float, ordering: str, *, oscillation: str = ..., sigmas: float = ...
) -> tuple[float, float]: ...
@overload
def mass_band(
    lightest_mass_eV: ArrayLike, ordering: str, *, oscillation: str = ..., sigmas: float = ...
) -> tuple[Array, Array]: ...
def mass_band(
    lightest_mass_eV: ArrayLike, ordering: str, *, oscillation: str = "nufit-6.0", sigmas: float = 0.0
) -> tuple[float, float] | tuple[Array, Array]:
    """Smallest and largest m_ββ over all Majorana phases [meV].

    m_ββ = |a + b e^{iα} + c e^{iβ}| with a = c12² c13² m1, b = s12² c13² m2, c = s13² m3. Its largest value is
    a + b + c. Its smallest is what the largest of the three exceeds the other two by, and zero if it does not:
    then they close a triangle, as they do for normal ordering around a lightest mass of a few meV.

    Parameters
    ----------
    lightest_mass_eV
        m1 for normal, m3 for inverted ordering [eV], 0 to 100; any shape.
    ordering
        ``"normal"`` or ``"inverted"`` (``"NO"``, ``"IO"``).
    oscillation
        Release of the global fit; see `kyokutei.neutrino.spectra.oscillation_parameters`.
    sigmas
        Widens the band by this many standard deviations of the oscillation parameters, propagated linearly and
        added in quadrature as if uncorrelated; zero gives the band at best fit.

    Returns
    -------
    low_meV, high_meV
        Of the shape of ``lightest_mass_eV``; floats for a float.

    Raises
    ------
    OutOfRangeError
        K303 or K109 (a ValueError) for a mass outside its range, NaN with its index, or an unknown name.
    """
    lightest = require_range("lightest_mass_eV", lightest_mass_eV, *LIGHTEST_MASS_RANGE_EV, unit="eV")
    width = float(require_range("sigmas", sigmas, 0.0, 10.0, unit="standard deviations"))
    parameters = oscillation_parameters(oscillation, ordering)
    low, high = signed_band(lightest, parameters)
    if width:
        low_sigma, high_sigma = band_sigma(lightest, parameters)
        low, high = low - width * low_sigma, high + width * high_sigma
    low = np.maximum(low, 0.0)
    return (low, high) if lightest.ndim else (float(low), float(high))


def cancellation_region(ordering: str, *, oscillation: str = "nufit-6.0") -> tuple[float, float] | None:
    """The range of lightest masses where the phases can make m_ββ vanish [eV], at best fit; None if there is none.

    Raises
    ------
    OutOfRangeError
        K109 (a ValueError) for an unknown ordering or release.
    """
    return _cancellation(oscillation_parameters(oscillation, mass_ordering(ordering)))


def cancellation_sigma(ordering: str, *, oscillation: str = "nufit-6.0") -> tuple[float, float]:
    """Standard deviations of the two ends of `cancellation_region` from those of the oscillation parameters [eV].

    Raises
    ------
    ValueError
        If m_ββ cannot vanish for this ordering.
    """
    parameters = oscillation_parameters(oscillation, mass_ordering(ordering))
    ends = [(_cancellation(up), _cancellation(down)) for up, down in _shifted(parameters)]
    shifts = [
        (0.5 * (up[0] - down[0]), 0.5 * (up[1] - down[1])) for up, down in ends if up is not None and down is not None
    ]
    if len(shifts) < len(ends):
        raise ValueError(f"m_ββ cannot vanish for {parameters.ordering} ordering within one standard deviation")
    low, high = np.sqrt(np.sum(np.square(shifts), axis=0))
    return float(low), float(high)


def signed_band(lightest_eV: Array, parameters: OscillationParameters) -> tuple[Array, Array]:
    """Band edges at best fit [meV]; a lower edge below zero says by how much the triangle closes."""
    sin2_12, sin2_13 = parameters.sin2_theta12.value, parameters.sin2_theta13.value
    delta21 = np.asarray(parameters.delta_m2_21_eV2.value)
    delta3l = np.asarray(abs(parameters.delta_m2_3l_eV2.value))
    m1, m2, m3 = masses(parameters.ordering, lightest_eV, delta21, delta3l)
    terms = np.stack(
        np.broadcast_arrays((1.0 - sin2_12) * (1.0 - sin2_13) * m1, sin2_12 * (1.0 - sin2_13) * m2, sin2_13 * m3)
    )
    total = 1e3 * np.sum(terms, axis=0)
    return 2e3 * np.max(terms, axis=0) - total, total


def band_sigma(lightest_eV: Array, parameters: OscillationParameters) -> tuple[Array, Array]:
    """Standard deviations of both edges of `signed_band` from those of the oscillation parameters [meV]."""
    variance = np.zeros((2, *np.shape(lightest_eV)))
    for up, down in _shifted(parameters):
        variance += np.square(0.5 * np.subtract(signed_band(lightest_eV, up), signed_band(lightest_eV, down)))
    low, high = np.sqrt(variance)
    return low, high


def _shifted(parameters: OscillationParameters) -> list[tuple[OscillationParameters, OscillationParameters]]:
    """For each parameter that matters, the set with it one standard deviation up, and down."""
    up, down = ([_moved(parameters, name, sign) for name in _MASS_PARAMETERS] for sign in (1.0, -1.0))
    return list(zip(up, down, strict=True))


def _moved(parameters: OscillationParameters, name: str, sigmas: float) -> OscillationParameters:
    measured: Measured = getattr(parameters, name)
    changes: dict[str, Any] = {name: Measured(measured.value + sigmas * measured.sigma, measured.sigma)}
    return replace(parameters, **changes)


def _cancellation(parameters: OscillationParameters) -> tuple[float, float] | None:
    grid = np.geomspace(1e-5, 1.0, 4001)
    closed = np.flatnonzero(signed_band(grid, parameters)[0] <= 0.0)
    if closed.size == 0:
        return None
    first, last = int(closed[0]), int(closed[-1])
    low = 0.0 if first == 0 else _crossing(parameters, grid[first - 1], grid[first])
    return low, _crossing(parameters, grid[last + 1], grid[last])


def _crossing(parameters: OscillationParameters, open_eV: float, closed_eV: float) -> float:
    """Lightest mass between two where the lower edge crosses zero, by bisection to 1e-15 eV."""
    for _ in range(60):
        middle = 0.5 * (open_eV + closed_eV)
        if float(signed_band(np.asarray(middle), parameters)[0]) > 0.0:
            open_eV = middle
        else:
            closed_eV = middle
    return float(closed_eV)

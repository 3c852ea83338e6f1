"""Compton scattering of X-rays: incoherent scattering functions, and what recoil takes from them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.errors import DataFileError, OutOfRangeError, Problem
from kyokutei.glass.scattering.element_tables import electron_shell_element
from kyokutei.glass.scattering.mole_fractions import mole_fractions
from kyokutei.physics.elements import ELEMENT_SYMBOLS
from kyokutei.physics.validity import require_range

__all__ = ["INCOHERENT_SOURCE", "compton_intensity", "incoherent_function", "recoil_factor"]

INCOHERENT_SOURCE = (
    "J. H. Hubbell et al., J. Phys. Chem. Ref. Data 4 (1975) 471, doi:10.1063/1.555523, as tabulated by xraylib 4.3.0"
)
_ELECTRON_REST_ENERGY_EV = 510998.95  # CODATA 2022
_PLANCK_TIMES_LIGHT_EV_ANGSTROM = 12398.419843320026  # h c, exact (SI 2019)
_HIGHEST_WAVEVECTOR = 32.0 * math.pi  # x = 8 1/Å, where the table ends


def incoherent_function(
    element: str,
    wavevector_per_angstrom: ArrayLike,
    *,
    table: tuple[ArrayLike, ArrayLike] | None = None,
) -> NDArray[np.float64]:
    """Incoherent scattering function S(Q) of a neutral atom [electrons].

    It rises as Q² from zero to the number of electrons. Between the points of the table it is a power of Q, which
    reproduces the source to 3 %, mostly to 1 %.

    Parameters
    ----------
    element
        Symbol, H to U.
    wavevector_per_angstrom
        Q [1/Å], any shape, 0 to 32π.
    table
        Q [1/Å] and S to be used instead; interpolated linearly, within its range only.

    Raises
    ------
    OutOfRangeError
        If there is no such element, or Q is NaN or outside the table.
    DataFileError
        K204, if a given table is not finite, negative or not ascending in Q.
    """
    symbol = electron_shell_element(element)
    if table is not None:
        return _from_given(wavevector_per_angstrom, *table)
    wavevector = require_range(
        "wavevector_per_angstrom",
        wavevector_per_angstrom,
        0.0,
        _HIGHEST_WAVEVECTOR,
        unit="1/Å",
        why="incoherent scattering functions of Hubbell",
    )
    grid, functions = _hubbell()
    x = wavevector / (4.0 * math.pi)
    row = functions[ELEMENT_SYMBOLS.index(symbol)]
    tabulated = np.exp(np.interp(np.log(np.maximum(x, grid[0])), np.log(grid), np.log(row)))
    values: NDArray[np.float64] = np.where(x < grid[0], row[0] * (x / grid[0]) ** 2, tabulated)
    return values


def recoil_factor(wavevector_per_angstrom: ArrayLike, *, energy_eV: float, power: int = 2) -> NDArray[np.float64]:
    """(E'/E)^n, what the recoil of a free electron takes from Compton scattering: the factor of Breit and Dirac.

    E'/E = 1/(1 + (E/mc²)(1 - cos 2θ)) with sin θ = Q λ/4π. A counter of photons sees n = 2, of energy n = 3.

    Parameters
    ----------
    wavevector_per_angstrom
        Q [1/Å], at most 4π/λ.
    energy_eV
        Photon energy [eV].
    power
        n, 2 or 3.

    Raises
    ------
    OutOfRangeError
        If the energy is not positive, n is neither 2 nor 3, or Q cannot be reached with this energy.

    Notes
    -----
    G. Breit, Phys. Rev. 27 (1926) 362, doi:10.1103/PhysRev.27.362.
    """
    energy = float(require_range("energy_eV", energy_eV, 1.0, 1e6, unit="eV"))
    if power not in {2, 3}:
        raise OutOfRangeError(Problem("K303", f"power = {power}", "2 (photons) or 3 (energy)", key="power"))
    wavelength = _PLANCK_TIMES_LIGHT_EV_ANGSTROM / energy
    wavevector = require_range(
        "wavevector_per_angstrom",
        wavevector_per_angstrom,
        0.0,
        4.0 * math.pi / wavelength,
        unit="1/Å",
        why=f"4π/λ at {energy:g} eV",
    )
    sine_squared = (wavevector * wavelength / (4.0 * math.pi)) ** 2
    return (1.0 + energy / _ELECTRON_REST_ENERGY_EV * 2.0 * sine_squared) ** -power


def compton_intensity(
    composition: Mapping[str, float], wavevector_per_angstrom: ArrayLike, *, energy_eV: float, power: int = 2
) -> NDArray[np.float64]:
    """Compton intensity per atom, Σ c_i S_i(Q) with the factor of recoil [electron units].

    Parameters and errors are those of `incoherent_function`, `recoil_factor` and
    `kyokutei.glass.scattering.weights`.
    """
    total = np.zeros(np.shape(wavevector_per_angstrom))
    for element, fraction in mole_fractions(composition).items():
        total = total + fraction * incoherent_function(element, wavevector_per_angstrom)
    return total * recoil_factor(wavevector_per_angstrom, energy_eV=energy_eV, power=power)


@cache
def _hubbell() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    text = resources.files(__package__).joinpath("tables/incoherent_scattering.csv").read_text("utf-8")
    lines = [line.split(",") for line in text.splitlines() if not line.startswith("#")]
    return np.array(lines[0][1:], dtype=np.float64), np.array([line[1:] for line in lines[1:]], dtype=np.float64)


def _from_given(wavevector: ArrayLike, grid: ArrayLike, values: ArrayLike) -> NDArray[np.float64]:
    q, s = np.asarray(grid, dtype=np.float64), np.asarray(values, dtype=np.float64)
    usable = q.shape == s.shape and q.ndim == 1 and len(q) > 1 and np.all(np.isfinite(q)) and np.all(np.isfinite(s))
    if not usable or np.any(np.diff(q) <= 0.0) or np.any(s < 0.0):
        raise DataFileError(
            Problem(
                "K204",
                "a table of incoherent scattering that cannot be used",
                "two columns of one length, finite, Q ascending, S not negative",
                key="table",
            )
        )
    inside = require_range(
        "wavevector_per_angstrom", wavevector, float(q[0]), float(q[-1]), unit="1/Å", why="the given table"
    )
    return np.asarray(np.interp(inside, q, s), dtype=np.float64)

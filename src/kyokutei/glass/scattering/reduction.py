"""From a corrected X-ray intensity in any unit to S(Q): the scale by the sum rule of Krogh-Moe and Norman."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.glass.scattering.form_factors import form_factor
from kyokutei.glass.scattering.incoherent import compton_intensity, incoherent_function
from kyokutei.glass.scattering.mole_fractions import mole_fractions
from kyokutei.glass.scattering.xray_weights import mean_square_form_factor, squared_mean_form_factor
from kyokutei.physics.validity import require_range

__all__ = ["ReducedIntensity", "reduce_intensity"]


@dataclass(frozen=True, eq=False)
class ReducedIntensity:
    """S(Q) of a measured intensity.

    Parameters
    ----------
    wavevector_per_angstrom
        ``(point,)`` Q [1/Å].
    structure_factor
        ``(point,)`` Faber-Ziman S(Q).
    sigma
        ``(point,)`` its standard deviation by that of the intensity, or None.
    scale
        Electron units per unit of intensity.
    """

    wavevector_per_angstrom: NDArray[np.float64]
    structure_factor: NDArray[np.float64]
    sigma: NDArray[np.float64] | None
    scale: float


def reduce_intensity(
    wavevector_per_angstrom: ArrayLike,
    intensity: ArrayLike,
    composition: Mapping[str, float],
    *,
    number_density_per_cubic_angstrom: float,
    energy_eV: float | None = None,
    sigma: ArrayLike | None = None,
) -> ReducedIntensity:
    """S(Q) = [N I - C - (<|f|²> - |<f>|²)]/|<f>|², with N such that no two atoms stand in one place.

    g(0) = 0 asks that ∫ Q² [S - 1] dQ = -2π²ρ over all Q, which fixes the scale N of the intensity.

    Parameters
    ----------
    wavevector_per_angstrom
        ``(point,)`` Q, ascending [1/Å]; the range should begin near 0 and end where S has come to 1.
    intensity, sigma
        ``(point,)`` in any unit, corrected for background, absorption and polarisation, and its standard deviation.
    composition
        As in `kyokutei.glass.scattering.weights`.
    number_density_per_cubic_angstrom
        ρ [1/Å³].
    energy_eV
        Photon energy, for f′, f″ and the recoil of Compton scattering [eV]; None leaves all three out.

    Raises
    ------
    OutOfRangeError
        If Q does not ascend, a number is not finite, an error is negative, or the density is not positive.

    Notes
    -----
    J. Krogh-Moe, Acta Cryst. 9 (1956) 951, doi:10.1107/S0365110X56002655; N. Norman, Acta Cryst. 10 (1957) 370,
    doi:10.1107/S0365110X57001085.
    """
    q = require_range("wavevector_per_angstrom", wavevector_per_angstrom, 0.0, 75.0, unit="1/Å")
    measured = require_range("intensity", intensity, -1e15, 1e15, unit="its unit")
    error = None if sigma is None else require_range("sigma", sigma, 0.0, 1e15, unit="its unit")
    density = float(
        require_range("number_density_per_cubic_angstrom", number_density_per_cubic_angstrom, 1e-6, 1e3, unit="1/Å3")
    )
    shapes = {q.shape, measured.shape, q.shape if error is None else error.shape}
    if len(shapes) > 1 or q.ndim != 1 or len(q) < 3 or np.any(np.diff(q) <= 0.0):
        raise OutOfRangeError(
            Problem("K303", f"shapes {', '.join(map(str, shapes))}", "one shape, three points or more, Q ascending")
        )
    coherent, self_part, compton = _independent_atoms(composition, q, energy_eV)
    expected = float(np.trapezoid((self_part + compton) / coherent * q**2, q)) - 2.0 * math.pi**2 * density
    seen = float(np.trapezoid(measured / coherent * q**2, q))
    if not (seen > 0.0 and expected > 0.0):
        raise OutOfRangeError(
            Problem("K303", f"an intensity of {seen:.3g} in the sum rule, where {expected:.3g} is expected",
                    "both positive", key="intensity", hint="Is the background too large, or the range of Q too short?")
        )  # fmt: skip
    scale = expected / seen
    structure = (scale * measured - compton - (self_part - coherent)) / coherent
    return ReducedIntensity(q, structure, None if error is None else scale * error / coherent, scale)


def _independent_atoms(
    composition: Mapping[str, float], q: NDArray[np.float64], energy_eV: float | None
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """|<f>|², <|f|²> and Compton intensity per atom [electron units]."""
    if energy_eV is not None:
        return (
            squared_mean_form_factor(composition, q, energy_eV=energy_eV),
            mean_square_form_factor(composition, q, energy_eV=energy_eV),
            compton_intensity(composition, q, energy_eV=energy_eV),
        )
    fractions = mole_fractions(composition)
    factors = {element: form_factor(element, q) for element in fractions}
    mean, square, compton = np.zeros(q.shape), np.zeros(q.shape), np.zeros(q.shape)
    for element, fraction in fractions.items():
        mean = mean + fraction * factors[element]
        square = square + fraction * factors[element] ** 2
        compton = compton + fraction * incoherent_function(element, q)
    return mean**2, square, compton

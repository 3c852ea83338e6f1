"""From S(Q) to g(r) and back: the sine transform with windows, what to do below the first Q, and errors.

Both directions integrate exactly what is linear between the points, times the sine, so that neither a coarse grid nor a
large r makes them fail; both are linear, so errors are propagated exactly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.physics.validity import require_range

__all__ = [
    "LowWavevector",
    "PairFunction",
    "StructureFactor",
    "Window",
    "sine_integral",
    "to_real_space",
    "to_reciprocal_space",
]

Window = Literal["step", "lorch"]
LowWavevector = Literal["nothing", "constant", "parabola"]
_SMALL = 1e-2  # phase over one interval, below which the weights are summed as a series


@dataclass(frozen=True, eq=False)
class PairFunction:
    """g(r) by transform.

    Parameters
    ----------
    distance_angstrom
        ``(point,)`` r [Å].
    value
        ``(point,)`` g(r).
    sigma
        ``(point,)`` its standard deviation by that of S(Q), or None; correlated over about π/Q_max.
    """

    distance_angstrom: NDArray[np.float64]
    value: NDArray[np.float64]
    sigma: NDArray[np.float64] | None


@dataclass(frozen=True, eq=False)
class StructureFactor:
    """S(Q) by transform.

    Parameters
    ----------
    wavevector_per_angstrom
        ``(point,)`` Q [1/Å].
    value
        ``(point,)`` Faber-Ziman S(Q).
    sigma
        ``(point,)`` its standard deviation by that of g(r), or None.
    """

    wavevector_per_angstrom: NDArray[np.float64]
    value: NDArray[np.float64]
    sigma: NDArray[np.float64] | None


def to_real_space(
    wavevector_per_angstrom: ArrayLike,
    structure_factor: ArrayLike,
    distance_angstrom: ArrayLike,
    *,
    number_density_per_cubic_angstrom: float,
    sigma: ArrayLike | None = None,
    window: Window = "step",
    low_wavevector: LowWavevector = "parabola",
    structure_factor_at_zero: float | None = None,
) -> PairFunction:
    """g(r) = 1 + 1/(2π²ρ r) ∫ Q [S(Q) - 1] M(Q) sin(Qr) dQ.

    Parameters
    ----------
    wavevector_per_angstrom, structure_factor, sigma
        ``(point,)`` Q, ascending [1/Å], Faber-Ziman S(Q), and its standard deviation.
    distance_angstrom
        r [Å], any shape, above 0.
    number_density_per_cubic_angstrom
        ρ [1/Å³].
    window
        M(Q): ``"step"`` keeps everything and rings with 2π/Q_max; ``"lorch"`` is sin(πQ/Q_max)/(πQ/Q_max), which damps
        the ringing and broadens peaks.
    low_wavevector
        What S is below the first point: ``"nothing"`` leaves it out, which puts a slow wave into g; ``"constant"``
        goes on with the first value; ``"parabola"`` is S(0) + (S(Q_1) - S(0)) (Q/Q_1)².
    structure_factor_at_zero
        S(0) of the parabola, ρ k_B T κ_T; where it is not given, that of a parabola through the first points if these
        rise, and else S stays constant.

    Raises
    ------
    OutOfRangeError
        If Q does not ascend from 0 or above, a value is not finite, an error is negative, or r or the density is not
        positive.

    Notes
    -----
    E. Lorch, J. Phys. C: Solid State Phys. 2 (1969) 229, doi:10.1088/0022-3719/2/2/305.
    """
    q, s, error = _points("wavevector_per_angstrom", wavevector_per_angstrom, structure_factor, sigma, unit="1/Å")
    r = require_range("distance_angstrom", distance_angstrom, 1e-9, math.inf, unit="Å", why="g is divided by r")
    density = _positive("number_density_per_cubic_angstrom", number_density_per_cubic_angstrom)
    flat = r.reshape(-1, 1)
    modification = _window(window, q)
    weights = sine_integral(q, flat) * (q * modification)
    below, constant = _below(q, flat, low_wavevector, _at_zero(q, s, low_wavevector, structure_factor_at_zero))
    weights = weights + below
    scale = 1.0 / (2.0 * math.pi**2 * density * flat)
    values = 1.0 + scale[:, 0] * (weights @ (s - 1.0) + constant)
    spread = None if error is None else np.sqrt((scale * weights) ** 2 @ error**2)
    return PairFunction(r, values.reshape(r.shape), None if spread is None else spread.reshape(r.shape))


def to_reciprocal_space(
    distance_angstrom: ArrayLike,
    pair_distribution: ArrayLike,
    wavevector_per_angstrom: ArrayLike,
    *,
    number_density_per_cubic_angstrom: float,
    sigma: ArrayLike | None = None,
    window: Window = "step",
) -> StructureFactor:
    """S(Q) = 1 + 4πρ/Q ∫ r [g(r) - 1] M(r) sin(Qr) dr; below the first r, g is taken as 0.

    Parameters
    ----------
    distance_angstrom, pair_distribution, sigma
        ``(point,)`` r, ascending [Å], g(r), and its standard deviation. Two points at a step of g should be close.
    wavevector_per_angstrom
        Q [1/Å], any shape, above 0.
    number_density_per_cubic_angstrom
        ρ [1/Å³].
    window
        M(r), as in `to_real_space`.

    Raises
    ------
    OutOfRangeError
        As `to_real_space`.
    """
    r, g, error = _points("distance_angstrom", distance_angstrom, pair_distribution, sigma, unit="Å")
    q = require_range(
        "wavevector_per_angstrom", wavevector_per_angstrom, 1e-9, math.inf, unit="1/Å", why="S is divided by Q"
    )
    density = _positive("number_density_per_cubic_angstrom", number_density_per_cubic_angstrom)
    flat = q.reshape(-1, 1)
    weights = sine_integral(r, flat) * (r * _window(window, r))
    core = np.array([0.0, r[0]]) if r[0] > 0.0 else None
    empty = np.zeros(len(flat)) if core is None else -(sine_integral(core, flat) @ core)
    scale = 4.0 * math.pi * density / flat
    values = 1.0 + scale[:, 0] * (weights @ (g - 1.0) + empty)
    spread = None if error is None else np.sqrt((scale * weights) ** 2 @ error**2)
    return StructureFactor(q, values.reshape(q.shape), None if spread is None else spread.reshape(q.shape))


def sine_integral(nodes: NDArray[np.float64], conjugate: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights w with Σ_k w_k y_k = ∫ y(x) sin(x t) dx, exact for a y that is linear between the nodes.

    Parameters
    ----------
    nodes
        ``(node,)`` x, ascending.
    conjugate
        ``(t, 1)`` t.

    Returns
    -------
    NDArray
        ``(t, node)``.

    Notes
    -----
    L. N. G. Filon, Proc. R. Soc. Edinburgh 49 (1930) 38, here with straight lines.
    """
    width = np.diff(nodes)
    phase = conjugate * width
    half = 0.5 * phase
    middle = conjugate * (nodes[:-1] + 0.5 * width)
    # ∫ over an interval of the two hat functions: mean ± difference
    even = np.sinc(half / math.pi)
    safe = np.where(np.abs(half) < _SMALL, 1.0, half)
    odd = np.where(
        np.abs(half) < _SMALL, half / 3.0 * (1.0 - half**2 / 10.0), (np.sin(safe) - safe * np.cos(safe)) / safe**2
    )
    mean, slope = 0.5 * width * even * np.sin(middle), 0.5 * width * odd * np.cos(middle)
    weights = np.zeros((len(conjugate), len(nodes)))
    weights[:, :-1] += mean - slope
    weights[:, 1:] += mean + slope
    return weights


def _below(
    q: NDArray[np.float64], r: NDArray[np.float64], low: LowWavevector, at_zero: float | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights of S - 1 at the points, and a constant, for the integral from 0 to the first Q."""
    weights, constant = np.zeros((len(r), len(q))), np.zeros(len(r))
    if low == "nothing" or q[0] <= 0.0:
        return weights, constant
    fine = np.linspace(0.0, q[0], 65)
    integral = sine_integral(fine, r) * fine
    if at_zero is None:
        weights[:, 0] = integral.sum(axis=1)
        return weights, constant
    shape = (fine / q[0]) ** 2
    weights[:, 0] = integral @ shape
    return weights, integral @ (1.0 - shape) * (at_zero - 1.0)


def _at_zero(q: NDArray[np.float64], s: NDArray[np.float64], low: LowWavevector, given: float | None) -> float | None:
    if low not in get_args(LowWavevector):
        expected = f"one of {', '.join(get_args(LowWavevector))}"
        raise OutOfRangeError(Problem("K303", f'low_wavevector = "{low}"', expected, key="low_wavevector"))
    if low != "parabola" or q[0] <= 0.0:
        return None
    if given is not None:
        return float(require_range("structure_factor_at_zero", given, 0.0, 1e6, unit="1"))
    few = q <= max(1.3 * q[0], q[min(4, len(q) - 1)])
    slope, at_zero = np.polyfit(q[few] ** 2, s[few], 1)
    return float(max(at_zero, 0.0)) if slope > 0.0 else None


def _window(window: Window, x: NDArray[np.float64]) -> NDArray[np.float64]:
    if window not in get_args(Window):
        raise OutOfRangeError(
            Problem("K303", f'window = "{window}"', f"one of {', '.join(get_args(Window))}", key="window")
        )
    return np.sinc(x / x[-1]) if window == "lorch" else np.ones_like(x)


def _points(
    name: str, abscissa: ArrayLike, values: ArrayLike, sigma: ArrayLike | None, *, unit: str
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64] | None]:
    x = require_range(name, abscissa, 0.0, 1e6, unit=unit)
    y = require_range("the function", values, -1e12, 1e12, unit="its unit")
    error = None if sigma is None else require_range("sigma", sigma, 0.0, 1e12, unit="its unit")
    shapes = {x.shape, y.shape, x.shape if error is None else error.shape}
    if len(shapes) > 1 or x.ndim != 1 or len(x) < 2:
        raise OutOfRangeError(
            Problem("K303", f"shapes {', '.join(map(str, sorted(shapes)))}", "one shape, (point,), two points or more")
        )
    backwards = np.flatnonzero(np.diff(x) <= 0.0)
    if len(backwards):
        found = f"{name} = {x[backwards[0] + 1]:g} {unit} behind {x[backwards[0]]:g} {unit}"
        raise OutOfRangeError(Problem("K303", found, "ascending values", key=name))
    return x, y, error


def _positive(name: str, value: float) -> float:
    return float(require_range(name, value, 1e-9, 1e3, unit="1/Å3"))

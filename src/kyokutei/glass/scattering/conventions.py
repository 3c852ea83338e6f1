"""What a file of scattering data may mean: named conventions, and the exact way from one to another.

Every convention is a straight line of one quantity: a(x) (S - 1) + b(x) of the Faber-Ziman S(Q), or the same of g(r).
So converting back and forth loses nothing, and errors follow by |a|.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.errors import DataFileError, OutOfRangeError, Problem, nearest
from kyokutei.physics.validity import require_range

__all__ = [
    "CONVENTIONS",
    "Convention",
    "Sample",
    "ashcroft_langreth",
    "convention",
    "convert",
    "faber_ziman_from_ashcroft_langreth",
]

Space = Literal["Q", "r"]


@dataclass(frozen=True)
class Convention:
    """A convention by name.

    Parameters
    ----------
    name
        As study files say it.
    symbol, formula, unit
        How it is printed, what it is, and its unit.
    space
        ``"Q"`` or ``"r"``.
    power
        n of the factor x^n on S - 1 or g - 1.
    has_density
        Whether 4πρ is a factor.
    has_square
        Whether the squared mean scattering length or form factor is a factor.
    offset
        What is added: nothing, ``"1"`` or the factor itself, so that the function vanishes with g.
    """

    name: str
    symbol: str
    formula: str
    unit: str
    space: Space
    power: int
    has_density: bool
    has_square: bool
    offset: Literal["nothing", "one", "factor"]


_IN_Q = (
    Convention("faber-ziman", "S(Q)", "S(Q), tends to 1", "1", "Q", 0, False, False, "one"),
    Convention("interference", "i(Q)", "S(Q) - 1, tends to 0", "1", "Q", 0, False, False, "nothing"),
    Convention("reduced", "F(Q)", "Q [S(Q) - 1], tends to 0", "1/Å", "Q", 1, False, False, "nothing"),
    Convention("total-barn", "F(Q)", "<b>² [S(Q) - 1], tends to 0", "barn/sr", "Q", 0, False, True, "nothing"),
    Convention(
        "differential-cross-section",
        "dσ/dΩ",
        "<b>² S(Q), tends to <b>²; without the self part of <b²>",
        "barn/sr",
        "Q",
        0,
        False,
        True,
        "factor",
    ),
)
_IN_R = (
    Convention("pair-distribution", "g(r)", "g(r), 0 at small r, tends to 1", "1", "r", 0, False, False, "one"),
    Convention("total-correlation", "h(r)", "g(r) - 1, tends to 0", "1", "r", 0, False, False, "nothing"),
    Convention(
        "reduced-pair-distribution", "G(r)", "4πρ r [g(r) - 1], tends to 0", "1/Å2", "r", 1, True, False, "nothing"
    ),
    Convention("radial-distribution", "R(r)", "4πρ r² g(r)", "1/Å", "r", 2, True, False, "factor"),
    Convention("keen-g", "G(r)", "<b>² [g(r) - 1], tends to 0", "barn/sr", "r", 0, False, True, "nothing"),
    Convention(
        "differential-correlation",
        "D(r)",
        "<b>² 4πρ r [g(r) - 1], tends to 0",
        "barn/sr/Å2",
        "r",
        1,
        True,
        True,
        "nothing",
    ),
    Convention("total-correlation-t", "T(r)", "<b>² 4πρ r g(r)", "barn/sr/Å2", "r", 1, True, True, "factor"),
)
CONVENTIONS: dict[str, Convention] = {entry.name: entry for entry in (*_IN_Q, *_IN_R)}
"""By name. Formulae and symbols as in D. A. Keen, J. Appl. Cryst. 34 (2001) 172, doi:10.1107/S0021889800019993."""


@dataclass(frozen=True)
class Sample:
    """What some conventions need to know of the sample.

    Parameters
    ----------
    number_density_per_cubic_angstrom
        ρ, atoms of all species [1/Å³].
    squared_mean_barn
        <b>² of neutrons, (Σ c b)² [barn/sr], such as 0.2758 for silica.
    """

    number_density_per_cubic_angstrom: float | None = None
    squared_mean_barn: float | None = None

    def __post_init__(self) -> None:
        for key in ("number_density_per_cubic_angstrom", "squared_mean_barn"):
            value = getattr(self, key)
            if value is not None and not (math.isfinite(value) and value > 0.0):
                raise OutOfRangeError(Problem("K303", f"{key} = {value:g}", "a positive number", key=key))


def convention(name: str) -> Convention:
    """The convention of a name.

    Raises
    ------
    OutOfRangeError
        If there is none; the message lists all, and the nearest.
    """
    if name not in CONVENTIONS:
        guess = nearest(name, CONVENTIONS)
        raise OutOfRangeError(
            Problem(
                "K303",
                f'the convention "{name}"',
                f"one of {', '.join(CONVENTIONS)}",
                key="convention",
                hint=f'Did you mean "{guess}"?' if guess else "",
            )
        )
    return CONVENTIONS[name]


def convert(
    abscissa: ArrayLike,
    values: ArrayLike,
    *,
    source: str,
    target: str,
    sample: Sample | None = None,
    sigma: ArrayLike | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64] | None]:
    """Values in another convention of the same space, with their errors.

    Parameters
    ----------
    abscissa
        ``(point,)`` Q [1/Å] or r [Å].
    values, sigma
        ``(point,)`` in the unit of ``source``.
    source, target
        Names of `CONVENTIONS`, both of Q or both of r; from one to the other leads
        `kyokutei.glass.scattering.transforms`.
    sample
        Density and squared mean, where a convention needs them.

    Returns
    -------
    values, sigma
        In the unit of ``target``; sigma is None if none was given.

    Raises
    ------
    OutOfRangeError
        If there is no such convention, the two are not of one space, something of the sample is missing, or the source
        says nothing at a point (F(Q) = Q [S - 1] at Q = 0).
    DataFileError
        K204, if a value is not finite or an error is negative.
    """
    before, after = convention(source), convention(target)
    if before.space != after.space:
        raise OutOfRangeError(
            Problem(
                "K303",
                f'"{source}" of {before.space} and "{target}" of {after.space}',
                "two conventions of one space",
                key="target",
                hint="A Fourier transform lies between: use transforms.to_real_space or to_reciprocal_space.",
            )
        )
    x = require_range("abscissa", abscissa, 0.0, math.inf, unit="1/Å" if before.space == "Q" else "Å")
    y, error = _finite(values, sigma)
    divisor, subtracted = _line(before, x, sample)
    factor, added = _line(after, x, sample)
    empty = (divisor == 0.0) & (factor != 0.0)
    if np.any(empty):
        place = int(np.argmax(empty))
        raise OutOfRangeError(
            Problem(
                "K303",
                f"{before.space} = 0 at index {place}",
                f"{before.space} > 0",
                key="abscissa",
                hint=f"{before.symbol} = {before.formula} says nothing there. Leave the point out.",
            )
        )
    ratio = np.divide(factor, divisor, out=np.ones_like(x), where=divisor != 0.0)
    return (y - subtracted) * ratio + added, None if error is None else error * np.abs(ratio)


def ashcroft_langreth(
    faber_ziman: ArrayLike, *, first_fraction: float, second_fraction: float, is_like_pair: bool
) -> NDArray[np.float64]:
    """Partial structure factor of Ashcroft and Langreth, δ_ij + √(c_i c_j) (S_ij - 1), from that of Faber and Ziman.

    Parameters
    ----------
    faber_ziman
        S_ij(Q), any shape.
    first_fraction, second_fraction
        c_i and c_j, above 0 and at most 1.
    is_like_pair
        Whether i = j.

    Raises
    ------
    OutOfRangeError
        If a fraction lies outside its range.

    Notes
    -----
    N. W. Ashcroft and D. C. Langreth, Phys. Rev. 156 (1967) 685, doi:10.1103/PhysRev.156.685.
    """
    root = _root_of_fractions(first_fraction, second_fraction)
    return float(is_like_pair) + root * (np.asarray(faber_ziman, dtype=np.float64) - 1.0)


def faber_ziman_from_ashcroft_langreth(
    partial: ArrayLike, *, first_fraction: float, second_fraction: float, is_like_pair: bool
) -> NDArray[np.float64]:
    """Partial structure factor of Faber and Ziman from that of Ashcroft and Langreth; as `ashcroft_langreth`."""
    root = _root_of_fractions(first_fraction, second_fraction)
    return 1.0 + (np.asarray(partial, dtype=np.float64) - float(is_like_pair)) / root


def _root_of_fractions(first: float, second: float) -> float:
    for name, value in (("first_fraction", first), ("second_fraction", second)):
        if not 0.0 < value <= 1.0:
            raise OutOfRangeError(Problem("K303", f"{name} = {value:g}", "above 0 and at most 1", key=name))
    return math.sqrt(first * second)


def _line(
    entry: Convention, x: NDArray[np.float64], sample: Sample | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The factor on S - 1 or g - 1 at each point, and what is added."""
    known = sample or Sample()
    factor = x**entry.power
    needs = {"number_density_per_cubic_angstrom": entry.has_density, "squared_mean_barn": entry.has_square}
    for key, is_needed in needs.items():
        if not is_needed:
            continue
        value = getattr(known, key)
        if value is None:
            found = f"no {key} for {entry.symbol} = {entry.formula}"
            raise OutOfRangeError(Problem("K303", found, "that number", key=key))
        factor = factor * (4.0 * math.pi * value if key.startswith("number") else value)
    added = {"nothing": np.zeros_like(x), "one": np.ones_like(x), "factor": factor}[entry.offset]
    return factor, added


def _finite(values: ArrayLike, sigma: ArrayLike | None) -> tuple[NDArray[np.float64], NDArray[np.float64] | None]:
    y = np.asarray(values, dtype=np.float64)
    error = None if sigma is None else np.asarray(sigma, dtype=np.float64)
    problems = [
        Problem(
            "K204", f"{name} = {float(column[np.argmin(good)]):g} at index {int(np.argmin(good))}", expected, key=name
        )
        for name, column, good, expected in (
            ("values", y, np.isfinite(y), "a finite number"),
            *([] if error is None else [("sigma", error, np.isfinite(error) & (error >= 0.0), "0 or more")]),
        )
        if not np.all(good)
    ]
    if problems:
        raise DataFileError(*problems)
    return y, error

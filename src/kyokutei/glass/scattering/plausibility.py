"""Whether a file looks like what it says it is: limits, bounds and the sum rule of each convention."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.glass.scattering.conventions import CONVENTIONS, Convention, Sample, convention, convert
from kyokutei.glass.scattering.transforms import to_real_space
from kyokutei.physics.validity import require_range

__all__ = ["ConventionWarning", "Likeness", "likeness", "warn_if_unlike"]

_TAIL = 0.2  # share of the range at its end, over which a limit is judged
_MARGIN = 0.15  # of a limit or bound; statistics and truncation spoil real data by so much
_CORE_ANGSTROM = 0.9  # nearer than this no two atoms stand, but for hydrogen
_SCALE = (0.7, 1.4)  # of S - 1 by the sum rule, which truncation and normalisation spoil
_HIGHEST_PEAK = 8.0  # 1/Å; the highest peak of S(Q) of condensed matter lies lower
_FEWEST = 20  # points, below which nothing is judged


class ConventionWarning(UserWarning):
    """A file does not look like what it says it is."""


@dataclass(frozen=True)
class Likeness:
    """What speaks against a convention.

    Parameters
    ----------
    convention
        What the file is said to be.
    doubts
        Sentences; none if the file looks like it.
    alternatives
        Other conventions of the same space that nothing speaks against.
    """

    convention: str
    doubts: tuple[str, ...]
    alternatives: tuple[str, ...]

    @property
    def is_plausible(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.doubts

    def __str__(self) -> str:
        if self.is_plausible:
            return f"It looks like {self.convention}."
        other = f" It could be {' or '.join(self.alternatives)}." if self.alternatives else ""
        return f"{' '.join(self.doubts)}{other}"


def likeness(abscissa: ArrayLike, values: ArrayLike, *, name: str, sample: Sample | None = None) -> Likeness:
    """Judge whether points look like a convention.

    Parameters
    ----------
    abscissa
        ``(point,)`` Q [1/Å] or r [Å], ascending.
    values
        ``(point,)`` in the unit of the convention.
    name
        What they are said to be.
    sample
        With its density, the scale of S - 1 is judged by its transform at small r, where g must vanish; with its
        squared mean, functions in barn can be told from others.

    Raises
    ------
    OutOfRangeError
        If there is no such convention, or a number is not finite.
    """
    entry = convention(name)
    x = require_range("abscissa", abscissa, 0.0, 1e6, unit="its unit")
    y = require_range("values", values, -1e12, 1e12, unit="its unit")
    doubts = tuple(_doubts(entry, x, y, sample or Sample()))
    others = () if not doubts else tuple(
        other.name
        for other in CONVENTIONS.values()
        if other.space == entry.space and other != entry and _can_be_judged(other, sample or Sample())
        and not any(_doubts(other, x, y, sample or Sample()))
    )  # fmt: skip
    return Likeness(name, doubts, others)


def warn_if_unlike(
    abscissa: ArrayLike, values: ArrayLike, *, name: str, sample: Sample | None = None, file: str = ""
) -> Likeness:
    """As `likeness`, and give a `ConventionWarning` if there is a doubt."""
    found = likeness(abscissa, values, name=name, sample=sample)
    if not found.is_plausible:
        warnings.warn(f"{file or 'the data'}, said to be {name}: {found}", ConventionWarning, stacklevel=2)
    return found


def _doubts(entry: Convention, x: NDArray[np.float64], y: NDArray[np.float64], sample: Sample) -> Iterator[str]:
    if len(x) < _FEWEST:
        return
    yield from _limit_doubts(entry, x, y, sample)
    if entry.space == "Q":
        yield from _bound_doubts(entry, x, y, sample)
        yield from _unit_doubts(entry, x, y)
        yield from _scale_doubts(entry, x, y, sample)
    else:
        yield from _core_doubts(entry, x, y, sample)


def _limit_doubts(entry: Convention, x: NDArray[np.float64], y: NDArray[np.float64], sample: Sample) -> Iterator[str]:
    """What the function tends to."""
    tail = x >= x[0] + (1.0 - _TAIL) * (x[-1] - x[0])
    if entry.offset == "factor":
        known = _factor(entry, x[tail], sample)
        if known is not None and abs(float(np.mean(y[tail] / known)) - 1.0) > _MARGIN:
            ratio = float(np.mean(y[tail] / known))
            expected = entry.formula.split("g(r)", maxsplit=1)[0].strip()
            yield f"{entry.symbol} should tend to {expected}, but is {ratio:.2f} times that."
        return
    limit = 1.0 if entry.offset == "one" else 0.0
    mean, size = float(np.mean(y[tail])), float(np.max(np.abs(y)))
    if abs(mean - limit) > _MARGIN * (1.0 if limit else min(size, 1.0)):
        yield f"{entry.symbol} should tend to {limit:g}, but has a mean of {mean:.3g} over the last fifth of its range."


def _bound_doubts(entry: Convention, x: NDArray[np.float64], y: NDArray[np.float64], sample: Sample) -> Iterator[str]:
    """S(Q) is an intensity: it cannot be negative."""
    if entry.has_square and sample.squared_mean_barn is None:
        return
    factor = _factor(entry, x, sample)
    if factor is None:
        return
    offset = {"nothing": 1.0, "one": 0.0, "factor": 0.0}[entry.offset]
    intensity = np.divide(y, factor, out=np.zeros_like(y), where=factor > 0.0) + offset
    place = int(np.argmin(intensity))
    if intensity[place] < -_MARGIN:
        yield f"S(Q) would be {intensity[place]:.2f} at Q = {x[place]:.2f} 1/Å, but it cannot be negative."


def _unit_doubts(entry: Convention, x: NDArray[np.float64], y: NDArray[np.float64]) -> Iterator[str]:
    top = float(x[int(np.argmax(y / np.maximum(x, x[-1] * 1e-6) ** entry.power))])
    if top > _HIGHEST_PEAK and x[0] < 0.5 * top:
        yield f"The highest peak stands at Q = {top:.3g} 1/Å, beyond that of any condensed matter; is Q in 1/nm?"


def _scale_doubts(entry: Convention, x: NDArray[np.float64], y: NDArray[np.float64], sample: Sample) -> Iterator[str]:
    """Transform to small r, where g must vanish: the sum rule of Krogh-Moe and Norman, point by point."""
    density = sample.number_density_per_cubic_angstrom
    if density is None or (entry.has_square and sample.squared_mean_barn is None) or x[0] > 2.0 or x[-1] < 8.0:
        return
    kept = x > 0.0
    structure, _ = convert(x[kept], y[kept], source=entry.name, target="faber-ziman", sample=sample)
    r = np.linspace(0.3, _CORE_ANGSTROM, 13)
    g = to_real_space(x[kept], structure, r, number_density_per_cubic_angstrom=density, window="lorch").value
    scale = 1.0 - float(np.mean(g))
    if not _SCALE[0] <= scale <= _SCALE[1]:
        yield (
            f"With {density:g} atoms/Å³, S - 1 is {scale:.2f} times what leaves no atoms nearer than "
            f"{_CORE_ANGSTROM:g} Å; the scale or the convention is another."
        )


def _core_doubts(entry: Convention, x: NDArray[np.float64], y: NDArray[np.float64], sample: Sample) -> Iterator[str]:
    """No two atoms stand at small r."""
    core = (x > 0.0) & (x < _CORE_ANGSTROM)
    if np.count_nonzero(core) < 3:
        return
    if entry.offset != "nothing":
        level = float(np.mean(np.abs(y[core])) / max(float(np.max(np.abs(y))), 1e-300))
        mean = float(np.mean(y[core])) if entry.power == 0 else level
        if abs(mean) > 2.0 * _MARGIN:
            found = float(np.mean(y[core]))
            yield f"{entry.symbol} should vanish below {_CORE_ANGSTROM:g} Å, but is {found:.2g} there."
        return
    slope = float(np.sum(y[core] * x[core] ** entry.power) / np.sum(x[core] ** (2 * entry.power)))
    known = _factor(entry, np.ones(1), sample)
    if known is not None and not _SCALE[0] <= -slope / float(known[0]) <= _SCALE[1]:
        yield (
            f"{entry.symbol} below {_CORE_ANGSTROM:g} Å is {slope:.3g}{' r' if entry.power else ''}, but should be "
            f"{-float(known[0]):.3g}{' r' if entry.power else ''}, where no atoms stand."
        )
    elif known is None and slope >= 0.0:
        yield f"{entry.symbol} should be negative below {_CORE_ANGSTROM:g} Å, where no atoms stand."


def _can_be_judged(entry: Convention, sample: Sample) -> bool:
    return entry.offset != "factor" or _factor(entry, np.ones(1), sample) is not None


def _factor(entry: Convention, x: NDArray[np.float64], sample: Sample) -> NDArray[np.float64] | None:
    """The factor on S - 1 or g - 1, or None where the sample does not say it."""
    density, square = sample.number_density_per_cubic_angstrom, sample.squared_mean_barn
    if (entry.has_density and density is None) or (entry.has_square and square is None):
        return None
    factor = x**entry.power
    if entry.has_density and density is not None:
        factor = factor * 4.0 * math.pi * density
    if entry.has_square and square is not None:
        factor = factor * square
    return factor

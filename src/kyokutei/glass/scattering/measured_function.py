"""A measured function of Q or r whose convention is said, not guessed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kyokutei.errors import DataFileError, Problem
from kyokutei.glass.scattering.conventions import Sample, convention, convert
from kyokutei.glass.scattering.plausibility import Likeness, likeness

__all__ = ["MeasuredFunction"]

_MOST_PROBLEMS = 3  # of one kind are named


@dataclass(frozen=True, eq=False)
class MeasuredFunction:
    """Points of a function in a named convention.

    Parameters
    ----------
    abscissa
        ``(point,)`` Q [1/Å] or r [Å], ascending.
    value
        ``(point,)`` in the unit of the convention.
    sigma
        ``(point,)`` its standard deviation, or None where the file has none.
    convention
        A name of `kyokutei.glass.scattering.CONVENTIONS`.
    title
        One line for people.

    Raises
    ------
    OutOfRangeError
        If there is no such convention.
    DataFileError
        K203 or K204, if columns differ in length, the abscissa is negative or does not ascend, a number is not finite,
        or an error is negative; all at once.
    """

    abscissa: NDArray[np.float64]
    value: NDArray[np.float64]
    sigma: NDArray[np.float64] | None
    convention: str
    title: str = ""

    def __post_init__(self) -> None:
        symbol = convention(self.convention).space
        columns = {symbol: self.abscissa, "value": self.value}
        columns |= {} if self.sigma is None else {"sigma": self.sigma}
        if len({np.shape(column) for column in columns.values()}) > 1 or np.ndim(self.abscissa) != 1:
            shapes = ", ".join(f"{name} {np.shape(column)}" for name, column in columns.items())
            raise DataFileError(Problem("K203", f"columns of shape {shapes}", "columns of one length"))
        problems = [
            Problem("K204", f"{name} = {column[place]:g} at index {place}", expected)
            for name, column, bad, expected in (
                *((name, column, ~np.isfinite(column), "a finite number") for name, column in columns.items()),
                (
                    symbol,
                    self.abscissa,
                    np.diff(self.abscissa, prepend=-1e-300) <= 0.0,
                    f"ascending {symbol}, 0 or more",
                ),
                *([] if self.sigma is None else [("sigma", self.sigma, self.sigma < 0.0, "0 or more")]),
            )
            for place in np.flatnonzero(bad)[:_MOST_PROBLEMS]
        ]
        if problems:
            raise DataFileError(*problems)

    def between(self, lowest: float, highest: float) -> MeasuredFunction:
        """The points of a range of the abscissa, its ends included."""
        inside = (self.abscissa >= lowest) & (self.abscissa <= highest)
        sigma = None if self.sigma is None else self.sigma[inside]
        return replace(self, abscissa=self.abscissa[inside], value=self.value[inside], sigma=sigma)

    def in_convention(self, target: str, *, sample: Sample | None = None) -> MeasuredFunction:
        """The same in another convention; a point that the present one says nothing at (Q = 0) is left out.

        Raises
        ------
        OutOfRangeError
            As `kyokutei.glass.scattering.convert`.
        """
        kept = self if convention(self.convention).power == 0 else self.between(np.nextafter(0.0, 1.0), np.inf)
        value, sigma = convert(
            kept.abscissa, kept.value, source=self.convention, target=target, sample=sample, sigma=kept.sigma
        )
        return MeasuredFunction(kept.abscissa, value, sigma, target, self.title)

    def likeness(self, *, sample: Sample | None = None) -> Likeness:
        """Whether the points look like their convention."""
        return likeness(self.abscissa, self.value, name=self.convention, sample=sample)

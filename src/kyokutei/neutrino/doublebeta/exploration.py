"""The fraction of a mass ordering's parameter space above an effective mass, with its recipe and its error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.errors import NumericsError, OutOfRangeError, Problem
from kyokutei.neutrino.doublebeta.parameter_space import Piece, weigh_piece
from kyokutei.neutrino.doublebeta.recipes import Recipe, named_recipe
from kyokutei.neutrino.spectra.global_fits import Ordering, mass_ordering
from kyokutei.physics.validity import require_range

Array = NDArray[np.float64]

THRESHOLD_RANGE_MEV = (1e-6, 1e6)
SAMPLES_RANGE = (100, 10**11)
POINTS_PER_PIECE = 50_000
INTERVAL_CONFIDENCE = 0.6827


def explored_fraction(
    threshold_meV: ArrayLike,
    ordering: str,
    *,
    recipe: str | Recipe = "slides-2025",
    samples: int = 2_000_000,
    seed: int = 1,
) -> ExploredFraction:
    """Fraction of a mass ordering's parameter space that a sensitivity to m_ββ explores.

    Points are drawn and weighted as the recipe says; the fraction is the weight above the threshold over the whole
    weight, a posterior probability. It is a statement about prior and data together: quote the recipe with it.

    Parameters
    ----------
    threshold_meV
        m_ββ above which a decay would be seen [meV], 1e-6 to 1e6; any shape.
    ordering
        ``"normal"`` or ``"inverted"`` (``"NO"``, ``"IO"``).
    recipe
        A name of `RECIPES`, or a `Recipe`.
    samples
        Points to draw, 100 to 1e11; 2,000,000 take about a third of a second of one core.
    seed
        The same seed gives the same result.

    Raises
    ------
    OutOfRangeError
        K303 or K109 (a ValueError) for a value outside its range, NaN with its index, or an unknown name.
    NumericsError
        K301 if the recipe leaves no weight in this ordering.

    References
    ----------
    Agostini, Benato and Detwiler, PRD 96 (2017) 053001, arXiv:1705.02996.
    """
    thresholds = require_range("threshold_meV", threshold_meV, *THRESHOLD_RANGE_MEV, unit="meV")
    order, rule = mass_ordering(ordering), recipe if isinstance(recipe, Recipe) else named_recipe(recipe)
    count, start = _whole("samples", samples, SAMPLES_RANGE), _whole("seed", seed, (0, 2**128))
    rising = np.unique(thresholds)
    pieces = split_pieces(rule, order, count, rising)
    seeds = np.random.SeedSequence(start).spawn(len(pieces))
    parts = [weigh_piece(piece, np.random.default_rng(one)) for piece, one in zip(pieces, seeds, strict=True)]
    found = combine_pieces(parts, rising, rule, order, count)
    return found.at(thresholds)


def split_pieces(
    recipe: Recipe, ordering: Ordering, samples: int, thresholds_meV: Array, *, pieces: int | None = None
) -> list[Piece]:
    """Independent pieces that together hold ``samples`` points, as equal as they can be.

    Parameters
    ----------
    thresholds_meV
        Rising.
    pieces
        How many; by default as many as hold 50,000 points each.
    """
    number = pieces if pieces is not None else max(1, round(samples / POINTS_PER_PIECE))
    number = min(number, samples)
    rising = tuple(float(one) for one in thresholds_meV)
    sizes = [samples // number + (position < samples % number) for position in range(number)]
    return [Piece(recipe, ordering, size, rising) for size in sizes]


def combine_pieces(
    parts: Sequence[Mapping[str, Any]], thresholds_meV: Array, recipe: Recipe, ordering: Ordering, samples: int
) -> ExploredFraction:
    """Add up what `weigh_piece` gave for every piece.

    Raises
    ------
    NumericsError
        K301 if the recipe leaves no weight in this ordering.
    """
    above, above_squared, total, total_squared = (
        np.sum([part[name] for part in parts], axis=0) for name in ("above", "above_squared", "total", "total_squared")
    )
    if not total[0] > 0.0:
        found = f"no weight left in {ordering} ordering after {samples} points"
        raise NumericsError(Problem("K301", found, f"a recipe that allows it ({recipe.describe()})", key="recipe"))
    fraction = above / total
    variance = (above_squared * (1.0 - 2.0 * fraction) + fraction**2 * total_squared) / total**2
    effective = float(total[0] ** 2 / total_squared[0])
    return ExploredFraction(
        fraction,
        np.sqrt(np.maximum(variance, 0.0)),
        recipe,
        ordering,
        np.asarray(thresholds_meV, dtype=np.float64),
        samples,
        effective,
    )


@dataclass(frozen=True)
class ExploredFraction:
    """A fraction of parameter space, its recipe, and how well the sampling knows it.

    Parameters
    ----------
    fraction
        0 to 1, of the shape of the threshold; a float for a float.
    standard_error
        Statistical error of the sampling, of the same shape.
    recipe
        What the number rests on.
    ordering
        The mass ordering.
    threshold_meV
        m_ββ above which counts [meV].
    samples
        Points drawn.
    effective_samples
        (Σw)²/Σw²: as many points of equal weight would know the fraction as well.
    """

    fraction: Any
    standard_error: Any
    recipe: Recipe
    ordering: Ordering
    threshold_meV: Any
    samples: int
    effective_samples: float

    @property
    def interval(self) -> tuple[Any, Any]:
        """Wilson's interval of the sampling at 68.27 %, also where the fraction is 0 or 1."""
        fraction, error = np.asarray(self.fraction), np.asarray(self.standard_error)
        spread = fraction * (1.0 - fraction)
        with np.errstate(divide="ignore", invalid="ignore"):
            trials = np.where(error > 0.0, spread / np.square(error), self.effective_samples)
        centre = (fraction + 0.5 / trials) / (1.0 + 1.0 / trials)
        half = np.sqrt(spread / trials + 0.25 / trials**2) / (1.0 + 1.0 / trials)
        low, high = np.clip(centre - half, 0.0, 1.0), np.clip(centre + half, 0.0, 1.0)
        return (low, high) if fraction.ndim else (float(low), float(high))

    def at(self, threshold_meV: ArrayLike) -> ExploredFraction:
        """The same at some of its thresholds, in their order and shape."""
        wanted = np.asarray(threshold_meV, dtype=np.float64)
        place = np.searchsorted(self.threshold_meV, wanted)
        picked = [np.asarray(values)[place] for values in (self.fraction, self.standard_error)]
        shaped = [values if wanted.ndim else float(values) for values in (*picked, wanted)]
        return ExploredFraction(
            shaped[0], shaped[1], self.recipe, self.ordering, shaped[2], self.samples, self.effective_samples
        )


def _whole(name: str, value: Any, limits: tuple[int, int]) -> int:
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or not limits[0] <= value <= limits[1]:
        expected = f"a whole number from {limits[0]} to {limits[1]}"
        raise OutOfRangeError(Problem("K303", f"{name} = {value!r}", expected, key=name))
    return int(value)

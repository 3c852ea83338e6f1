"""The parameter space of both orderings sampled piece by piece, so that a run can be stopped and spread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kyokutei.neutrino.doublebeta.exploration import ExploredFraction, combine_pieces, split_pieces
from kyokutei.neutrino.doublebeta.parameter_space import Piece, weigh_piece
from kyokutei.neutrino.spectra.global_fits import Ordering

if TYPE_CHECKING:
    from kyokutei.neutrino.doublebeta.study import DoubleBetaSettings
    from kyokutei.study.work import Work

ORDERINGS: tuple[Ordering, ...] = ("inverted", "normal")
THRESHOLD_GRID_MEV = np.geomspace(1.0, 200.0, 185)
"""Where the curves of the figure are known, besides the thresholds that were asked for."""


def explore(settings: DoubleBetaSettings, work: Work) -> Exploration:
    """Sample the main recipe and the others, for both orderings, in one ensemble of pieces."""
    coverage = settings.coverage
    grid = np.union1d(THRESHOLD_GRID_MEV, coverage.thresholds_meV)
    wanted = [(settings.recipe(coverage.recipe), coverage.samples, coverage.pieces)]
    wanted += [(settings.recipe(name), coverage.also_samples, 1) for name in coverage.also]
    groups = [
        split_pieces(recipe, ordering, samples, grid, pieces=number)
        for recipe, samples, number in wanted
        for ordering in ORDERINGS
    ]
    sums = iter(work.ensemble("parameter space", weigh_piece, [piece for group in groups for piece in group]))
    sampled = [Sampled(group, [next(sums) for _ in group]) for group in groups]
    main, others = sampled[: len(ORDERINGS)], sampled[len(ORDERINGS) :]
    half = coverage.pieces // 2
    return Exploration(
        main=tuple(one.fraction() for one in main),
        halves=tuple((one.part(0, half).fraction(), one.part(half, None).fraction()) for one in main),
        others=tuple(
            tuple(one.fraction() for one in others[start : start + len(ORDERINGS)])
            for start in range(0, len(others), len(ORDERINGS))
        ),
    )


@dataclass(frozen=True)
class Sampled:
    """Pieces of one recipe and ordering, and the sums that were found in them."""

    pieces: Sequence[Piece]
    sums: Sequence[Mapping[str, Any]]

    def part(self, start: int, stop: int | None) -> Sampled:
        """Some of the pieces."""
        return Sampled(self.pieces[start:stop], self.sums[start:stop])

    def fraction(self) -> ExploredFraction:
        """What the pieces say together."""
        first, points = self.pieces[0], sum(piece.points for piece in self.pieces)
        return combine_pieces(self.sums, np.asarray(first.thresholds_meV), first.recipe, first.ordering, points)


@dataclass(frozen=True)
class Exploration:
    """Explored fractions on the grid of thresholds, each tuple in the order of `ORDERINGS`.

    Parameters
    ----------
    main
        Of the recipe that the claims name.
    halves
        The same from the first and from the second half of the pieces.
    others
        Of each recipe that is set beside it.
    """

    main: tuple[ExploredFraction, ...]
    halves: tuple[tuple[ExploredFraction, ExploredFraction], ...]
    others: tuple[tuple[ExploredFraction, ...], ...]

"""How well a set of measurements determines the partial structure factors, before anything is measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.glass.pairs import PairMapping, PairName

__all__ = ["Conditioning", "WeightedSet", "conditioning"]

_RANK = 1e-10  # singular values below this share of the largest are rounding


@dataclass(frozen=True, eq=False)
class WeightedSet:
    """One measurement: its weights, and how noisy it is.

    Parameters
    ----------
    label
        Such as ``"Δ_Co"``.
    weights
        W_ij(Q) by pair of elements, ``(Q,)`` each.
    noise
        ``(Q,)`` standard deviation of the measured function per relative error of one intensity.
    """

    label: str
    weights: Mapping[PairName, NDArray[np.float64]]
    noise: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Conditioning:
    """Singular values of the weights of all sets, and the errors of the partials by direct inversion.

    Parameters
    ----------
    sets
        Labels of the measurements.
    pairs
        Partials.
    singular_values
        ``(Q, value)``, descending; at most as many as sets or partials.
    rank
        ``(Q,)`` how many partials, or mixtures of them, the sets determine.
    partial_noise
        By pair, ``(Q,)``: standard deviation of S_ij per relative error of one intensity; infinite where undetermined.
    """

    sets: tuple[str, ...]
    pairs: tuple[PairName, ...]
    singular_values: NDArray[np.float64]
    rank: NDArray[np.int64]
    partial_noise: PairMapping[NDArray[np.float64]]

    @property
    def is_determined(self) -> bool:
        """Whether the sets determine every partial at every Q."""
        return bool(np.all(self.rank == len(self.pairs)))

    @property
    def condition_number(self) -> NDArray[np.float64]:
        """``(Q,)`` largest over smallest singular value; infinite where there are fewer sets than partials."""
        if not len(self.singular_values) or self.singular_values.shape[1] < len(self.pairs):
            return np.full(len(self.singular_values), np.inf)
        smallest = self.singular_values[:, -1]
        numbers = np.full(len(smallest), np.inf)
        np.divide(self.singular_values[:, 0], smallest, out=numbers, where=smallest > 0.0)
        return numbers


def conditioning(sets: Sequence[WeightedSet]) -> Conditioning:
    """Singular values of the matrix of weights (set by partial), and errors of the partials, at each Q.

    The errors are those of weighted least squares, cov = (Wᵀ V⁻¹ W)⁻¹ with the diagonal V of the sets' noise.

    Parameters
    ----------
    sets
        One or more, all with the same pairs and grid.

    Raises
    ------
    OutOfRangeError
        If there is no set, a set lacks a pair, or noise is not positive and finite.
    """
    if not sets:
        raise OutOfRangeError(Problem("K303", "no data set", "at least one", key="sets"))
    pairs = tuple(sets[0].weights)
    problems = [
        Problem(
            "K303", f"no weight of the pair {'-'.join(pair)} in {one.label}", "weights of every pair", key="weights"
        )
        for one in sets
        for pair in pairs
        if pair not in one.weights
    ]
    problems += [
        Problem("K303", f"noise of {one.label} that is not positive and finite", "a positive number", key="noise")
        for one in sets
        if not np.all(np.isfinite(one.noise) & (one.noise > 0.0))
    ]
    if problems:
        raise OutOfRangeError(*problems)
    matrix = np.stack([np.stack([one.weights[pair] for pair in pairs], axis=-1) for one in sets], axis=1)
    singular: NDArray[np.float64] = np.linalg.svd(matrix, compute_uv=False).astype(np.float64)
    rank = np.count_nonzero(singular > _RANK * singular[:, :1], axis=1)
    scaled = matrix / np.stack([one.noise for one in sets], axis=1)[:, :, None]
    inverse = np.linalg.pinv(scaled)
    noise = np.where((rank == len(pairs))[:, None], np.sqrt(np.sum(inverse**2, axis=2)), np.inf)
    return Conditioning(
        sets=tuple(one.label for one in sets),
        pairs=pairs,
        singular_values=singular,
        rank=rank,
        partial_noise=PairMapping({pair: noise[:, place] for place, pair in enumerate(pairs)}),
    )

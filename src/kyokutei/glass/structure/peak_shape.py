"""Whether the highest bin of a g(r) is a peak, or a tooth of a comb that the bins of a fit have left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.structure.pair_distribution import PartialPairDistribution

__all__ = ["SMOOTHING_ANGSTROM", "Dip", "deepest_dip", "smoothed"]

SMOOTHING_ANGSTROM = 0.1
"""Width of the running mean: wider than the bins that fits use, narrower than the peaks of a glass."""

_NEIGHBOURHOOD_ANGSTROM = 0.25  # around the highest bin, within which another maximum makes the peak ambiguous
_HIGH_SHARE = 0.5  # of the highest bin, from which on another one competes with it


@dataclass(frozen=True)
class Dip:
    """The most significant dip between the highest bin and another high one near it.

    Parameters
    ----------
    other_angstrom
        Centre of the other bin [Å].
    significance
        Depth of the dip below the lower of the two, in standard deviations of the counts.
    """

    other_angstrom: float
    significance: float


def smoothed(distribution: PartialPairDistribution, pair: tuple[str, str]) -> NDArray[np.float64]:
    """``(bin,)`` g_ij(r), running mean over `SMOOTHING_ANGSTROM`."""
    half = max(0, round((SMOOTHING_ANGSTROM / float(distribution.edges[1]) - 1.0) / 2.0))
    g = distribution.g[pair]
    sums = np.concatenate([[0.0], np.cumsum(g)])
    places = np.arange(len(g))
    first, last = np.maximum(places - half, 0), np.minimum(places + half + 1, len(g))
    means: NDArray[np.float64] = (sums[last] - sums[first]) / (last - first)  # over fewer bins at both ends
    return means


def deepest_dip(distribution: PartialPairDistribution, pair: tuple[str, str]) -> Dip:
    """Look for a second maximum, at least half as high, within 0.25 Å of the highest bin, with a dip between them.

    A dip of n counts between bins of N counts is n / √(N + (N - n)) standard deviations deep. Reverse Monte Carlo moves
    atoms until the counts of its own bins are right; inside a bin they may pile up at one end, and a histogram with
    narrower bins shows a comb.
    """
    counts, g = distribution.counts[pair].astype(np.float64), distribution.g[pair]
    top = int(np.argmax(g))
    reach = int(_NEIGHBOURHOOD_ANGSTROM / float(distribution.edges[1]))
    deepest = Dip(float(distribution.r[top]), 0.0)
    for other in range(max(0, top - reach), min(len(counts), top + reach + 1)):
        between = counts[min(top, other) : max(top, other) + 1]
        level, valley = min(counts[top], counts[other]), float(between.min())
        if counts[other] >= _HIGH_SHARE * counts[top] and level > valley:
            significance = float((level - valley) / np.sqrt(level + valley))
            if significance > deepest.significance:
                deepest = Dip(float(distribution.r[other]), significance)
    return deepest

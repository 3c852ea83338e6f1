"""The first peak of a pair distribution function in every replica, and what replicas say together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["ReplicaValue", "first_peak", "over_replicas"]

_WINDOW_ANGSTROM = 0.1  # standard deviation of the smoothing
_FARTHEST_ANGSTROM = 6.0


@dataclass(frozen=True)
class ReplicaValue:
    """A number from replicas.

    Parameters
    ----------
    mean
        Over replicas.
    interval
        In which a further replica would lie with the stated confidence: mean ± t s √(1 + 1/n). It is the spread of
        configurations that describe the data, not the error of their mean.
    """

    mean: float
    interval: tuple[float, float]

    def covers(self, value: float) -> bool:
        """Whether a value lies in the interval."""
        return self.interval[0] <= value <= self.interval[1]


def over_replicas(values: NDArray[np.float64], confidence: float, *, resolution: float = 0.0) -> ReplicaValue:
    """Mean and interval of one number of each replica; the interval is at least ``resolution`` to both sides."""
    from scipy.stats import t

    number = len(values)
    mean = float(np.mean(values))
    factor = float(t.ppf(0.5 + confidence / 2.0, number - 1)) * np.sqrt(1.0 + 1.0 / number)
    half = max(resolution, factor * float(np.std(values, ddof=1)))
    return ReplicaValue(mean, (mean - half, mean + half))


def first_peak(r: NDArray[np.float64], g: NDArray[np.float64]) -> float:
    """Position of the highest point of a smoothed g(r) below 6 Å, by a parabola through three bins [Å].

    Parameters
    ----------
    r, g
        ``(bin,)`` centres [Å] and values.
    """
    smooth = _smoothed(r, g)
    top = int(np.clip(np.argmax(np.where(r < _FARTHEST_ANGSTROM, smooth, -np.inf)), 1, len(r) - 2))
    left, middle, right = smooth[top - 1 : top + 2]
    curvature = left - 2.0 * middle + right
    shift = 0.5 * (left - right) / curvature if curvature < 0.0 else 0.0
    return float(r[top] + shift * (r[1] - r[0]))


def _smoothed(r: NDArray[np.float64], g: NDArray[np.float64]) -> NDArray[np.float64]:
    reach = int(3.0 * _WINDOW_ANGSTROM / (r[1] - r[0])) + 1
    offsets = np.arange(-reach, reach + 1) * (r[1] - r[0])
    window = np.exp(-0.5 * (offsets / _WINDOW_ANGSTROM) ** 2)
    return np.convolve(g, window / window.sum(), mode="same")

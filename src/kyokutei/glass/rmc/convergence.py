"""Whether chains have arrived: a plateau of χ², enough independent values of it, and replicas that agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Convergence", "autocorrelation_time", "judge"]

_MOST_DRIFT = 0.1  # of χ² from the third to the last quarter
_FEWEST_EFFECTIVE = 20
_MOST_SPREAD = 1.2  # largest over smallest mean χ² of the replicas


@dataclass(frozen=True)
class Convergence:
    """The verdict on an ensemble.

    Parameters
    ----------
    drift
        Mean χ² of the last quarter over that of the third, less 1, averaged over replicas.
    effective
        Independent values of χ² in the second half of all replicas.
    spread
        Largest over smallest mean χ² of the replicas in the second half.
    """

    drift: float
    effective: float
    spread: float

    @property
    def is_on_plateau(self) -> bool:
        """Whether χ² no longer falls."""
        return abs(self.drift) <= _MOST_DRIFT

    @property
    def has_enough_values(self) -> bool:
        """Whether there are enough independent values."""
        return self.effective >= _FEWEST_EFFECTIVE

    @property
    def do_replicas_agree(self) -> bool:
        """Whether all replicas reached the same χ²."""
        return self.spread <= _MOST_SPREAD


def judge(chi_square: NDArray[np.float64]) -> Convergence:
    """Judge an ensemble by ``(replica, block)`` χ².

    Parameters
    ----------
    chi_square
        Of all data sets together, after each block of moves; at least 8 blocks.
    """
    blocks = chi_square.shape[1]
    third, last = chi_square[:, blocks // 2 : 3 * blocks // 4], chi_square[:, 3 * blocks // 4 :]
    half = chi_square[:, blocks // 2 :]
    means = half.mean(axis=1)
    return Convergence(
        drift=float(last.mean() / third.mean() - 1.0),
        effective=float(sum(half.shape[1] / autocorrelation_time(one) for one in half)),
        spread=float(means.max() / means.min()),
    )


def autocorrelation_time(values: NDArray[np.float64]) -> float:
    """Integrated autocorrelation time in steps, by the window of A. Sokal (1 for independent values).

    The sum of correlations ends at the first lag that is five times the sum so far.
    A. Sokal, in Functional Integration, Springer 1997, p. 131, doi:10.1007/978-1-4899-0319-8_6.
    """
    away = values - values.mean()
    variance = float(away @ away)
    if variance == 0.0:
        return 1.0
    time = 1.0
    for lag in range(1, len(values) - 1):
        time += 2.0 * float(away[:-lag] @ away[lag:]) / variance
        if lag >= 5.0 * time:
            break
    return max(1.0, time)

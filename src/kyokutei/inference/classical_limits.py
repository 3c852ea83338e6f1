"""Classical (Neyman) upper limits of a Poisson signal over a known background."""

from __future__ import annotations

from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.inference.counts import require_background, require_confidence, require_counts


@overload
def poisson_upper_limit(observed: float, background: float = ..., *, confidence: float = ...) -> float: ...
@overload
def poisson_upper_limit(
    observed: ArrayLike, background: ArrayLike = ..., *, confidence: float = ...
) -> NDArray[np.float64]: ...
def poisson_upper_limit(
    observed: ArrayLike, background: ArrayLike = 0.0, *, confidence: float = 0.90
) -> float | NDArray[np.float64]:
    """Classical upper limit of a Poisson signal [counts].

    The signal s at which no more than the observed counts would be seen with probability 1 - confidence:
    Σ_{k ≤ n} Poisson(k; s + b) = 1 - confidence, so s = γ⁻¹(n + 1; confidence) - b with the inverse of the
    regularised lower incomplete gamma function (half the quantile of χ² with 2(n + 1) degrees of freedom).

    Parameters
    ----------
    observed
        Counts n, whole, 0 to a million; any shape.
    background
        Expected background b [counts], known exactly; broadcasts with ``observed``.
    confidence
        One-sided confidence level.

    Returns
    -------
    float or array
        Never below zero. Zero means that the counts lie so far below the background that every positive signal is
        excluded at this level: a fluctuation, not a measurement; quote `feldman_cousins` with the sensitivity then.

    Raises
    ------
    OutOfRangeError
        K303 (a ValueError) for a count that is not whole or not in range, a negative background, NaN, or a
        confidence outside 0.01 to 0.999999.

    References
    ----------
    Particle Data Group, Review of Particle Physics, section Statistics, "Poisson or binomial data".
    """
    from scipy.special import gammaincinv

    counts, known, level = require_counts(observed), require_background(background), require_confidence(confidence)
    limit = np.maximum(gammaincinv(counts + 1.0, level) - known, 0.0)
    return limit if np.ndim(limit) else float(limit)

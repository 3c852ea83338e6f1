"""What a counting experiment hands in: observed counts, expected background, confidence level, checked."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.physics.validity import require_range

LARGEST_COUNT = 1e6
CONFIDENCE_RANGE = (0.01, 0.999999)


def require_counts(observed: ArrayLike) -> NDArray[np.float64]:
    """Observed counts as float64.

    Raises
    ------
    OutOfRangeError
        K303 if one of them is not a whole number from 0 to a million; names the value and its index.
    """
    counts = require_range("observed", observed, 0.0, LARGEST_COUNT, unit="counts")
    whole = counts == np.floor(counts)
    if not bool(np.all(whole)):
        place = np.unravel_index(int(np.argmin(whole)), counts.shape)
        index = f" at index {', '.join(str(int(one)) for one in place)}" if counts.ndim else ""
        found = f"observed = {float(counts[place]):g}{index}"
        raise OutOfRangeError(Problem("K303", found, "a whole number of counts", key="observed"))
    return counts


def require_background(background: ArrayLike) -> NDArray[np.float64]:
    """Expected background as float64, 0 to a million counts.

    Raises
    ------
    OutOfRangeError
        K303; names the value and its index.
    """
    return require_range("background", background, 0.0, LARGEST_COUNT, unit="counts")


def require_confidence(confidence: float) -> float:
    """A confidence level from 0.01 to 0.999999.

    Raises
    ------
    OutOfRangeError
        K303.
    """
    why = "a confidence level is a fraction, such as 0.90"
    return float(require_range("confidence", confidence, *CONFIDENCE_RANGE, unit="(pure)", why=why))

"""The factor and the constant by which a model comes nearest to its data."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.rmc.data_set import DataSet

__all__ = ["best_scale_and_offset"]


def best_scale_and_offset(data: DataSet, structure: NDArray[np.float64]) -> tuple[float, float]:
    """Least squares for scale and offset of ``limit + offset + scale * structure``, the scale within its range.

    Parameters
    ----------
    data
        What is free of them stands in it.
    structure
        ``(point,)`` S - 1 or G of the model.
    """
    low, high = data.scale_range
    weight = 1.0 / data.sigma**2
    wanted = data.value - data.limit
    total = float(weight.sum())
    mean_wanted, mean_structure = 0.0, 0.0
    if data.offset_fitted:
        mean_wanted, mean_structure = float(weight @ wanted) / total, float(weight @ structure) / total
    scale = low
    if high > low:
        away = structure - mean_structure
        norm = float(weight @ away**2)
        best = float(weight @ (away * (wanted - mean_wanted))) / norm if norm > 0.0 else 1.0
        scale = float(np.clip(best, low, high))
    return scale, mean_wanted - scale * mean_structure

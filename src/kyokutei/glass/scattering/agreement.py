"""How well a computed function describes a measured one: weighted residual and best scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Agreement", "agreement"]


@dataclass(frozen=True)
class Agreement:
    """Residuals of a model against data.

    Parameters
    ----------
    rw
        R_w = √(Σ (data - model)² / Σ data²) without any adjustable number.
    scale
        Factor on the model that makes R_w smallest.
    rw_scaled
        R_w with that factor.
    points
        How many points were compared.
    """

    rw: float
    scale: float
    rw_scaled: float
    points: int


def agreement(data: NDArray[np.float64], model: NDArray[np.float64]) -> Agreement:
    """Compare a model with data point by point, all points with equal weight.

    Parameters
    ----------
    data, model
        ``(point,)`` in the same unit.

    Raises
    ------
    ValueError
        If the shapes differ, or if data or model vanish everywhere.
    """
    if data.shape != model.shape:
        raise ValueError(f"data of shape {data.shape} and a model of shape {model.shape}")
    data_norm, model_norm = float(data @ data), float(model @ model)
    if data_norm == 0.0 or model_norm == 0.0:
        raise ValueError("data or model vanish everywhere")
    scale = float(data @ model) / model_norm
    return Agreement(
        rw=_residual(data, model),
        scale=scale,
        rw_scaled=_residual(data, scale * model),
        points=len(data),
    )


def _residual(data: NDArray[np.float64], model: NDArray[np.float64]) -> float:
    return float(np.sqrt(np.sum((data - model) ** 2) / np.sum(data**2)))

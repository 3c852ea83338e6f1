"""Intervals from one configuration: its cell is cut into blocks, and the blocks are drawn again with replacement.

Atoms near each other are not independent; blocks wider than the order of the glass nearly are. The interval says how
much a number varies from place to place inside one configuration. It does not say how much another configuration that
fits the same data as well would differ: that takes an ensemble of configurations.
B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (Chapman and Hall, 1993), sections 8.6 and 13.3.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.rmc.configuration import Configuration

__all__ = ["block_labels", "block_sums", "percentile_interval", "resampled_totals"]


def block_labels(configuration: Configuration, blocks_per_edge: int) -> NDArray[np.int64]:
    """``(atom,)`` number of the block in which each atom stands, 0 to ``blocks_per_edge``³ - 1."""
    places = np.minimum((configuration.fractional_positions * blocks_per_edge).astype(np.int64), blocks_per_edge - 1)
    labels: NDArray[np.int64] = (places[:, 0] * blocks_per_edge + places[:, 1]) * blocks_per_edge + places[:, 2]
    return labels


def block_sums(labels: NDArray[np.int64], values: NDArray[np.float64], blocks: int) -> NDArray[np.float64]:
    """``(block, quantity)`` sums of ``(item, quantity)`` values over the items of each block."""
    sums = np.zeros((blocks, values.shape[1]))
    np.add.at(sums, labels, values)
    return sums


def resampled_totals(
    sums: NDArray[np.float64], generator: np.random.Generator, *, resamples: int
) -> NDArray[np.float64]:
    """``(resample, quantity)`` totals over as many blocks as there are, drawn with replacement.

    Parameters
    ----------
    sums
        ``(block, quantity)`` of each block.
    generator
        Source of the draws.
    resamples
        How often the blocks are drawn.
    """
    blocks = len(sums)
    draws = generator.multinomial(blocks, np.full(blocks, 1.0 / blocks), size=resamples)
    totals: NDArray[np.float64] = draws @ sums
    return totals


def percentile_interval(values: NDArray[np.float64], confidence: float) -> tuple[float, float]:
    """The central part of resampled values that holds a share ``confidence`` of them."""
    low, high = np.quantile(values, [(1.0 - confidence) / 2.0, (1.0 + confidence) / 2.0])
    return float(low), float(high)

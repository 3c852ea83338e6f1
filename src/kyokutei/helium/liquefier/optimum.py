"""The best split of the flow and the best middle pressure, found by looking everywhere and then closer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kyokutei.helium.liquefier.cold_box import ColdBox
from kyokutei.helium.liquefier.sweep import settle_all

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

LARGEST_TOTAL = 0.98
"""Total share of the expanders up to which a split is tried: something must be left for the throttle."""


@dataclass(frozen=True)
class YieldMap:
    """Liquid yield over two inputs.

    Parameters
    ----------
    first, second
        (row,) and (column,) values of the inputs.
    liquid_yield
        (row, column) 0 where a case makes no liquid, NaN where the inputs cannot be.
    verdict
        (row, column) index into `kyokutei.helium.liquefier.sweep.VERDICTS`, -1 where the inputs cannot be.
    """

    first: FloatArray
    second: FloatArray
    liquid_yield: FloatArray
    verdict: NDArray[np.int64]


@dataclass(frozen=True)
class Optimum:
    """Where the yield is largest.

    Parameters
    ----------
    inputs
        The best pair: two shares, or share and middle pressure [bar].
    liquid_yield
        Yield there.
    is_inside
        Whether it lies inside the searched region, not on its edge.
    """

    inputs: tuple[float, float]
    liquid_yield: float
    is_inside: bool


def with_shares(box: ColdBox, shares: Sequence[float]) -> ColdBox:
    """The same box with other shares of the flow through its expanders."""
    expanders = tuple(replace(e, share=float(s)) for e, s in zip(box.expanders, shares, strict=True))
    return replace(box, expanders=expanders)


def with_turbines(box: ColdBox, share: float, middle_pressure_bar: float) -> ColdBox:
    """The same box with another share and middle pressure of its turbines."""
    return replace(with_shares(box, [share]), middle_pressure_bar=float(middle_pressure_bar))


def split_map(box: ColdBox, first: Sequence[float], second: Sequence[float]) -> YieldMap:
    """Map the yield of a two-expander box over the shares of the warm (row) and the cold expander (column)."""
    return _map(box, _split, np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64))


def turbine_map(box: ColdBox, shares: Sequence[float], middle_bar: Sequence[float]) -> YieldMap:
    """Map the yield of a box with two turbines in a row over their share (row) and middle pressure (column)."""
    return _map(box, with_turbines, np.asarray(shares, dtype=np.float64), np.asarray(middle_bar, dtype=np.float64))


def best_split(box: ColdBox) -> Optimum:
    """The shares of the two expanders at which a box makes most."""
    return _best(box, _split, (0.02, 0.96), (0.02, 0.96))


def best_turbines(box: ColdBox) -> Optimum:
    """The share of the turbines and the middle pressure at which a box makes most."""
    low, high = 1.3 * box.low_pressure_bar, 0.85 * box.high_pressure_bar
    return _best(box, with_turbines, (0.05, 0.97), (low, high))


def best_share(box: ColdBox) -> Optimum:
    """The share of a single expander at which a box makes most; the second input repeats it."""
    return _best(box, _only, (0.02, 0.97), (0.0, 0.0))


def _split(box: ColdBox, first: float, second: float) -> ColdBox:
    return with_shares(box, (first, second))


def _only(box: ColdBox, share: float, _: float) -> ColdBox:
    return with_shares(box, (share,))


def _map(
    box: ColdBox, make: Callable[[ColdBox, float, float], ColdBox], first: FloatArray, second: FloatArray
) -> YieldMap:
    pairs = [(i, j) for i in range(first.size) for j in range(second.size)]
    boxes = [make(box, float(first[i]), float(second[j])) for i, j in pairs]
    possible = [sum(e.share for e in b.expanders) <= LARGEST_TOTAL for b in boxes]
    sweep = settle_all([b for b, fits in zip(boxes, possible, strict=True) if fits])
    yields = np.full(len(pairs), np.nan)
    verdicts = np.full(len(pairs), -1, dtype=np.int64)
    yields[possible], verdicts[possible] = sweep.liquid_yield, sweep.verdict
    shape = (first.size, second.size)
    return YieldMap(first, second, yields.reshape(shape), verdicts.reshape(shape))


def _best(
    box: ColdBox,
    make: Callable[[ColdBox, float, float], ColdBox],
    first: tuple[float, float],
    second: tuple[float, float],
) -> Optimum:
    """Search a grid, then ever smaller ones round its best point; a grid cannot be trapped where an ascent can."""
    lows, highs = np.array([first[0], second[0]]), np.array([first[1], second[1]])
    low, high = lows.copy(), highs.copy()
    best, where = -1.0, 0.5 * (low + high)
    for points in (17, 7, 7, 7, 7, 7):
        axes = [np.linspace(a, b, points) if b > a else np.array([a]) for a, b in zip(low, high, strict=True)]
        found = _map(box, make, axes[0], axes[1])
        yields = np.nan_to_num(found.liquid_yield, nan=-1.0)
        i, j = np.unravel_index(int(np.argmax(yields)), yields.shape)
        if yields[i, j] > best:
            best, where = float(yields[i, j]), np.array([axes[0][i], axes[1][j]])
        reach = 1.5 * (high - low) / (points - 1)
        low, high = np.maximum(where - reach, lows), np.minimum(where + reach, highs)
    span = highs - lows
    inside = np.all((where > lows + 1e-3 * span) & (where < highs - 1e-3 * span) | (span == 0.0))
    return Optimum((float(where[0]), float(where[1])), max(best, 0.0), bool(inside and best > 0.0))

"""Whether a printed table agrees with itself: totals with rows, losses and rates with entries."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from kyokutei.helium.balance.recovery import loss, recovery_rate
from kyokutei.helium.balance.table import HELIUM_ENTRIES, MonthlyTable

Floats = NDArray[np.float64]

_FLOAT_SLACK = 1e-9  # of the size of the numbers: sums of decimal fractions are not exact in binary


@dataclass(frozen=True)
class Comparison:
    """Printed numbers beside those that follow from the entries of their rows.

    Parameters
    ----------
    printed, recomputed
        ``(row,)``; ``printed`` is NaN where nothing was printed.
    allowance
        ``(row,)``; the largest difference that rounding every number involved to its printed digits can make.
    cutting
        ``(row,)``; the same if digits had been cut off instead of rounded.
    sigma
        ``(row,)``; standard deviation of the difference from rounding, every digit rectangular.
    """

    printed: Floats
    recomputed: Floats
    allowance: Floats
    cutting: Floats
    sigma: Floats

    @property
    def is_printed(self) -> NDArray[np.bool_]:
        """Where there is something to compare."""
        return np.isfinite(self.printed)

    @property
    def difference(self) -> Floats:
        """Printed − recomputed."""
        return self.printed - self.recomputed

    @property
    def disagrees(self) -> NDArray[np.bool_]:
        """Where rounding cannot explain the difference."""
        slack = _FLOAT_SLACK * np.maximum(np.abs(self.recomputed), 1.0)
        return self.is_printed & (np.abs(self.difference) > self.allowance + slack)


@dataclass(frozen=True)
class Closure:
    """Whether the rows of one column add up to its total.

    Parameters
    ----------
    column
        Name of the column.
    rows_sum, total
        What was added up, and what was printed as the total.
    allowance
        The largest difference that rounding can make.
    """

    column: str
    rows_sum: float
    total: float
    allowance: float

    @property
    def difference(self) -> float:
        """Sum of the rows − total."""
        return self.rows_sum - self.total

    @property
    def closes(self) -> bool:
        """True if rounding can explain the difference."""
        return abs(self.difference) <= self.allowance + _FLOAT_SLACK * max(abs(self.total), 1.0)


@dataclass(frozen=True)
class Move:
    """An amount of loss that is printed in one row and belongs, by the entries, to another."""

    origin: int
    target: int
    amount: float


def row_loss(table: MonthlyTable) -> Floats:
    """Loss of every row from its entries, in the unit of the table."""
    return np.asarray(loss(*_recovered_and_supplied(table), **_stocks(table)))


def row_rate(table: MonthlyTable) -> Floats:
    """Recovery rate of every row from its entries, by definition B, as a fraction."""
    return np.asarray(recovery_rate(*_recovered_and_supplied(table), **_stocks(table)))


def compare_losses(table: MonthlyTable) -> Comparison:
    """Printed losses beside available − recovered."""
    column = table.printed("printed_loss")
    steps = np.array([*(table[name].half_step for name in HELIUM_ENTRIES), column.half_step])
    allowance = steps.sum(axis=0)
    return Comparison(column.values, row_loss(table), allowance, 2.0 * allowance, np.sqrt((steps**2).sum(axis=0) / 3.0))


def compare_rates(table: MonthlyTable) -> Comparison:
    """Printed recovery rates beside the recomputed ones, in per cent.

    The allowance adds half the last printed digit of the rate and the change of the recomputed rate when all
    entries move to the ends of their rounding.
    """
    column = table.printed("printed_recovery")
    rate = row_rate(table)
    recovered = table["recovered"]
    available = recovered.values + row_loss(table)
    step = sum(table[name].half_step for name in ("supplied", "stock_start", "stock_end"))
    with np.errstate(divide="ignore", invalid="ignore"):
        highest = (recovered.values + recovered.half_step) / np.maximum(available - step, 0.0)
    spread = 100.0 * (highest - rate)
    allowance = column.half_step + spread
    sigma = np.hypot(column.half_step, spread) / np.sqrt(3.0)
    return Comparison(column.values, 100.0 * rate, allowance, 2.0 * allowance, sigma)


def closures(table: MonthlyTable) -> list[Closure]:
    """Compare the sum of the buildings with the printed total, for every column that adds up.

    Empty if the table has no printed total or no buildings. Printed losses are left out where a row lacks one.
    """
    if table.total is None or not table.is_total_printed or not table.buildings.size:
        return []
    results = []
    for name in (*HELIUM_ENTRIES, "printed_loss"):
        column = table.columns.get(name)
        is_stock = name.startswith("stock")
        if column is None or not np.isfinite(column.values).all() or (is_stock and not table.has_stock):
            continue
        rows = table.buildings
        results.append(
            Closure(
                name, float(column.values[rows].sum()), float(column.values[table.total]), float(column.half_step.sum())
            )
        )
    return results


def moves(comparison: Comparison, rows: NDArray[np.intp]) -> list[Move]:
    """Pairs of rows whose disagreements cancel: one row's loss printed in another.

    Parameters
    ----------
    comparison
        Of the losses.
    rows
        Which rows to search: the buildings, not their total.

    Returns
    -------
    list of Move
        Every row at most once; the pairs that cancel best come first.
    """
    difference, allowance = comparison.difference, comparison.allowance
    wrong = [int(row) for row in rows if comparison.disagrees[row]]
    pairs = sorted(
        (abs(difference[i] + difference[j]), i, j)
        for i, j in combinations(wrong, 2)
        if abs(difference[i] + difference[j]) <= allowance[i] + allowance[j] and difference[i] * difference[j] < 0
    )
    found: list[Move] = []
    used: set[int] = set()
    for _, i, j in pairs:
        if used.isdisjoint((i, j)):
            used.update((i, j))
            origin, target = (i, j) if difference[i] < 0 else (j, i)
            found.append(Move(origin, target, float(max(abs(difference[i]), abs(difference[j])))))
    return found


def _recovered_and_supplied(table: MonthlyTable) -> tuple[Floats, Floats]:
    return table["recovered"].values, table["supplied"].values


def _stocks(table: MonthlyTable) -> dict[str, Floats]:
    return {name: table[name].values for name in ("stock_start", "stock_end")}

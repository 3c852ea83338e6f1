"""The account of a month: everything that follows from a helium table, and whether the table agrees with itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kyokutei.helium.balance.consistency import (
    Closure,
    Comparison,
    Move,
    closures,
    compare_losses,
    compare_rates,
    moves,
    row_loss,
    row_rate,
)
from kyokutei.helium.balance.recovery import available
from kyokutei.helium.balance.table import HELIUM_ENTRIES, MonthlyTable
from kyokutei.helium.balance.uncertainty import (
    PRINTED_DIGITS_ONLY,
    Accuracy,
    StandardUncertainty,
    normal_half_width,
    ratio_interval,
    standard_uncertainty,
)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Account:
    """What a month's table says, row by row.

    Parameters
    ----------
    table
        In one unit, with a total where it has several buildings.
    accuracy
        Of its entries; None if only the rounding of the printed digits is known.
    confidence
        Of all intervals.
    available, loss
        ``(row,)``, in the unit of the table.
    rate
        ``(row,)``, fraction, definition B.
    uncertainty
        Standard deviations per row.
    losses, rates
        Printed beside recomputed (rates in per cent); NaN where the table prints none.
    closures
        Per column: do the buildings add up to the printed total?
    moves
        Pairs of buildings whose disagreeing losses cancel.
    """

    table: MonthlyTable
    accuracy: Accuracy | None
    confidence: float
    available: Floats
    loss: Floats
    rate: Floats
    uncertainty: StandardUncertainty
    losses: Comparison
    rates: Comparison
    closures: tuple[Closure, ...]
    moves: tuple[Move, ...]

    def rate_interval(self, row: int) -> tuple[float, float] | None:
        """Interval of the recovery rate in per cent, not below zero; None where it is endless."""
        interval = ratio_interval(
            float(self.table["recovered"].values[row]),
            float(self.available[row]),
            numerator_sigma=float(self.uncertainty.recovered[row]),
            denominator_sigma=float(self.uncertainty.available[row]),
            confidence=self.confidence,
        )
        return None if interval is None else (100.0 * max(interval[0], 0.0), 100.0 * interval[1])

    def loss_half_width(self, row: int) -> float:
        """Half the interval of the loss, in the unit of the table."""
        return normal_half_width(float(self.uncertainty.loss[row]), self.confidence)

    @property
    def total_first(self) -> tuple[int, ...]:
        """All rows, that of the total before its buildings."""
        first = () if self.table.total is None else (self.table.total,)
        return (*first, *(int(row) for row in self.table.buildings))

    def step(self, row: int) -> float:
        """Half the last digit to which amounts of helium of a row are known."""
        return float(max(self.table[name].half_step[row] for name in HELIUM_ENTRIES))

    @property
    def wrong_losses(self) -> tuple[int, ...]:
        """Rows whose printed loss does not follow from their entries."""
        return tuple(int(row) for row in np.flatnonzero(self.losses.disagrees))

    def rates_by_printed_loss(self, row: int) -> tuple[float, float] | None:
        """Rates in per cent if the printed loss of a row is the right one; None if it is not printed.

        The first keeps the recovered gas and doubts supply and stock, the second keeps supply and stock and doubts
        the recovered gas.
        """
        if not self.losses.is_printed[row]:
            return None
        recovered, lost = float(self.table["recovered"].values[row]), float(self.losses.printed[row])
        first = recovered / (recovered + lost) if recovered + lost > 0.0 else float("nan")
        return 100.0 * first, 100.0 * (1.0 - lost / float(self.available[row]))


def draw_up(table: MonthlyTable, *, accuracy: Accuracy | None = None, confidence: float = 0.95) -> Account:
    """Draw up the account of a table that is in one unit.

    Parameters
    ----------
    table
        With helium available in every row.
    accuracy
        Of meters and stock-taking; None for the rounding of the printed digits alone.
    confidence
        Of the intervals, between 0 and 1.

    Raises
    ------
    OutOfRangeError
        K303, if a row has no helium available.
    """
    losses = compare_losses(table)
    stocks = {name: table[name].values for name in ("stock_start", "stock_end")}
    return Account(
        table=table,
        accuracy=accuracy,
        confidence=confidence,
        available=np.asarray(available(table["supplied"].values, **stocks)),
        loss=row_loss(table),
        rate=row_rate(table),
        uncertainty=standard_uncertainty(table, accuracy or PRINTED_DIGITS_ONLY),
        losses=losses,
        rates=compare_rates(table),
        closures=tuple(closures(table)),
        moves=tuple(moves(losses, table.buildings)),
    )


def sensitivity_points_per_percent(account: Account) -> dict[str, Floats]:
    """Change of each row's rate, in percentage points, when one entry is one per cent larger.

    Derivatives of R = recovered / (supplied + stock_start − stock_end), per entry: ``(row,)``.
    """
    table, rate, whole = account.table, 100.0 * account.rate, account.available
    return {
        "recovered": 0.01 * rate,
        "supplied": -0.01 * rate * table["supplied"].values / whole,
        "stock_start": -0.01 * rate * table["stock_start"].values / whole,
        "stock_end": 0.01 * rate * table["stock_end"].values / whole,
    }

"""Intervals of a recovery rate from the accuracy of meters and stock-taking."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from kyokutei.helium.balance.table import HELIUM_ENTRIES, MonthlyTable

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Accuracy:
    """Relative standard uncertainties of the entries of a table, as fractions.

    Parameters
    ----------
    recovered, supplied, stock
        One standard deviation, relative, of the gas meters, of what was handed out and of one stock-taking.
    is_common
        True if one scale error is shared by all rows of a column (one conversion factor, one gas temperature);
        False if every row has meters of its own.
    """

    recovered: float
    supplied: float
    stock: float
    is_common: bool = False


PRINTED_DIGITS_ONLY = Accuracy(0.0, 0.0, 0.0)


@dataclass(frozen=True)
class StandardUncertainty:
    """One standard deviation of recovered and of available helium per row, in the unit of the table."""

    recovered: Floats
    available: Floats

    @property
    def loss(self) -> Floats:
        """One standard deviation of the loss."""
        return np.hypot(self.recovered, self.available)


def standard_uncertainty(table: MonthlyTable, accuracy: Accuracy) -> StandardUncertainty:
    """Propagate the accuracy of the entries, and the rounding of their printed digits, to every row.

    A printed number stands for any value within half a unit of its last digit, with standard deviation
    half / √3 (JCGM 100:2008, 4.3.7). Independent errors add in quadrature; the total row then has the errors
    of its buildings. A common scale error of the stock acts on the difference of the two stocks only.
    """
    meters = _meter_variance(table, accuracy)
    rounding = {name: table[name].half_step ** 2 / 3.0 for name in HELIUM_ENTRIES}
    available = sum(rounding[name] for name in ("supplied", "stock_start", "stock_end")) + meters["available"]
    return StandardUncertainty(np.sqrt(rounding["recovered"] + meters["recovered"]), np.sqrt(available))


def _meter_variance(table: MonthlyTable, accuracy: Accuracy) -> Mapping[str, Floats]:
    start, end = table["stock_start"].values, table["stock_end"].values
    stock = (start - end) ** 2 if accuracy.is_common else start**2 + end**2
    variance = {
        "recovered": (accuracy.recovered * table["recovered"].values) ** 2,
        "available": (accuracy.supplied * table["supplied"].values) ** 2 + accuracy.stock**2 * stock,
    }
    if table.total is not None and table.buildings.size and not accuracy.is_common:
        for values in variance.values():
            values[table.total] = values[table.buildings].sum()
    return variance


def ratio_interval(
    numerator: float, denominator: float, *, numerator_sigma: float, denominator_sigma: float, confidence: float
) -> tuple[float, float] | None:
    """Fieller's interval of the ratio of two independent normal quantities.

    The ratios q for which numerator − q·denominator lies within z of its standard deviations of zero; exact,
    where the usual linear propagation is not (E. C. Fieller, J. R. Stat. Soc. B 16, 175 (1954)).

    Parameters
    ----------
    numerator, denominator
        Estimates, in one unit.
    numerator_sigma, denominator_sigma
        Their standard deviations, in the same unit.
    confidence
        Confidence level, between 0 and 1.

    Returns
    -------
    (low, high) or None
        None where the denominator cannot be told from zero at this confidence: then every interval is endless.
    """
    z_squared = NormalDist().inv_cdf(0.5 + confidence / 2.0) ** 2
    a = denominator**2 - z_squared * denominator_sigma**2
    if a <= 0.0:
        return None
    b = numerator * denominator
    # the discriminant b² − a·c, c = numerator² − z² numerator_sigma², expanded: the two are large and nearly equal
    spread = z_squared * (
        (numerator * denominator_sigma) ** 2
        + (denominator * numerator_sigma) ** 2
        - z_squared * (numerator_sigma * denominator_sigma) ** 2
    )
    root = math.sqrt(max(spread, 0.0))
    return (b - root) / a, (b + root) / a


def normal_half_width(sigma: float, confidence: float) -> float:
    """Half the width of a central normal interval."""
    return NormalDist().inv_cdf(0.5 + confidence / 2.0) * sigma

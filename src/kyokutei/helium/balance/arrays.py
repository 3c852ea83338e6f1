"""The account of a month as labelled arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kyokutei.helium.balance.account import Account, sensitivity_points_per_percent
from kyokutei.helium.balance.table import HELIUM_ENTRIES
from kyokutei.helium.balance.wording import COLUMN_WORDS

if TYPE_CHECKING:
    import xarray


def labelled(account: Account) -> xarray.Dataset:
    """Entries, losses, rates with their intervals, printed numbers and sensitivities, per row."""
    import xarray

    table, unit = account.table, account.table.unit
    intervals = [account.rate_interval(row) or (np.nan, np.nan) for row in range(len(table))]
    low, high = np.array(intervals).T
    amounts = {
        **{name: (table[name].values, COLUMN_WORDS[name]) for name in HELIUM_ENTRIES},
        "available": (account.available, "helium available: supplied + stock at start - stock at end"),
        "loss": (account.loss, "loss from the entries"),
        "loss_sigma": (account.uncertainty.loss, "standard uncertainty of the loss"),
        "printed_loss": (account.losses.printed, "loss as printed"),
        "loss_difference": (account.losses.difference, "printed loss - loss from the entries"),
        "loss_allowance": (account.losses.allowance, "largest difference that rounding can make"),
    }
    ratios = {
        "recovery_rate": (100.0 * account.rate, "recovery rate from the entries, definition B"),
        "recovery_rate_low": (low, f"lower end of the {100 * account.confidence:g} % interval"),
        "recovery_rate_high": (high, f"upper end of the {100 * account.confidence:g} % interval"),
        "printed_recovery_rate": (account.rates.printed, "recovery rate as printed"),
    }
    slopes = {
        f"sensitivity_{name}": (values, f"change of the rate when {COLUMN_WORDS[name]} is 1 % larger")
        for name, values in sensitivity_points_per_percent(account).items()
    }
    variables: dict[str, Any] = {}
    for group, units in ((amounts, unit), (ratios, "%"), (slopes, "percentage points per %")):
        for name, (values, words) in group.items():
            variables[name] = ("row", values, {"units": units, "long_name": words})
    is_total = np.array([row == table.total for row in range(len(table))])
    variables["is_total"] = ("row", is_total, {"units": "1", "long_name": "whether the row is the total of the others"})
    return xarray.Dataset(
        variables,
        coords={
            "row": ("row", list(table.labels), {"units": "1", "long_name": "short label of the building"}),
            "building": ("row", list(table.names), {"units": "1", "long_name": "building as named in the table"}),
        },
    )

"""The tables that the report of a helium balance shows."""

from __future__ import annotations

from kyokutei.helium.balance.account import Account, sensitivity_points_per_percent
from kyokutei.helium.balance.table import HELIUM_ENTRIES
from kyokutei.helium.balance.wording import COLUMN_WORDS, number, unit_symbol
from kyokutei.study.kind import Table


def report_tables(account: Account) -> list[Table]:
    """The account; printed against recomputed; what the printed losses would mean; what meter errors do."""
    tables = [_account_table(account)]
    if account.losses.is_printed.any() or account.rates.is_printed.any():
        tables.append(_printed_table(account))
    if any(account.rates_by_printed_loss(row) for row in account.wrong_losses):
        tables.append(_alternative_table(account))
    tables.append(_sensitivity_table(account))
    return tables


def _account_table(account: Account) -> Table:
    table, unit = account.table, unit_symbol(account.table.unit)
    rows = []
    for row in account.total_first:
        step = account.step(row)
        interval = account.rate_interval(row)
        digits = 3 if account.accuracy is None else 1
        ends = "none" if interval is None else f"{interval[0]:.{digits}f} to {interval[1]:.{digits}f}"
        amounts = [number(table[name].values[row], step) for name in HELIUM_ENTRIES]
        derived = [number(account.available[row], step), number(account.loss[row], step)]
        rows.append([table.names[row], *amounts, *derived, f"{100 * account.rate[row]:.2f}", ends])
    return Table(
        caption="The account: available = supplied + stock at start − stock at end; loss = available − recovered; "
        "rate = recovered / available.",
        columns=[
            "building",
            *(f"{COLUMN_WORDS[name]} / {unit}" for name in HELIUM_ENTRIES),
            f"available / {unit}",
            f"loss / {unit}",
            "rate / %",
            f"{100 * account.confidence:g} % interval / %",
        ],
        rows=rows,
    )


def _printed_table(account: Account) -> Table:
    table, unit, losses, rates = account.table, unit_symbol(account.table.unit), account.losses, account.rates
    rows = []
    for row in account.total_first:
        step = account.step(row)
        cells = ["not printed"] * 3
        if losses.is_printed[row]:
            difference = number(losses.difference[row], step, sign=True)
            words = f"{difference} (disagrees)" if losses.disagrees[row] else f"{difference} (within rounding)"
            cells = [number(losses.printed[row], step), number(losses.recomputed[row], step), words]
        verdict = ["not printed"] * 2
        if rates.is_printed[row]:
            printed = number(rates.printed[row], table["printed_recovery"].half_step[row])
            agrees = "disagrees" if rates.disagrees[row] else "within rounding"
            verdict = [printed, f"{rates.recomputed[row]:.2f} ({agrees})"]
        rows.append([table.names[row], *cells, *verdict])
    return Table(
        caption="What the table prints beside what follows from its own entries.",
        columns=[
            "building", f"loss printed / {unit}", f"loss from entries / {unit}", f"difference / {unit}",
            "rate printed / %", "rate from entries / %",
        ],
        rows=rows,
    )  # fmt: skip


def _alternative_table(account: Account) -> Table:
    rows = []
    for row in account.wrong_losses:
        otherwise = account.rates_by_printed_loss(row)
        if otherwise is not None:
            rates = [f"{100 * account.rate[row]:.1f}", f"{otherwise[0]:.1f}", f"{otherwise[1]:.1f}"]
            rows.append([account.table.names[row], *rates])
    return Table(
        caption="What the disagreement is worth: rates from the entries, and if the printed loss were right instead.",
        columns=[
            "building", "from the entries / %", "printed loss right, supply or stock wrong / %",
            "printed loss right, recovered gas wrong / %",
        ],
        rows=rows,
    )  # fmt: skip


def _sensitivity_table(account: Account) -> Table:
    slopes = sensitivity_points_per_percent(account)
    rows = [
        [account.table.names[row], *(number(slopes[name][row], 0.005, sign=True) for name in HELIUM_ENTRIES)]
        for row in account.total_first
    ]
    return Table(
        caption="What errors of the meters do: change of the rate, in percentage points, when one entry is 1 % larger.",
        columns=["building", *(COLUMN_WORDS[name] for name in HELIUM_ENTRIES)],
        rows=rows,
    )

"""The conditions that the claims of a helium balance meet or fail, each with its outcome in words."""

from __future__ import annotations

from kyokutei.helium.balance.account import Account
from kyokutei.helium.balance.consistency import Closure
from kyokutei.helium.balance.wording import COLUMN_WORDS, listed, number, one_digit, unit_symbol
from kyokutei.study.claim import Check


def printed_rate_reproduced(account: Account, row: int) -> Check:
    """Whether the printed recovery rate of a row follows from its entries."""
    rates = account.rates
    shown = number(rates.printed[row], account.table["printed_recovery"].half_step[row])
    passed = not bool(rates.disagrees[row])
    entries = f"the entries, which give {rates.recomputed[row]:.2f} %"
    statement = (
        f"The printed {shown} % follows from {entries}."
        if passed
        else f"The printed {shown} % does not follow from {entries}: {abs(rates.difference[row]):.2f} points apart, "
        f"where rounding explains up to {one_digit(float(rates.allowance[row]))}."
    )
    return Check(name="printed rate reproduced", passed=passed, statement=statement)


def printed_loss_reproduced(account: Account, row: int) -> Check:
    """Whether the printed loss of a row follows from its entries."""
    losses, unit, step = account.losses, unit_symbol(account.table.unit), account.step(row)
    passed = not bool(losses.disagrees[row])
    name, printed, entries = (
        account.table.names[row],
        number(losses.printed[row], step),
        number(losses.recomputed[row], step),
    )
    allowed = f"rounding explains up to {losses.allowance[row]:.2g} {unit}"
    statement = (
        f"{name}: the printed loss of {printed} {unit} follows from the entries, {entries} {unit} ({allowed})."
        if passed
        else f"{name}: the table prints a loss of {printed} {unit}, but its entries give {entries} {unit}; the "
        f"difference is {number(losses.difference[row], step, sign=True)} {unit} ({allowed})."
    )
    return Check(name=f"printed loss of {account.table.labels[row]} reproduced", passed=passed, statement=statement)


def no_more_than_all_came_back(account: Account, row: int, interval: tuple[float, float] | None) -> Check:
    """Whether the recovery rate of a row is at most 100 %, within its interval."""
    rate = 100.0 * float(account.rate[row])
    passed = (interval[0] if interval is not None else rate) <= 100.0
    statement = (
        f"The rate, {rate:.1f} %, does not exceed 100 % beyond its interval."
        if passed
        else f"More helium came back than was available ({rate:.1f} %): look for air in the recovered gas, for gas "
        "metered at another temperature than the conversion assumes, and for vessels missing from the stock."
    )
    return Check(name="no more than all came back", passed=passed, statement=statement)


def loss_is_not_negative(account: Account, row: int, half_width: float) -> Check:
    """Whether the loss of a row is not negative, within its interval."""
    passed = float(account.loss[row]) + half_width >= 0.0
    statement = (
        "The loss is not negative beyond its interval."
        if passed
        else "The loss is negative: more helium came back than was available."
    )
    return Check(name="no negative loss", passed=passed, statement=statement)


def rate_has_an_interval(account: Account, interval: tuple[float, float] | None) -> Check:
    """Whether the available helium can be told from zero."""
    level = f"{100.0 * account.confidence:g} % confidence"
    statement = (
        f"The available helium cannot be told from zero at {level}, so the rate has no interval."
        if interval is None
        else f"The available helium can be told from zero at {level}."
    )
    return Check(name="the rate has an interval", passed=interval is not None, statement=statement)


def column_adds_up(closure: Closure, unit: str) -> Check:
    """Whether the rows of a column add up to its total."""
    step, name = closure.allowance, COLUMN_WORDS[closure.column]
    gap = "" if closure.closes else f"; the difference is {number(closure.difference, step, sign=True)} {unit}"
    statement = (
        f"{name}: the rows sum to {number(closure.rows_sum, step)} {unit}, the table prints "
        f"{number(closure.total, step)} {unit}{gap} (rounding explains up to {step:.2g} {unit})."
    )
    return Check(name=f"{name} adds up", passed=closure.closes, statement=statement)


def discrepancy_checks(account: Account) -> list[Check]:
    """Whether the printed losses are what is wrong, and whether loss only moved from row to row."""
    checks = [_not_cut_off(account)]
    if account.rates.is_printed[list(account.wrong_losses)].any():
        checks.append(_rates_side_with_entries(account))
    if account.closures:
        checks.append(_total_closes(account))
    if account.moves:
        checks.append(_differences_cancel(account))
    return checks


def _not_cut_off(account: Account) -> Check:
    losses, unit = account.losses, unit_symbol(account.table.unit)
    row = min(account.wrong_losses, key=lambda row: abs(float(losses.difference[row])))
    gap, cutting = abs(float(losses.difference[row])), float(losses.cutting[row])
    statement = (
        f"The smallest of these differences is {number(gap, account.step(row))} {unit}; cutting digits off instead of "
        f"rounding them explains up to {cutting:.2g} {unit}."
    )
    return Check(name="more than cut-off digits", passed=gap > cutting * (1.0 + 1e-9), statement=statement)


def _rates_side_with_entries(account: Account) -> Check:
    rates, table = account.rates, account.table
    rows = [row for row in account.wrong_losses if rates.is_printed[row]]
    against = [table.names[row] for row in rows if rates.disagrees[row]]
    printed = listed([f"{number(rates.printed[row], table['printed_recovery'].half_step[row])} %" for row in rows])
    statement = (
        f"The printed rate of {listed(against)} does not follow from the entries either, so the entries may be wrong."
        if against
        else f"The rates printed in the same rows ({printed}) follow from the entries, not from the printed losses."
    )
    return Check(name="the printed rates side with the entries", passed=not against, statement=statement)


def _total_closes(account: Account) -> Check:
    bad = [COLUMN_WORDS[closure.column] for closure in account.closures if not closure.closes]
    statement = (
        f"The rows do not add up to the total in {listed(bad)}, so entries may be wrong as well as printed losses."
        if bad
        else "The rows add up to the total in every column, so nothing was misprinted after the table was summed."
    )
    return Check(name="the total closes", passed=not bad, statement=statement)


def _differences_cancel(account: Account) -> Check:
    explained = {row for move in account.moves for row in (move.origin, move.target)}
    alone = [account.table.names[row] for row in account.wrong_losses if row not in explained]
    statement = (
        f"No other row offsets the difference of {listed(alone)}."
        if alone
        else "Every difference is offset by that of another row, within rounding."
    )
    return Check(name="the differences cancel", passed=not alone, statement=statement)

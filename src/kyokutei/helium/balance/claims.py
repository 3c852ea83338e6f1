"""The claims of a helium balance, in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kyokutei.helium.balance import checks
from kyokutei.helium.balance.account import Account
from kyokutei.helium.balance.uncertainty import normal_half_width
from kyokutei.helium.balance.wording import COLUMN_WORDS, listed, number, one_digit, slugs, unit_symbol
from kyokutei.study.claim import Claim

DEFINITION = "R = recovered / (supplied + stock at start − stock at end), by the meters (definition B)"


@dataclass(frozen=True)
class Origin:
    """Where a table comes from: its period, for sentences, and its sources."""

    period: str
    sources: tuple[str, ...]


def all_claims(account: Account, origin: Origin) -> list[Claim]:
    """Rate of every row, the closure of the total, the printed losses that disagree, and loss of every row."""
    endings = slugs(account.table.labels, total=account.table.total)
    return [
        *(rate_claim(account, row, endings[row], origin) for row in account.total_first),
        *closure_claims(account, origin),
        *discrepancy_claims(account, origin),
        *(loss_claim(account, row, endings[row], origin) for row in account.total_first),
    ]


def rate_claim(account: Account, row: int, ending: str, origin: Origin) -> Claim:
    """How much of the available helium came back in one row."""
    table, rate, interval = account.table, 100.0 * float(account.rate[row]), account.rate_interval(row)
    step = account.step(row)
    digits = 2 if interval is not None and interval[1] - interval[0] < 0.1 else 1
    amounts = f"{number(table['recovered'].values[row], step)} of {number(account.available[row], step)}"
    statement = (
        f"{_when(origin, table.names[row])}: {rate:.{digits}f} % of the available helium came back "
        f"({amounts} {unit_symbol(table.unit)}), {_interval_words(account, rate, interval)}."
    )
    conditions = [
        checks.no_more_than_all_came_back(account, row, interval),
        checks.rate_has_an_interval(account, interval),
    ]
    if account.rates.is_printed[row]:
        conditions.insert(0, checks.printed_rate_reproduced(account, row))
    return Claim(
        name=f"recovery_rate.{ending}",
        statement=statement,
        value=round(rate, 6),
        unit="%",
        interval=None if interval is None else (round(interval[0], 6), round(interval[1], 6)),
        confidence=None if interval is None else account.confidence,
        method=f"{DEFINITION}; Fieller interval from {_basis(account)}",
        checks=tuple(conditions),
        sources=origin.sources,
    )


def loss_claim(account: Account, row: int, ending: str, origin: Origin) -> Claim:
    """How much helium did not come back in one row."""
    table, lost, half = account.table, float(account.loss[row]), account.loss_half_width(row)
    unit, step = unit_symbol(table.unit), account.step(row)
    conditions = [checks.loss_is_not_negative(account, row, half)]
    if account.losses.is_printed[row]:
        conditions.insert(0, checks.printed_loss_reproduced(account, row))
    return Claim(
        name=f"loss.{ending}",
        statement=(
            f"{_when(origin, table.names[row])}: {number(lost, step)} {unit} of helium did not come back, by the "
            f"entries for supply, stock and recovery; ±{one_digit(half)} {unit} at {_level(account)} "
            f"from {_basis(account)}."
        ),
        value=round(lost, 6),
        unit=table.unit,
        interval=(round(lost - half, 6), round(lost + half, 6)),
        confidence=account.confidence,
        method=f"loss = supplied + stock at start − stock at end − recovered; normal interval from {_basis(account)}",
        checks=tuple(conditions),
        sources=origin.sources,
    )


def closure_claims(account: Account, origin: Origin) -> list[Claim]:
    """Do the rows add up to the printed total: one claim, or none where no total is printed."""
    if not account.closures:
        return []
    unit = unit_symbol(account.table.unit)
    worst = max(account.closures, key=lambda closure: abs(closure.difference))
    bad = [COLUMN_WORDS[closure.column] for closure in account.closures if not closure.closes]
    columns = listed([COLUMN_WORDS[closure.column] for closure in account.closures])
    verdict = f"do not add up to the total in {listed(bad)}" if bad else f"add up to the total ({columns})"
    count = account.table.buildings.size
    return [
        Claim(
            name="closure.total",
            statement=(
                f"The {f'{count} rows' if count > 1 else 'single row'} of the table {verdict}: the largest difference "
                f"is {number(abs(worst.difference), worst.allowance)} {unit}, rounding explains up to "
                f"{worst.allowance:.2g} {unit}."
            ),
            value=round(abs(worst.difference), 6),
            unit=account.table.unit,
            method="sum of the rows − printed total, per column, against half a unit of every last digit",
            checks=tuple(checks.column_adds_up(closure, unit) for closure in account.closures),
            sources=origin.sources,
        )
    ]


def discrepancy_claims(account: Account, origin: Origin) -> list[Claim]:
    """Which printed losses do not follow from their entries, by how much, and whether they cancel."""
    losses, wrong = account.losses, account.wrong_losses
    if not losses.is_printed.any():
        return []
    difference = np.where(losses.is_printed, losses.difference, 0.0)
    worst = int(np.argmax(np.abs(difference)))
    gap = float(abs(difference[worst]))
    half = normal_half_width(float(losses.sigma[worst]), account.confidence)
    conditions = (
        checks.discrepancy_checks(account)
        if wrong
        else [checks.printed_loss_reproduced(account, row) for row in account.total_first if losses.is_printed[row]]
    )
    return [
        Claim(
            name="discrepancy.printed_loss",
            statement=_discrepancy_words(account) if wrong else _agreement_words(account, worst),
            value=round(gap, 6),
            unit=account.table.unit,
            interval=(round(max(gap - half, 0.0), 6), round(gap + half, 6)),
            confidence=account.confidence,
            method=(
                "largest |printed loss − (supplied + stock at start − stock at end − recovered)|, against half a unit "
                "of every last digit; interval from the rounding of the printed digits alone"
            ),
            checks=tuple(conditions),
            sources=origin.sources,
        )
    ]


def _discrepancy_words(account: Account) -> str:
    table, losses, unit = account.table, account.losses, unit_symbol(account.table.unit)
    rows = [row for row in account.total_first if row in account.wrong_losses]
    entries = [
        f"{table.names[row]} (printed {number(losses.printed[row], account.step(row))}, entries give "
        f"{number(losses.recomputed[row], account.step(row))}: "
        f"{number(losses.difference[row], account.step(row), sign=True)} {unit})"
        for row in rows
    ]
    printed, own = ("loss", "does not follow from its") if len(rows) == 1 else ("losses", "do not follow from their")
    head = (
        f"The printed {printed} of {listed(entries)} {own} own entries; rounding explains at most "
        f"{losses.allowance[rows].max():.2g} {unit}."
    )
    return " ".join([head, *_move_words(account)])


def _move_words(account: Account) -> list[str]:
    table, unit = account.table, unit_symbol(account.table.unit)
    total_closes = any(closure.column == "printed_loss" and closure.closes for closure in account.closures)
    words = []
    for move in account.moves:
        origin, target = table.names[move.origin], table.names[move.target]
        cancel = "They cancel" if len(account.moves) == 1 else f"Those of {origin} and {target} cancel"
        words.append(
            f"{cancel}{' and the total closes' if total_closes else ''}: "
            f"{number(move.amount, account.step(move.origin))} {unit} of the loss of {origin} are printed under "
            f"{target}."
        )
        first, second = account.rates_by_printed_loss(move.origin), account.rates_by_printed_loss(move.target)
        if first is not None and second is not None:
            words.append(
                f"If the printed losses were right, {origin} would have recovered {_range(first)} and {target} "
                f"{_range(second)}, instead of {100 * account.rate[move.origin]:.1f} % and "
                f"{100 * account.rate[move.target]:.1f} %."
            )
    return words


def _range(rates: tuple[float, float]) -> str:
    low, high = sorted(f"{rate:.1f}" for rate in rates)
    return f"{low} %" if low == high else f"{low} to {high} %"


def _agreement_words(account: Account, worst: int) -> str:
    losses, unit = account.losses, unit_symbol(account.table.unit)
    count = int(losses.is_printed.sum())
    subject = f"All {count} printed losses follow from their" if count > 1 else "The one printed loss follows from its"
    largest = number(abs(losses.difference[worst]), account.step(worst))
    return (
        f"{subject} own entries: the largest difference is {largest} "
        f"{unit} ({account.table.names[worst]}), rounding explains up to {losses.allowance[worst]:.2g} {unit}."
    )


def _interval_words(account: Account, rate: float, interval: tuple[float, float] | None) -> str:
    if interval is None:
        return "without an interval, because the available helium cannot be told from zero"
    if account.accuracy is None:
        half = one_digit(max(interval[1] - rate, rate - interval[0]))
        return f"±{half} points at {_level(account)} from {_basis(account)}"
    return f"{interval[0]:.1f} to {interval[1]:.1f} % at {_level(account)} from {_basis(account)}"


def _basis(account: Account) -> str:
    if account.accuracy is None:
        return "the rounding of the printed digits alone"
    kind = "common to all rows" if account.accuracy.is_common else "independent in every row"
    return f"the stated accuracy of meters and stock-taking ({kind}) and the rounding of the printed digits"


def _level(account: Account) -> str:
    return f"{100.0 * account.confidence:g} % confidence"


def _when(origin: Origin, name: str) -> str:
    return f"{name}, {origin.period}" if origin.period else name

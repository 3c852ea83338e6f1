"""Figures of the helium balance: losses as printed and as the entries give them, and recovery rates."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from kyokutei.helium.balance.account import Account
from kyokutei.helium.balance.wording import number, unit_symbol
from kyokutei.plotting import palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BAR = 0.3
_ENTRIES, _PRINTED, _OTHERWISE = "C0", palette.MUTED, "C1"


def figure_height_inch(rows: int) -> float:
    """Height of a figure with one line per row of the table."""
    return min(1.3 + 0.62 * rows, 14.0)


def draw_losses(axes: Axes, account: Account) -> None:
    """Draw the loss of every row from its entries and as printed; mark the rows in which they disagree."""
    losses, unit = account.losses, unit_symbol(account.table.unit)
    order = np.array(account.total_first)
    place = np.arange(order.size, dtype=float)
    is_printed = losses.is_printed[order]
    half = np.array([account.loss_half_width(int(row)) for row in order])
    axes.barh(place - 0.5 * _BAR, account.loss[order], _BAR, color=_ENTRIES, label="loss from the entries")
    axes.errorbar(account.loss[order], place - 0.75 * _BAR, xerr=half, fmt="none", ecolor=palette.INK)
    if is_printed.any():
        axes.barh(
            (place + 0.5 * _BAR)[is_printed], losses.printed[order][is_printed], _BAR,
            facecolor=palette.PAPER, edgecolor=_PRINTED, hatch="////", label="loss as printed",
        )  # fmt: skip
    for where, row in zip(place, order, strict=True):
        if losses.disagrees[row]:
            _mark_difference(axes, account, int(row), float(where))
        elif losses.is_printed[row]:
            _write_at(axes, _end(account, int(row)), float(where), "agree within rounding", palette.MUTED)
    _name_rows(axes, account)
    # the words behind a bar need their share of the width
    share = np.where(losses.disagrees, 0.42, np.where(losses.is_printed, 0.3, 0.03))
    largest = max(_end(account, row) / (1.0 - float(share[row])) for row in range(len(share)))
    smallest = float(np.nanmin([*account.loss, *losses.printed, 0.0]))
    axes.set_xlim(1.1 * smallest, largest if largest > 0.0 else 0.4 * abs(smallest) or 1.0)
    axes.set_xlabel(f"helium lost in the period  $V_\\mathrm{{loss}}$ ({unit})")
    axes.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, borderaxespad=0.3)


def _mark_difference(axes: Axes, account: Account, row: int, where: float) -> None:
    losses, unit = account.losses, unit_symbol(account.table.unit)
    printed, entries = float(losses.printed[row]), float(losses.recomputed[row])
    level = where + (0.5 if printed < entries else -0.3) * _BAR
    axes.annotate(
        "", xy=(printed, level), xytext=(entries, level),
        arrowprops={"arrowstyle": "->", "color": _OTHERWISE, "lw": 1.6, "shrinkA": 0, "shrinkB": 0},
    )  # fmt: skip
    words = f"printed − entries = {number(losses.difference[row], account.step(row), sign=True)} {unit}"
    partners = {move.origin: move.target for move in account.moves} | {
        move.target: move.origin for move in account.moves
    }
    if row in partners:
        words += f"\noffset by {account.table.labels[partners[row]]}"
    _write_at(axes, _end(account, row), where, words, _OTHERWISE)


def _end(account: Account, row: int) -> float:
    """Where the bars of a row end, with the error bar."""
    return float(np.nanmax([account.loss[row] + account.loss_half_width(row), account.losses.printed[row], 0.0]))


def _write_at(axes: Axes, position: float, where: float, words: str, color: str) -> None:
    axes.annotate(
        words,
        xy=(position, where),
        xytext=(7, 0),
        textcoords="offset points",
        va="center",
        color=color,
        fontsize=8.5,
        parse_math=False,
    )


def draw_rates(axes: Axes, account: Account) -> None:
    """Draw recovery rates with their intervals, as printed, and as they would be if the printed loss were right."""
    order = np.array(account.total_first)
    place = np.arange(order.size, dtype=float)
    rate = 100.0 * account.rate[order]
    intervals = [account.rate_interval(int(row)) for row in order]
    reach = np.array(
        [(r - i[0], i[1] - r) if i is not None else (0.0, 0.0) for r, i in zip(rate, intervals, strict=True)]
    )
    basis = "rounding only" if account.accuracy is None else "stated accuracy"
    axes.errorbar(
        rate, place - 0.16, xerr=np.maximum(reach, 0.0).T, fmt="o", color=_ENTRIES,
        label=f"from the entries, {100 * account.confidence:g} % ({basis})",
    )  # fmt: skip
    for value, where in zip(rate, place, strict=True):
        axes.annotate(
            f"{value:.1f} %", xy=(value, where - 0.16), xytext=(0, 5), textcoords="offset points", ha="center",
            color=_ENTRIES, fontsize=8.5,
        )  # fmt: skip
    rates = account.rates
    is_printed = rates.is_printed[order]
    if is_printed.any():
        step = account.table["printed_recovery"].half_step[order][is_printed]
        axes.errorbar(
            rates.printed[order][is_printed], (place + 0.16)[is_printed], xerr=step, fmt="D",
            color=_PRINTED, markerfacecolor=palette.PAPER, label="as printed, ± half its last digit",
        )  # fmt: skip
    _draw_rates_by_printed_loss(axes, account)
    _name_rows(axes, account)
    axes.grid(axis="x", which="major")
    axes.set_xlabel("recovery rate  $R$ (%)")
    axes.margins(x=0.1)
    axes.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, borderaxespad=0.3)


def _draw_rates_by_printed_loss(axes: Axes, account: Account) -> None:
    both = {
        where: account.rates_by_printed_loss(row)
        for where, row in enumerate(account.total_first)
        if row in account.wrong_losses
    }
    ends = {where: sorted(rates) for where, rates in both.items() if rates is not None}
    if ends:
        low, high = np.array(list(ends.values())).T
        axes.errorbar(
            0.5 * (low + high), list(ends), xerr=0.5 * (high - low), fmt="none", ecolor=_OTHERWISE, elinewidth=1.6,
            capsize=4.0, label="if the printed loss were right",
        )  # fmt: skip


def _name_rows(axes: Axes, account: Account) -> None:
    labels = [fill(account.table.labels[row], 18) for row in account.total_first]
    axes.set_yticks(np.arange(len(labels)), labels, parse_math=False)
    axes.tick_params(axis="y", which="both", left=False, right=False)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    if account.table.total is not None and len(labels) > 1:
        axes.axhline(0.5, color=palette.FAINT, lw=0.8)

"""Figures of the reverse Monte Carlo study: fits with residuals, pair distributions with bands, histories of χ²."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kyokutei.glass.pairs import pair_label
from kyokutei.plotting import palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kyokutei.glass.pairs import PairName
    from kyokutei.glass.rmc.replicas import Ensemble
    from kyokutei.glass.rmc.report import Result

__all__ = ["draw_fits", "draw_history", "draw_pair_distributions", "draw_worth"]

_FARTHEST_ANGSTROM = 10.0


def draw_fits(*axes: Axes, result: Result) -> None:
    """Each data set in a column: data with models above, differences below."""
    columns = len(result.data)
    grid = axes[0].get_gridspec()
    if grid is not None:
        grid.set_height_ratios([3.0, 1.0])
    first = 0
    for place, one in enumerate(result.data):
        upper, lower = axes[place], axes[columns + place]
        models = result.ensemble.fitted[:, first : first + len(one)]
        first += len(one)
        upper.axhline(one.limit, color=palette.FAINT, linewidth=0.8, zorder=0)
        upper.errorbar(one.abscissa, one.value, yerr=one.sigma, fmt="o", markersize=2.2, color=palette.INK,
                       elinewidth=0.6, label="data", zorder=2)  # fmt: skip
        for number, model in enumerate(models):
            upper.plot(one.abscissa, model, color=f"C{place % 6}", linewidth=1.0, zorder=3,
                       label=f"{len(models)} replicas" if number == 0 else None)  # fmt: skip
        upper.set_title(_printed(one.name))
        upper.legend(loc="upper right", fontsize=7.5)
        upper.tick_params(labelbottom=False)
        lower.axhline(0.0, color=palette.FAINT, linewidth=0.8, zorder=0)
        away = one.value - models.mean(axis=0)
        lower.errorbar(one.abscissa, away, yerr=one.sigma, fmt="o", markersize=1.8, color=f"C{place % 6}",
                       elinewidth=0.6)  # fmt: skip
        lower.set_xlabel("wavevector  $Q$ (Å$^{-1}$)")
        for panel in (upper, lower):
            panel.set_xlim(0.0, 1.02 * float(one.abscissa[-1]))
    axes[0].set_ylabel("$S(Q)$")
    axes[columns].set_ylabel("data − model")


def draw_pair_distributions(*axes: Axes, result: Result, ensemble: Ensemble) -> None:
    """Each pair in axes of its own."""
    for place, (panel, pair) in enumerate(zip(axes, ensemble.pair_distributions, strict=True)):
        _draw_pair(panel, result, ensemble, pair, place)
        panel.set_ylabel("$g_{ij}(r)$")
        if place < len(axes) - 1:
            panel.tick_params(labelbottom=False)
    axes[-1].set_xlabel("distance  $r$ (Å)")
    axes[0].legend(loc="upper right", bbox_to_anchor=(1.0, 0.86))


def draw_worth(*axes: Axes, result: Result) -> None:
    """All data at the left, without some at the right, the same scales."""
    assert result.without is not None  # noqa: S101 - the caller asked
    pairs = list(result.ensemble.pair_distributions)
    for place, pair in enumerate(pairs):
        left, right = axes[2 * place], axes[2 * place + 1]
        for panel, ensemble in ((left, result.ensemble), (right, result.without)):
            _draw_pair(panel, result, ensemble, pair, place)
            if place < len(pairs) - 1:
                panel.tick_params(labelbottom=False)
        top = max(left.get_ylim()[1], right.get_ylim()[1])
        left.set_ylim(0.0, top)
        right.set_ylim(0.0, top)
        right.tick_params(labelleft=False)
        left.set_ylabel("$g_{ij}(r)$")
    axes[0].set_title(" + ".join(_printed(one.name) for one in result.data))
    axes[1].set_title(" + ".join(_printed(one.name) for one in result.without.plan.data) + " alone")
    axes[-2].set_xlabel("distance  $r$ (Å)")
    axes[-1].set_xlabel("distance  $r$ (Å)")
    axes[0].legend(loc="upper right", bbox_to_anchor=(1.0, 0.84), fontsize=7.5)


def _draw_pair(panel: Axes, result: Result, ensemble: Ensemble, pair: PairName, place: int) -> None:
    r, colour = result.r, f"C{place % 6}"
    shown = r < min(_FARTHEST_ANGSTROM, float(r[-1]))
    g = ensemble.pair_distributions[pair][:, shown]
    panel.axhline(1.0, color=palette.FAINT, linewidth=0.8, zorder=0)
    panel.fill_between(r[shown], g.min(axis=0), g.max(axis=0), color=colour, alpha=0.35, linewidth=0,
                       label=f"range of {len(g)} replicas")  # fmt: skip
    panel.plot(r[shown], g.mean(axis=0), color=colour, linewidth=1.3, label="mean")
    if result.truth is not None:
        panel.plot(r[shown], result.truth[pair][shown], color=palette.INK, linewidth=0.9, linestyle=(0, (3, 2)),
                   label="truth")  # fmt: skip
    panel.text(0.98, 0.92, pair_label(pair), transform=panel.transAxes, ha="right", va="top", fontweight="bold",
               color=colour)  # fmt: skip
    panel.set(xlim=(0.0, float(r[shown][-1])), ylim=(0.0, None))
    panel.set_ylim(0.0, 1.1 * max(float(g.max()), float(result.truth[pair].max()) if result.truth is not None else 0.0))


def _printed(name: str) -> str:
    """A name as it is printed: ``Δ_Gd`` with its index below the line."""
    stem, _, index = name.partition("_")
    return f"{stem}$_{{\\mathrm{{{index}}}}}$" if index.isalnum() else name


def draw_history(axes: Axes, *, result: Result) -> None:
    """χ² per point of each data set against generated moves."""
    from kyokutei.glass.rmc.chain import BLOCK

    history = result.ensemble.chi_square
    moves = BLOCK * np.arange(1, history.shape[1] + 1)
    for place, one in enumerate(result.data):
        for number, replica in enumerate(history[:, :, place] / len(one)):
            axes.plot(
                moves, replica, color=f"C{place % 6}", linewidth=0.9, label=_printed(one.name) if number == 0 else None
            )
    axes.axhline(1.0, color=palette.MUTED, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.set(xscale="log", yscale="log", xlabel="generated moves of a replica", ylabel="$\\chi^2$ per point")
    axes.legend(loc="upper right")

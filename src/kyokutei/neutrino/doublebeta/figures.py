"""Figures of double-beta decay: the band plot with limits, and the explored fraction against the threshold."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kyokutei.neutrino.doublebeta.exploration import ExploredFraction
from kyokutei.neutrino.doublebeta.neutrino_masses import lightest_from_sum
from kyokutei.neutrino.doublebeta.results import LIGHTEST_MASS_MEV, ConvertedLimit, OrderingBand
from kyokutei.neutrino.spectra.global_fits import Ordering, oscillation_parameters
from kyokutei.plotting import palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    from kyokutei.neutrino.doublebeta.study import QuotedFraction

COLOURS: dict[Ordering, str] = {"inverted": palette.GREEN, "normal": palette.VERMILLION}
MODEL_MARKERS = {"EDF": "^", "IBM": "D", "QRPA": "s", "shell model": "o"}
Dashes = tuple[int, tuple[float, ...]]
DASHES: tuple[Dashes, ...] = (
    (0, ()),
    (0, (6, 2)),
    (0, (2, 1.5)),
    (0, (6, 2, 1, 2)),
    (0, (1, 2.5)),
)
MASS_AXIS_MEV = (0.5, 1000.0)


def draw_band(
    axes: Axes,
    bands: Sequence[OrderingBand],
    limits: Sequence[ConvertedLimit],
    *,
    goals_meV: Sequence[float] = (),
    cosmology_sum_eV: float | None = None,
) -> None:
    """The band plot: effective mass against lightest mass, the latest limit across it, all limits at its side.

    Parameters
    ----------
    axes
        One axes; the strip of limits is set to the right of it.
    bands
        Both orderings on `LIGHTEST_MASS_MEV`.
    limits
        Oldest first; the last one is shaded across the bands.
    goals_meV
        Dashed lines.
    cosmology_sum_eV
        Shades the lightest masses whose sum exceeds this, for the ordering that it leaves more room.
    """
    axes.set(xscale="log", yscale="log", xlim=(0.1, 1000.0), ylim=MASS_AXIS_MEV)
    axes.set_xlabel("lightest neutrino mass $m_{\\mathrm{lightest}}$ (meV)")
    axes.set_ylabel("effective Majorana mass $\\langle m_{\\beta\\beta}\\rangle$ (meV)")
    for band in bands:
        _draw_one_band(axes, band)
    if bands[0].sigmas:
        remark = f"inner: best fit, outer: {bands[0].sigmas:g}σ of the oscillation data"
        axes.text(900.0, 0.6, remark, ha="right", fontsize=7.5, color=palette.MUTED)
    _draw_latest(axes, limits[-1])
    for goal in goals_meV:
        axes.axhline(goal, color=palette.INK, lw=0.9, ls=(0, (5, 3)))
        axes.text(900.0, 0.97 * goal, f"{goal:g} meV", va="top", ha="right", fontsize=8)
    if cosmology_sum_eV is not None:
        _draw_cosmology(axes, bands, cosmology_sum_eV)
    _draw_strip(axes, limits)


def _draw_one_band(axes: Axes, band: OrderingBand) -> None:
    colour = COLOURS[band.ordering]
    floor = 0.1 * MASS_AXIS_MEV[0]
    if band.sigmas:
        axes.fill_between(
            LIGHTEST_MASS_MEV, np.maximum(band.wide_low_meV, floor), band.wide_high_meV, color=colour, alpha=0.28, lw=0
        )
    axes.fill_between(LIGHTEST_MASS_MEV, np.maximum(band.low_meV, floor), band.high_meV, color=colour, alpha=0.62, lw=0)
    low, high = (edge.value for edge in band.at_zero_meV)
    axes.text(
        0.13, low**0.65 * high**0.35, f"{band.ordering} ordering", va="center", color=palette.PAPER, weight="bold"
    )


def _draw_latest(axes: Axes, limit: ConvertedLimit) -> None:
    axes.axhspan(limit.low_meV, limit.high_meV, color=palette.BLUE, alpha=0.16, lw=0)
    for edge in (limit.low_meV, limit.high_meV):
        axes.axhline(edge, color=palette.BLUE, lw=0.7, zorder=0.5)
    axes.text(
        0.13,
        0.93 * limit.high_meV,
        f"{limit.limit.name}, {100 * limit.limit.confidence:g} % CL\n"
        f"{limit.low_meV:.0f}–{limit.high_meV:.0f} meV by matrix element",
        color=palette.BLUE,
        va="top",
    )


def _draw_cosmology(axes: Axes, bands: Sequence[OrderingBand], sum_eV: float) -> None:
    edges = []
    for band in bands:
        parameters = oscillation_parameters(band.oscillation, band.ordering)
        delta21, delta3l = (np.array([one.value]) for one in parameters.mass_parameters[2:])
        edges.append(1e3 * float(lightest_from_sum(band.ordering, np.array([sum_eV]), delta21, delta3l)[0]))
    edge = max(edges)
    axes.axvspan(edge, 1000.0, facecolor=palette.FAINT, alpha=0.55, lw=0, zorder=0.2)
    axes.axvline(edge, color=palette.MUTED, lw=0.9, ls=":")
    axes.text(1.1 * edge, 2.0, f"Σm > {sum_eV:g} eV\n(cosmology)", color=palette.MUTED, fontsize=8)


def _draw_strip(axes: Axes, limits: Sequence[ConvertedLimit]) -> None:
    strip = axes.inset_axes((1.03, 0.0, 0.32, 1.0), sharey=axes)
    strip.set(xlim=(-0.6, len(limits) - 0.4), xticks=[])
    strip.tick_params(labelleft=False)
    strip.tick_params(axis="x", which="both", bottom=False, top=False)
    labelled: set[str] = set()
    for column, limit in enumerate(limits):
        colour = palette.BLUE if limit is limits[-1] else palette.MUTED
        strip.fill_between((column - 0.4, column + 0.4), limit.low_meV, limit.high_meV, color=colour, alpha=0.22, lw=0)
        for across, (model, marker) in zip((-0.28, -0.12, 0.04, 0.2), MODEL_MARKERS.items(), strict=True):
            masses = [mass for one, mass in zip(limit.elements, limit.masses_meV, strict=True) if one.model == model]
            label = model if masses and model not in labelled else None
            labelled.add(model if label else "")
            strip.plot(
                [column + across] * len(masses), masses, marker, ms=2.8, mfc="none", mew=0.8, color=colour, label=label
            )
        if limit.limit.published is not None:
            published = limit.limit.published
            label = None if "published" in labelled else "published range"
            labelled.add("published")
            strip.plot(
                [column + 0.33] * 2,
                [published.low_meV, published.high_meV],
                "_-",
                ms=4,
                lw=1.0,
                color=palette.INK,
                label=label,
            )
        lowest = min(limit.low_meV, limit.limit.published.low_meV if limit.limit.published else limit.low_meV)
        strip.text(
            column, 0.88 * lowest, limit.limit.name, rotation=90, ha="center", va="top", color=colour, fontsize=8
        )
    if labelled - {""}:
        strip.legend(loc="upper left", handletextpad=0.3, fontsize=7, borderaxespad=0.3, handlelength=1.2)


def draw_explored(
    axes: Axes,
    main: Sequence[ExploredFraction],
    others: Sequence[Sequence[ExploredFraction]],
    *,
    thresholds_meV: Sequence[float],
    quoted: Sequence[QuotedFraction] = (),
) -> None:
    """The explored fraction of both orderings against the threshold, with other recipes as thin lines.

    Parameters
    ----------
    axes
        One axes.
    main, others
        Fractions on a grid of thresholds: of the named recipe, and of each other recipe.
    thresholds_meV
        Marked by points.
    quoted
        What others state, as open diamonds.
    """
    axes.set(xscale="log", xlim=(2.0, 200.0), ylim=(-0.02, 1.04))
    ticks = (2, 5, 10, 20, 50, 100, 200)
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    axes.set_xlabel("sensitivity to the effective Majorana mass $\\langle m_{\\beta\\beta}\\rangle$ (meV)")
    axes.set_ylabel("explored fraction of the parameter space")
    for threshold in thresholds_meV:
        axes.axvline(threshold, color=palette.FAINT, lw=0.8, zorder=0)
    thin = [_draw_other(axes, recipe, dashes) for recipe, dashes in zip(others, itertools.cycle(DASHES))]
    thick = [_draw_main(axes, one, thresholds_meV) for one in main]
    for stated in quoted:
        thick += axes.plot(
            stated.threshold_meV,
            stated.fraction,
            "D",
            mfc="none",
            ms=6.5,
            color=COLOURS[stated.ordering],
            label="quoted figures",
        )
    thick = thick[: len(main) + min(len(quoted), 1)]
    axes.add_artist(axes.legend(handles=thick, loc="upper right", title=main[0].recipe.name, alignment="left"))
    if thin:
        axes.legend(
            handles=thin, loc="lower left", title="other recipes", fontsize=7.5, handlelength=3.0, alignment="left"
        )


def _draw_main(axes: Axes, one: ExploredFraction, thresholds_meV: Sequence[float]) -> Line2D:
    colour, marked = COLOURS[one.ordering], one.at(np.asarray(thresholds_meV))
    axes.errorbar(marked.threshold_meV, marked.fraction, yerr=marked.standard_error, fmt="o", color=colour)
    return axes.plot(one.threshold_meV, one.fraction, color=colour, lw=2.2, label=f"{one.ordering} ordering")[0]


def _draw_other(axes: Axes, recipe: Sequence[ExploredFraction], dashes: Dashes) -> Line2D:
    from matplotlib.lines import Line2D

    for one in recipe:
        axes.plot(one.threshold_meV, one.fraction, color=COLOURS[one.ordering], lw=0.8, ls=dashes, zorder=1)
    return Line2D([], [], color=palette.MUTED, lw=0.8, ls=dashes, label=recipe[0].recipe.name)

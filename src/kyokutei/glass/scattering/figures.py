"""Figures of the planner: factors near the edges, weights, normalisers, the search, and what is determined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.pairs import PairName, pair_label
from kyokutei.glass.scattering.planning import Assessment, EnergyPair, Limits, Scan
from kyokutei.plotting import palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_condition", "draw_factors", "draw_normaliser", "draw_partial_errors", "draw_search", "draw_weights"]

_DASHES = ("-", (0, (5, 2)), (0, (1, 1.4)), (0, (6, 2, 1, 2)), (0, (3, 1, 1, 1, 1, 1)), (0, (9, 3)))
_Q_LABEL = "wavevector  $Q$ (Å$^{-1}$)"


def draw_factors(
    real: Axes,
    imaginary: Axes,
    energy_eV: NDArray[np.float64],
    factors: Mapping[str, tuple[NDArray[np.float64], NDArray[np.float64]]],
    *,
    chosen: EnergyPair,
    proposed: EnergyPair,
    edge_eV: float,
) -> None:
    """Draw f′ above and f″ below of all elements near one edge, with the energies that are used."""
    for place, (element, columns) in enumerate(factors.items()):
        for panel, column in zip((real, imaginary), columns, strict=True):
            panel.plot(energy_eV, column, color=f"C{place % 6}", linestyle=_DASHES[place % 6], label=element)
    for panel, row in ((real, 0), (imaginary, 1)):
        panel.axvline(edge_eV, color=palette.FAINT, linewidth=1.0, zorder=0)
        for energy, is_near in ((chosen.near_eV, True), (chosen.far_eV, False)):
            panel.axvline(energy, color=palette.MUTED, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0.5)
            if row == 0:
                panel.annotate(
                    "near" if is_near else "far",
                    (energy, 0.02),
                    xycoords=("data", "axes fraction"),
                    xytext=(-3, 0),
                    textcoords="offset points",
                    rotation=90,
                    ha="right",
                    va="bottom",
                    color=palette.MUTED,
                )
        if proposed.far_eV != chosen.far_eV:
            panel.axvline(proposed.far_eV, color="C2", linewidth=1.3, linestyle=(0, (4, 3)), zorder=0.5)
            if row == 0:
                panel.annotate(
                    "far, proposed",
                    (proposed.far_eV, 0.02),
                    xycoords=("data", "axes fraction"),
                    xytext=(-3, 0),
                    textcoords="offset points",
                    rotation=90,
                    ha="right",
                    va="bottom",
                    color="C2",
                )
    real.set_title(f"{chosen.label} edge, {edge_eV:g} eV")
    real.set_ylabel("$f'$ (electrons)")
    real.tick_params(labelbottom=False)
    real.legend(loc="best")
    imaginary.set(ylabel="$f''$ (electrons)", xlabel="photon energy  $E$ (eV)", ylim=(0.0, None))
    for panel in (real, imaginary):
        panel.set_xlim(float(energy_eV[0]), float(energy_eV[-1]))


def draw_weights(
    axes: Axes,
    wavevector: NDArray[np.float64],
    weights: Mapping[PairName, NDArray[np.float64]],
    *,
    title: str,
    proposed: Mapping[PairName, NDArray[np.float64]] | None = None,
) -> None:
    """Draw W_ij(Q) of one measurement, and thin lines with the proposed energies."""
    for level in (0.0, 1.0):
        axes.axhline(level, color=palette.FAINT, linewidth=0.8, zorder=0)
    for place, (pair, weight) in enumerate(weights.items()):
        axes.plot(wavevector, weight, color=f"C{place % 6}", label=pair_label(pair))
        if proposed is not None:
            axes.plot(wavevector, proposed[pair], color=f"C{place % 6}", linestyle=(0, (4, 2)), linewidth=1.0)
    if proposed is not None:
        axes.plot([], [], color=palette.MUTED, linestyle=(0, (4, 2)), linewidth=1.0, label="far energy proposed")
    axes.set(xlabel=_Q_LABEL, xlim=(0.0, float(wavevector[-1])), title=title)
    axes.set_ylabel("weight  $W_{ij}(Q)$")
    axes.legend(loc="best")


def draw_normaliser(
    axes: Axes,
    wavevector: NDArray[np.float64],
    others: Sequence[tuple[float, NDArray[np.float64]]],
    *,
    chosen: Assessment,
    proposed: Assessment,
    edge_eV: float,
) -> None:
    """Draw α(Q)/|<f>|² for the chosen and proposed far energies, and for others by their offset."""
    axes.axhline(0.0, color=palette.INK, linewidth=0.8)
    for offset, share in others:
        axes.plot(wavevector, 100.0 * share, color=palette.MUTED, linewidth=0.8)
        axes.annotate(
            f"{offset:g} eV",
            (float(wavevector[-1]), 100.0 * float(share[-1])),
            xytext=(3, 0),
            va="center",
            textcoords="offset points",
            color=palette.MUTED,
            fontsize=7.5,
        )
    for one, colour, _, words in _marked(chosen, proposed):
        share = 100.0 * one.normaliser / one.squared_mean
        axes.plot(
            wavevector,
            share,
            color=colour,
            linewidth=2.0,
            label=f"far energy {edge_eV - one.pair.far_eV:g} eV below the edge, {words}",
        )
    axes.set(xlabel=_Q_LABEL, xlim=(0.0, 1.17 * float(wavevector[-1])))
    axes.set_ylabel("normaliser  $\\alpha/|\\langle f\\rangle|^2$ (%)")
    axes.set_title(f"{chosen.pair.label}, near energy {edge_eV - chosen.pair.near_eV:g} eV below the edge")
    low, high = axes.get_ylim()
    axes.set_ylim(low - 0.16 * (high - low), high)  # room for the legend below the curves
    axes.legend(loc="lower left")


def draw_search(
    contrast: Axes,
    amplification: Axes,
    scan: Scan,
    *,
    chosen: Assessment,
    proposed: Assessment,
    edge_eV: float,
    limits: Limits,
) -> None:
    """Draw the smallest contrast above and the largest Σ|W| below against the far energy, with the limits."""
    usable = np.isfinite(scan.amplification)
    contrast.plot(scan.offset_eV, 100.0 * scan.contrast, color="C0")
    amplification.plot(scan.offset_eV[usable], scan.amplification[usable], color="C0")
    contrast.axhline(100.0 * limits.smallest_contrast, color=palette.MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
    amplification.axhline(
        limits.largest_amplification, color=palette.MUTED, linewidth=0.9, linestyle=(0, (4, 3)), label="limit"
    )
    for one, colour, marker, words in _marked(chosen, proposed):
        offset = edge_eV - one.pair.far_eV
        contrast.plot(
            offset, 100.0 * float(one.contrast.min()), marker, color=colour, label=f"{words}, {one.pair.far_eV:g} eV"
        )
        if not one.changes_sign:
            amplification.plot(offset, float(one.amplification.max()), marker, color=colour)
    if not np.all(usable):
        first = float(scan.offset_eV[int(np.argmin(usable))])
        for panel in (contrast, amplification):
            panel.axvspan(first, float(scan.offset_eV[-1]), color=palette.FAINT, alpha=0.5, linewidth=0)
        amplification.text(
            0.5 * (first + float(scan.offset_eV[-1])),
            1.15,
            "$\\alpha$ passes\nthrough zero",
            ha="center",
            va="bottom",
            color=palette.MUTED,
        )
    contrast.set(ylabel="smallest change (%)", title=f"{chosen.pair.label} edge")
    contrast.set_ylim(bottom=0.0)
    contrast.tick_params(labelbottom=False)
    contrast.legend(loc="best")
    top = max(10.0, 1.2 * float(np.max(scan.amplification[usable], initial=1.0)))
    amplification.set(yscale="log", ylim=(0.9, top), xlabel="far energy below the edge (eV)")
    amplification.set_ylabel("largest $\\Sigma|W_{ij}|$")
    ticks = [tick for tick in (1, 2, 3, 5, 10, 20, 50, 100, 1000) if tick <= top]
    amplification.set_yticks(ticks, [str(tick) for tick in ticks])
    amplification.minorticks_off()


def _marked(chosen: Assessment, proposed: Assessment) -> list[tuple[Assessment, str, str, str]]:
    """Each assessment with its colour, marker and name; the proposed one only where it differs."""
    marked = [(chosen, "C1", "o", "chosen")]
    return marked if proposed.pair == chosen.pair else [*marked, (proposed, "C2", "D", "proposed")]


def draw_condition(axes: Axes, wavevector: NDArray[np.float64], curves: Mapping[str, NDArray[np.float64]]) -> None:
    """Draw condition numbers against Q, such as with the chosen and with the proposed energies."""
    for place, (label, numbers) in enumerate(curves.items()):
        axes.plot(wavevector, numbers, color=f"C{place + 1}", label=label)
    axes.set(yscale="log", xlabel=_Q_LABEL, ylabel="condition number", xlim=(0.0, float(wavevector[-1])))
    axes.legend(loc="best")


def draw_partial_errors(
    axes: Axes,
    wavevector: NDArray[np.float64],
    errors: Mapping[PairName, NDArray[np.float64]],
    *,
    proposed: Mapping[PairName, NDArray[np.float64]] | None,
    intensity_error: float,
) -> None:
    """Draw the error of each partial by direct inversion against Q, dashed with the proposed energies."""
    axes.axhline(1.0, color=palette.FAINT, linewidth=0.8, zorder=0)
    for place, (pair, error) in enumerate(errors.items()):
        axes.plot(wavevector, error, color=f"C{place % 6}", label=pair_label(pair))
        if proposed is not None:
            axes.plot(wavevector, proposed[pair], color=f"C{place % 6}", linestyle=(0, (4, 2)), linewidth=1.0)
    if proposed is not None:
        axes.plot([], [], color=palette.MUTED, linestyle=(0, (4, 2)), linewidth=1.0, label="energies proposed")
    axes.set(yscale="log", xlabel=_Q_LABEL, xlim=(0.0, float(wavevector[-1])))
    axes.set_ylabel("standard deviation of $S_{ij}$")
    axes.set_title(f"direct inversion, intensities to {100 * intensity_error:g} %")
    axes.legend(loc="best")

"""Figures of the structure study: pair distributions, structure factor with data, bond angles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kyokutei.glass.pairs import pair_label
from kyokutei.glass.scattering.neutron import BARN_PER_FM2
from kyokutei.glass.structure.analysis import AngleFinding, BondFinding, Comparison, NeutronCurve
from kyokutei.glass.structure.pair_distribution import PartialPairDistribution
from kyokutei.glass.structure.peak_shape import SMOOTHING_ANGSTROM, smoothed
from kyokutei.plotting import palette

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.container import ErrorbarContainer

__all__ = ["draw_angles", "draw_comparison", "draw_pair_distributions", "draw_partials", "draw_structure_factor"]

_FARTHEST_ANGSTROM = 10.0  # beyond it g(r) shows little; all of it stands in the record
_WAVEVECTOR = "wavevector  $Q$ (Å$^{-1}$)"
_LABEL_ROOM_ANGSTROM = 2.2  # that the name of a bin takes


def draw_pair_distributions(
    axes: Sequence[Axes], distribution: PartialPairDistribution, bonds: Sequence[BondFinding]
) -> None:
    """Draw each g_ij(r) into axes of its own, as counted and smoothed, with the cutoffs of the coordination numbers."""
    farthest = min(_FARTHEST_ANGSTROM, float(distribution.edges[-1]))
    shown = int(np.sum(distribution.edges[:-1] < farthest))
    for place, (panel, (pair, g)) in enumerate(zip(axes, distribution.g.items(), strict=True)):
        colour = f"C{place % 6}"
        panel.axhline(1.0, color=palette.FAINT, linewidth=0.8, zorder=0)
        panel.stairs(g[:shown], distribution.edges[: shown + 1], color=colour, baseline=None, linewidth=0.9, alpha=0.75)
        panel.plot(distribution.r[:shown], smoothed(distribution, pair)[:shown], color=palette.INK, linewidth=1.1)
        cutoffs = _mark_cutoffs(panel, pair, bonds)
        _name_highest_bin(panel, distribution, pair, cutoffs)
        panel.text(0.985, 0.87, pair_label(pair), transform=panel.transAxes, ha="right", va="top", fontweight="bold",
                   color=colour)  # fmt: skip
        panel.set(xlim=(0.0, farthest), ylim=(0.0, 1.08 * float(g.max()) or 1.0), ylabel="$g_{ij}(r)$")
        if place < len(axes) - 1:
            panel.tick_params(labelbottom=False)
    steps = axes[0].plot([], [], color="C0", linewidth=0.9, label=f"bins of {float(distribution.edges[1]):g} Å")
    means = axes[0].plot([], [], color=palette.INK, linewidth=1.1, label=f"running mean over {SMOOTHING_ANGSTROM:g} Å")
    axes[0].legend(handles=[*steps, *means], loc="upper right", bbox_to_anchor=(1.0, 0.8))
    axes[-1].set_xlabel("distance  $r$ (Å)")


def _mark_cutoffs(panel: Axes, pair: tuple[str, str], bonds: Sequence[BondFinding]) -> list[float]:
    cutoffs = {
        bond.settings.cutoff_angstrom
        for bond in bonds
        if sorted((bond.settings.centre, bond.settings.neighbour)) == sorted(pair)
    }
    for cutoff in sorted(cutoffs):
        panel.axvline(cutoff, color=palette.MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
        panel.annotate(
            f"cutoff {cutoff:g} Å", (cutoff, 0.5), xycoords=("data", "axes fraction"), xytext=(4, 0),
            textcoords="offset points", color=palette.MUTED,
        )  # fmt: skip
    return sorted(cutoffs)


def _name_highest_bin(
    panel: Axes, distribution: PartialPairDistribution, pair: tuple[str, str], cutoffs: Sequence[float]
) -> None:
    """Write its position beside the highest bin: to the left where there is room, else right of a cutoff near it."""
    top = int(np.argmax(distribution.g[pair]))
    position, height = float(distribution.r[top]), float(distribution.g[pair][top])
    is_left = position > _LABEL_ROOM_ANGSTROM
    near = [cutoff for cutoff in cutoffs if position < cutoff < position + _LABEL_ROOM_ANGSTROM]
    panel.annotate(
        f"highest bin {position:.2f} Å", (position if is_left else max([position, *near]), height),
        xytext=(-8 if is_left else 5, 0), textcoords="offset points", color=palette.MUTED, va="top",
        ha="right" if is_left else "left",
    )  # fmt: skip


def draw_structure_factor(axes: Axes, curve: NeutronCurve, comparison: Comparison | None = None) -> None:
    """Draw S(Q) of the configuration as a line, with data as points where there are some."""
    handles: list[Artist | ErrorbarContainer] = []
    if comparison is not None:
        data, scale = comparison.data, abs(curve.mean_length_fm) ** 2 * BARN_PER_FM2
        handles.append(
            axes.errorbar(
                data.wavevector_per_angstrom, 1.0 + data.value / scale, yerr=data.sigma / scale, fmt="o",
                markersize=2.0, color=palette.INK, elinewidth=0.7, label="measured with neutrons", zorder=3,
            )
        )  # fmt: skip
    handles += axes.plot(curve.wavevector, curve.total, color="C0", label="configuration, neutron weights", zorder=2)
    axes.axhline(1.0, color=palette.FAINT, linewidth=0.8, zorder=0)
    axes.set_xlim(0.0, float(curve.wavevector[-1]))
    axes.set(xlabel=_WAVEVECTOR, ylabel="structure factor  $S(Q)$")
    axes.legend(handles=handles, loc="upper right")


def draw_partials(axes: Axes, curve: NeutronCurve) -> None:
    """Draw the partial structure factors S_ij(Q)."""
    for place, (pair, partial) in enumerate(curve.partials.items()):
        axes.plot(curve.wavevector, partial, color=f"C{place % 6}", label=pair_label(pair), linewidth=1.2)
    axes.axhline(1.0, color=palette.FAINT, linewidth=0.8, zorder=0)
    axes.set_xlim(0.0, float(curve.wavevector[-1]))
    axes.set(xlabel=_WAVEVECTOR, ylabel="partial  $S_{ij}(Q)$")
    axes.legend(loc="upper right", ncols=min(3, len(curve.partials)))


def draw_comparison(axes: Axes, residual_axes: Axes, comparison: Comparison) -> None:
    """Draw Q F(Q), measured as points with errors and computed as a line, and their difference below.

    Both are multiplied by Q, so that the structure at large Q, which holds the short distances, can be seen.
    """
    grid = axes.get_gridspec()
    if grid is not None:
        grid.set_height_ratios([3.2, 1.0])
    q, data = comparison.data.wavevector_per_angstrom, comparison.data
    result = comparison.agreement
    for panel in (axes, residual_axes):
        panel.axhline(0.0, color=palette.FAINT, linewidth=0.8, zorder=0)
        panel.set_xlim(0.0, 1.01 * float(q[-1]))
    points = axes.errorbar(
        q, q * data.value, yerr=q * data.sigma, fmt="o", markersize=2.2, color=palette.INK, elinewidth=0.7,
        label="measured", zorder=3,
    )  # fmt: skip
    (line,) = axes.plot(q, q * comparison.model, color="C0", label=f"configuration, $R_w$ = {result.rw:.3f}", zorder=2)
    (scaled,) = axes.plot(
        q, q * result.scale * comparison.model, color="C1", linestyle=(0, (5, 2)), linewidth=1.1, zorder=2.5,
        label=f"the same × {result.scale:.3f}, $R_w$ = {result.rw_scaled:.3f}",
    )  # fmt: skip
    axes.set_ylabel("$Q\\,F(Q)$ (barn sr$^{-1}$ Å$^{-1}$)")
    axes.tick_params(labelbottom=False)
    axes.legend(handles=[points, line, scaled], loc="upper right")
    residual_axes.plot(q, q * (data.value - comparison.model), color="C0", linewidth=1.0)
    residual_axes.plot(
        q, q * (data.value - result.scale * comparison.model), color="C1", linewidth=0.9, linestyle=(0, (5, 2))
    )
    residual_axes.set(xlabel=_WAVEVECTOR, ylabel="data − line")


def draw_angles(axes: Axes, angles: Sequence[AngleFinding]) -> None:
    """Draw the distributions of bond angles with their means."""
    for place, angle in enumerate(angles):
        degrees, density = angle.angles.distribution()
        edges = np.linspace(0.0, 180.0, len(degrees) + 1)
        label = "\N{EN DASH}".join(angle.settings.triplet)
        mean, deviation = angle.angles.mean_degrees, angle.angles.standard_deviation_degrees
        axes.stairs(density, edges, color=f"C{place % 6}", baseline=None, linewidth=1.4,
                    label=f"{label}: {mean:.1f}°, standard deviation {deviation:.1f}°")  # fmt: skip
        axes.plot(
            [mean, mean],
            [0.0, 1.04 * float(density.max())],
            color=f"C{place % 6}",
            linewidth=0.9,
            linestyle=(0, (4, 3)),
        )
    occupied = np.concatenate([angle.angles.degrees for angle in angles])
    lowest = max(0.0, float(occupied.min()) - 10.0)
    theta = np.linspace(lowest, 180.0, 200)
    axes.plot(theta, np.pi / 360.0 * np.sin(np.radians(theta)), color=palette.MUTED, linewidth=0.9, linestyle=":",
              label="bonds of random direction")  # fmt: skip
    axes.set_xlim(lowest, 180.0)
    axes.set_ylim(0.0, 1.3 * axes.get_ylim()[1])
    axes.set(xlabel="bond angle  $\\theta$ (°)", ylabel="density of angles (1/°)")
    axes.legend(loc="upper right")

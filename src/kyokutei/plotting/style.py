"""The house style: how every figure of a record is set."""

from __future__ import annotations

from typing import Any

from kyokutei.plotting import palette


def house_style() -> dict[Any, Any]:
    """Matplotlib's settings for a figure of one print column, ticks inward, in the house's colours.

    Only fonts that come with matplotlib are used, so that a figure is the same on every machine.
    """
    from cycler import cycler

    return {
        "axes.prop_cycle": cycler(color=palette.SERIES),
        "image.cmap": "viridis",
        **_FONTS,
        **_AXES,
        **_MARKS,
        **_OUTPUT,
    }


_FONTS = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9.0,
    "mathtext.fontset": "dejavusans",
    "axes.labelsize": 9.5,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "legend.fontsize": 8.5,
    "legend.title_fontsize": 8.5,
    "figure.titlesize": 10.5,
    "figure.labelsize": 9.5,
    "text.color": palette.INK,
}

_AXES: dict[str, Any] = {
    "axes.edgecolor": palette.INK,
    "axes.labelcolor": palette.INK,
    "axes.linewidth": 0.7,
    "axes.axisbelow": True,
    "axes.formatter.use_mathtext": True,
    "axes.formatter.limits": (-3, 5),
    "grid.color": palette.FAINT,
    "grid.linewidth": 0.5,
    **{
        f"{axis}tick.{key}": value
        for axis in ("x", "y")
        for key, value in {
            "direction": "in",
            "minor.visible": True,
            "major.size": 4.5,
            "minor.size": 2.5,
            "major.width": 0.7,
            "minor.width": 0.5,
            "color": palette.INK,
        }.items()
    },
    "xtick.top": True,
    "ytick.right": True,
}

_MARKS = {
    "lines.linewidth": 1.4,
    "lines.markersize": 4.0,
    "lines.markeredgewidth": 0.9,
    "errorbar.capsize": 0.0,
    "patch.linewidth": 0.8,
    "hatch.linewidth": 0.6,
    "hatch.color": palette.MUTED,
    "legend.frameon": False,
    "legend.handlelength": 1.9,
    "legend.labelspacing": 0.4,
    "legend.borderaxespad": 0.8,
}

_OUTPUT: dict[str, Any] = {
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.w_pad": 0.06,
    "figure.constrained_layout.h_pad": 0.06,
    "figure.facecolor": palette.PAPER,
    "axes.facecolor": palette.PAPER,
    "savefig.facecolor": palette.PAPER,
    "savefig.dpi": 200,
    "svg.fonttype": "path",
}

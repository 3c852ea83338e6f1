"""The temperature-entropy diagram of helium: isobars, isenthalps and dome, with room to draw a cycle into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.plotting import palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ISOBARS_BAR = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
ISENTHALPS_KJ_PER_KG = (10.0, 20.0, 30.0, 40.0, 50.0, 70.0, 100.0, 150.0, 200.0, 300.0, 500.0, 700.0, 1000.0, 1500.0)
LOWEST_K, HIGHEST_K = 2.2, 320.0
SIZE_INCH = (7.2, 8.6)
"""A page of A4 with its margins."""

_POINTS = 400
_ISOBAR, _ISENTHALP, _DOME, _CYCLE = "C0", "C2", palette.INK, "C1"


def temperature_entropy_diagram(
    axes: Axes,
    *,
    isobars_bar: ArrayLike = ISOBARS_BAR,
    isenthalps_kJ_per_kg: ArrayLike = ISENTHALPS_KJ_PER_KG,
) -> None:
    """Draw T over s with a logarithmic temperature axis: isobars, isenthalps, dome and critical point, each named.

    Parameters
    ----------
    axes
        Matplotlib's; about 7 by 9 inches show all names apart.
    isobars_bar, isenthalps_kJ_per_kg
        Which lines to draw.
    """
    for pressure in np.atleast_1d(np.asarray(isobars_bar, dtype=np.float64)):
        _draw_isobar(axes, float(pressure))
    for value in np.atleast_1d(np.asarray(isenthalps_kJ_per_kg, dtype=np.float64)):
        _draw_isenthalp(axes, float(value))
    _draw_dome(axes)
    _set_axes(axes)


def draw_cycle(axes: Axes, entropy_kJ_per_kg_K: ArrayLike, temperature_K: ArrayLike, *, label: str = "") -> None:
    """Draw the states of a cycle into a T-s diagram, as points joined in their order; NaN lifts the pen."""
    s, t = np.asarray(entropy_kJ_per_kg_K, dtype=np.float64), np.asarray(temperature_K, dtype=np.float64)
    axes.plot(s, t, color=_CYCLE, linewidth=1.6, marker="o", markersize=4.0, zorder=6, label=label or "cycle")


def isobar(pressure_Pa: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Entropy [kJ/(kg K)] and temperature [K] along an isobar from 2.2 to 320 K, straight through the dome."""
    from kyokutei.helium.properties import kernels
    from kyokutei.helium.properties.states import entropy

    t = np.geomspace(max(LOWEST_K, kernels.lowest_temperature(pressure_Pa)), HIGHEST_K, _POINTS)
    if kernels.HELIUM.lowest_vapour_pressure < pressure_Pa < kernels.HELIUM.critical_pressure:
        boiling, _, _, s_liquid = kernels.saturated_liquid(pressure_Pa)
        s_vapour = kernels.saturated_vapour(pressure_Pa)[3]
        cold, warm = t[t < boiling], t[t > boiling]
        s = np.concatenate([entropy(cold, pressure_Pa), [s_liquid, s_vapour], entropy(warm, pressure_Pa)])
        return s / 1000.0, np.concatenate([cold, [boiling, boiling], warm])
    return entropy(t, pressure_Pa) / 1000.0, t


def isenthalp(enthalpy_J_per_kg: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Entropy [kJ/(kg K)] and temperature [K] along an isenthalp from 50 bar down to 0.1 bar, through the dome."""
    from kyokutei.helium.properties import kernels

    s, t = np.full(_POINTS, np.nan), np.full(_POINTS, np.nan)
    for index, pressure in enumerate(np.geomspace(5e6, 1e4, _POINTS)):
        temperature, rho, quality = kernels.state_from_pressure_enthalpy(pressure, enthalpy_J_per_kg)
        if LOWEST_K <= temperature <= HIGHEST_K:
            t[index] = temperature
            if 0.0 < quality < 1.0:
                s[index] = kernels.state_from_density_temperature(rho, temperature)[2]
            else:
                s[index] = kernels.state(rho, temperature)[2]
    return s / 1000.0, t


def _draw_isobar(axes: Axes, pressure_bar: float) -> None:
    s, t = isobar(1e5 * pressure_bar)
    axes.plot(s, t, color=_ISOBAR, linewidth=0.9)
    _name_along(axes, s, t, f"{pressure_bar:g} bar", at_K=113.0, color=_ISOBAR)


def _draw_isenthalp(axes: Axes, value: float) -> None:
    s, t = isenthalp(1000.0 * value)
    axes.plot(s, t, color=_ISENTHALP, linewidth=0.8, linestyle=(0, (5, 2)))
    last = int(np.nonzero(np.isfinite(t))[0][-1])
    axes.annotate(
        f"{value:g}", (float(s[last]), float(t[last])), xytext=(2, 0), textcoords="offset points",
        color=_ISENTHALP, fontsize=7.5, va="center", zorder=5,
        bbox={"facecolor": palette.PAPER, "edgecolor": "none", "pad": 0.5},
    )  # fmt: skip


def _draw_dome(axes: Axes) -> None:
    """The two saturated lines, meeting in the critical point, lines of equal quality between them."""
    from kyokutei.helium.properties import kernels

    fluid = kernels.HELIUM
    x = np.linspace(0.0, np.sqrt(1.0 - LOWEST_K / fluid.critical_temperature), _POINTS)
    t = fluid.critical_temperature * (1.0 - x * x)
    rows = [(kernels.saturated_liquid(p)[3], kernels.saturated_vapour(p)[3]) for p in map(kernels.vapour_pressure, t)]
    liquid, vapour = np.transpose(rows) / 1000.0
    for quality in (0.2, 0.4, 0.6, 0.8):
        axes.plot(liquid + quality * (vapour - liquid), t, color=palette.MUTED, linewidth=0.5, linestyle=":")
    axes.plot(liquid, t, color=_DOME, linewidth=1.6)
    axes.plot(vapour, t, color=_DOME, linewidth=1.6)
    axes.plot(liquid[0], t[0], marker="o", color=_DOME, markersize=3.5)


def _name_along(
    axes: Axes, s: NDArray[np.float64], t: NDArray[np.float64], name: str, *, at_K: float, color: str
) -> None:
    """Write a name on its line at one temperature, turned with the line as drawn."""
    place = int(np.argmin(np.abs(np.log(t / at_K))))
    low, high = max(place - 3, 0), min(place + 3, t.size - 1)
    rise = float(np.degrees(np.arctan2(np.log(t[high] / t[low]), 1e-9 + (s[high] - s[low]) * _ASPECT)))
    axes.text(
        float(s[place]), float(t[place]), name, color=color, fontsize=7.5, rotation=rise, rotation_mode="anchor",
        ha="center", va="center",
        bbox={"facecolor": palette.PAPER, "edgecolor": "none", "pad": 0.6}, zorder=4,
    )  # fmt: skip


_ENTROPY_SPAN = (-2.5, 34.5)
_ASPECT = SIZE_INCH[0] / (_ENTROPY_SPAN[1] - _ENTROPY_SPAN[0]) * np.log(HIGHEST_K / LOWEST_K) / SIZE_INCH[1]
"""Drawn width of 1 kJ/(kg K) over drawn height of a factor e in temperature, nearly."""


def _set_axes(axes: Axes) -> None:
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter

    axes.set_yscale("log")
    axes.set_xlim(*_ENTROPY_SPAN)
    axes.set_ylim(LOWEST_K, HIGHEST_K)
    axes.yaxis.set_major_locator(FixedLocator([3, 4, 5, 7, 10, 15, 20, 30, 50, 77, 100, 150, 200, 300]))
    axes.yaxis.set_major_formatter(FuncFormatter(_plain))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.grid(visible=True, which="major")
    axes.set_xlabel("specific entropy  $s$ (kJ kg$^{-1}$ K$^{-1}$), zero in saturated liquid at 101 325 Pa")
    axes.set_ylabel("temperature  $T$ (K)")
    axes.plot([], [], color=_ISOBAR, linewidth=0.9, label="isobar")
    axes.plot([], [], color=_ISENTHALP, linewidth=0.8, linestyle=(0, (5, 2)), label="isenthalp (kJ/kg)")
    axes.plot([], [], color=_DOME, linewidth=1.6, label="saturated liquid, saturated vapour")
    axes.plot([], [], color=palette.MUTED, linewidth=0.5, linestyle=":", label="vapour quality 0.2, 0.4, 0.6, 0.8")
    axes.legend(loc="upper left")


def _plain(value: float, _: Any) -> str:
    return f"{value:g}"

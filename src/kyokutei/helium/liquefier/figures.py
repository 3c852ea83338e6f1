"""Figures of a liquefier: its cycle over temperature and entropy, the map of its yield, its losses, its peers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kyokutei.helium.liquefier import balances as column
from kyokutei.plotting import palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kyokutei.helium.liquefier.machines import Operation
    from kyokutei.helium.liquefier.performance import Cycle
    from kyokutei.helium.liquefier.results import Other, Result

WARM, COLD, EXPANDED = "C1", "C0", "C2"


def draw_cycle(axes: Axes, cycle: Cycle) -> None:
    """Draw a cycle over specific entropy and temperature, with the dome and the isobars of its pressures."""
    state = cycle.settled
    _draw_dome(axes)
    isobars = [(state.high, f"{state.high.pressure / 1e5:.3g} bar"), (state.low, f"{state.low.pressure / 1e5:.3g} bar")]
    if state.box.middle_pressure_bar is not None:
        isobars.insert(1, (state.middle, f"{state.middle.pressure / 1e5:.2g} bar"))
    warm = state.box.warm_temperature_K
    for place, (isobar, words) in enumerate(isobars):
        keep = isobar.nodes[:, 2] <= 1.05 * warm
        s, t = isobar.nodes[keep, 0] / 1e3, isobar.nodes[keep, 2]
        axes.plot(s, t, color=palette.FAINT, lw=1.0, zorder=1)
        axes.annotate(words, xy=(s[-1], t[-1]), xytext=(0, 4), textcoords="offset points",
                      ha="right" if place == 0 else "center", color=palette.MUTED, fontsize=8)  # fmt: skip
    _draw_streams(axes, cycle)
    axes.set_yscale("log")
    axes.set_ylim(2.5, 1.4 * warm)
    axes.set_yticks([3, 5, 10, 20, 50, 100, 200, 300], ["3", "5", "10", "20", "50", "100", "200", "300"])
    axes.minorticks_off()
    axes.set_xlabel("specific entropy  $s$ (kJ kg$^{-1}$ K$^{-1}$)")
    axes.set_ylabel("temperature  $T$ (K)")
    axes.legend(loc="upper left")


def _draw_dome(axes: Axes) -> None:
    from kyokutei.helium.properties.equation import equation
    from kyokutei.helium.properties.helmholtz import state
    from kyokutei.helium.properties.saturation_line import saturated_densities

    fluid = equation("helium4")
    temperatures = fluid.critical_temperature * (1.0 - np.linspace(0.72, 1e-4, 120) ** 2 * 1.1)
    ends = np.array([saturated_densities(fluid, t) for t in temperatures])
    liquid = np.array([state(fluid, d, t)[2] for d, t in zip(ends[:, 0], temperatures, strict=True)]) / 1e3
    vapour = np.array([state(fluid, d, t)[2] for d, t in zip(ends[:, 1], temperatures, strict=True)]) / 1e3
    s = np.concatenate([liquid, vapour[::-1]])
    t = np.concatenate([temperatures, temperatures[::-1]])
    axes.fill(s, t, color=palette.FAINT, alpha=0.35, lw=0, zorder=0)
    axes.plot(s, t, color=palette.MUTED, lw=1.2, label="liquid and vapour")


def _along(isobar: Any, first: float, last: float) -> tuple[Any, Any]:
    from kyokutei.helium.liquefier.isobar import at_entropy, entropy_of_enthalpy

    s = np.linspace(entropy_of_enthalpy(isobar.nodes, first), entropy_of_enthalpy(isobar.nodes, last), 160)
    return s / 1e3, np.array([at_entropy(isobar.nodes, x)[1] for x in s])


def _draw_streams(axes: Axes, cycle: Cycle) -> None:
    state, table = cycle.settled, cycle.settled.table
    for i, row in enumerate(table):
        s, t = _along(state.high, row[column.HOT_IN], row[column.HOT_OUT])
        axes.plot(s, t, color=WARM, lw=2.2, label="high pressure" if i == 0 else None)
        axes.plot(s[-1], t[-1], "o", color=WARM, ms=4)
        warmed = row[column.COLD_IN] + row[column.DUTY] / row[column.COLD_FLOW]
        s, t = _along(state.low, row[column.COLD_IN], warmed)
        axes.plot(s, t, color=COLD, lw=2.2, label="low pressure" if i == 0 else None)
    _draw_baths(axes, cycle)
    by_name = {node.name: node for node in cycle.nodes}
    throttled = by_name["low pressure, after the throttle"]
    s, t = _along(state.high, table[-1, column.HOT_OUT], table[-1, column.HOT_OUT])
    axes.plot([s[0], throttled.entropy_J_per_kg_K / 1e3], [t[0], throttled.temperature_K], color=palette.INK, ls=":",
              lw=1.6, label="throttle")  # fmt: skip
    for k, (first, second, isobar_a, isobar_b) in enumerate(_expansions(cycle)):
        s_a, t_a = _along(isobar_a, first, first)
        s_b, t_b = _along(isobar_b, second, second)
        axes.plot([s_a[0], s_b[0]], [t_a[0], t_b[0]], color=EXPANDED, ls="--", lw=1.8, marker="s", ms=3.5,
                  label="expanders" if k == 0 else None)  # fmt: skip


def _draw_baths(axes: Axes, cycle: Cycle) -> None:
    state, table = cycle.settled, cycle.settled.table
    for i in range(1, len(table)):
        if table[i, column.BATH_HEAT] > 0.0:
            s, t = _along(state.high, table[i - 1, column.HOT_OUT], table[i, column.HOT_IN])
            axes.plot(s, t, color="C3", lw=2.2, label=f"bath at {state.box.baths_K[i]:g} K")
    for expander, works in zip(state.box.expanders, state.works, strict=True):
        if expander.through is not None:
            s, t = _along(state.middle, works[column.MIDDLE_OUT], works[column.SECOND_IN])
            axes.plot(s, t, color=EXPANDED, lw=2.2, label="between the turbines")


def _expansions(cycle: Cycle) -> list[tuple[float, float, Any, Any]]:
    state, found = cycle.settled, []
    for expander, works in zip(state.box.expanders, state.works, strict=True):
        enters, middle, second, leaves = (float(value) for value in works)
        if expander.through is None:
            found.append((enters, leaves, state.high, state.low))
        else:
            found += [(enters, middle, state.high, state.middle), (second, leaves, state.middle, state.low)]
    return found


def draw_map(axes: Axes, result: Result) -> None:
    """Draw the yield over the two inputs of the split, with the best point."""
    surface = result.surface
    if surface is None:
        raise ValueError("a machine with one expander has no map")
    is_pair = result.machine.cycle == "collins"
    across, up = surface.second, surface.first
    percent = np.where(surface.verdict == 0, 100.0 * surface.liquid_yield, np.nan)
    levels = np.linspace(0.0, float(np.nanmax(percent)), 13)
    filled = axes.contourf(across, up, percent, levels=levels, cmap="cividis")
    axes.contour(across, up, percent, levels=levels[1:], colors=palette.PAPER, linewidths=0.5)
    bar = axes.figure.colorbar(filled, ax=axes, format="%.1f", pad=0.02)
    bar.set_label("liquid yield  $y$ (%)")
    best = (result.best.inputs[1], result.best.inputs[0])
    axes.plot(*best, marker="*", ms=15, color=palette.PAPER, mec=palette.INK, ls="none",
              label=f"best: {100 * result.best.liquid_yield:.2f} %")  # fmt: skip
    axes.set_facecolor(palette.FAINT)
    axes.plot([], [], "s", ms=9, color=palette.FAINT, label="no liquid, or streams would cross")
    if is_pair:
        line = np.linspace(0.02, 0.78, 2)
        axes.plot(line, 0.8 - line, color=palette.INK, ls="--", lw=1.0, label="$x_1+x_2=0.8$")
        axes.set_xlabel("share of the cold expander  $x_2$")
        axes.set_ylabel("share of the warm expander  $x_1$")
    else:
        axes.set_xlabel("pressure between the turbines  $p_\\mathrm{m}$ (bar)")
        axes.set_ylabel("share of the turbines  $x$")
    axes.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=3, borderaxespad=0.3)


def draw_losses(axes: Axes, results: Sequence[Result]) -> None:
    """Draw where the work goes, for each operation: shares of the exergy supplied."""
    names: list[str] = []
    for result in results:
        names += [loss.component for loss in result.cycle.losses if loss.component not in names]
    mean = {name: np.mean([_share(result.cycle, name) for result in results]) for name in names}
    order = ["in the liquid", *sorted((n for n in names if mean[n] > 0.05), key=lambda n: mean[n], reverse=True)]
    place = np.arange(len(order), dtype=float)
    width = 0.8 / len(results)
    for k, result in enumerate(results):
        cycle = result.cycle
        liquid = cycle.liquid_yield * cycle.ideal_work_J_per_L * 1e3 / cycle.liquid_density_kg_per_m3
        shares = [100.0 * liquid / cycle.exergy_supplied_J_per_kg, *(_share(cycle, name) for name in order[1:])]
        where = place + (k - 0.5 * (len(results) - 1)) * width
        color = _color(result.operation) if len(results) <= 2 else f"C{k}"
        axes.barh(where, shares, 0.9 * width, color=color, label=result.operation.name)
        for y, share in zip(where, shares, strict=True):
            axes.annotate(f"{share:.1f}", xy=(share, y), xytext=(3, 0), textcoords="offset points", va="center",
                          fontsize=7.5, color=palette.MUTED)  # fmt: skip
    axes.set_yticks(place, order)
    axes.invert_yaxis()
    axes.tick_params(axis="y", which="both", left=False, right=False)
    axes.margins(x=0.1)
    axes.set_xlabel("share of the exergy supplied (%)")
    axes.legend(loc="lower right")


def _share(cycle: Cycle, name: str) -> float:
    lost = sum(loss.loss_J_per_kg for loss in cycle.losses if loss.component == name)
    return 100.0 * lost / cycle.exergy_supplied_J_per_kg


def _color(operation: Operation) -> str:
    return "C1" if operation.nitrogen_temperature_K is None else "C0"


def draw_bands(axes: Axes, rows: Sequence[Result | Other], confidence: float) -> None:
    """Draw the work per litre of machines inside their ranges, and what follows from published power and rate."""
    labels = []
    for place, row in enumerate(rows):
        low, middle, high = row.band.quantiles("work_kWh_per_L", confidence)
        axes.errorbar(middle, place, xerr=[[middle - low], [high - middle]], fmt="s", ms=5, capsize=3,
                      color=_color(row.operation))  # fmt: skip
        power, litres = row.machine.power_kW, row.operation.litres_per_hour
        if power is not None and litres is not None:
            axes.plot(power.middle / litres, place, "D", color=palette.INK, mfc=palette.PAPER, ms=7, zorder=4)
        year = f", {row.machine.year}" if row.machine.year else ""
        labels.append(f"{row.machine.name}{year}\n{row.operation.name}")
    shown = [
        ("D", palette.INK, "published"),
        ("s", "C0", "model, with nitrogen"),
        ("s", "C1", "without"),
    ]
    for marker, color, words in shown:
        face = palette.PAPER if marker == "D" else color
        axes.plot([], [], marker, color=color, mfc=face, label=words)
    axes.set_yticks(np.arange(len(labels)), labels, fontsize=7.5, parse_math=False)
    axes.invert_yaxis()
    axes.tick_params(axis="y", which="both", left=False, right=False)
    axes.set_xlabel("compressor work per litre  $w$ (kWh L$^{-1}$)")
    axes.set_xlim(left=0.0)
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=3, borderaxespad=0.3, columnspacing=1.2)

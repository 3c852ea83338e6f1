"""Every stream and every exchanger of a settled cold box, named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kyokutei.helium.liquefier import balances as column
from kyokutei.helium.liquefier.second_law import at_throttle

if TYPE_CHECKING:
    from kyokutei.helium.liquefier.cold_box import Settled
    from kyokutei.helium.liquefier.isobar import Isobar


@dataclass(frozen=True)
class Node:
    """A stream between two components.

    Parameters
    ----------
    name
        Where it is, such as ``"high pressure, after exchanger 3"``.
    flow
        Per kg compressed.
    vapour_quality
        Mass fraction of vapour; 1 in the gas and above the critical pressure, 0 in liquid.
    """

    name: str
    flow: float
    pressure_bar: float
    temperature_K: float
    enthalpy_J_per_kg: float
    entropy_J_per_kg_K: float
    vapour_quality: float


@dataclass(frozen=True)
class Exchanger:
    """What one exchanger does: heat per kg compressed, closest approach, and the UA that it needs."""

    name: str
    heat_J_per_kg: float
    warm_end_difference_K: float
    cold_end_difference_K: float
    closest_approach_K: float
    conductance_J_per_kg_K: float


def _node(name: str, flow: float, isobar: Isobar, enthalpy: float) -> Node:
    from kyokutei.helium.liquefier.isobar import at_entropy, entropy_of_enthalpy

    s = float(entropy_of_enthalpy(isobar.nodes, enthalpy))
    _, s_liquid, _, s_vapour = isobar.boiling[:4]
    quality = 1.0 if s_vapour == 0.0 else min(max((s - s_liquid) / (s_vapour - s_liquid), 0.0), 1.0)
    return Node(
        name,
        float(flow),
        isobar.pressure / 1e5,
        float(at_entropy(isobar.nodes, s)[1]),
        float(enthalpy),
        s,
        float(quality),
    )


def nodes(state: Settled) -> tuple[Node, ...]:
    """Every stream: down the high-pressure side, through the expanders and the throttle, and up again."""
    table, high, low = state.table, state.high, state.low
    found = [_node("high pressure, from the compressor", 1.0, high, float(table[0, column.HOT_IN]))]
    for i, row in enumerate(table):
        if row[column.BATH_HEAT] > 0.0:
            found.append(_node(f"high pressure, after the bath before exchanger {i + 1}",
                               row[column.HOT_FLOW], high, row[column.HOT_IN]))  # fmt: skip
        found.append(_node(f"high pressure, after exchanger {i + 1}", row[column.HOT_FLOW], high, row[column.HOT_OUT]))
    for k, (expander, works) in enumerate(zip(state.box.expanders, state.works, strict=True)):
        if expander.through is not None:
            for place, entry in (("after turbine 1", column.MIDDLE_OUT), ("before turbine 2", column.SECOND_IN)):
                found.append(_node(f"middle pressure, {place}", expander.share, state.middle, works[entry]))
        name = f"low pressure, after {'turbine 2' if expander.through is not None else f'expander {k + 1}'}"
        found.append(_node(name, expander.share, low, works[column.OUTLET]))
    found.append(_node("low pressure, after the throttle", table[-1, column.HOT_FLOW], low, at_throttle(state)[1]))
    found.append(_node("liquid", state.liquid_yield, low, low.boiling[2]))
    for i in range(len(table) - 1, -1, -1):
        row = table[i]
        found.append(_node(f"low pressure, into exchanger {i + 1}", row[column.COLD_FLOW], low, row[column.COLD_IN]))
        found.append(_node(f"low pressure, after exchanger {i + 1}", row[column.COLD_FLOW], low,
                           row[column.COLD_IN] + row[column.DUTY] / row[column.COLD_FLOW]))  # fmt: skip
    return tuple(found)


def exchangers(state: Settled) -> tuple[Exchanger, ...]:
    """Every exchanger, from the warm end."""
    from kyokutei.helium.liquefier.isobar import temperature_at

    made = []
    for i, row in enumerate(state.table):
        warmed = float(temperature_at(state.low.nodes, row[column.COLD_IN] + row[column.DUTY] / row[column.COLD_FLOW]))
        gap, _, conductance = (float(value) for value in state.approach[i])
        made.append(
            Exchanger(
                f"exchanger {i + 1}",
                float(row[column.DUTY]),
                float(row[column.T_HOT_IN]) - warmed,
                float(row[column.T_HOT_OUT] - row[column.T_COLD_IN]),
                gap,
                conductance,
            )
        )
    return tuple(made)

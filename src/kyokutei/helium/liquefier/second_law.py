"""Where the work goes: entropy made in every component of a cycle, as exergy lost at the temperature of the hall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kyokutei.helium.liquefier import balances as column
from kyokutei.helium.liquefier.compressor import isothermal_work

if TYPE_CHECKING:
    from kyokutei.helium.liquefier.cold_box import Settled
    from kyokutei.helium.liquefier.isobar import Isobar

ROUNDING = 1e-4
"""Entropy that rounding of the tables may destroy [J/(kg K)], against some 10 J/(kg K) that an exchanger makes."""


@dataclass(frozen=True)
class ExergyLoss:
    """What one component loses, per kg of compressed gas.

    Parameters
    ----------
    component
        Such as ``"exchanger 1"``.
    entropy_J_per_kg_K
        Entropy that it makes [J/(kg K)]; for braked shafts, cold given away with the returning gas and the compressor,
        the loss over the temperature of the hall.
    loss_J_per_kg
        Exergy lost [J/kg].
    """

    component: str
    entropy_J_per_kg_K: float
    loss_J_per_kg: float


def _entropy(isobar: Isobar, enthalpy: float) -> float:
    from kyokutei.helium.liquefier.isobar import entropy_of_enthalpy

    return float(entropy_of_enthalpy(isobar.nodes, enthalpy))


def exergy_losses(state: Settled, *, isothermal_efficiency: float) -> tuple[ExergyLoss, ...]:
    """Exergy lost by each component, from the compressor down [J per kg compressed].

    Together with the exergy of the liquid they are the work of the compressor and the exergy of the baths; a test
    closes this sum.
    """
    hall = state.box.warm_temperature_K
    ideal = isothermal_work(state.low, state.high, temperature_K=hall)
    falls = state.works[:, (column.INLET, column.SECOND_IN)] - state.works[:, (column.MIDDLE_OUT, column.OUTLET)]
    braked = float(sum(e.share * fall for e, fall in zip(state.box.expanders, falls.sum(axis=1), strict=True)))
    made: list[tuple[str, float]] = [("compressor", ideal * (1.0 / isothermal_efficiency - 1.0) / hall)]
    made += [("warm end", _warm_end(state)), *_exchangers(state), *_expanders(state), *_mixing(state), *_baths(state)]
    made.append(("throttle", _throttle(state)))
    if state.box.expanders:
        made.append(("expander brakes", braked / hall))
    return tuple(ExergyLoss(name, entropy, hall * entropy) for name, entropy in made)


def _warm_end(state: Settled) -> float:
    """Entropy made as the returning gas warms up to the hall outside the cold box."""
    from kyokutei.helium.liquefier.isobar import at_entropy, entropy_of_temperature

    hall = state.box.warm_temperature_K
    s_hall = float(entropy_of_temperature(state.low.nodes, hall))
    h_hall = float(at_entropy(state.low.nodes, s_hall)[0])
    row = state.table[0]
    h_out = row[column.COLD_IN] + row[column.DUTY] / row[column.COLD_FLOW]
    s_out = _entropy(state.low, h_out)
    return float(row[column.COLD_FLOW] * (s_hall - s_out - (h_hall - h_out) / hall))


def _exchangers(state: Settled) -> list[tuple[str, float]]:
    made = []
    for i, row in enumerate(state.table):
        hot = _entropy(state.high, row[column.HOT_OUT]) - _entropy(state.high, row[column.HOT_IN])
        warmed = row[column.COLD_IN] + row[column.DUTY] / row[column.COLD_FLOW]
        cold = _entropy(state.low, warmed) - _entropy(state.low, row[column.COLD_IN])
        total = row[column.HOT_FLOW] * hot + row[column.COLD_FLOW] * cold
        if row[column.SIDE_FLOW] > 0.0:
            side = _entropy(state.middle, row[column.SIDE_OUT]) - _entropy(state.middle, row[column.SIDE_IN])
            total += row[column.SIDE_FLOW] * side
        made.append((f"exchanger {i + 1}", float(total)))
    return made


def _expanders(state: Settled) -> list[tuple[str, float]]:
    made = []
    for k, (expander, works) in enumerate(zip(state.box.expanders, state.works, strict=True)):
        enters, middle, second, leaves = (float(value) for value in works)
        if expander.through is None:
            only = _entropy(state.low, leaves) - _entropy(state.high, enters)
            made.append((f"expander {k + 1}", expander.share * only))
        else:
            first = _entropy(state.middle, middle) - _entropy(state.high, enters)
            made.append(("turbine 1", expander.share * first))
            made.append(("turbine 2", expander.share * (_entropy(state.low, leaves) - _entropy(state.middle, second))))
    return made


def _mixing(state: Settled) -> list[tuple[str, float]]:
    """Entropy made where expanders give their gas to the returning stream, and where heat leaks in from the hall."""
    total, leaks = 0.0, state.box.heat_leaks_J_per_kg or (0.0,) * len(state.table)
    below_flow, below_entropy = _returning_vapour(state)
    for i in range(len(state.table) - 1, -1, -1):
        row = state.table[i]
        arriving = below_flow * below_entropy
        for expander, works in zip(state.box.expanders, state.works, strict=True):
            if expander.given_at == i:
                arriving += expander.share * _entropy(state.low, float(works[column.OUTLET]))
        total += row[column.COLD_FLOW] * _entropy(state.low, row[column.COLD_IN]) - arriving
        total -= leaks[i] / state.box.warm_temperature_K
        warmed = row[column.COLD_IN] + row[column.DUTY] / row[column.COLD_FLOW]
        below_flow, below_entropy = float(row[column.COLD_FLOW]), _entropy(state.low, warmed)
    name = "mixing and heat leaks" if any(leaks) else "mixing"
    return [(name, float(total))] if state.box.expanders or any(leaks) else []


def at_throttle(state: Settled) -> tuple[float, float]:
    """Flow and enthalpy of what reaches the throttle."""
    from kyokutei.helium.liquefier.isobar import enthalpy_at

    row = state.table[-1]
    enthalpy = float(row[column.HOT_OUT])
    bath = state.box.baths_K.get(len(state.table), 0.0)
    if bath and row[column.T_HOT_OUT] > bath:
        enthalpy = float(enthalpy_at(state.high.nodes, bath))
    return float(row[column.HOT_FLOW]), enthalpy


def _returning_vapour(state: Settled) -> tuple[float, float]:
    flow, _ = at_throttle(state)
    return flow - state.liquid_yield, float(state.low.boiling[3])


def _throttle(state: Settled) -> float:
    flow, enthalpy = at_throttle(state)
    return flow * (_entropy(state.low, enthalpy) - _entropy(state.high, enthalpy))


def bath_heats(state: Settled) -> dict[int, float]:
    """Heat that each bath takes from the gas, by station [J per kg compressed]."""
    heats = {}
    for station in state.box.baths_K:
        if station < len(state.table):
            heats[station] = float(state.table[station, column.BATH_HEAT])
        else:
            row = state.table[-1]
            heats[station] = float(row[column.HOT_FLOW]) * (float(row[column.HOT_OUT]) - at_throttle(state)[1])
    return heats


def _baths(state: Settled) -> list[tuple[str, float]]:
    made = []
    for station, heat in bath_heats(state).items():
        temperature = state.box.baths_K[station]
        before = state.table[station - 1] if station else None
        flow, h_in = (1.0, _warm_enthalpy(state)) if before is None else (
            float(state.table[min(station, len(state.table) - 1), column.HOT_FLOW]) + _taken_at(state, station),
            float(before[column.HOT_OUT]),
        )  # fmt: skip
        h_out = h_in - heat / flow
        entropy = flow * (_entropy(state.high, h_out) - _entropy(state.high, h_in)) + heat / temperature
        made.append((f"bath at {temperature:g} K", float(entropy)))
    return made


def _taken_at(state: Settled, station: int) -> float:
    """Flow that leaves for expanders between the bath of a station and the exchanger behind it."""
    return sum(expander.share for expander in state.box.expanders if expander.taken_at == station)


def _warm_enthalpy(state: Settled) -> float:
    from kyokutei.helium.liquefier.isobar import enthalpy_at

    return float(enthalpy_at(state.high.nodes, state.box.warm_temperature_K))

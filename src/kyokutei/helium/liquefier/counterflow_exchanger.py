"""A counter-flow exchanger by itself: sized by its effectiveness or by its UA, with the pinch wherever it lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kyokutei.errors import NumericsError, OutOfRangeError, Problem
from kyokutei.helium.liquefier.inputs import NEAREST_TO_ONE, one_value

if TYPE_CHECKING:
    from kyokutei.helium.liquefier.isobar import Isobar


@dataclass(frozen=True)
class Stream:
    """Gas on its way into an exchanger: flow [kg/s], isobar, enthalpy [J/kg]."""

    flow_kg_per_s: float
    isobar: Isobar
    enthalpy_J_per_kg: float


@dataclass(frozen=True)
class Exchange:
    """What an exchanger does: heat [W], enthalpies of what leaves [J/kg], closest approach [K], UA [W/K]."""

    heat_W: float
    hot_out_J_per_kg: float
    cold_out_J_per_kg: float
    closest_approach_K: float
    conductance_W_per_K: float


def exchange(
    hot: Stream, cold: Stream, *, effectiveness: float | None = None, conductance_W_per_K: float | None = None,
    name: str = "exchanger",
) -> Exchange:  # fmt: skip
    """Heat that two streams exchange, by effectiveness or by UA.

    The effectiveness is the heat over the smaller of what either stream could take up or give up between the two
    entering temperatures. Where heat capacities vary, streams may touch inside before that; a UA can never make them.

    Raises
    ------
    OutOfRangeError
        K303: neither or both sizes, a size that cannot be, or a hot stream that enters colder than the cold one.
    NumericsError
        K302: the streams would cross inside; names the exchanger and the place.
    """
    from kyokutei.helium.liquefier.isobar import enthalpy_at, temperature_at

    if (effectiveness is None) == (conductance_W_per_K is None):
        raise OutOfRangeError(
            Problem("K303", f"{name} with both sizes or none", "effectiveness or conductance_W_per_K")
        )
    t_hot = float(temperature_at(hot.isobar.nodes, hot.enthalpy_J_per_kg))
    t_cold = float(temperature_at(cold.isobar.nodes, cold.enthalpy_J_per_kg))
    if t_hot <= t_cold:
        found = f"{name} whose hot stream enters at {t_hot:.4g} K and its cold one at {t_cold:.4g} K"
        raise OutOfRangeError(Problem("K303", found, "a hot stream that enters warmer"))
    most = min(
        hot.flow_kg_per_s * (hot.enthalpy_J_per_kg - float(enthalpy_at(hot.isobar.nodes, t_cold))),
        cold.flow_kg_per_s * (float(enthalpy_at(cold.isobar.nodes, t_hot)) - cold.enthalpy_J_per_kg),
    )
    if effectiveness is not None:
        share = one_value("effectiveness", effectiveness, 0.0, NEAREST_TO_ONE, unit="", why="1 is infinitely large")
        done = _exchanged(hot, cold, share * most)
        if done.closest_approach_K < 0.0:
            raise NumericsError(
                Problem(
                    "K302",
                    f"streams that cross inside {name}: with an effectiveness of {share:g} the hot one would be "
                    f"{-done.closest_approach_K:.3g} K colder than the cold one",
                    "a hot stream that stays warmer all along",
                    f"Lower the effectiveness of {name}, or change its flows.",
                    key=name,
                )
            )
        return done
    size = one_value("conductance_W_per_K", conductance_W_per_K or 0.0, 0.0, 1e12, unit="W/K")
    return _with_conductance(hot, cold, most, size)


def _exchanged(hot: Stream, cold: Stream, heat: float) -> Exchange:
    import numpy as np

    from kyokutei.helium.liquefier.profile import POINTS, along, closest_approach, conductance

    hot_out = hot.enthalpy_J_per_kg - heat / hot.flow_kg_per_s
    ends = np.array(
        [hot.flow_kg_per_s, hot.enthalpy_J_per_kg, hot_out, cold.flow_kg_per_s, cold.enthalpy_J_per_kg, 0.0, 0.0, 0.0]
    )
    profile = np.empty((4 * POINTS, 3))
    along(ends, hot.isobar.nodes, hot.isobar.nodes, cold.isobar.nodes, profile)
    cold_out = cold.enthalpy_J_per_kg + heat / cold.flow_kg_per_s
    return Exchange(heat, hot_out, cold_out, float(closest_approach(profile)[0]), float(conductance(profile)))


def _with_conductance(hot: Stream, cold: Stream, most: float, size: float) -> Exchange:
    """Halve the heat between none and the most until its UA is the given one; UA rises with the heat without bound."""
    low, high = 0.0, most
    for _ in range(80):
        heat = 0.5 * (low + high)
        if _exchanged(hot, cold, heat).conductance_W_per_K > size:
            high = heat
        else:
            low = heat
    return _exchanged(hot, cold, low)

"""The internal purifier: air in the returned gas is frozen out, at the cost of refrigeration and of time to thaw."""

from __future__ import annotations

from dataclasses import dataclass

from kyokutei.helium.liquefier.inputs import one_value

AIR_KG_PER_MOL = 0.0289652
"""Molar mass of dry air (CIPM-2007, Metrologia 45, 149, with 0.0004 of carbon dioxide)."""

HELIUM_KG_PER_MOL = 0.004002602
HELIUM_HEAT_CAPACITY = 5193.0
"""c_p of dilute helium [J/(kg K)], 5R/2M."""

AIR_TO_SOLID_J_PER_KG = 510e3
"""Heat given up by air from 300 K to a solid near 30 K: some 220 kJ/kg of gas to 81 K (c_p 1.0 kJ/(kg K)), 200 of
condensation, 60 of liquid, 26 of freezing. Good to some 5 %; it is small beside the helium's own heat."""


@dataclass(frozen=True)
class Purification:
    """What impure gas costs.

    Parameters
    ----------
    heat_J_per_kg
        Refrigeration at the purifier per kg of impure gas.
    hours_between_regenerations
        Until the frozen air fills it.
    availability
        Share of the time in which it purifies, and with it the machine's share of its rate on this gas.
    """

    heat_J_per_kg: float
    hours_between_regenerations: float
    availability: float


def purify(
    *,
    air_fraction: float,
    flow_g_per_s: float,
    recuperation: float,
    temperature_K: float = 30.0,
    warm_temperature_K: float = 300.0,
    capacity_kg: float,
    regeneration_hours: float,
) -> Purification:
    """Refrigeration and lost time for gas with ``air_fraction`` (by volume) of air.

    The gas is cooled to ``temperature_K``, which freezes the air; the pure helium gives back ``recuperation`` of its
    heat on its way up. What it does not give back, and all the heat of the air, is refrigeration.

    Raises
    ------
    OutOfRangeError
        K303: a value that cannot be.
    """
    air = one_value("air_fraction", air_fraction, 0.0, 0.2, unit="")
    flow = one_value("flow_g_per_s", flow_g_per_s, 1e-6, 1e6, unit="g/s")
    back = one_value("recuperation", recuperation, 0.0, 1.0, unit="")
    cold = one_value("temperature_K", temperature_K, 20.0, 55.0, unit="K", why="air must be solid")
    warm = one_value("warm_temperature_K", warm_temperature_K, 200.0, 390.0, unit="K")
    capacity = one_value("capacity_kg", capacity_kg, 1e-3, 1e4, unit="kg")
    pause = one_value("regeneration_hours", regeneration_hours, 0.0, 1e3, unit="h")
    air_mass = air * AIR_KG_PER_MOL / (air * AIR_KG_PER_MOL + (1.0 - air) * HELIUM_KG_PER_MOL)
    heat = (1.0 - air_mass) * HELIUM_HEAT_CAPACITY * (warm - cold) * (1.0 - back) + air_mass * AIR_TO_SOLID_J_PER_KG
    if air_mass == 0.0:
        return Purification(heat, float("inf"), 1.0)
    hours = capacity / (1e-3 * flow * air_mass) / 3600.0
    return Purification(heat, hours, hours / (hours + pause))

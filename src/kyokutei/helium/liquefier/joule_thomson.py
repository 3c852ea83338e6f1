"""The last stage of Linde and Hampson: precooled gas, one counter-flow exchanger, a throttle."""

from __future__ import annotations

from dataclasses import dataclass

from kyokutei.errors import NumericsError, Problem
from kyokutei.helium.liquefier.inputs import one_value, pressures

PRECOOLING_K = (5.0, 100.0)


@dataclass(frozen=True)
class JouleThomsonStage:
    """A throttle stage in its steady state.

    Parameters
    ----------
    liquid_yield
        Liquid per compressed gas, by mass.
    throttle_temperature_K
        Temperature of the gas before the throttle.
    closest_approach_K
        Smallest difference of temperature anywhere in the exchanger.
    conductance_J_per_kg_K
        UA of the exchanger per kg/s compressed.
    """

    liquid_yield: float
    throttle_temperature_K: float
    closest_approach_K: float
    conductance_J_per_kg_K: float


def precooled_joule_thomson(
    *,
    high_pressure_bar: float,
    low_pressure_bar: float,
    precooling_temperature_K: float,
    warm_end_difference_K: float,
) -> JouleThomsonStage:
    """Yield of a throttle stage from the balance round it: y = (h_low - h_high) / (h_low - h_liquid).

    Gas enters at the precooling temperature and high pressure (h_high); what is not liquefied leaves at low pressure,
    colder by the difference at the warm end (h_low).

    Raises
    ------
    OutOfRangeError
        K303: a value that cannot be.
    NumericsError
        K302: the precooling is too warm to liquefy, or the streams would cross inside the exchanger.
    """
    import numpy as np

    from kyokutei.helium.liquefier.cold_box import ColdBox, isobars
    from kyokutei.helium.liquefier.isobar import enthalpy_at, temperature_at
    from kyokutei.helium.liquefier.profile import POINTS, along, closest_approach, conductance

    low_bar, high_bar = pressures(low_pressure_bar, high_pressure_bar)
    warm = one_value("precooling_temperature_K", precooling_temperature_K, *PRECOOLING_K, unit="K")
    high, _, low = isobars(ColdBox(high_bar, low_bar, ()))
    boils_at = float(low.boiling[0])
    why = f"between boiling helium ({boils_at:.4g} K) and the entering gas"
    gap = one_value("warm_end_difference_K", warm_end_difference_K, 0.0, warm - boils_at, unit="K", why=why)
    h_high, h_low = float(enthalpy_at(high.nodes, warm)), float(enthalpy_at(low.nodes, warm - gap))
    h_liquid, h_vapour = float(low.boiling[2]), float(low.boiling[4])
    liquid = (h_low - h_high) / (h_low - h_liquid)
    if liquid <= 0.0:
        raise NumericsError(_no_liquid(warm, high_bar, low_bar, gap))
    h_throttle = h_high - (1.0 - liquid) * (h_low - h_vapour)
    profile = np.empty((POINTS, 3))
    ends = np.array([1.0, h_high, h_throttle, 1.0 - liquid, h_vapour, 0.0, 0.0, 0.0])
    along(ends, high.nodes, high.nodes, low.nodes, profile)
    smallest, where = closest_approach(profile)
    if smallest < -1e-6:
        raise NumericsError(_crossing(float(smallest), float(where)))
    throttle = float(temperature_at(high.nodes, h_throttle))
    return JouleThomsonStage(float(liquid), throttle, float(smallest), float(conductance(profile)))


def _no_liquid(warm: float, high_bar: float, low_bar: float, gap: float) -> Problem:
    return Problem(
        "K302",
        f"a throttle stage without liquid: from {warm:g} K, expansion from {high_bar:g} to {low_bar:g} bar does not "
        f"make up for {gap:g} K at the warm end",
        "gas precooled well below its inversion temperature (some 45 K for helium)",
        "Precool further, make the exchanger better, or change the high pressure.",
        key="precooling_temperature_K",
    )


def _crossing(smallest: float, where: float) -> Problem:
    return Problem(
        "K302",
        f"streams that cross in the exchanger of the throttle stage: at {where:.4g} K the hot one would be "
        f"{-smallest:.3g} K colder than the cold one",
        "a hot stream that stays warmer all along the exchanger",
        "Allow a larger difference at the warm end, or change the high pressure.",
        key="warm_end_difference_K",
    )

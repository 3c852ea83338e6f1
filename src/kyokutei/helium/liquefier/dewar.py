"""The storage dewar: liquid that comes from a higher pressure flashes, and what boils away leaves its vapour behind."""

from __future__ import annotations

from dataclasses import dataclass

from kyokutei.helium.liquefier.inputs import LOW_PRESSURE_BAR, one_value


@dataclass(frozen=True)
class Transfer:
    """What happens to liquid on its way into a vessel: vapour that is made, liquid that arrives, by mass; the heat."""

    flash_fraction: float
    liquid_fraction: float


def flash(*, from_bar: float, to_bar: float, heat_J_per_kg: float = 0.0) -> Transfer:
    """Vapour that saturated liquid makes when it is throttled into a vessel at lower pressure.

    x = (h_liquid(from) + q - h_liquid(to)) / latent(to), with the heat q that leaks into the line.

    Raises
    ------
    OutOfRangeError
        K303: a pressure outside 0.2 to 1.7 bar, or one that rises.
    """
    from kyokutei.helium.liquefier.cold_box import ColdBox, isobars
    from kyokutei.helium.liquefier.expander import vapour_quality

    first = one_value("from_bar", from_bar, *LOW_PRESSURE_BAR, unit="bar")
    second = one_value("to_bar", to_bar, LOW_PRESSURE_BAR[0], first, unit="bar", why="not above where it comes from")
    heat = one_value("heat_J_per_kg", heat_J_per_kg, 0.0, 1e6, unit="J/kg")
    above, below = (isobars(ColdBox(2.0 * bar, bar, ()))[2] for bar in (first, second))
    vapour = vapour_quality(below, float(above.boiling[2]) + heat)
    return Transfer(vapour, 1.0 - vapour)


@dataclass(frozen=True)
class BoilOff:
    """Liquid that a heat load boils [L/h of level], and the share of it that stays in the vessel as vapour."""

    litres_per_hour: float
    share_that_stays: float


def boil_off(*, heat_W: float, pressure_bar: float = 1.01325) -> BoilOff:
    """Fall of the level under a heat load at constant pressure.

    The level falls by Q / (L (ρ_l - ρ_v)) of volume: what boils leaves its place to vapour, which stays.

    Raises
    ------
    OutOfRangeError
        K303.
    """
    from kyokutei.helium.liquefier.cold_box import ColdBox, isobars

    heat = one_value("heat_W", heat_W, 0.0, 1e6, unit="W")
    bar = one_value("pressure_bar", pressure_bar, *LOW_PRESSURE_BAR, unit="bar")
    _, _, h_l, _, h_v, liquid, vapour = (float(v) for v in isobars(ColdBox(2.0 * bar, bar, ()))[2].boiling)
    leaving_kg_per_s = heat / (h_v - h_l)
    volume_m3_per_s = leaving_kg_per_s / liquid
    return BoilOff(3.6e6 * volume_m3_per_s, vapour / liquid)

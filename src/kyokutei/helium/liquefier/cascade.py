"""The cascade of Kamerlingh Onnes: boiling nitrogen precools hydrogen, and boiling hydrogen precools helium."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kyokutei.helium.liquefier.bath import HYDROGEN_RANGE_K, boiling_liquid, litres_boiled
from kyokutei.helium.liquefier.cold_box import ColdBox, Settled, solve
from kyokutei.helium.liquefier.inputs import (
    NEAREST_TO_ONE,
    NITROGEN_K,
    WARM_K,
    flow_or_none,
    fractions,
    one_value,
    pressures,
)

if TYPE_CHECKING:
    from kyokutei.helium.liquefier.performance import Cycle

HYDROGEN_PRESSURE_BAR = (10.0, 400.0)


@dataclass(frozen=True)
class Cascade:
    """A cascade in its steady state.

    Parameters
    ----------
    helium
        The helium cycle: yield, litres, nodes, losses; its own compressor only.
    hydrogen_yield
        Liquid hydrogen per compressed hydrogen, by mass.
    hydrogen_litres_per_litre, nitrogen_litres_per_litre
        Liquid hydrogen boiled, and liquid nitrogen boiled in both cycles, per litre of liquid helium.
    specific_work_kWh_per_L
        Work of both compressors per litre of liquid helium; making liquid nitrogen is not in it.
    figure_of_merit
        Ideal work over that of both compressors.
    """

    helium: Cycle
    hydrogen_yield: float
    hydrogen_litres_per_litre: float
    nitrogen_litres_per_litre: float
    specific_work_kWh_per_L: float
    figure_of_merit: float


def onnes_cascade(  # noqa: PLR0913 - a plant has this many numbers
    *,
    helium_pressure_bar: float,
    low_pressure_bar: float,
    effectiveness: float,
    hydrogen_pressure_bar: float = 150.0,
    hydrogen_temperature_K: float = 20.3,
    nitrogen_temperature_K: float = 77.4,
    warm_temperature_K: float = 300.0,
    compressor_flow_g_per_s: float | None = None,
    compressor_efficiency: float = 1.0,
) -> Cascade:
    """Steady state of the cascade in which helium was first made liquid.

    Helium: exchanger, nitrogen bath, exchanger, hydrogen bath, exchanger, throttle. Hydrogen: exchanger, nitrogen bath,
    exchanger, throttle into the bath. Hydrogen is computed as parahydrogen throughout (equation of state of Leachman et
    al. 2009): the heat of conversion that normal hydrogen gives off as it is stored, 0.53 MJ/kg, is not in it, nor is
    the difference in heat capacity between 50 and 300 K, which moves its yield by some per cent.

    Raises
    ------
    OutOfRangeError
        K303: a value that cannot be.
    NumericsError
        K302: one of the two stages makes no liquid.
    """
    from kyokutei.helium.liquefier.compressor import compressor_work
    from kyokutei.helium.liquefier.performance import J_PER_KWH, evaluate
    from kyokutei.helium.liquefier.second_law import bath_heats

    low, high = pressures(low_pressure_bar, helium_pressure_bar)
    warm = one_value("warm_temperature_K", warm_temperature_K, *WARM_K, unit="K")
    nitrogen = one_value("nitrogen_temperature_K", nitrogen_temperature_K, *NITROGEN_K, unit="K")
    hydrogen = one_value("hydrogen_temperature_K", hydrogen_temperature_K, *HYDROGEN_RANGE_K, unit="K")
    (share,) = fractions("effectiveness", effectiveness, 1, NEAREST_TO_ONE)
    (compressor,) = fractions("compressor_efficiency", compressor_efficiency, 1, 1.0)
    flow = flow_or_none(compressor_flow_g_per_s)
    helium = solve(ColdBox(high, low, (share,) * 3, warm_temperature_K=warm, baths_K={1: nitrogen, 2: hydrogen}))
    cycle = evaluate(helium, isothermal_efficiency=compressor, flow_g_per_s=flow)
    stage = _hydrogen_stage(hydrogen_pressure_bar, hydrogen, nitrogen, share, warm)

    heats = bath_heats(helium)
    litres = 1000.0 * helium.liquid_yield / cycle.liquid_density_kg_per_m3
    latent, density = boiling_liquid("parahydrogen", temperature_K=hydrogen)
    boiled = heats[2] / latent
    compressed = boiled / stage.liquid_yield
    nitrogen_heat = heats[1] + compressed * bath_heats(stage)[1]
    work = cycle.specific_work_kWh_per_L + compressed / litres / J_PER_KWH * compressor_work(
        stage.low, stage.high, temperature_K=warm, isothermal_efficiency=compressor
    )
    return Cascade(
        helium=cycle,
        hydrogen_yield=stage.liquid_yield,
        hydrogen_litres_per_litre=1000.0 * boiled / density / litres,
        nitrogen_litres_per_litre=litres_boiled("nitrogen", temperature_K=nitrogen, heat_J=nitrogen_heat) / litres,
        specific_work_kWh_per_L=work,
        figure_of_merit=cycle.ideal_work_J_per_L / J_PER_KWH / work,
    )


def _hydrogen_stage(high_bar: float, bath: float, nitrogen: float, effectiveness: float, warm: float) -> Settled:
    from kyokutei.helium.properties.equation import equation
    from kyokutei.helium.properties.saturation_line import vapour_pressure

    high = one_value("hydrogen_pressure_bar", high_bar, *HYDROGEN_PRESSURE_BAR, unit="bar")
    low = float(vapour_pressure(equation("parahydrogen"), bath)) / 1e5
    box = ColdBox(high, low, (effectiveness,) * 2, warm_temperature_K=warm, baths_K={1: nitrogen}, fluid="parahydrogen")
    return solve(box)

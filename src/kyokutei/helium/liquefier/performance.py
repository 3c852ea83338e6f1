"""What a cycle delivers: litres, work and nitrogen per litre, figure of merit, node table, losses."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from kyokutei.helium.liquefier import balances as column
from kyokutei.helium.liquefier.cold_box import Settled
from kyokutei.helium.liquefier.compressor import compressor_work
from kyokutei.helium.liquefier.nodes import Exchanger, Node, exchangers, nodes
from kyokutei.helium.liquefier.second_law import ExergyLoss, bath_heats, exergy_losses

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kyokutei.helium.liquefier.isobar import Isobar

J_PER_KWH = 3.6e6


@dataclass(frozen=True)
class Cycle:
    """A liquefier in its steady state.

    Parameters
    ----------
    liquid_yield
        Liquid per compressed gas, by mass.
    node_temperatures_K
        (exchanger,) temperature of the high-pressure stream as it leaves each exchanger, warm to cold.
    figure_of_merit
        Ideal work of liquefaction over the work of the compressor; work to make liquid nitrogen is not in it.
    specific_work_kWh_per_L
        Work of the compressor per litre of liquid at the low pressure.
    litres_per_hour
        None where no compressor flow was given.
    compressor_power_kW
        None where no compressor flow was given.
    nitrogen_litres_per_litre
        Liquid nitrogen per litre of liquid helium, by its latent heat alone; 0 without nitrogen.
    ideal_work_J_per_L, heat_removed_J_per_L
        From gas at the low pressure and hall temperature to liquid: the least work, and the enthalpy to be removed.
    liquid_density_kg_per_m3
        Density in which litres are counted: Donnelly and Barenghi 1998 at the ITS-90 boiling temperature.
    exergy_supplied_J_per_kg
        Work of the compressor and exergy of the baths, per kg compressed.
    compressor_efficiency
        Isothermal efficiency of the compressor.
    settled
        The solved balances.
    """

    liquid_yield: float
    node_temperatures_K: NDArray[np.float64]
    figure_of_merit: float
    specific_work_kWh_per_L: float
    litres_per_hour: float | None
    compressor_power_kW: float | None
    nitrogen_litres_per_litre: float
    ideal_work_J_per_L: float
    heat_removed_J_per_L: float
    liquid_density_kg_per_m3: float
    exergy_supplied_J_per_kg: float
    compressor_efficiency: float
    settled: Settled = field(repr=False)

    @cached_property
    def losses(self) -> tuple[ExergyLoss, ...]:
        """Exergy lost by component, per kg compressed."""
        return exergy_losses(self.settled, isothermal_efficiency=self.compressor_efficiency)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every stream."""
        return nodes(self.settled)

    @cached_property
    def exchangers(self) -> tuple[Exchanger, ...]:
        """Every exchanger, from the warm end."""
        return exchangers(self.settled)


def ideal_liquefaction(low_pressure_bar: float, *, warm_temperature_K: float = 300.0) -> tuple[float, float]:
    """Least work, and heat to be removed, to make liquid from gas at the same pressure [J/kg].

    From the hall temperature to saturated liquid: w = T (s_gas - s_liquid) - (h_gas - h_liquid), q = h_gas - h_liquid.
    """
    from kyokutei.helium.liquefier.cold_box import ColdBox, isobars

    low = isobars(ColdBox(2.0 * low_pressure_bar, low_pressure_bar, ()))[2]
    return _ideal(low, warm_temperature_K)


def _ideal(low: Isobar, hall: float) -> tuple[float, float]:
    from kyokutei.helium.liquefier.isobar import at_entropy, entropy_of_temperature

    s = float(entropy_of_temperature(low.nodes, hall))
    heat = float(at_entropy(low.nodes, s)[0] - low.boiling[2])
    return hall * (s - float(low.boiling[1])) - heat, heat


@lru_cache(maxsize=256)
def liquid_density(low_pressure_bar: float) -> float:
    """Density of liquid helium that boils at a pressure [kg/m³], as Donnelly and Barenghi 1998 recommend it."""
    from kyokutei.helium import properties

    return float(properties.liquid_density(properties.saturation_temperature(1e5 * low_pressure_bar)))


def evaluate(state: Settled, *, isothermal_efficiency: float, flow_g_per_s: float | None) -> Cycle:
    """Litres, work, losses and tables of a settled cold box."""
    box = state.box
    work = compressor_work(
        state.low, state.high, temperature_K=box.warm_temperature_K, isothermal_efficiency=isothermal_efficiency
    )
    density = liquid_density(box.low_pressure_bar)
    ideal, heat = _ideal(state.low, box.warm_temperature_K)
    litres_per_kg = 1000.0 * state.liquid_yield / density
    heats = bath_heats(state)
    supplied = work + sum(q * (box.warm_temperature_K / box.baths_K[k] - 1.0) for k, q in heats.items())
    return Cycle(
        liquid_yield=state.liquid_yield,
        node_temperatures_K=state.table[:, column.T_HOT_OUT].copy(),
        figure_of_merit=state.liquid_yield * ideal / work,
        specific_work_kWh_per_L=work / litres_per_kg / J_PER_KWH,
        litres_per_hour=None if flow_g_per_s is None else 3.6 * flow_g_per_s * litres_per_kg,
        compressor_power_kW=None if flow_g_per_s is None else 1e-6 * flow_g_per_s * work,
        nitrogen_litres_per_litre=_nitrogen_litres(box.baths_K, heats) / litres_per_kg,
        ideal_work_J_per_L=ideal * density / 1000.0,
        heat_removed_J_per_L=heat * density / 1000.0,
        liquid_density_kg_per_m3=density,
        exergy_supplied_J_per_kg=supplied,
        compressor_efficiency=isothermal_efficiency,
        settled=state,
    )


def _nitrogen_litres(baths_K: dict[int, float], heats: dict[int, float]) -> float:
    """Litres of nitrogen that boil away per kg compressed, in baths between its triple and critical point."""
    from kyokutei.helium.liquefier.bath import NITROGEN_RANGE_K, litres_boiled

    return sum(
        litres_boiled("nitrogen", temperature_K=temperature, heat_J=heats[station])
        for station, temperature in baths_K.items()
        if NITROGEN_RANGE_K[0] <= temperature <= NITROGEN_RANGE_K[1]
    )

"""What a machine makes when some of its inputs are only known to lie in ranges: nominal plant, best split, band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kyokutei.errors import OutOfRangeError
from kyokutei.helium.liquefier import optimum
from kyokutei.helium.liquefier.machines import RANGED, Machine, Operation, describe
from kyokutei.helium.liquefier.sweep import settle_all

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kyokutei.helium.liquefier.cold_box import ColdBox
    from kyokutei.helium.liquefier.optimum import Optimum
    from kyokutei.helium.liquefier.performance import Cycle

    FloatArray = NDArray[np.float64]

STARTING_SPLIT = {"collins": (0.4, 0.4), "claude": (0.7,), "kapitza": (0.7,), "turbines": (0.7, 4.0)}
"""Any split will do: it is replaced by the best one, or by the one that the machine states."""

REACH = 0.05
"""Drawn shares lie within this of the nominal best: nobody tunes a plant better."""


def nominal_inputs(machine: Machine) -> dict[str, float]:
    """Every input in the middle of its range."""
    return {name: machine.inputs[name].middle for name in RANGED}


def nominal_box(machine: Machine, operation: Operation) -> ColdBox:
    """The cold box in the middle of all ranges, with the split that the machine states or any other."""
    split = machine.shares or STARTING_SPLIT[machine.cycle]
    if machine.cycle == "turbines":
        low, high = (machine.inputs[name].middle for name in ("low_pressure_bar", "high_pressure_bar"))
        split = (split[0], machine.middle_pressure_bar or (low * high) ** 0.5)
    return describe(machine, operation, nominal_inputs(machine), split)


def find_split(machine: Machine, operation: Operation) -> Optimum:
    """The best split of the flow, and the best middle pressure of turbines, in the middle of all ranges."""
    box = nominal_box(machine, operation)
    if machine.cycle == "collins":
        return optimum.best_split(box)
    if machine.cycle == "turbines":
        return optimum.best_turbines(box)
    return optimum.best_share(box)


def chosen_split(machine: Machine, best: Optimum) -> tuple[float, ...]:
    """The split that a machine states, completed by the best one."""
    if machine.cycle == "turbines":
        share = machine.shares[0] if machine.shares else best.inputs[0]
        return share, machine.middle_pressure_bar or best.inputs[1]
    if machine.shares:
        return machine.shares
    return best.inputs if machine.cycle == "collins" else best.inputs[:1]


def nominal_cycle(machine: Machine, operation: Operation, split: tuple[float, ...]) -> Cycle:
    """The plant in the middle of all ranges.

    Raises
    ------
    NumericsError
        K302, if it makes no liquid.
    """
    from kyokutei.helium.liquefier.cold_box import solve
    from kyokutei.helium.liquefier.performance import evaluate

    inputs = nominal_inputs(machine)
    state = solve(describe(machine, operation, inputs, split))
    efficiency = inputs["compressor_efficiency"]
    cycle = evaluate(state, isothermal_efficiency=efficiency, flow_g_per_s=None)
    flow = _nominal_flow(machine, operation, cycle)
    return evaluate(state, isothermal_efficiency=efficiency, flow_g_per_s=flow)


def _nominal_flow(machine: Machine, operation: Operation, cycle: Cycle) -> float | None:
    if machine.flow_g_per_s is not None:
        return machine.flow_g_per_s.middle
    if machine.power_kW is not None:
        work = 3.6e6 * cycle.specific_work_kWh_per_L * 1000.0 * cycle.liquid_yield / cycle.liquid_density_kg_per_m3
        return 1e6 * machine.power_kW.middle / work
    if operation.litres_per_hour is not None:
        return operation.litres_per_hour * cycle.liquid_density_kg_per_m3 / 3600.0 / cycle.liquid_yield
    return None


@dataclass(frozen=True)
class Band:
    """What plants inside the ranges of a machine do, one entry for each draw.

    Parameters
    ----------
    inputs
        (draw, input) in the order of `RANGED`.
    liquid_yield
        (draw,) 0 where a plant makes no liquid.
    work_kWh_per_L
        (draw,) compressor work per litre; NaN where there is no liquid.
    litres_per_hour, flow_g_per_s
        (draw,) with the flow that is known, follows from the power, or is needed for the published litres.
    """

    inputs: FloatArray
    liquid_yield: FloatArray
    work_kWh_per_L: FloatArray
    litres_per_hour: FloatArray
    flow_g_per_s: FloatArray

    @property
    def makes_liquid(self) -> NDArray[np.bool_]:
        """Which plants make liquid."""
        return np.asarray(self.liquid_yield > 0.0)

    def quantiles(self, name: str, confidence: float) -> tuple[float, float, float]:
        """Lower end, median and upper end of a quantity over the plants that make liquid."""
        values = getattr(self, name)[self.makes_liquid]
        tail = 0.5 * (1.0 - confidence)
        low, middle, high = np.quantile(values, [tail, 0.5, 1.0 - tail])
        return float(low), float(middle), float(high)


def draw_plants(item: dict[str, Any], generator: np.random.Generator) -> dict[str, FloatArray]:
    """Draw plants inside the ranges of a machine and settle each: a piece of an ensemble.

    ``item`` holds the machine, the operation, the split and the number of draws. Stated shares are kept; found ones are
    drawn near their best values.
    """
    machine, operation, split, count = item["machine"], item["operation"], item["split"], item["draws"]
    columns = [machine.inputs[name].draw(generator, count) for name in RANGED]
    inputs = np.stack(columns, axis=1)
    offsets = REACH * (2.0 * generator.random((count, len(split))) - 1.0)
    flow = machine.flow_g_per_s.draw(generator, count) if machine.flow_g_per_s else np.full(count, np.nan)
    power = machine.power_kW.draw(generator, count) if machine.power_kW else np.full(count, np.nan)
    boxes, possible = [], np.zeros(count, dtype=bool)
    for k in range(count):
        values = dict(zip(RANGED, (float(v) for v in inputs[k]), strict=True))
        try:
            boxes.append(describe(machine, operation, values, _near(machine, split, offsets[k], values)))
            possible[k] = True
        except OutOfRangeError:
            continue
    yields = np.zeros(count)
    yields[possible] = settle_all(boxes).liquid_yield
    return {"inputs": inputs, "liquid_yield": yields, "flow": flow, "power": power}


def _near(
    machine: Machine, split: tuple[float, ...], offsets: FloatArray, values: dict[str, float]
) -> tuple[float, ...]:
    if machine.cycle != "turbines":
        shifts = np.zeros(len(split)) if machine.shares else offsets
        return tuple(float(min(max(s + d, 1e-3), 0.97)) for s, d in zip(split, shifts, strict=True))
    share = split[0] if machine.shares else float(min(max(split[0] + offsets[0], 1e-3), 0.97))
    return share, float(min(max(split[1], 1.05 * values["low_pressure_bar"]), 0.95 * values["high_pressure_bar"]))


def band(machine: Machine, operation: Operation, pieces: Sequence[Mapping[str, NDArray[Any]]]) -> Band:
    """Litres, work and flow of drawn plants."""
    from kyokutei.helium import properties

    inputs, yields, flow, power = (
        np.concatenate([piece[name] for piece in pieces]) for name in ("inputs", "liquid_yield", "flow", "power")
    )
    column = {name: inputs[:, k] for k, name in enumerate(RANGED)}
    low, high, warm = 1e5 * column["low_pressure_bar"], 1e5 * column["high_pressure_bar"], column["warm_temperature_K"]
    fall = properties.entropy(warm, low) - properties.entropy(warm, high)
    work = warm * fall - properties.enthalpy(warm, low) + properties.enthalpy(warm, high)
    work = work / column["compressor_efficiency"]
    density = properties.liquid_density(properties.saturation_temperature(low))
    litres_per_kg = 1000.0 * yields / density
    with np.errstate(divide="ignore", invalid="ignore"):
        per_litre = np.where(yields > 0.0, work / litres_per_kg / 3.6e6, np.nan)
        if machine.power_kW is not None:
            flow = 1e6 * power / work
        elif machine.flow_g_per_s is None and operation.litres_per_hour is not None:
            flow = np.where(yields > 0.0, operation.litres_per_hour / 3.6 / litres_per_kg, np.nan)
    return Band(inputs, yields, per_litre, 3.6 * flow * litres_per_kg, flow)

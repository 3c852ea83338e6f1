"""The computations of a liquefier study: for each operation the best split, the nominal plant, its band and its map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from kyokutei.helium.liquefier import bands, optimum
from kyokutei.helium.liquefier.machines import Machine, Operation, gallery

if TYPE_CHECKING:
    from kyokutei.helium.liquefier.bands import Band
    from kyokutei.helium.liquefier.optimum import Optimum, YieldMap
    from kyokutei.helium.liquefier.performance import Cycle
    from kyokutei.study.work import Work

MAP_POINTS = 41
GALLERY_DRAWS = 200


class Effort(Protocol):
    """How much is drawn."""

    @property
    def draws(self) -> int:
        """Plants for each operation."""

    @property
    def pieces(self) -> int:
        """Pieces in which they are drawn."""


@dataclass(frozen=True)
class Result:
    """One operation of a machine.

    Parameters
    ----------
    best
        Split of the flow at which the nominal plant makes most; the second input is the middle pressure of turbines.
    cycle
        The nominal plant, at the split that it states or the best one.
    band
        Plants inside the ranges.
    surface
        Yield over the two inputs that `best` is searched in; None for a single expander.
    """

    machine: Machine
    operation: Operation
    best: Optimum
    cycle: Cycle
    band: Band
    surface: YieldMap | None


def study_operation(machine: Machine, operation: Operation, effort: Effort, work: Work) -> Result:
    """Everything about one operation.

    Raises
    ------
    NumericsError
        K302, if the plant in the middle of the ranges makes no liquid.
    """
    best = bands.find_split(machine, operation)
    split = bands.chosen_split(machine, best)
    cycle = bands.nominal_cycle(machine, operation, split)
    counts = [effort.draws // effort.pieces + (k < effort.draws % effort.pieces) for k in range(effort.pieces)]
    items: list[dict[str, Any]] = [
        {"machine": machine, "operation": operation, "split": split, "draws": count} for count in counts if count
    ]
    pieces = work.ensemble(f"plants of {machine.name}, {operation.name}", bands.draw_plants, items)
    return Result(machine, operation, best, cycle, bands.band(machine, operation, pieces), _surface(machine, cycle))


def _surface(machine: Machine, cycle: Cycle) -> YieldMap | None:
    box = cycle.settled.box
    if machine.cycle == "collins":
        shares = np.linspace(0.02, 0.96, MAP_POINTS)
        return optimum.split_map(box, shares.tolist(), shares.tolist())
    if machine.cycle == "turbines":
        middle = np.linspace(1.3 * box.low_pressure_bar, 0.85 * box.high_pressure_bar, MAP_POINTS)
        return optimum.turbine_map(box, np.linspace(0.2, 0.97, MAP_POINTS).tolist(), middle.tolist())
    return None


@dataclass(frozen=True)
class Other:
    """A machine of the gallery beside this model."""

    machine: Machine
    operation: Operation
    band: Band


def compare_gallery(effort: Effort, work: Work) -> Sequence[Other]:
    """Every machine of the gallery: what is published, and what plants inside its ranges do."""
    others = []
    for machine in gallery():
        for operation in machine.operations:
            split = bands.chosen_split(machine, bands.find_split(machine, operation))
            draws = min(GALLERY_DRAWS, effort.draws)
            item = {"machine": machine, "operation": operation, "split": split, "draws": draws}
            title = f"gallery: {machine.name}, {machine.year}, {operation.name}"
            pieces = work.ensemble(title, bands.draw_plants, [item])
            others.append(Other(machine, operation, bands.band(machine, operation, pieces)))
    return others

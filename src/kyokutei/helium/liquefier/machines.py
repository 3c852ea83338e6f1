"""Real machines: what is published of each, and ranges for what is not, so that a model gives a band, not a number."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kyokutei.helium.liquefier.cold_box import ColdBox

CycleName = Literal["collins", "claude", "kapitza", "turbines"]

RANGED = (
    "high_pressure_bar",
    "low_pressure_bar",
    "effectiveness",
    "expander_efficiency",
    "compressor_efficiency",
    "warm_temperature_K",
)
"""Inputs that may be ranges, in the order in which they are drawn."""


@dataclass(frozen=True)
class Range:
    """What is known of an input: it lies between two values; equal ones are a number."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """Halfway."""
        return 0.5 * (self.low + self.high)

    def draw(self, generator: np.random.Generator, count: int) -> NDArray[np.float64]:
        """``count`` values, all equally likely."""
        return self.low + (self.high - self.low) * generator.random(count)

    def __str__(self) -> str:
        return f"{self.low:g}" if self.low == self.high else f"{self.low:g} to {self.high:g}"


@dataclass(frozen=True)
class Operation:
    """One way to run a machine, and what is published of it.

    Parameters
    ----------
    name
        Such as ``"with nitrogen"``.
    nitrogen_temperature_K
        Bath of liquid nitrogen, or None.
    litres_per_hour, liquid_yield
        Published, or None.
    litres_accuracy, yield_accuracy
        How far they may be off by what the source says; 0 where it says nothing.
    source
        Where.
    """

    name: str
    nitrogen_temperature_K: float | None
    litres_per_hour: float | None
    liquid_yield: float | None
    source: str
    litres_accuracy: float = 0.0
    yield_accuracy: float = 0.0


@dataclass(frozen=True)
class Machine:
    """A liquefier as far as it is known.

    Parameters
    ----------
    inputs
        One range for each name in `RANGED`.
    flow_g_per_s, power_kW
        Compressor flow, or its power; neither where nothing is published.
    shares
        Shares of the flow through expanders (one for each; one for turbines in a row), or empty: the best ones.
    middle_pressure_bar
        Between turbines in a row, or None: the best one.
    """

    name: str
    year: int
    cycle: CycleName
    inputs: dict[str, Range]
    flow_g_per_s: Range | None
    power_kW: Range | None
    operations: tuple[Operation, ...]
    shares: tuple[float, ...] = ()
    middle_pressure_bar: float | None = None
    remark: str = ""


@cache
def gallery() -> tuple[Machine, ...]:
    """The machines of ``gallery.toml``, oldest first."""
    text = files("kyokutei.helium.liquefier").joinpath("gallery.toml").read_text(encoding="utf-8")
    machines = []
    for row in tomllib.loads(text)["machine"]:
        inputs = {name: _range(row["inputs"][name]) for name in RANGED}
        operations = tuple(
            Operation(
                entry["name"],
                entry.get("nitrogen_temperature_K"),
                entry.get("litres_per_hour"),
                entry.get("liquid_yield"),
                entry["source"],
            )
            for entry in row["operation"]
        )
        flow, power = (None if row.get(key) is None else _range(row[key]) for key in ("flow_g_per_s", "power_kW"))
        named = row["name"], row["year"], row["cycle"]
        machines.append(Machine(*named, inputs, flow, power, operations, remark=row.get("remark", "")))
    return tuple(machines)


def _range(value: float | list[float]) -> Range:
    return Range(*value) if isinstance(value, list) else Range(float(value), float(value))


def describe(machine: Machine, operation: Operation, inputs: dict[str, float], split: tuple[float, ...]) -> ColdBox:
    """The cold box of a machine for definite inputs; ``split`` holds shares, and the middle pressure after a share.

    Raises
    ------
    OutOfRangeError
        K303: a value that cannot be.
    """
    from kyokutei.helium.liquefier.claude import claude_box
    from kyokutei.helium.liquefier.collins import collins_box
    from kyokutei.helium.liquefier.turbine_plant import turbine_box

    known = {name: inputs[name] for name in ("high_pressure_bar", "low_pressure_bar", "effectiveness")}
    warm, nitrogen = inputs["warm_temperature_K"], operation.nitrogen_temperature_K
    efficiency = inputs["expander_efficiency"]
    if machine.cycle == "collins":
        return collins_box(
            **known, expander_efficiency=efficiency, expander_fractions=split, warm_temperature_K=warm,
            nitrogen_temperature_K=nitrogen,
        )  # fmt: skip
    if machine.cycle == "turbines":
        return turbine_box(
            **known, turbine_efficiency=efficiency, turbine_fraction=split[0], middle_pressure_bar=split[1],
            warm_temperature_K=warm, nitrogen_temperature_K=nitrogen,
        )  # fmt: skip
    return claude_box(
        **known, expander_efficiency=efficiency, expander_fraction=split[0], warm_temperature_K=warm,
        exchangers=3 if machine.cycle == "claude" else 2, nitrogen_temperature_K=nitrogen,
    )  # fmt: skip

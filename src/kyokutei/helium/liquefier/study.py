"""The study kind ``helium.liquefier``: what a machine makes, at which split it makes most, and where its work goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from kyokutei.study.kind import Findings, StudyKind
from kyokutei.study.settings import Quantity, Settings, StudySettings

if TYPE_CHECKING:
    from kyokutei.helium.liquefier.machines import Machine, Range
    from kyokutei.study.work import Work

_Span = float | tuple[float, float]
Pressure = Annotated[_Span, Quantity("bar")]
Temperature = Annotated[_Span, Quantity("K")]

_RANGES = {
    "high_pressure_bar": (1.0, 100.0, "bar"),
    "low_pressure_bar": (0.2, 1.7, "bar"),
    "effectiveness": (0.001, 0.999999, ""),
    "expander_efficiency": (0.001, 1.0, ""),
    "compressor_efficiency": (0.001, 1.0, ""),
    "warm_temperature_K": (200.0, 390.0, "K"),
}


def _ends(value: _Span) -> tuple[float, float]:
    return value if isinstance(value, tuple) else (value, value)


class InputSettings(Settings):
    """What is known of the plant: each a number, or ``[low, high]`` where it is only known to lie between."""

    high_pressure_bar: Pressure = Field(
        description="behind the compressor, 1 to 100 bar; a number or [low, high]", examples=[13.0]
    )
    low_pressure_bar: Pressure = Field(
        default=1.2, description="before the compressor and in the separator, 0.2 to 1.7 bar; a number or [low, high]"
    )
    effectiveness: _Span = Field(
        default=0.97, description="of every exchanger, by enthalpy, below 1; a number or [low, high]"
    )
    expander_efficiency: _Span = Field(
        default=0.7, description="isentropic, of engines or turbines; a number or [low, high]"
    )
    compressor_efficiency: _Span = Field(
        default=0.5, description="isothermal, with its motor if power is; a number or [low, high]"
    )
    warm_temperature_K: Temperature = Field(
        default=300.0, description="compressed gas and hall, 200 to 390 K; a number or [low, high]"
    )

    @model_validator(mode="after")
    def _inside_their_ranges(self) -> InputSettings:
        for name, (least, most, unit) in _RANGES.items():
            low, high = _ends(getattr(self, name))
            if low > high:
                raise ValueError(f"{name} = [{low:g}, {high:g}] has its ends in the wrong order")
            if low < least or high > most:
                raise ValueError(
                    f"{name} = {low if low < least else high:g} lies outside {least:g} to {most:g} {unit}".rstrip()
                )
        if _ends(self.low_pressure_bar)[1] >= _ends(self.high_pressure_bar)[0]:
            raise ValueError(
                "low_pressure_bar reaches up to high_pressure_bar; the high pressure must be above the low"
            )
        return self


class SplitSettings(Settings):
    """How the flow is divided; what is not given is found where the yield is largest."""

    expander_fractions: tuple[Annotated[float, Field(gt=0, lt=1)], ...] = Field(
        default=(), max_length=2, description="share of the flow through each expander (one for turbines in a row)"
    )
    middle_pressure_bar: Annotated[float | None, Quantity("bar")] = Field(
        default=None, gt=0.2, lt=100, description="between two turbines in a row", examples=["4.5 bar"]
    )

    @model_validator(mode="after")
    def _leaves_something(self) -> SplitSettings:
        if sum(self.expander_fractions) >= 1.0:
            raise ValueError(
                f"expander_fractions sum to {sum(self.expander_fractions):g}; something must be left for the throttle"
            )
        return self


class OperationSettings(Settings):
    """One way to run the machine, and what is published of it."""

    name: str = Field(
        description="such as with nitrogen", min_length=1, pattern=r"^[A-Za-z0-9 ,-]+$", examples=["pure gas"]
    )
    nitrogen_temperature_K: Annotated[float | None, Quantity("K")] = Field(
        default=None, ge=63.2, le=110, description="a bath of liquid nitrogen that precools the gas", examples=["78 K"]
    )
    published_litres_per_hour: float | None = Field(default=None, gt=0, description="what it is said to make")
    published_yield: float | None = Field(default=None, gt=0, lt=1, description="liquid per compressed gas by mass")
    litres_accuracy: float = Field(default=0.0, ge=0, description="how far the litres may be off, as the source says")
    yield_accuracy: float = Field(default=0.0, ge=0, description="how far the yield may be off, as the source says")
    source: str = Field(default="", description="where that is published")


class LiquefierSettings(StudySettings):
    """Study file of the kind ``helium.liquefier``."""

    kind: Literal["helium.liquefier"] = Field(description="which question this file asks")
    machine: str = Field(description="the machine, for sentences", min_length=1, examples=["our L140"])
    cycle: Literal["collins", "claude", "kapitza", "turbines"] = Field(
        description="collins: two expanders side by side; claude, kapitza: one; turbines: two in a row",
        examples=["turbines"],
    )
    inputs: InputSettings = Field(description="pressures, exchangers, expanders, compressor")
    compressor_flow_g_per_s: float | tuple[float, float] | None = Field(
        default=None, description="flow of the compressor, a number or [low, high]; or give its power"
    )
    compressor_power_kW: float | tuple[float, float] | None = Field(
        default=None, description="power of the compressor, a number or [low, high]; or give its flow"
    )
    split: SplitSettings = Field(
        default=SplitSettings(), description="division of the flow; without it the best is found"
    )
    operation: tuple[OperationSettings, ...] = Field(
        default=(OperationSettings(name="pure gas"),), min_length=1, max_length=6, description="ways to run it"
    )
    draws: int = Field(default=400, ge=20, le=100_000, description="plants drawn inside the ranges, for each operation")
    pieces: int = Field(default=4, ge=1, le=1000, description="independent pieces, spread over workers and resumable")
    confidence: float = Field(default=0.90, ge=0.5, le=0.999, description="share of the drawn plants that a band holds")
    gallery: bool = Field(
        default=True, description="set other machines beside it: what is published, what this model says"
    )
    remarks: tuple[str, ...] = Field(default=(), description="sentences that the reader of the report should know")

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> LiquefierSettings:
        flow, power = self.compressor_flow_g_per_s, self.compressor_power_kW
        if flow is not None and power is not None:
            raise ValueError(
                "compressor_flow_g_per_s and compressor_power_kW are both given; one follows from the other"
            )
        for name, value in (("compressor_flow_g_per_s", flow), ("compressor_power_kW", power)):
            if value is not None and not 0.0 < _ends(value)[0] <= _ends(value)[1]:
                raise ValueError(f"{name} must be above zero, with the lower end first")
        shares, wanted = self.split.expander_fractions, 2 if self.cycle == "collins" else 1
        if shares and len(shares) != wanted:
            raise ValueError(f"a {self.cycle} cycle takes {wanted} expander_fractions, not {len(shares)}")
        if self.split.middle_pressure_bar is not None and self.cycle != "turbines":
            raise ValueError(f"a {self.cycle} cycle has no middle pressure; only turbines in a row have one")
        names = [_slug(operation.name) for operation in self.operation]
        if len(set(names)) < len(names):
            raise ValueError("two operations have the same name")
        return self

    def described(self) -> Machine:
        """The machine as the model takes it."""
        from kyokutei.helium.liquefier.machines import RANGED, Machine, Operation

        return Machine(
            name=self.machine,
            year=0,
            cycle=self.cycle,
            inputs={name: _range(getattr(self.inputs, name)) for name in RANGED},
            flow_g_per_s=None if self.compressor_flow_g_per_s is None else _range(self.compressor_flow_g_per_s),
            power_kW=None if self.compressor_power_kW is None else _range(self.compressor_power_kW),
            operations=tuple(
                Operation(
                    o.name,
                    o.nitrogen_temperature_K,
                    o.published_litres_per_hour,
                    o.published_yield,
                    o.source,
                    o.litres_accuracy,
                    o.yield_accuracy,
                )
                for o in self.operation
            ),
            shares=self.split.expander_fractions,
            middle_pressure_bar=self.split.middle_pressure_bar,
        )


def _slug(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())


def _range(value: _Span) -> Range:
    from kyokutei.helium.liquefier.machines import Range

    return Range(*_ends(value))


def run(settings: LiquefierSettings, work: Work) -> Findings:
    """Find the best split, draw plants inside the ranges, and word what they make."""
    from kyokutei.helium.liquefier.report import findings
    from kyokutei.helium.liquefier.results import compare_gallery, study_operation

    machine = settings.described()
    results = [study_operation(machine, operation, settings, work) for operation in machine.operations]
    others = compare_gallery(settings, work) if settings.gallery else ()
    return findings(settings, machine, results, others)


KIND = StudyKind(
    name="helium.liquefier",
    summary="What a helium liquefier makes and needs per litre, at which split, and where its work is lost.",
    settings=LiquefierSettings,
    run=run,
)

"""The study file of the kind ``glass.rmc``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator

from kyokutei.study.data_text import Encoding
from kyokutei.study.settings import InputFile, Quantity, Settings, StudySettings

__all__ = ["AngleSettings", "CoordinationSettings", "DataSettings", "PairSettings", "RmcSettings", "TwinSettings"]

_Length = Annotated[float, Quantity("Å"), Field(gt=0.0, le=1000.0)]
_Energy = Annotated[float, Quantity("eV"), Field(gt=0.0, le=1e6)]


class PairSettings(Settings):
    """A distance of two species."""

    pair: tuple[str, str] = Field(description="two species", examples=[["Gd", "Co"]])
    distance_angstrom: _Length = Field(description="distance", examples=["2.4 Å"])


class DataSettings(Settings):
    """A data set, or in a twin experiment what is to be simulated."""

    name: str = Field(description="unique, short: it stands in figures and claims", min_length=1, examples=["HEXRD"])
    radiation: Literal["neutron", "x-ray", "anomalous"] = Field(
        description="what was scattered; anomalous: the difference of two energies", examples=["x-ray"]
    )
    file: InputFile | None = Field(
        default=None,
        description="data file; none in a twin experiment",
        examples=["hexrd.dat"],
        json_schema_extra={"usual": True},
    )
    convention: str | None = Field(
        default=None, description="what the file holds, such as faber-ziman or total-barn; .mint01 files know it"
    )
    energy_eV: _Energy | None = Field(
        default=None, description="of x-rays", examples=["61.4 keV"], json_schema_extra={"usual": True}
    )
    near_eV: _Energy | None = Field(default=None, description="anomalous: energy near the edge", examples=["7213 eV"])
    far_eV: _Energy | None = Field(
        default=None, description="anomalous: energy far below the edge", examples=["6943 eV"]
    )
    lowest: float = Field(default=0.6, ge=0.0, description="first Q in 1/Å, or r in Å, that is used")
    highest: float = Field(default=25.0, gt=0.0, description="last Q in 1/Å, or r in Å, that is used")
    points: int = Field(default=150, ge=2, le=100_000, description="how many points a twin experiment simulates")
    sigma: float | None = Field(
        default=None, gt=0.0, description="standard deviation of S(Q), instead of that in the file", examples=[0.01]
    )
    scale_range: tuple[float, float] = Field(
        default=(1.0, 1.0), description="between which a factor on S(Q) - 1 of the model is fitted"
    )
    offset_fitted: bool = Field(default=False, description="whether a constant is fitted")

    @model_validator(mode="after")
    def _is_complete(self) -> DataSettings:
        needed = {"neutron": (), "x-ray": ("energy_eV",), "anomalous": ("near_eV", "far_eV")}[self.radiation]
        missing = [name for name in needed if getattr(self, name) is None]
        if missing:
            raise ValueError(f'radiation = "{self.radiation}" needs {" and ".join(missing)}')
        if self.highest <= self.lowest:
            raise ValueError(f"highest = {self.highest:g} lies below lowest = {self.lowest:g}")
        if not 0.0 < self.scale_range[0] <= self.scale_range[1]:
            raise ValueError(f"scale_range = {list(self.scale_range)} is no range of positive numbers")
        return self


class CoordinationSettings(Settings):
    """A coordination number that is kept near a value."""

    centre: str = Field(description="species whose neighbours are counted", examples=["Si"])
    neighbour: str = Field(description="species that is counted", examples=["O"])
    cutoff_angstrom: _Length = Field(description="distances below it count", examples=["1.95 Å"])
    number: float = Field(ge=0.0, le=100.0, description="wanted", examples=[4.0])
    sigma: float = Field(gt=0.0, description="how much each centre, or the mean, may deviate", examples=[0.2])
    of: Literal["each", "mean"] = Field(default="each", description="every centre, or their mean")


class AngleSettings(Settings):
    """A bond angle that is kept near a value."""

    triplet: tuple[str, str, str] = Field(description="end, centre, end", examples=[["O", "Si", "O"]])
    cutoff_angstrom: _Length = Field(description="distances below it are bonds", examples=["1.95 Å"])
    degrees: float = Field(gt=0.0, le=180.0, description="wanted angle", examples=[109.47])
    sigma_degrees: float = Field(gt=0.0, le=180.0, description="how much an angle may deviate", examples=[8.0])


class TwinSettings(Settings):
    """A stated truth from which data are simulated: soft spheres that gave way to each other."""

    diameters: tuple[PairSettings, ...] = Field(description="of the spheres, for every pair of species", min_length=1)
    sweeps: int = Field(default=150, ge=1, le=100_000, description="how often the spheres give way")
    displacement_angstrom: Annotated[float, Quantity("Å"), Field(ge=0.0, le=1.0)] = Field(
        default=0.08, description="standard deviation of the displacement along each axis afterwards"
    )


class MoveSettingsTable(Settings):
    """How atoms move."""

    largest_step_angstrom: _Length = Field(default=0.2, description="largest step along each axis at the beginning")
    wanted_acceptance: float | None = Field(
        default=0.15, gt=0.0, lt=1.0, description="share of accepted moves to which the step is adapted"
    )
    adapted_share: float = Field(
        default=0.5, ge=0.0, le=1.0, description="of the run, during which the step is adapted; the rest keeps it"
    )
    swap_share: float = Field(default=0.0, ge=0.0, le=1.0, description="share of moves that swap two atoms' species")
    jump_share: float = Field(
        default=0.0, ge=0.0, le=1.0, description="share of displacements to anywhere in the cell, for networks"
    )
    fixed_species: tuple[str, ...] = Field(default=(), description="species that do not move")


class RmcSettings(StudySettings):
    """Configurations of atoms that describe diffraction data."""

    kind: Literal["glass.rmc"] = Field(description="which question this file asks")
    atoms: dict[str, Annotated[int, Field(ge=1, le=10_000_000)]] = Field(
        description="number of atoms of each species", examples=[{"Gd": 1300, "Co": 700}], min_length=1
    )
    number_density_per_cubic_angstrom: float = Field(
        gt=0.0, le=1.0, description="atoms of all species per cubic ångström", examples=[0.04]
    )
    bin_width_angstrom: _Length = Field(default=0.05, description="width of the bins of distance")
    start: Literal["packed", "lattice", "file"] = Field(
        default="packed", description="random and pushed apart, on a lattice and pushed apart, or from start_file"
    )
    start_file: InputFile | None = Field(default=None, description="configuration to begin with")
    encoding: Encoding = Field(default="utf-8", description="how the data files are encoded")
    closest: tuple[PairSettings, ...] = Field(description="closest distance of every pair", min_length=1)
    data: tuple[DataSettings, ...] = Field(description="data sets that are described together", min_length=1)
    twin: TwinSettings | None = Field(default=None, description="simulate the data from a stated truth")
    without: tuple[str, ...] = Field(
        default=(), description="names of data sets that a second ensemble leaves out, to show what they are worth"
    )
    coordination: tuple[CoordinationSettings, ...] = Field(default=(), description="constraints on neighbours")
    angles: tuple[AngleSettings, ...] = Field(default=(), description="constraints on bond angles")
    moves: MoveSettingsTable = Field(default=MoveSettingsTable(), description="how atoms move")
    replicas: int = Field(default=4, ge=2, le=1000, description="independent chains; their spread is the error")
    segments: int = Field(default=8, ge=4, le=10_000, description="parts of a chain, each of which is kept when done")
    moves_per_segment: int = Field(default=500_000, ge=1, le=10**10, description="generated moves of each part")
    strictness: float = Field(
        default=1.0, gt=0.0, le=100.0,
        description="the chains judge with sigma divided by this; entropy keeps a chain with 1 above its data",
    )  # fmt: skip
    largest_residual: float = Field(
        default=0.1, gt=0.0, lt=1.0, description="largest R_w of S(Q) - 1 at which data are said to be described"
    )
    confidence: float = Field(default=0.95, ge=0.5, le=0.9999, description="confidence level of the intervals")

    @model_validator(mode="after")
    def _agrees(self) -> RmcSettings:
        for key, name in self._named_species():
            if name not in self.atoms:
                raise ValueError(f'{key} names the species "{name}", which is not in atoms = {list(self.atoms)}')
        names = [one.name for one in self.data]
        if len(set(names)) < len(names):
            raise ValueError(f"data sets need names that differ: {', '.join(names)}")
        unknown = [name for name in self.without if name not in names]
        if unknown or (self.without and set(self.without) == set(names)):
            raise ValueError(f"without = {list(self.without)} must name some, not all, of {', '.join(names)}")
        if (self.start == "file") != (self.start_file is not None):
            raise ValueError('start = "file" and start_file belong together')
        for one in self.data:
            if self.twin is None and one.file is None:
                raise ValueError(f'data set "{one.name}" has no file; only a twin experiment needs none')
            if self.twin is not None and (one.file is not None or one.sigma is None):
                raise ValueError(f'data set "{one.name}" of a twin experiment needs sigma and no file')
        pairs = [tuple(sorted(entry.pair)) for entry in self.closest]
        if len(set(pairs)) < len(pairs):
            raise ValueError("closest names the same pair twice; leave one entry")
        return self

    def _named_species(self) -> Iterator[tuple[str, str]]:
        for place, entry in enumerate(self.closest):
            yield from ((f"closest.{place}.pair", name) for name in entry.pair)
        for place, term in enumerate(self.coordination):
            yield from ((f"coordination.{place}", name) for name in (term.centre, term.neighbour))
        for place, angle in enumerate(self.angles):
            yield from ((f"angles.{place}.triplet", name) for name in angle.triplet)
        yield from (("moves.fixed_species", name) for name in self.moves.fixed_species)
        if self.twin is not None:
            for place, entry in enumerate(self.twin.diameters):
                yield from ((f"twin.diameters.{place}.pair", name) for name in entry.pair)

    @property
    def closest_by_pair(self) -> dict[tuple[str, str], float]:
        """Closest distances [Å]."""
        return {entry.pair: entry.distance_angstrom for entry in self.closest}

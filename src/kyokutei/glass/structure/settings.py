"""The study file of the kind ``glass.structure``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from kyokutei.glass.structure.faber_ziman import Window
from kyokutei.study.data_text import Encoding
from kyokutei.study.settings import InputFile, OptionalReferenceFile, Quantity, Settings, StudySettings

__all__ = [
    "AngleSettings",
    "BondSettings",
    "ClosestSettings",
    "MeasuredSettings",
    "NeutronSettings",
    "StructureSettings",
]

_Length = Annotated[float, Quantity("Å"), Field(gt=0.0, le=1000.0)]
_Wavevector = Annotated[float, Quantity("1/Å"), Field(gt=0.0, le=100.0)]
_ScatteringLength = Annotated[float, Quantity("fm")]


class BondSettings(Settings):
    """A coordination number."""

    centre: str = Field(description="species whose neighbours are counted", examples=["Si"])
    neighbour: str = Field(description="species that is counted", examples=["O"])
    cutoff_angstrom: _Length = Field(
        description="distances below it count; choose the minimum of g(r) behind its first peak", examples=["1.9 Å"]
    )


class AngleSettings(Settings):
    """A bond angle."""

    triplet: tuple[str, str, str] = Field(description="end, centre, end", examples=[["O", "Si", "O"]])
    cutoff_angstrom: _Length = Field(description="distances below it are bonds", examples=["1.95 Å"])


class ClosestSettings(Settings):
    """The distance below which a pair of atoms is unphysical."""

    pair: tuple[str, str] = Field(description="two species", examples=[["Si", "O"]])
    distance_angstrom: _Length = Field(
        description="no pair may stand closer, such as the cut-off of the reverse Monte Carlo run", examples=["1.1 Å"]
    )


class NeutronSettings(Settings):
    """The neutron structure factor that is computed from the configuration."""

    lowest_wavevector_per_angstrom: _Wavevector = Field(default=0.4, description="where S(Q) begins")
    highest_wavevector_per_angstrom: _Wavevector = Field(default=25.0, description="where S(Q) ends")
    step_per_angstrom: _Wavevector = Field(default=0.05, description="step of Q")
    window: Window = Field(
        default="none", description='window on g(r) - 1 against truncation ripples: "none" or "lorch"'
    )
    scattering_lengths_fm: dict[str, _ScatteringLength] = Field(
        default={},
        description="coherent scattering lengths, such as of isotopes; species not listed have that of the element",
        examples=[{"Si": 4.1491, "O": 5.803}],
    )

    @property
    def wavevectors(self) -> NDArray[np.float64]:
        """``(point,)`` Q of the computed structure factor [1/Å]."""
        span = self.highest_wavevector_per_angstrom - self.lowest_wavevector_per_angstrom
        steps = np.arange(int(span / self.step_per_angstrom + 1e-9) + 1, dtype=np.float64)
        return self.lowest_wavevector_per_angstrom + self.step_per_angstrom * steps

    @model_validator(mode="after")
    def _has_a_range(self) -> NeutronSettings:
        if self.highest_wavevector_per_angstrom < self.lowest_wavevector_per_angstrom + self.step_per_angstrom:
            raise ValueError(
                f"highest_wavevector_per_angstrom = {self.highest_wavevector_per_angstrom:g} leaves no step above "
                f"lowest_wavevector_per_angstrom = {self.lowest_wavevector_per_angstrom:g}"
            )
        return self


class MeasuredSettings(Settings):
    """A measured neutron interference function to compare with."""

    file: OptionalReferenceFile = Field(
        description='data file, or "reference:folder/file" in the reference data, left out where it is missing',
        examples=["reference:glass/SiO2_NIMROD.mint01"],
    )
    format: Literal["mint01"] = Field(
        default="mint01", description="mint01: columns Q [1/Å], F(Q) [barn/sr per atom] and its error, as Gudrun writes"
    )
    lowest_wavevector_per_angstrom: _Wavevector = Field(default=0.6, description="first Q to be compared")
    highest_wavevector_per_angstrom: _Wavevector = Field(default=25.0, description="last Q to be compared")
    largest_residual: float = Field(
        default=0.05, gt=0.0, lt=1.0, description="largest R_w at which the configuration is said to describe the data"
    )
    source: str = Field(default="", description="where the data come from; the claims name it")

    @model_validator(mode="after")
    def _has_a_range(self) -> MeasuredSettings:
        if self.highest_wavevector_per_angstrom <= self.lowest_wavevector_per_angstrom:
            raise ValueError(
                f"highest_wavevector_per_angstrom = {self.highest_wavevector_per_angstrom:g} lies below "
                f"lowest_wavevector_per_angstrom = {self.lowest_wavevector_per_angstrom:g}"
            )
        return self


class StructureSettings(StudySettings):
    """Structure of a periodic configuration of atoms."""

    kind: Literal["glass.structure"] = Field(description="which question this file asks")
    configuration: InputFile = Field(
        description="atoms in a periodic cell: .cfg (RMC), .rmc6f, .xyz (extended), .pdb, .data, .cif, .vasp",
        examples=["sio2.cfg"],
    )
    species: tuple[str, ...] | None = Field(
        default=None, description="names of the species, for formats that only number them", examples=[["Si", "O"]]
    )
    encoding: Encoding = Field(default="utf-8", description="how the data files are encoded")
    source: str = Field(default="", description="where the configuration comes from; the claims name it")
    mass_density_g_per_cm3: Annotated[float, Quantity("g/cm3"), Field(gt=0.0, le=50.0)] | None = Field(
        default=None, description="measured density, to test that of the configuration", examples=["2.20 g/cm3"]
    )
    bin_width_angstrom: _Length = Field(default=0.02, description="width of the bins of g(r)")
    maximum_angstrom: _Length | None = Field(
        default=None, description="largest r, at most half the smallest width of the cell, which is the default"
    )
    confidence: float = Field(default=0.95, ge=0.5, le=0.9999, description="confidence level of the intervals")
    blocks_per_edge: int = Field(
        default=3, ge=2, le=20, description="the cell is cut into this number cubed of blocks for the intervals"
    )
    bonds: tuple[BondSettings, ...] = Field(default=(), description="coordination numbers")
    angles: tuple[AngleSettings, ...] = Field(default=(), description="bond angles")
    closest: tuple[ClosestSettings, ...] = Field(
        default=(), description="closest approaches; for other pairs half the position of the first peak"
    )
    neutron: NeutronSettings = Field(default=NeutronSettings(), description="the neutron structure factor")
    measured: MeasuredSettings | None = Field(default=None, description="a measurement to compare it with")

    @model_validator(mode="after")
    def _names_agree(self) -> StructureSettings:
        if self.species is not None:
            if len(set(self.species)) < len(self.species):
                raise ValueError(f"species = {list(self.species)} names one of them twice")
            for key, name in self.named_species():
                if name not in self.species:
                    raise ValueError(
                        f'{key} names the species "{name}", which is not in species = {list(self.species)}'
                    )
        for key, pairs in (
            ("bonds", [(bond.centre, bond.neighbour) for bond in self.bonds]),
            ("angles", [angle.triplet for angle in self.angles]),
            ("closest", [tuple(sorted(entry.pair)) for entry in self.closest]),
        ):
            if len(set(pairs)) < len(pairs):
                raise ValueError(f"{key} names the same species twice; leave one entry")
        return self

    def named_species(self) -> Iterator[tuple[str, str]]:
        """Every key that names a species, with that name."""
        for place, bond in enumerate(self.bonds):
            yield f"bonds.{place}.centre", bond.centre
            yield f"bonds.{place}.neighbour", bond.neighbour
        for place, angle in enumerate(self.angles):
            yield from ((f"angles.{place}.triplet", name) for name in angle.triplet)
        for place, entry in enumerate(self.closest):
            yield from ((f"closest.{place}.pair", name) for name in entry.pair)
        yield from (("neutron.scattering_lengths_fm", name) for name in self.neutron.scattering_lengths_fm)

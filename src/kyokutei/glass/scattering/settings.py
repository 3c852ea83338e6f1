"""The study file of the kind ``glass.planner``."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from kyokutei.study.data_text import Encoding
from kyokutei.study.settings import InputFile, Quantity, Settings, StudySettings

__all__ = ["AnomalousSettings", "LimitSettings", "PlannerSettings", "SearchSettings"]

_Energy = Annotated[float, Quantity("eV"), Field(gt=0.0, le=966_000.0)]
_Wavevector = Annotated[float, Quantity("1/Å"), Field(gt=0.0, le=75.0)]
_ScatteringLength = Annotated[float, Quantity("fm")]


class AnomalousSettings(Settings):
    """Two photon energies below an absorption edge of one element."""

    element: str = Field(description="element whose edge is used", examples=["Co"])
    edge: str = Field(description='absorption edge, such as "K" or "L3"', examples=["K"])
    near_eV: _Energy = Field(description="photon energy just below the edge", examples=["7689 eV"])
    far_eV: _Energy = Field(description="photon energy farther below the edge", examples=["7509 eV"])


class SearchSettings(Settings):
    """Where better far energies are looked for; the near energies stay as they are."""

    farthest_below_edge_eV: _Energy = Field(default=400.0, description="how far below the edge the search goes")
    step_eV: _Energy = Field(default=10.0, description="step of the search")


class LimitSettings(Settings):
    """When a pair of energies, or a set of measurements, is called usable."""

    largest_amplification: float = Field(
        default=3.0, gt=1.0, le=1000.0, description="largest sum of |weights|: 1 means that nothing cancels"
    )
    smallest_contrast: float = Field(
        default=0.01,
        gt=0.0,
        lt=1.0,
        description="smallest share of the coherent intensity that changes between the energies",
    )
    largest_edge_effect: float = Field(
        default=0.25, gt=0.0, le=1.0,
        description="largest relative change of the contrast in f' if the edge lies elsewhere by edge_uncertainty_eV",
    )  # fmt: skip
    edge_uncertainty_eV: _Energy = Field(
        default=2.0, description="how well the edge of the sample and the energy of the beam are known"
    )


class PlannerSettings(StudySettings):
    """An experiment of X-ray diffraction with anomalous scattering, before it is done."""

    kind: Literal["glass.planner"] = Field(description="which question this file asks")
    composition: dict[str, float] = Field(
        description="amount of each element: fractions that sum to 1, per cent that sum to 100, or a formula",
        examples=[{"Gd": 0.65, "Co": 0.35}], min_length=1,
    )  # fmt: skip
    diffraction_energy_eV: Annotated[Annotated[float, Field(gt=0.0, le=966_000.0)] | None, Quantity("eV")] = Field(
        default=None, description="photon energy of ordinary diffraction, far from all edges", examples=["61.4 keV"]
    )
    neutrons: bool = Field(default=False, description="whether neutron diffraction belongs to the plan")
    scattering_lengths_fm: dict[str, _ScatteringLength] = Field(
        default={},
        description="coherent neutron scattering lengths, such as of isotopes; others are those of the element",
    )
    anomalous: tuple[AnomalousSettings, ...] = Field(description="pairs of energies, one for each edge", min_length=1)
    factor_files: dict[str, InputFile] = Field(
        default={}, description="measured f' and f'' by element: files of energy [eV], f' and f''; else tabulated"
    )
    encoding: Encoding = Field(default="utf-8", description="how these files are encoded")
    lowest_wavevector_per_angstrom: _Wavevector = Field(default=0.5, description="where the range of Q begins")
    highest_wavevector_per_angstrom: _Wavevector = Field(default=20.0, description="where the range of Q ends")
    step_per_angstrom: _Wavevector = Field(default=0.1, description="step of Q")
    stated_wavevectors_per_angstrom: tuple[_Wavevector, ...] = Field(
        default=(1.0, 10.0), min_length=1, max_length=6, description="Q at which weights and conditioning are stated"
    )
    intensity_error: float = Field(
        default=1e-3, gt=0.0, lt=1.0, description="relative standard deviation of one intensity at one Q, by counting"
    )
    search: SearchSettings = Field(default=SearchSettings(), description="the search for a better far energy")
    limits: LimitSettings = Field(default=LimitSettings(), description="what is called usable")

    @property
    def wavevectors(self) -> NDArray[np.float64]:
        """``(Q,)`` [1/Å]."""
        span = self.highest_wavevector_per_angstrom - self.lowest_wavevector_per_angstrom
        steps = np.arange(int(span / self.step_per_angstrom + 1e-9) + 1, dtype=np.float64)
        return self.lowest_wavevector_per_angstrom + self.step_per_angstrom * steps

    @model_validator(mode="after")
    def _has_a_range(self) -> PlannerSettings:
        low, high = self.lowest_wavevector_per_angstrom, self.highest_wavevector_per_angstrom
        if high < low + self.step_per_angstrom:
            raise ValueError(
                f"highest_wavevector_per_angstrom = {high:g} leaves no step above "
                f"lowest_wavevector_per_angstrom = {low:g}"
            )
        if len(self.wavevectors) > 20_000:
            raise ValueError(
                f"step_per_angstrom = {self.step_per_angstrom:g} makes {len(self.wavevectors)} points of Q"
            )
        for value in self.stated_wavevectors_per_angstrom:
            if not low <= value <= high:
                raise ValueError(
                    f"stated_wavevectors_per_angstrom names {value:g}, outside the range of Q from {low:g} to {high:g}"
                )
        if len(set(self.stated_wavevectors_per_angstrom)) < len(self.stated_wavevectors_per_angstrom):
            raise ValueError("stated_wavevectors_per_angstrom names a Q twice")
        return self

    @model_validator(mode="after")
    def _names_agree(self) -> PlannerSettings:
        for key, names in (("scattering_lengths_fm", self.scattering_lengths_fm), ("factor_files", self.factor_files)):
            for name in names:
                if name not in self.composition:
                    raise ValueError(f'{key} names "{name}", which is not in the composition {list(self.composition)}')
        if self.scattering_lengths_fm and not self.neutrons:
            raise ValueError("scattering_lengths_fm is given, but neutrons = false")
        edges = [(entry.element, entry.edge) for entry in self.anomalous]
        if len(set(edges)) < len(edges):
            raise ValueError("anomalous names the same edge twice; leave one entry")
        return self

"""What a pair of photon energies below an absorption edge would measure, and which pair would measure more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.glass.pairs import PairMapping
from kyokutei.glass.scattering.anomalous_factors import AnomalousTable, anomalous_factor, edge_energy
from kyokutei.glass.scattering.xray_weights import (
    anomalous_pair_terms,
    edges_between,
    mean_square_form_factor,
    require_energies,
    squared_mean_form_factor,
)

__all__ = ["Assessment", "EnergyPair", "Limits", "Scan", "Target", "assess", "propose", "scan_far_energies"]

_CLEARANCE_EV = 20.0  # a far energy stays this much above any other edge that lies below
_FIRST_OFFSET_EV = 10.0  # the far energy lies at least this far below the near one


@dataclass(frozen=True)
class Target:
    """What is to be measured.

    Parameters
    ----------
    composition
        Amounts by element, as `kyokutei.glass.scattering.mole_fractions` takes them.
    wavevector_per_angstrom
        ``(Q,)`` [1/Å].
    tables
        Anomalous factors instead of Chantler's, by element.
    """

    composition: Mapping[str, float]
    wavevector_per_angstrom: NDArray[np.float64]
    tables: Mapping[str, AnomalousTable] = field(default_factory=dict)


@dataclass(frozen=True)
class EnergyPair:
    """Two photon energies below an absorption edge of one element.

    Parameters
    ----------
    element, edge
        Such as ``"Co"`` and ``"K"``.
    near_eV, far_eV
        Photon energies [eV].
    """

    element: str
    edge: str
    near_eV: float
    far_eV: float

    @property
    def label(self) -> str:
        """As people say it: ``"Co K"``."""
        return f"{self.element} {self.edge}"


@dataclass(frozen=True)
class Limits:
    """When a pair of energies is called usable.

    Parameters
    ----------
    largest_amplification
        Of Σ|W_ij|, at every Q.
    smallest_contrast
        Of |α|/|<f>|², at every Q.
    """

    largest_amplification: float = 3.0
    smallest_contrast: float = 0.01


@dataclass(frozen=True, eq=False)
class Assessment:
    """What a pair of energies would measure.

    Parameters
    ----------
    pair
        The energies.
    wavevector_per_angstrom
        ``(Q,)`` [1/Å].
    change
        f′(near) - f′(far) of every element [electrons].
    terms
        c_i c_j Δ[Re f_i f_j*] by pair of elements, ``(Q,)`` [electrons²].
    squared_mean
        |<f>|² far below the edge, ``(Q,)`` [electrons²].
    noise
        Standard deviation of Δ_k S per relative error of one intensity, ``(Q,)``.
    """

    pair: EnergyPair
    wavevector_per_angstrom: NDArray[np.float64]
    change: Mapping[str, float]
    terms: PairMapping[NDArray[np.float64]]
    squared_mean: NDArray[np.float64]
    noise: NDArray[np.float64]

    @property
    def normaliser(self) -> NDArray[np.float64]:
        """α_k(Q) = Δ|<f>|², ``(Q,)`` [electrons²]."""
        return np.asarray(sum(self.terms.values()), dtype=np.float64)

    @property
    def contrast(self) -> NDArray[np.float64]:
        """|α_k|/|<f>|², the share of the coherent intensity that changes, ``(Q,)``."""
        return np.abs(self.normaliser) / self.squared_mean

    @property
    def amplification(self) -> NDArray[np.float64]:
        """Σ|W_ij| = Σ|c_i c_j Δ[Re f_i f_j*]| / |α_k|, ``(Q,)``; 1 where nothing cancels."""
        return np.asarray(sum(np.abs(term) for term in self.terms.values()), dtype=np.float64) / np.abs(self.normaliser)

    @property
    def weights(self) -> PairMapping[NDArray[np.float64]]:
        """W_ij(Q) by pair of elements, ``(Q,)`` each."""
        normaliser = self.normaliser
        return PairMapping({pair: term / normaliser for pair, term in self.terms.items()})

    @property
    def changes_sign(self) -> bool:
        """Whether α_k passes through zero in the range of Q."""
        normaliser = self.normaliser
        return bool(np.any(normaliser > 0.0) and np.any(normaliser < 0.0))

    def meets(self, limits: Limits) -> bool:
        """Whether the pair is usable at every Q."""
        return not (
            self.changes_sign
            or float(self.amplification.max()) > limits.largest_amplification
            or float(self.contrast.min()) < limits.smallest_contrast
        )


@dataclass(frozen=True, eq=False)
class Scan:
    """Far energies for one near energy.

    Parameters
    ----------
    offset_eV
        ``(offset,)`` how far below the edge the far energy lies, ascending [eV].
    contrast
        ``(offset,)`` the smallest |α|/|<f>|² of the range of Q; 0 where α changes its sign.
    amplification
        ``(offset,)`` the largest Σ|W_ij| of the range of Q; infinite where α changes its sign.
    """

    offset_eV: NDArray[np.float64]
    contrast: NDArray[np.float64]
    amplification: NDArray[np.float64]


def assess(target: Target, pair: EnergyPair) -> Assessment:
    """Compute what a pair of energies would measure.

    Raises
    ------
    OutOfRangeError
        As `kyokutei.glass.scattering.anomalous_weights`, and if the near energy does not lie below the named edge.
    """
    require_pair(target, pair)
    composition, q, tables = target.composition, target.wavevector_per_angstrom, target.tables
    own = {name: table for name, table in tables.items() if name in composition}
    terms = anomalous_pair_terms(composition, q, near_eV=pair.near_eV, far_eV=pair.far_eV, tables=own)
    near, far = (mean_square_form_factor(composition, q, energy_eV=e, tables=own) for e in (pair.near_eV, pair.far_eV))
    normaliser = np.abs(np.asarray(sum(terms.values()), dtype=np.float64))
    return Assessment(
        pair=pair,
        wavevector_per_angstrom=q,
        change={
            element: anomalous_factor(element, pair.near_eV, tables=own)[0]
            - anomalous_factor(element, pair.far_eV, tables=own)[0]
            for element in composition
        },
        terms=terms,
        squared_mean=squared_mean_form_factor(composition, q, energy_eV=pair.far_eV, tables=own),
        noise=np.hypot(near, far) / np.maximum(normaliser, np.finfo(float).tiny),
    )


def require_pair(target: Target, pair: EnergyPair) -> None:
    """See that both energies lie below the named edge of an element of the sample, with no edge between.

    Raises
    ------
    OutOfRangeError
        If not.
    """
    if pair.element not in target.composition:
        raise OutOfRangeError(
            Problem(
                "K303",
                f'the element "{pair.element}"',
                f"one of the sample, {', '.join(target.composition)}",
                key="element",
            )
        )
    edge = edge_energy(pair.element, pair.edge)
    if not pair.near_eV < edge:
        raise OutOfRangeError(
            Problem(
                "K303",
                f"near_eV = {pair.near_eV:g} eV, above the {pair.edge} edge of {pair.element} at {edge:g} eV",
                "an energy below the edge",
                key="near_eV",
                hint="Above the edge the element fluoresces.",
            )
        )
    require_energies(list(target.composition), near_eV=pair.near_eV, far_eV=pair.far_eV)


def scan_far_energies(target: Target, pair: EnergyPair, *, farthest_eV: float, step_eV: float) -> Scan:
    """Assess every far energy from just below the near one to ``farthest_eV`` below the edge, short of the next edge.

    Raises
    ------
    OutOfRangeError
        As `assess`; also if no room is left between the near energy and the next edge below.
    """
    require_pair(target, pair)
    edge = edge_energy(pair.element, pair.edge)
    lowest = edge - farthest_eV
    others = edges_between(list(target.composition), lowest - _CLEARANCE_EV, pair.near_eV)
    if others:
        lowest = max(lowest, others[-1][2] + _CLEARANCE_EV)
    first = float(np.ceil((edge - pair.near_eV + _FIRST_OFFSET_EV) / step_eV - 1e-9)) * step_eV
    offsets = np.arange(first, edge - lowest + 1e-6, step_eV)
    if len(offsets) == 0:
        raise OutOfRangeError(
            Problem(
                "K303",
                f"near_eV = {pair.near_eV:g} eV and the next edge below at {lowest:g} eV",
                f"room of at least {first:g} eV below the edge",
                key="farthest_eV",
            )
        )
    found = [assess(target, EnergyPair(pair.element, pair.edge, pair.near_eV, edge - offset)) for offset in offsets]
    return Scan(
        offset_eV=offsets,
        contrast=np.array([0.0 if one.changes_sign else float(one.contrast.min()) for one in found]),
        amplification=np.array([np.inf if one.changes_sign else float(one.amplification.max()) for one in found]),
    )


def propose(target: Target, pair: EnergyPair, scan: Scan, *, limits: Limits) -> Assessment:
    """The far energy of a scan whose smallest contrast is largest, among those that keep the limits if there are any.

    Raises
    ------
    OutOfRangeError
        As `assess`.
    """
    usable = (scan.amplification <= limits.largest_amplification) & (scan.contrast >= limits.smallest_contrast)
    merit = np.where(usable | ~usable.any(), scan.contrast, -1.0)
    offset = float(scan.offset_eV[int(np.argmax(merit))])
    edge = edge_energy(pair.element, pair.edge)
    return assess(target, EnergyPair(pair.element, pair.edge, pair.near_eV, edge - offset))

"""A plan of measurements: every pair of energies assessed, better ones found, and what all would tell together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.scattering.anomalous_factors import AnomalousTable
from kyokutei.glass.scattering.conditioning import Conditioning, WeightedSet, conditioning
from kyokutei.glass.scattering.element_tables import absorption_edges
from kyokutei.glass.scattering.neutron import neutron_weights
from kyokutei.glass.scattering.planning import Assessment, EnergyPair, Limits, Scan, Target, assess, propose
from kyokutei.glass.scattering.planning import scan_far_energies as scan
from kyokutei.glass.scattering.settings import PlannerSettings
from kyokutei.glass.scattering.xray_weights import mean_square_form_factor, squared_mean_form_factor, weights

if TYPE_CHECKING:
    from kyokutei.study.work import Work

__all__ = ["WORTH_WHILE", "EdgePlan", "Plan", "better_edges", "limits_of", "make_plan"]

WORTH_WHILE = 1.5
"""How many times the smallest contrast another far energy must give before it is proposed instead of a usable one."""

_NEUTRON_SHARE = 1.0  # self over interference scattering of neutrons differs little from it, but for strong incoherence


@dataclass(frozen=True, eq=False)
class EdgePlan:
    """One edge: the energies that were asked for, the search, and the best that it found.

    Parameters
    ----------
    chosen, proposed
        Assessments.
    shifted
        Assessments of the chosen energies if the edge lay higher and lower than in the table.
    search
        All far energies that were tried.
    """

    chosen: Assessment
    proposed: Assessment
    shifted: tuple[Assessment, Assessment]
    search: Scan

    @property
    def edge_effect(self) -> float:
        """Largest relative change of the contrast in f′ by where the edge lies."""
        element = self.chosen.pair.element
        nominal = self.chosen.change[element]
        return max(abs(one.change[element] / nominal - 1.0) for one in self.shifted) if nominal else np.inf


@dataclass(frozen=True, eq=False)
class Plan:
    """Everything that the study computes.

    Parameters
    ----------
    target
        Sample and grid of Q.
    edges
        In the order of the study file.
    sets, proposed_sets
        The measurements with the chosen and with the proposed energies.
    together, proposed_together
        What they determine.
    shifted_together
        What the chosen ones determine if all edges lay higher, and lower.
    """

    target: Target
    edges: tuple[EdgePlan, ...]
    sets: tuple[WeightedSet, ...]
    proposed_sets: tuple[WeightedSet, ...]
    together: Conditioning
    proposed_together: Conditioning
    shifted_together: tuple[Conditioning, Conditioning]

    def place_of(self, wavevector: float) -> int:
        """Place in the grid of Q that lies nearest."""
        return int(np.argmin(np.abs(self.target.wavevector_per_angstrom - wavevector)))


def make_plan(settings: PlannerSettings, tables: Mapping[str, AnomalousTable], work: Work) -> Plan:
    """Assess, search and combine.

    Raises
    ------
    OutOfRangeError
        For energies that lie wrongly or outside the tables.
    """
    target = Target(settings.composition, settings.wavevectors, dict(tables))
    with work.step("pairs of energies", total=len(settings.anomalous)) as step:
        edges = []
        for entry in settings.anomalous:
            edges.append(
                _edge_plan(settings, target, EnergyPair(entry.element, entry.edge, entry.near_eV, entry.far_eV))
            )
            step.advance()
    ordinary = _ordinary_sets(settings, target)
    chosen = (*ordinary, *(_anomalous_set(edge.chosen) for edge in edges))
    proposed = (*ordinary, *(_anomalous_set(edge.proposed) for edge in edges))
    shifted = [(*ordinary, *(_anomalous_set(edge.shifted[side]) for edge in edges)) for side in (0, 1)]
    return Plan(
        target=target,
        edges=tuple(edges),
        sets=chosen,
        proposed_sets=proposed,
        together=conditioning(chosen),
        proposed_together=conditioning(proposed),
        shifted_together=(conditioning(shifted[0]), conditioning(shifted[1])),
    )


def limits_of(settings: PlannerSettings) -> Limits:
    """The limits of a study file."""
    return Limits(settings.limits.largest_amplification, settings.limits.smallest_contrast)


def _edge_plan(settings: PlannerSettings, target: Target, pair: EnergyPair) -> EdgePlan:
    search = scan(target, pair, farthest_eV=settings.search.farthest_below_edge_eV, step_eV=settings.search.step_eV)
    chosen = assess(target, pair)
    best = propose(target, pair, search, limits=limits_of(settings))
    gain = float(best.contrast.min()) / max(float(chosen.contrast.min()), 1e-12)
    is_better = gain > WORTH_WHILE or (best.meets(limits_of(settings)) and not chosen.meets(limits_of(settings)))
    shift = _possible_shift(target, pair, settings.limits.edge_uncertainty_eV)
    # an edge that lies higher is the same as photons that lie lower
    shifted = [
        assess(target, EnergyPair(pair.element, pair.edge, pair.near_eV + by, pair.far_eV + by))
        for by in (-shift, shift)
    ]
    return EdgePlan(chosen, best if is_better else chosen, (shifted[0], shifted[1]), search)


def _possible_shift(target: Target, pair: EnergyPair, wished_eV: float) -> float:
    """The wished shift, or half of what brings an energy onto an edge."""
    edges = [energy for element in target.composition for energy in absorption_edges(element).values()]
    nearest = min(abs(energy - edge) for edge in edges for energy in (pair.near_eV, pair.far_eV))
    return min(wished_eV, 0.5 * nearest)


def _ordinary_sets(settings: PlannerSettings, target: Target) -> list[WeightedSet]:
    sets = []
    q, composition = target.wavevector_per_angstrom, target.composition
    if settings.diffraction_energy_eV is not None:
        energy = settings.diffraction_energy_eV
        noise = mean_square_form_factor(
            composition, q, energy_eV=energy, tables=target.tables
        ) / squared_mean_form_factor(composition, q, energy_eV=energy, tables=target.tables)
        found = weights(composition, q, energy_eV=energy, tables=target.tables)
        sets.append(WeightedSet("X-ray", as_arrays(found), noise))
    if settings.neutrons:
        found = neutron_weights(composition, q, scattering_lengths_fm=settings.scattering_lengths_fm)
        sets.append(WeightedSet("neutron", as_arrays(found), np.full(len(q), _NEUTRON_SHARE)))
    return sets


def as_arrays(
    found: Mapping[tuple[str, str], NDArray[np.float64] | float],
) -> dict[tuple[str, str], NDArray[np.float64]]:
    """Weights by pair as arrays."""
    return {pair: np.asarray(found[pair], dtype=np.float64) for pair in found}


def _anomalous_set(assessment: Assessment) -> WeightedSet:
    return WeightedSet(set_label(assessment.pair), as_arrays(assessment.weights), assessment.noise)


def set_label(pair: EnergyPair) -> str:
    """An anomalous set by its edge, such as ``"ΔS Co K"``."""
    return f"ΔS {pair.label}"


def better_edges(edges: Sequence[EdgePlan]) -> list[EdgePlan]:
    """The edges for which another far energy was proposed."""
    return [edge for edge in edges if edge.proposed.pair != edge.chosen.pair]

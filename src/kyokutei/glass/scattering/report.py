"""What the planner hands to its record: claims, arrays, figures, tables and notes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from kyokutei.glass.pairs import pair_label
from kyokutei.glass.scattering import figures
from kyokutei.glass.scattering.anomalous_factors import AnomalousTable, anomalous_factor, edge_energy
from kyokutei.glass.scattering.arrays import labelled_edges, labelled_searches, labelled_sets
from kyokutei.glass.scattering.claims import plan_claims
from kyokutei.glass.scattering.element_tables import ANOMALOUS_SOURCE, EDGE_SOURCE, FORM_FACTOR_SOURCE
from kyokutei.glass.scattering.plan import EdgePlan, Plan, better_edges, limits_of, make_plan
from kyokutei.glass.scattering.planning import EnergyPair, assess
from kyokutei.glass.scattering.settings import PlannerSettings
from kyokutei.study.kind import Figure, Findings, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kyokutei.study.work import Work

__all__ = ["findings"]

_REFERENCES = (
    f"Anomalous factors: {ANOMALOUS_SOURCE}.",
    f"Form factors: {FORM_FACTOR_SOURCE}.",
    f"{EDGE_SOURCE[0].upper()}{EDGE_SOURCE[1:]}.",
    "Weights: T. E. Faber and J. M. Ziman, Phil. Mag. 11 (1965) 153.",
    "Differences at an edge: P. H. Fuoss, P. Eisenberger, W. K. Warburton and A. Bienenstock, Phys. Rev. Lett. 46 "
    "(1981) 1537, doi:10.1103/PhysRevLett.46.1537.",
)
_BELOW_EV, _ABOVE_EV = 450.0, 60.0  # shown around an edge
_SHOWN_OFFSETS_EV = (50.0, 100.0, 200.0, 300.0)
_NEAR_EV = 15.0  # closer to an edge, chemistry moves f′


def findings(settings: PlannerSettings, tables: Mapping[str, AnomalousTable], work: Work) -> Findings:
    """Compute the plan, and word it."""
    plan = make_plan(settings, tables, work)
    return Findings(
        claims=plan_claims(settings, plan),
        data={"sets": labelled_sets(plan), "edges": labelled_edges(plan), **labelled_searches(plan)},
        figures=_figures(settings, plan),
        tables=[_energy_table(plan), *_weight_tables(settings, plan)],
        notes=_notes(settings, plan),
        references=_REFERENCES,
    )


def _figures(settings: PlannerSettings, plan: Plan) -> list[Figure]:
    columns = len(plan.edges)
    width = max(6.4, 4.4 * columns)
    drawn = [
        Figure(
            "normaliser",
            "The share of the coherent intensity that changes between the two energies, with its sign. Where it "
            "comes near zero, the difference of two intensities says nothing. Grey: other far energies, by how far "
            "they lie below the edge.",
            lambda *axes: _draw_normalisers(axes, plan),
            (1, columns),
            (width, 4.2),
        ),
        Figure(
            "far_energy",
            "How the far energy decides: the smallest share of the coherent intensity that changes, and the "
            "largest sum of absolute weights, both over the range of Q. Dashed: the limits of the study file.",
            lambda *axes: _draw_searches(settings, axes, plan),
            (2, columns),
            (width, 5.2),
        ),
        Figure(
            "weights",
            "Weights of the partial structure factors in each measurement; they sum to 1 at each Q.",
            lambda *axes: _draw_weights(axes, plan),
            *_grid(len(plan.sets)),
        ),
        Figure(
            "anomalous_factors",
            "Anomalous factors of all elements near the edges, with the energies of the plan. Within "
            "about 10 eV of an edge they depend on the sample.",
            lambda *axes: _draw_factors(axes, plan),
            (2, columns),
            (width, 5.2),
        ),
    ]
    if plan.together.is_determined:
        drawn.append(
            Figure(
                "inversion",
                "What direct inversion of all measurements would do: the condition number of the weights, and "
                "the error of each partial structure factor without any model.",
                lambda first, second: _draw_inversion(settings, first, second, plan),
                (1, 2),
                (9.6, 4.2),
            )
        )
    return drawn


def _grid(panels: int) -> tuple[tuple[int, int], tuple[float, float]]:
    columns = 2 if panels == 4 else min(panels, 3)
    rows = math.ceil(panels / columns)
    return (rows, columns), (max(6.4, 3.7 * columns), 3.6 * rows)


def _draw_normalisers(axes: tuple[Axes, ...], plan: Plan) -> None:
    q = plan.target.wavevector_per_angstrom
    for panel, edge in zip(axes, plan.edges, strict=True):
        energy = _edge_energy(edge)
        others = []
        for offset in _SHOWN_OFFSETS_EV:
            used = [energy - one.pair.far_eV for one in (edge.chosen, edge.proposed)]
            is_shown = edge.search.offset_eV[0] <= offset <= edge.search.offset_eV[-1]
            if is_shown and min(abs(offset - one) for one in used) > 5.0:
                pair = edge.chosen.pair
                found = assess(plan.target, EnergyPair(pair.element, pair.edge, pair.near_eV, energy - offset))
                others.append((offset, found.normaliser / found.squared_mean))
        figures.draw_normaliser(panel, q, others, chosen=edge.chosen, proposed=edge.proposed, edge_eV=energy)


def _draw_searches(settings: PlannerSettings, axes: tuple[Axes, ...], plan: Plan) -> None:
    columns = len(plan.edges)
    for place, edge in enumerate(plan.edges):
        figures.draw_search(
            axes[place],
            axes[columns + place],
            edge.search,
            chosen=edge.chosen,
            proposed=edge.proposed,
            edge_eV=_edge_energy(edge),
            limits=limits_of(settings),
        )


def _draw_weights(axes: tuple[Axes, ...], plan: Plan) -> None:
    q = plan.target.wavevector_per_angstrom
    for panel, one, other in zip(axes, plan.sets, plan.proposed_sets, strict=False):
        pair = next(iter(one.weights))
        is_same = np.array_equal(one.weights[pair], other.weights[pair])
        figures.draw_weights(panel, q, one.weights, title=one.label, proposed=None if is_same else other.weights)
    for panel in axes[len(plan.sets) :]:
        panel.set_axis_off()


def _draw_factors(axes: tuple[Axes, ...], plan: Plan) -> None:
    columns = len(plan.edges)
    for place, edge in enumerate(plan.edges):
        energy = _edge_energy(edge)
        lowest = min(energy - _BELOW_EV, edge.chosen.pair.far_eV - 20.0)
        grid = np.unique(
            np.concatenate(
                [np.linspace(lowest, energy + _ABOVE_EV, 400), np.linspace(energy - 30.0, energy + 30.0, 200)]
            )
        )
        tables = plan.target.tables
        factors = {element: anomalous_factor(element, grid, tables=tables) for element in plan.target.composition}
        figures.draw_factors(
            axes[place],
            axes[columns + place],
            grid,
            factors,
            chosen=edge.chosen.pair,
            proposed=edge.proposed.pair,
            edge_eV=energy,
        )


def _draw_inversion(settings: PlannerSettings, condition: Axes, errors: Axes, plan: Plan) -> None:
    q = plan.target.wavevector_per_angstrom
    is_other = bool(better_edges(plan.edges)) and plan.proposed_together.is_determined
    curves = {"energies chosen": plan.together.condition_number}
    if is_other:
        curves["energies proposed"] = plan.proposed_together.condition_number
    figures.draw_condition(condition, q, curves)
    chosen, proposed = (
        {pair: settings.intensity_error * noise for pair, noise in found.partial_noise.items()}
        for found in (plan.together, plan.proposed_together)
    )
    figures.draw_partial_errors(
        errors, q, chosen, proposed=proposed if is_other else None, intensity_error=settings.intensity_error
    )


def _edge_energy(edge: EdgePlan) -> float:
    return edge_energy(edge.chosen.pair.element, edge.chosen.pair.edge)


def _energy_table(plan: Plan) -> Table:
    rows = []
    for edge in plan.edges:
        for words, one in (("chosen", edge.chosen), ("proposed", edge.proposed)):
            if words == "proposed" and one.pair == edge.chosen.pair:
                continue
            energies = {"near": one.pair.near_eV, "far": one.pair.far_eV}
            if words == "proposed":
                del energies["near"]
            rows += [
                [one.pair.label, f"{name}, {words}", f"{energy:g}", f"{_edge_energy(edge) - energy:g}",
                 *_factor_cells(plan, energy)]
                for name, energy in energies.items()
            ]  # fmt: skip
    columns = [
        "edge",
        "energy",
        "E / eV",
        "below the edge / eV",
        *(f"f′ + if″ of {name}" for name in plan.target.composition),
    ]
    return Table("Energies, and anomalous factors in electrons", columns, rows)


def _factor_cells(plan: Plan, energy_eV: float) -> list[str]:
    factors = [anomalous_factor(element, energy_eV, tables=plan.target.tables) for element in plan.target.composition]
    return [f"{real:.2f} + {imaginary:.2f}i".replace("-", "\N{MINUS SIGN}") for real, imaginary in factors]


def _weight_tables(settings: PlannerSettings, plan: Plan) -> list[Table]:
    pairs = plan.together.pairs
    columns = ["measurement", *(f"W {pair_label(pair)}" for pair in pairs), "Σ|W|"]
    tables = []
    for wavevector in settings.stated_wavevectors_per_angstrom:
        place, rows = plan.place_of(wavevector), []
        for one, other in zip(plan.sets, plan.proposed_sets, strict=True):
            is_same = np.array_equal(one.weights[pairs[0]], other.weights[pairs[0]])
            for label, found in ((one.label, one), (f"{one.label}, proposed", other)):
                if found is other and is_same:
                    continue
                values = [float(found.weights[pair][place]) for pair in pairs]
                cells = [f"{value:.3f}".replace("-", "\N{MINUS SIGN}") for value in (*values, sum(map(abs, values)))]
                rows.append([label, *cells])
        tables.append(Table(f"Weights at Q = {plan.target.wavevector_per_angstrom[place]:g} 1/Å", columns, rows))
    return tables


def _notes(settings: PlannerSettings, plan: Plan) -> list[str]:
    notes = [
        "Errors of partials are those of counting alone: absorption, Compton scattering, fluorescence and the drift of "
        "the beam add to them, and near an edge they are larger."
    ]
    for edge in plan.edges:
        near = _edge_energy(edge) - edge.chosen.pair.near_eV
        if near < _NEAR_EV and edge.chosen.pair.element not in plan.target.tables:
            notes.append(
                f"{edge.chosen.pair.near_eV:g} eV lies {near:g} eV below the {edge.chosen.pair.label} edge: there f′ "
                "depends on the chemistry of the sample. Measure the edge, and give the factors under factor_files."
            )
    notes += [
        f"{edge.chosen.pair.label}: take {edge.proposed.pair.far_eV:g} eV as the far energy instead of "
        f"{edge.chosen.pair.far_eV:g} eV."
        for edge in better_edges(plan.edges)
        if not edge.chosen.meets(limits_of(settings))
    ]
    return notes

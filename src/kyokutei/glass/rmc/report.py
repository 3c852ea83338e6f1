"""One run of the reverse Monte Carlo study: ensembles, what they say, and how it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.pairs import PairMapping, pair_label
from kyokutei.glass.rmc import figures
from kyokutei.glass.rmc.arrays import labelled
from kyokutei.glass.rmc.chain import MoveSettings
from kyokutei.glass.rmc.claims import all_claims
from kyokutei.glass.rmc.configuration import Configuration
from kyokutei.glass.rmc.convergence import Convergence, judge
from kyokutei.glass.rmc.data_set import DataSet
from kyokutei.glass.rmc.files import read
from kyokutei.glass.rmc.inputs import constraints_of, read_data, simulated_data, truth_of
from kyokutei.glass.rmc.replicas import Ensemble, Plan, run_ensemble, without_sets
from kyokutei.glass.rmc.settings import RmcSettings
from kyokutei.glass.rmc.starts import random_start
from kyokutei.glass.rmc.visibility import HARDLY_SEEN, open_shares
from kyokutei.glass.structure.pair_distribution import distance_grid, partial_pair_distribution
from kyokutei.study.kind import Figure, Findings, Table

if TYPE_CHECKING:
    from kyokutei.study.work import Work

__all__ = ["Result", "findings"]

_REFERENCES = (
    "R. L. McGreevy and L. Pusztai, Molecular Simulation 1 (1988) 359, doi:10.1080/08927028808080958",
    "T. E. Faber and J. M. Ziman, Phil. Mag. 11 (1965) 153",
)


@dataclass(frozen=True, eq=False)
class Result:
    """Everything that a run found.

    Parameters
    ----------
    settings
        The study file.
    data
        In the order of the study file.
    ensemble, without
        All data sets, and those that are left when some are left out.
    convergence
        Of `ensemble`.
    open_shares
        Of each partial, see `kyokutei.glass.rmc.visibility`.
    truth
        ``(bin,)`` g_ij of a twin experiment's truth by pair, else None.
    """

    settings: RmcSettings
    data: tuple[DataSet, ...]
    ensemble: Ensemble
    without: Ensemble | None
    convergence: Convergence
    open_shares: PairMapping[float]
    truth: PairMapping[NDArray[np.float64]] | None

    @property
    def r(self) -> NDArray[np.float64]:
        """``(bin,)`` distances [Å]."""
        return self.ensemble.plan.grid.centres


def findings(settings: RmcSettings, work: Work) -> Findings:
    """Run the ensembles and word what they found."""
    result = _compute(settings, work)
    return Findings(
        claims=all_claims(result),
        data=labelled(result),
        figures=_figures(result),
        tables=_tables(result),
        notes=_notes(result),
        references=_REFERENCES,
    )


def _compute(settings: RmcSettings, work: Work) -> Result:
    with work.step("data and weights"):
        generator = work.generator("truth and noise")
        truth = None if settings.twin is None else truth_of(settings, generator)
        data = read_data(settings) if truth is None else simulated_data(settings, truth, generator)
        plan = _plan(settings, data, work)
    sizes = {"replicas": settings.replicas, "segments": settings.segments}
    ensemble = run_ensemble("all data", plan, work, **sizes)
    without = None
    if settings.without:
        rest = without_sets(plan, settings.without)
        without = run_ensemble(f"without {', '.join(settings.without)}", rest, work, **sizes)
    return Result(
        settings=settings,
        data=tuple(data),
        ensemble=ensemble,
        without=without,
        convergence=judge(ensemble.chi_square.sum(axis=2)),
        open_shares=open_shares(data, tuple(ensemble.pair_distributions)),
        truth=None if truth is None else _true_pair_distributions(settings, truth),
    )


def _plan(settings: RmcSettings, data: list[DataSet], work: Work) -> Plan:
    density = settings.number_density_per_cubic_angstrom
    template = random_start(settings.atoms, number_density=density, generator=work.generator("template"))
    if settings.start_file is not None:
        template = read(settings.start_file, species=tuple(settings.atoms))
    table = settings.moves
    adapted = int(table.adapted_share * settings.segments * settings.moves_per_segment)
    moves = MoveSettings(
        largest_step_angstrom=table.largest_step_angstrom,
        wanted_acceptance=table.wanted_acceptance,
        adapted_moves=adapted,
        swap_share=table.swap_share,
        jump_share=table.jump_share,
        fixed_species=table.fixed_species,
    )
    return Plan(
        template=template,
        data=tuple(data),
        constraints=constraints_of(settings),
        move_settings=moves,
        grid=distance_grid(template, settings.bin_width_angstrom),
        start=settings.start,
        moves=settings.moves_per_segment,
        strictness=settings.strictness,
    )


def _true_pair_distributions(settings: RmcSettings, truth: Configuration) -> PairMapping[NDArray[np.float64]]:
    return partial_pair_distribution(truth, bin_width_angstrom=settings.bin_width_angstrom).g


def _figures(result: Result) -> list[Figure]:
    twin = "Synthetic data from a stated truth. " if result.truth is not None else ""
    pairs = len(result.ensemble.pair_distributions)
    drawn = [
        Figure(
            "fits",
            f"{twin}Data with errors as points, the model of each replica as a line; below, data less mean model.",
            partial(figures.draw_fits, result=result),
            layout=(2, len(result.data)),
            size_inch=(3.2 * len(result.data) + 0.6, 4.4),
        ),
        Figure(
            "pair_distributions",
            f"{twin}Partial pair distributions: mean of the replicas, and the range of all of them as a band.",
            partial(figures.draw_pair_distributions, result=result, ensemble=result.ensemble),
            layout=(pairs, 1),
            size_inch=(6.4, 1.9 * pairs + 0.6),
        ),
        Figure(
            "chi_square",
            f"{twin}χ² of each data set after each block of moves, every replica a line. In the first half the chains "
            "become stricter from segment to segment.",
            partial(figures.draw_history, result=result),
        ),
    ]
    if result.without is not None:
        drawn.insert(
            2,
            Figure(
                "worth",
                f"{twin}Left: all data. Right: without {', '.join(result.settings.without)}. Bands: all replicas.",
                partial(figures.draw_worth, result=result),
                layout=(pairs, 2),
                size_inch=(7.4, 1.8 * pairs + 0.6),
            ),
        )
    return drawn


def _tables(result: Result) -> list[Table]:
    moves = result.ensemble.moves
    rows = [
        [str(place + 1), f"{one[0]:,}", f"{one[1]:,}", f"{one[3]:,}", f"{100 * one[3] / max(one[0], 1):.1f} %"]
        for place, one in enumerate(moves)
    ]
    scales = [
        [one.name, f"{result.ensemble.scale[:, place].mean():.4f}", f"{result.ensemble.offset[:, place].mean():.4f}"]
        for place, one in enumerate(result.data)
    ]
    return [
        Table("Moves of each replica", ["replica", "generated", "tried", "accepted", "accepted share"], rows),
        Table("Scale and offset of the model, mean of the replicas", ["data set", "scale", "offset"], scales),
    ]


def _notes(result: Result) -> list[str]:
    notes = []
    if result.truth is not None:
        notes.append(
            "This is a twin experiment: no instrument was involved. Data were simulated, with noise, from a packing of "
            "soft spheres, and the chains did not see it."
        )
    notes += [
        f"The weights hardly see {pair_label(pair)}: {100 * share:.0f} % of what is open before the data stay open. "
        "What its g(r) shows comes mostly from closest distances, density and the start."
        for pair, share in result.open_shares.items()
        if share > HARDLY_SEEN
    ]
    if result.settings.strictness != 1.0:
        notes.append(
            f"The chains judged with errors divided by {result.settings.strictness:g}; χ² is given with the stated "
            "errors."
        )
    return notes

"""Independent chains, computed in segments that are kept as they are finished."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.pairs import PairMapping
from kyokutei.glass.rmc.configuration import Configuration
from kyokutei.glass.rmc.constraints import Constraints
from kyokutei.glass.rmc.data_set import DataSet
from kyokutei.glass.structure.pair_counts import DistanceGrid
from kyokutei.study.checkpoint import Arrays

if TYPE_CHECKING:
    from kyokutei.glass.rmc.chain import Chain, MoveSettings
    from kyokutei.study.work import Work

__all__ = ["Ensemble", "Plan", "chain_of", "run_ensemble", "run_segment", "without_sets"]


_FIRST_STRICTNESS = 0.1


@dataclass(frozen=True, eq=False)
class Plan:
    """What all replicas of an ensemble share.

    Parameters
    ----------
    template
        Cell and numbers of atoms; the positions where ``start`` is ``"file"``.
    data, constraints, move_settings, grid
        Of the chains.
    start
        ``"packed"``, ``"lattice"`` or ``"file"``.
    moves
        Of a segment.
    strictness
        By which the chains divide the errors of the data.
    """

    template: Configuration
    data: tuple[DataSet, ...]
    constraints: Constraints
    move_settings: MoveSettings
    grid: DistanceGrid
    start: str
    moves: int
    strictness: float = 1.0


@dataclass(frozen=True, eq=False)
class Ensemble:
    """What the replicas found.

    Parameters
    ----------
    plan
        What they share.
    chi_square
        ``(replica, block, set)`` after every block of moves, with the stated errors.
    counts
        ``(replica, segment, pair, bin)`` pairs at the end of each segment of the second half.
    fitted
        ``(replica, point)`` model values of all data sets at the end.
    scale, offset
        ``(replica, set)``.
    moves
        ``(replica, 4)`` generated, tried, transformed, accepted.
    last
        ``(replica)`` what `Chain.save` kept at the end.
    """

    plan: Plan
    chi_square: NDArray[np.float64]
    counts: NDArray[np.int64]
    fitted: NDArray[np.float64]
    scale: NDArray[np.float64]
    offset: NDArray[np.float64]
    moves: NDArray[np.int64]
    last: tuple[Arrays, ...]

    @property
    def pair_distributions(self) -> PairMapping[NDArray[np.float64]]:
        """``(replica, bin)`` g_ij(r) of each replica, averaged over the second half of its chain."""
        from kyokutei.glass.rmc.forward_model import forward_model

        model = forward_model(self.plan.template, self.plan.grid, self.plan.data)
        mean = self.counts.mean(axis=1)
        ideal = np.maximum(model.ideal, np.finfo(float).tiny)
        return PairMapping({pair: mean[:, place] / ideal[place] for place, pair in enumerate(model.pairs)})


def run_ensemble(title: str, plan: Plan, work: Work, *, replicas: int, segments: int) -> Ensemble:
    """Run replicas segment by segment; a finished segment of a replica is never computed again."""
    states: list[Arrays | None] = [None] * replicas
    pieces: list[list[Arrays]] = []
    for segment in range(segments):
        begun = time.perf_counter()
        now = replace(plan, strictness=_strictness(plan, segment, segments))
        done = work.ensemble(
            f"{title}, part {segment + 1} of {segments}", run_segment, [(now, state) for state in states]
        )
        states = list(done)
        pieces.append(done)
        work.say(_progress(title, plan, done, seconds=time.perf_counter() - begun, left=segments - segment - 1))
    kept = pieces[segments // 2 :]
    return Ensemble(
        plan=plan,
        chi_square=np.stack(
            [np.concatenate([piece[place]["chi_square"] for piece in pieces]) for place in range(replicas)]
        ),
        counts=np.stack([np.stack([piece[place]["counts"] for piece in kept]) for place in range(replicas)]),
        fitted=np.stack([one["fitted"] for one in pieces[-1]]),
        scale=np.stack([one["scale"] for one in pieces[-1]]),
        offset=np.stack([one["offset"] for one in pieces[-1]]),
        moves=np.stack([one["moves"] for one in pieces[-1]]),
        last=tuple(pieces[-1]),
    )


def _strictness(plan: Plan, segment: int, segments: int) -> float:
    """From a tenth of the wanted one in the first segment, by equal factors, to the whole from the middle on."""
    # a chain that is strict from the beginning freezes in the first arrangement that it meets
    half = segments // 2
    return float(plan.strictness * _FIRST_STRICTNESS ** max(0.0, 1.0 - segment / half))


def run_segment(item: tuple[Plan, Arrays | None], generator: np.random.Generator) -> Arrays:
    """One segment of one replica; the first one draws the start, the others go on with the chain's own numbers."""
    plan, kept = item
    chain = _begin(plan, generator) if kept is None else _resume(plan, kept)
    history = chain.advance(plan.moves)
    return {
        **chain.save(),
        "chi_square": history / plan.strictness**2,
        "counts": chain.state.counts.astype(np.int32),
        "fitted": np.concatenate(chain.fitted),
        "scale": chain.state.scale,
        "offset": chain.state.offset,
    }


def chain_of(plan: Plan, kept: Arrays) -> Chain:
    """The chain that a segment left."""
    return _resume(plan, kept)


def _begin(plan: Plan, generator: np.random.Generator) -> Chain:
    from kyokutei.glass.rmc.chain import new_chain
    from kyokutei.glass.rmc.forward_model import forward_model
    from kyokutei.glass.rmc.starts import lattice_start, packed_start, without_overlaps

    start, closest = plan.template, plan.constraints.closest_angstrom
    density = start.number_density
    if plan.start == "packed":
        start = packed_start(start.counts, number_density=density, closest_angstrom=closest, generator=generator)
    elif plan.start == "lattice":
        start = without_overlaps(lattice_start(start.counts, number_density=density, generator=generator), closest)
    model = forward_model(start, plan.grid, _strict_data(plan))
    return new_chain(start, model, constraints=plan.constraints, generator=generator, move_settings=plan.move_settings)


def _resume(plan: Plan, kept: Arrays) -> Chain:
    from kyokutei.glass.rmc.chain import Chain, resumed_chain
    from kyokutei.glass.rmc.forward_model import forward_model

    model = forward_model(plan.template, plan.grid, _strict_data(plan))
    state: Any = None  # resumed_chain puts the kept one there
    empty = Chain(plan.template, model, plan.constraints, plan.move_settings, state, np.random.default_rng(0))
    return resumed_chain(empty, kept)


def _strict_data(plan: Plan) -> list[DataSet]:
    return [replace(one, sigma=one.sigma / plan.strictness) for one in plan.data]


def _progress(title: str, plan: Plan, done: Sequence[Arrays], *, seconds: float, left: int) -> str:
    generated, tried, _, accepted = (int(number) for number in np.sum([one["moves"] for one in done], axis=0))
    chi_square = np.mean([one["chi_square"][-1] for one in done], axis=0)
    words = ", ".join(f"{one.name} {value / len(one):.3g}" for one, value in zip(plan.data, chi_square, strict=True))
    speed = plan.moves * len(done) / max(seconds, 1e-9)
    return (
        f"{title}: {generated:,} moves generated, {tried:,} tried, {accepted:,} accepted; χ² per point: {words}; "
        f"{speed:,.0f} moves/s, about {seconds * left:.0f} s left"
    )


def without_sets(plan: Plan, names: Sequence[str]) -> Plan:
    """The same plan with some data sets left out."""
    return replace(plan, data=tuple(one for one in plan.data if one.name not in names))

"""A Metropolis chain of configurations whose cost is χ² against data and the cost of the local order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.rmc.configuration import Configuration, Moves
from kyokutei.glass.rmc.constraints import Constraints
from kyokutei.glass.rmc.forward_model import ForwardModel
from kyokutei.glass.rmc.lattice_positions import fractional, on_lattice
from kyokutei.glass.rmc.proposals import Proposals, draw_proposals, generator_from_state, generator_state
from kyokutei.glass.rmc.scale_and_offset import best_scale_and_offset
from kyokutei.study.checkpoint import Arrays

__all__ = ["BLOCK", "Chain", "ChainState", "MoveSettings", "Speed", "new_chain", "resumed_chain"]

BLOCK = 8192
"""Moves that are drawn together; scale, offset and step are looked at between blocks."""

Speed = Literal["fast", "fast without early rejection", "plain"]
_MOST_STEP_CHANGE = 1.5
_SMALLEST_STEP_ANGSTROM = 1e-4


@dataclass(frozen=True)
class MoveSettings:
    """How moves are drawn.

    Parameters
    ----------
    largest_step_angstrom
        At the beginning, along each axis [Å].
    wanted_acceptance
        Fraction of tried displacements; the step is adapted to it during `adapted_moves`. None leaves the step.
    adapted_moves
        How many moves the step is adapted for; afterwards the chain keeps detailed balance.
    swap_share
        Share of moves that swap two atoms.
    jump_share
        Share of displacements that go anywhere in the cell.
    fixed_species
        Species that do not move.
    """

    largest_step_angstrom: float = 0.1
    wanted_acceptance: float | None = None
    adapted_moves: int = 0
    swap_share: float = 0.0
    jump_share: float = 0.0
    fixed_species: tuple[str, ...] = ()


@dataclass
class ChainState:
    """What changes while a chain runs.

    Parameters
    ----------
    positions
        ``(3, atom)`` on the lattice of `kyokutei.glass.rmc.lattice_positions`.
    kinds
        ``(atom,)`` species.
    counts
        ``(pair, bin)`` pairs of atoms.
    scale, offset
        ``(set,)`` of each data set's model.
    residual
        ``(point,)`` (model - data) / sigma.
    chi_square
        ``(set,)``.
    step_angstrom
        Largest step along each axis [Å].
    moves
        Generated, tried past the closest distances, transformed to wavevectors, accepted.
    """

    positions: NDArray[np.int32]
    kinds: NDArray[np.int64]
    counts: NDArray[np.int64]
    scale: NDArray[np.float64]
    offset: NDArray[np.float64]
    residual: NDArray[np.float64]
    chi_square: NDArray[np.float64]
    step_angstrom: float
    moves: NDArray[np.int64] = field(default_factory=lambda: np.zeros(4, np.int64))


@dataclass
class Chain:
    """A chain: what is fixed, what changes, and its random numbers.

    Parameters
    ----------
    start
        Cell and species; its positions are those at the beginning.
    model
        From counts to data.
    constraints, move_settings
        What may be, and how moves are drawn.
    state
        What changes.
    generator
        Source of all random numbers of the chain.
    speed
        Which kernel makes the moves; all give the same accepted moves.
    """

    start: Configuration
    model: ForwardModel
    constraints: Constraints
    move_settings: MoveSettings
    state: ChainState
    generator: np.random.Generator
    speed: Speed = "fast"

    @property
    def configuration(self) -> Configuration:
        """The atoms as they stand now, with the counters of moves."""
        positions = fractional(self.state.positions.T) @ self.start.cell
        names = np.array(self.start.species_names)
        generated, tried, _, accepted = (int(number) for number in self.state.moves)
        return replace(
            self.start,
            positions=positions,
            species=names[self.state.kinds],
            moves=Moves(generated, tried, accepted),
        )

    @property
    def fitted(self) -> list[NDArray[np.float64]]:
        """Model values of each data set, with its scale and offset."""
        values = self.model.value + self.state.residual * self.model.sigma
        return [values[self.model.points(place)] for place in range(len(self.model.data))]

    def advance(self, moves: int) -> NDArray[np.float64]:
        """Make moves, rounded up to whole blocks; return ``(block, set)`` χ² after each block.

        Scale and offset are fitted, and sums are computed anew, before each block.
        """
        history = []
        for _ in range(-(-moves // BLOCK)):
            self.rebuild_sums()
            self._make_block(self._draw(BLOCK))
            history.append(self.state.chi_square.copy())
        return np.array(history)

    def rebuild_sums(self) -> None:
        """Fit scale and offset, and compute residuals and χ² from the counts of pairs."""
        structure = self.model.structure(self.state.counts)
        for place, one in enumerate(self.model.data):
            points = self.model.points(place)
            scale, offset = best_scale_and_offset(one, structure[points])
            self.state.scale[place], self.state.offset[place] = scale, offset
            residual = (one.limit + offset + scale * structure[points] - one.value) / one.sigma
            self.state.residual[points] = residual
            self.state.chi_square[place] = float(residual @ residual)

    def save(self) -> Arrays:
        """Everything from which `resumed_chain` goes on, bit by bit."""
        state = self.state
        return {
            "positions": state.positions,
            "kinds": state.kinds.astype(np.int16),
            "moves": state.moves,
            "step_angstrom": np.array(state.step_angstrom),
            "generator": generator_state(self.generator),
        }

    def _draw(self, moves: int) -> Proposals:
        names = self.start.species_names
        fixed = [names.index(name) for name in self.move_settings.fixed_species]
        return draw_proposals(
            self.generator,
            moves,
            movable=np.flatnonzero(~np.isin(self.state.kinds, fixed)),
            largest_step_angstrom=self.state.step_angstrom,
            inverse_cell=np.asarray(np.linalg.inv(self.start.cell), dtype=np.float64),
            swap_share=self.move_settings.swap_share,
            jump_share=self.move_settings.jump_share,
        )

    def _make_block(self, proposals: Proposals) -> None:
        if self.speed == "plain":
            from kyokutei.glass.rmc.chain_plain import make_moves
        else:
            from kyokutei.glass.rmc.chain_block import make_moves
        fate = make_moves(self, proposals)
        self.state.moves += [len(fate), int(np.sum(fate > 0)), int(np.sum(fate > 1)), int(np.sum(fate == 3))]
        self._adapt_step(fate[proposals.partner < 0])

    def _adapt_step(self, fate: NDArray[np.int8]) -> None:
        wanted = self.move_settings.wanted_acceptance
        if wanted is None or self.state.moves[0] > self.move_settings.adapted_moves or len(fate) == 0:
            return
        ratio = float(np.mean(fate == 3)) / wanted
        change = min(_MOST_STEP_CHANGE, max(1.0 / _MOST_STEP_CHANGE, ratio))
        largest = self.start.largest_minimum_image_distance / 2.0
        self.state.step_angstrom = min(largest, max(_SMALLEST_STEP_ANGSTROM, self.state.step_angstrom * change))


def new_chain(
    start: Configuration,
    model: ForwardModel,
    *,
    constraints: Constraints,
    generator: np.random.Generator,
    move_settings: MoveSettings | None = None,
    speed: Speed = "fast",
) -> Chain:
    """Begin a chain at a configuration.

    Raises
    ------
    OutOfRangeError
        If the start violates a closest distance, or if a constraint names a species that it lacks.
    """
    from kyokutei.glass.rmc.starts import require_closest

    require_closest(start, constraints.closest_angstrom)
    start.require_species([name for term in constraints.coordination for name in (term.centre, term.neighbour)])
    start.require_species([name for term in constraints.angles for name in term.triplet])
    move_settings = move_settings or MoveSettings()
    start.require_species(move_settings.fixed_species)
    positions = np.ascontiguousarray(on_lattice(start.fractional_positions).T)
    state = _state(model, positions, start.species_index.astype(np.int64), move_settings.largest_step_angstrom)
    return _counted(Chain(start, model, constraints, move_settings, state, generator, speed))


def resumed_chain(chain: Chain, kept: Arrays) -> Chain:
    """The chain that `Chain.save` kept; ``chain`` gives what does not change."""
    positions = np.ascontiguousarray(kept["positions"], dtype=np.int32)
    state = _state(chain.model, positions, kept["kinds"].astype(np.int64), float(kept["step_angstrom"]))
    state.moves[:] = kept["moves"]
    generator = generator_from_state(kept["generator"])
    return _counted(replace(chain, state=state, generator=generator))


def _state(
    model: ForwardModel, positions: NDArray[np.int32], kinds: NDArray[np.int64], step_angstrom: float
) -> ChainState:
    sets, points = len(model.data), model.weights.shape[1]
    return ChainState(
        positions=positions,
        kinds=kinds,
        counts=np.zeros((len(model.pairs), model.grid.bins), np.int64),
        scale=np.ones(sets),
        offset=np.zeros(sets),
        residual=np.zeros(points),
        chi_square=np.zeros(sets),
        step_angstrom=step_angstrom,
    )


def _counted(chain: Chain) -> Chain:
    from kyokutei.glass.rmc.lattice_counts import count_pairs_on_lattice

    chain.state.counts[:] = count_pairs_on_lattice(chain)
    chain.rebuild_sums()
    return chain

"""Metropolis moves, plain: every move is judged by χ² in full, in NumPy.

The twin of `kyokutei.glass.rmc.chain_fast`. It shares with it how distances are rounded to bins, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.pairs import PairMapping
from kyokutei.glass.rmc.cell_shape import upright_cell
from kyokutei.glass.rmc.constraints import AngleConstraint, CoordinationConstraint
from kyokutei.glass.rmc.lattice_positions import bins_per_step
from kyokutei.glass.rmc.proposals import Proposals
from kyokutei.glass.structure.pair_counts import pair_slots

if TYPE_CHECKING:
    from kyokutei.glass.rmc.chain import Chain

__all__ = ["make_moves"]

_ROUNDING = 1.0 + 1e-6


@dataclass
class _Board:
    """The atoms while a block is made."""

    chain: Chain
    positions: NDArray[np.int32]
    kinds: NDArray[np.int64]

    def __post_init__(self) -> None:
        self.triangle = bins_per_step(self.chain.start.cell, self.chain.model.grid.width_angstrom)
        self.slots = pair_slots(len(self.chain.start.species_names))
        self.bins = self.chain.model.grid.bins
        names, given = self.chain.start.species_names, PairMapping(self.chain.constraints.closest_angstrom)
        closest = np.array([[given.get((a, b), 0.0) for b in names] for a in names])
        self.closest = ((closest * _ROUNDING / self.chain.model.grid.width_angstrom) ** 2).astype(np.float32)

    def squares(self, place: NDArray[np.int32]) -> NDArray[np.float32]:
        """``(atom,)`` squared distances of all atoms from a place, in bins."""
        ax, bx, by, cx, cy, cz = self.triangle
        # the difference of whole numbers overflows into the nearest image
        a, b, c = (self.positions - place[:, None]).astype(np.float32)
        x = a * ax + b * bx + c * cx
        y = b * by + c * cy
        z = c * cz
        squared: NDArray[np.float32] = x * x + y * y + z * z
        return squared

    def counts_around(self, atom: int, others: NDArray[np.bool_]) -> NDArray[np.int64]:
        """``(pair, bin)`` pairs of an atom with others."""
        places = np.minimum(np.sqrt(self.squares(self.positions[:, atom])).astype(np.int64), self.bins)
        flat = self.slots[self.kinds[atom], self.kinds] * (self.bins + 1) + places
        size = (int(self.slots[-1, -1]) + 1) * (self.bins + 1)
        return np.bincount(flat[others], minlength=size).reshape(-1, self.bins + 1)[:, :-1]

    def overlaps(self, atom: int) -> bool:
        """Whether an atom stands closer to another than it may."""
        too_close = self.squares(self.positions[:, atom]) < self.closest[self.kinds[atom], self.kinds]
        too_close[atom] = False
        return bool(too_close.any())

    def counts_of(self, atoms: list[int]) -> NDArray[np.int64]:
        """``(pair, bin)`` pairs in which some atoms take part, each once."""
        others = np.ones(len(self.kinds), dtype=bool)
        total = np.zeros((int(self.slots[-1, -1]) + 1, self.bins), np.int64)
        for atom in atoms:
            others[atom] = False
            total += self.counts_around(atom, others)
        return total


def make_moves(chain: Chain, proposals: Proposals) -> NDArray[np.int8]:
    """Try a block of moves, change the state of the chain, and return the fate of each move: 0 overlap, 2 no, 3 yes."""
    state, model = chain.state, chain.model
    board = _Board(chain, state.positions, state.kinds)
    kernel = model.kernel.astype(np.float64)
    local = _local_cost(chain)
    fates = np.zeros(len(proposals.atom), np.int8)
    for m, (atom, partner) in enumerate(zip(proposals.atom, proposals.partner, strict=True)):
        moved = [int(atom)] if partner < 0 else [int(atom), int(partner)]
        if partner >= 0 and state.kinds[atom] == state.kinds[partner]:
            continue
        before = board.counts_of(moved)
        _apply(board, moved, proposals.step[m])
        if any(board.overlaps(one) for one in moved):
            _apply(board, moved, -proposals.step[m])
            continue
        change = board.counts_of(moved) - before
        step = _steps(chain, change @ kernel.T)
        new_local = _local_cost(chain) if chain.constraints.reach_angstrom else 0.0
        difference = float(step @ (2.0 * state.residual + step)) + new_local - local
        if difference > proposals.limit[m]:
            _apply(board, moved, -proposals.step[m])
            fates[m] = 2
            continue
        fates[m] = 3
        local = new_local
        state.counts += change
        state.residual += step
    for place in range(len(model.data)):
        part = state.residual[model.points(place)]
        state.chi_square[place] = float(part @ part)
    return fates


def _apply(board: _Board, moved: list[int], step: NDArray[np.int32]) -> None:
    if len(moved) == 1:
        board.positions[:, moved[0]] += step
    else:
        board.kinds[moved] = board.kinds[moved[::-1]]


def _steps(chain: Chain, rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Change of all residuals."""
    model = chain.model
    steps = np.zeros(model.weights.shape[1])
    for place in range(len(model.data)):
        points, first = model.points(place), int(model.first_row[place])
        part = rows[:, first : first + int(model.length[place])]
        steps[points] = chain.state.scale[place] * np.sum(model.weights[:, points] * part, axis=0) / model.sigma[points]
    return steps


def _local_cost(chain: Chain) -> float:
    """Cost of all constraints on the local order, from scratch."""
    given = chain.constraints
    terms = [_cost_of_numbers(chain, term) for term in given.coordination]
    return sum(terms) + sum(_cost_of_angles(chain, term) for term in given.angles)


def _vectors(chain: Chain, centre: str, neighbour: str, cutoff: float) -> list[NDArray[np.float64]]:
    """Bonds of every centre, ``(bond, 3)`` [Å]."""
    names, state = chain.start.species_names, chain.state
    steps = upright_cell(chain.start.cell) / 2.0**32
    neighbours = np.flatnonzero(state.kinds == names.index(neighbour))
    bonds = []
    for atom in np.flatnonzero(state.kinds == names.index(centre)):
        others = neighbours[neighbours != atom]
        vectors = (state.positions[:, others] - state.positions[:, atom, None]).astype(np.float64).T @ steps
        bonds.append(vectors[np.sum(vectors**2, axis=1) < cutoff**2])
    return bonds


def _cost_of_numbers(chain: Chain, term: CoordinationConstraint) -> float:
    bonds = _vectors(chain, term.centre, term.neighbour, term.cutoff_angstrom)
    numbers = np.array([len(one) for one in bonds], dtype=np.float64)
    if term.is_average:
        numbers = numbers.mean(keepdims=True)
    return float(np.sum(((numbers - term.number) / term.sigma) ** 2))


def _cost_of_angles(chain: Chain, term: AngleConstraint) -> float:
    first, centre, second = term.triplet
    left = _vectors(chain, centre, first, term.cutoff_angstrom)
    right = left if first == second else _vectors(chain, centre, second, term.cutoff_angstrom)
    wanted, cost = np.cos(np.radians(term.degrees)), 0.0
    for one, two in zip(left, right, strict=True):
        cosines = (one @ two.T) / np.sqrt(np.outer(np.sum(one**2, axis=1), np.sum(two**2, axis=1)))
        cosines = cosines[np.triu_indices(len(one), 1)] if first == second else cosines.reshape(-1)
        cost += float(np.sum(((cosines - wanted) / term.cosine_sigma) ** 2))
    return cost

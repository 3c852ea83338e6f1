"""Random moves, drawn in blocks before they are tried, so that every chain sees the same ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Proposals", "draw_proposals", "generator_from_state", "generator_state"]

_STEPS = 2.0**32
_WORD = (1 << 64) - 1


@dataclass(frozen=True, eq=False)
class Proposals:
    """A block of moves.

    Parameters
    ----------
    atom
        ``(move,)`` which atom moves.
    partner
        ``(move,)`` with which atom it swaps species; -1 for a displacement.
    step
        ``(move, 3)`` displacement on the lattice of positions; zero for a swap.
    limit
        ``(move,)`` largest Δχ² at which the move is accepted, -2 ln u of a uniform random number u.
    """

    atom: NDArray[np.int64]
    partner: NDArray[np.int64]
    step: NDArray[np.int32]
    limit: NDArray[np.float64]


def draw_proposals(
    generator: np.random.Generator,
    moves: int,
    *,
    movable: NDArray[np.int64],
    largest_step_angstrom: float,
    inverse_cell: NDArray[np.float64],
    swap_share: float,
    jump_share: float = 0.0,
) -> Proposals:
    """Draw a block of moves: displacements uniform in a cube, and swaps of two atoms.

    Parameters
    ----------
    movable
        Atoms that may move.
    largest_step_angstrom
        Half the edge of the cube [Å].
    inverse_cell
        Inverse of the lattice vectors as rows.
    swap_share
        Of all moves. Two atoms of one species may be drawn; their swap is no move and is rejected, so that what is
        drawn never depends on the state.
    jump_share
        Of the displacements, those to anywhere in the cell; a network mends its broken bonds by them.
    """
    atom = movable[generator.integers(0, len(movable), moves)]
    direction = generator.uniform(-1.0, 1.0, (moves, 3))
    uniform = generator.random(moves)
    step = np.rint(largest_step_angstrom * direction @ inverse_cell * _STEPS).astype(np.int64).astype(np.int32)
    partner = np.full(moves, -1, dtype=np.int64)
    if swap_share > 0.0 and len(movable) > 1:
        candidate = movable[generator.integers(0, len(movable), moves)]
        swaps = (generator.random(moves) < swap_share) & (candidate != atom)
        partner[swaps] = candidate[swaps]
        step[swaps] = 0
    if jump_share > 0.0:
        anywhere = generator.integers(-(2**31), 2**31, (moves, 3)).astype(np.int32)
        jumps = (generator.random(moves) < jump_share) & (partner < 0)
        step[jumps] = anywhere[jumps]
    # 1 - u lies in (0, 1], so that the logarithm is finite
    return Proposals(atom, partner, step, -2.0 * np.log1p(-uniform))


def generator_state(generator: np.random.Generator) -> NDArray[np.uint64]:
    """``(6,)`` all of a PCG64 generator's state as whole numbers, for a checkpoint."""
    state = generator.bit_generator.state
    if state["bit_generator"] != "PCG64":
        raise ValueError(f"a generator of the kind {state['bit_generator']}; PCG64 is what is kept")
    value, increment = int(state["state"]["state"]), int(state["state"]["inc"])
    words = [value >> 64, value & _WORD, increment >> 64, increment & _WORD, state["has_uint32"], state["uinteger"]]
    return np.array(words, dtype=np.uint64)


def generator_from_state(words: NDArray[np.uint64]) -> np.random.Generator:
    """The generator of which `generator_state` was taken."""
    high, low, inc_high, inc_low, has_uint32, uinteger = (int(word) for word in words)
    bits = np.random.PCG64()
    bits.state = {
        "bit_generator": "PCG64",
        "state": {"state": (high << 64) | low, "inc": (inc_high << 64) | inc_low},
        "has_uint32": has_uint32,
        "uinteger": uinteger,
    }
    return np.random.Generator(bits)

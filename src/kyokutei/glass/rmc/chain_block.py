"""One block of moves by the compiled kernel: arrays in, arrays out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.pairs import PairMapping
from kyokutei.glass.rmc.cell_shape import upright_cell
from kyokutei.glass.rmc.chain_fast import LANES, Atoms, Fit, Metric, Outcome, Scratch, attempt_moves, slot_atoms
from kyokutei.glass.rmc.lattice_positions import bins_per_step
from kyokutei.glass.rmc.local_order import Local
from kyokutei.glass.rmc.near_runs import Order, new_order
from kyokutei.glass.rmc.proposals import Proposals
from kyokutei.glass.structure.pair_counts import pair_slots

if TYPE_CHECKING:
    from kyokutei.glass.rmc.chain import Chain

__all__ = ["closest_in_bins", "empty_atoms", "make_moves", "metric_of", "order_of", "stride_of"]

_ROUNDING = 1.0 + 1e-6  # by which closest distances are kept in single precision
_MOST_NEIGHBOURS = 1024  # within the longest bond of a constraint


def make_moves(chain: Chain, proposals: Proposals) -> NDArray[np.int8]:
    """Try a block of moves, change the state of the chain, and return the fate of each move."""
    state, model = chain.state, chain.model
    metric, order = metric_of(chain), order_of(chain)
    atoms = empty_atoms(chain)
    slot_atoms(atoms, order, state.positions, state.kinds)
    flat = np.zeros((len(model.pairs), stride_of(chain)), np.int64)
    fit = Fit(
        kernel=_padded_kernel(chain),
        weights=_weights(chain),
        first_row=model.first_row,
        first_point=model.first_point,
        length=model.length,
        counts=flat.reshape(-1),
        residual=state.residual,
        chi_square=state.chi_square,
        slope=np.zeros((len(flat) + (-len(flat) % 3)) * flat.shape[1]),
        largest_slope=np.zeros(1),
        memory=np.zeros(2),
        early=chain.speed == "fast",
    )
    scratch = _scratch(chain, order)
    outcome = Outcome(np.zeros(len(proposals.atom), np.int8), np.zeros(len(proposals.atom)))
    drawn = (proposals.atom, proposals.partner, proposals.step, proposals.limit)
    attempt_moves(atoms, order, fit, _local(chain, order), (metric, scratch), drawn, outcome)
    state.counts += flat[:, : model.grid.bins]
    for axis, values in enumerate((atoms.x, atoms.y, atoms.z)):
        state.positions[axis] = values[order.slot_of]
    state.kinds[:] = atoms.kind[order.slot_of]
    if not model.data:  # then no move needed the counts
        from kyokutei.glass.rmc.lattice_counts import count_pairs_on_lattice

        state.counts[:] = count_pairs_on_lattice(chain)
    return outcome.fate


def stride_of(chain: Chain) -> int:
    """Room for the bins of one pair: more than there are, and whole vectors."""
    return (chain.model.grid.bins // LANES + 1) * LANES


def metric_of(chain: Chain) -> Metric:
    """From lattice positions to bins."""
    grid = chain.model.grid
    ax, bx, by, cx, cy, cz = bins_per_step(chain.start.cell, grid.width_angstrom)
    return Metric(
        triangle=(ax, bx, by, cx, cy, cz),
        is_upright=bool(bx == 0.0 and cx == 0.0 and cy == 0.0),
        bins=np.int32(grid.bins),
        width=grid.width_angstrom,
        closest=max(chain.constraints.closest_angstrom.values(), default=0.0) * _ROUNDING,
    )


def order_of(chain: Chain) -> Order:
    """An empty order for the atoms of the chain."""
    cell = upright_cell(chain.start.cell)
    is_upright = bool(np.count_nonzero(cell) == 3)
    return new_order(len(chain.start), chain.start.perpendicular_widths, is_upright=is_upright)


def closest_in_bins(chain: Chain) -> NDArray[np.float32]:
    """``(species, species)`` squared closest distances in bins."""
    names, given = chain.start.species_names, PairMapping(chain.constraints.closest_angstrom)
    closest = np.array([[given.get((a, b), 0.0) for b in names] for a in names])
    squared: NDArray[np.float64] = (closest * _ROUNDING / chain.model.grid.width_angstrom) ** 2
    return squared.astype(np.float32)


def empty_atoms(chain: Chain) -> Atoms:
    """Room for the atoms of the chain; `kyokutei.glass.rmc.chain_fast.slot_atoms` fills it."""
    number, species = len(chain.start), len(chain.start.species_names)
    slots = pair_slots(species)
    return Atoms(
        x=np.zeros(number + LANES, np.int32),
        y=np.zeros(number + LANES, np.int32),
        z=np.zeros(number + LANES, np.int32),
        kind=np.zeros(number, np.int64),
        offset=np.zeros((species, number + LANES), np.int32),
        closest=np.zeros((species, number), np.float32),
        pair_offset=(slots * stride_of(chain)).astype(np.int32),
        pair_closest=closest_in_bins(chain),
    )


def _padded_kernel(chain: Chain) -> NDArray[np.float32]:
    kernel = chain.model.kernel
    rows, bins = kernel.shape
    return np.pad(kernel, ((0, -rows % 4), (0, stride_of(chain) - bins)))


def _weights(chain: Chain) -> NDArray[np.float64]:
    """Weights of the model in standard deviations, with the scale of each data set."""
    model = chain.model
    weights = model.weights / model.sigma if len(model.data) else model.weights.copy()
    for place in range(len(model.data)):
        weights[:, model.points(place)] *= chain.state.scale[place]
    return np.ascontiguousarray(weights)


def _scratch(chain: Chain, order: Order) -> Scratch:
    model = chain.model
    pairs, stride = len(model.pairs), stride_of(chain)
    most = 2 * len(chain.start) + 8 + LANES
    return Scratch(
        runs=np.zeros((2 * order.columns_a * order.columns_b + 2, 2), np.int64),
        before=np.zeros(most, np.int32),
        after=np.zeros(most, np.int32),
        change=np.zeros(pairs * stride, np.int32),
        change_float=np.zeros((pairs, stride)),
        touched=np.zeros(pairs, np.int64),
        rows=np.zeros((pairs + (-pairs % 3), len(model.kernel) + (-len(model.kernel) % 4))),
        step=np.zeros(model.weights.shape[1]),
        gain=np.zeros(len(model.data)),
    )


def _local(chain: Chain, order: Order) -> Local:
    names, given = chain.start.species_names, chain.constraints
    numbers, angles = given.coordination, given.angles
    kinds = np.array([[names.index(name) for name in term.triplet] for term in angles], dtype=np.int64)
    centres = [float(np.sum(chain.state.kinds == names.index(term.centre))) for term in numbers]
    triangle = upright_cell(chain.start.cell)[np.tril_indices(3)] / 2.0**32
    ax, bx, by, cx, cy, cz = (float(value) for value in triangle)
    return Local(
        triangle=(ax, bx, by, cx, cy, cz),
        reach=float(given.reach_angstrom),
        centre=np.array([names.index(term.centre) for term in numbers], dtype=np.int64),
        neighbour=np.array([names.index(term.neighbour) for term in numbers], dtype=np.int64),
        cutoff_squared=np.array([term.cutoff_angstrom**2 for term in numbers], dtype=np.float64),
        number=np.array([term.number for term in numbers], dtype=np.float64),
        inverse_sigma=np.array([1.0 / term.sigma for term in numbers], dtype=np.float64),
        is_average=np.array([term.is_average for term in numbers], dtype=np.bool_),
        centres=np.array(centres, dtype=np.float64),
        bonds=_bonds(chain),
        bonds_change=np.zeros(len(numbers), np.int64),
        angle_kinds=kinds.reshape(-1, 3),
        angle_cutoff_squared=np.array([term.cutoff_angstrom**2 for term in angles], dtype=np.float64),
        cosine=np.array([np.cos(np.radians(term.degrees)) for term in angles], dtype=np.float64),
        inverse_cosine_sigma=np.array([1.0 / term.cosine_sigma for term in angles], dtype=np.float64),
        runs=np.zeros((2 * order.columns_a * order.columns_b + 2, 2), np.int64),
        near=np.zeros((4, _MOST_NEIGHBOURS)),
        near_kind=np.zeros(_MOST_NEIGHBOURS, np.int64),
        affected=np.zeros(2 * _MOST_NEIGHBOURS, np.int64),
    )


def _bonds(chain: Chain) -> NDArray[np.int64]:
    """Numbers of bonds of the constraints on averages."""
    from kyokutei.glass.structure.neighbours import find_neighbours

    bonds = np.zeros(len(chain.constraints.coordination), np.int64)
    if any(term.is_average for term in chain.constraints.coordination):
        configuration = chain.configuration
        for place, term in enumerate(chain.constraints.coordination):
            near = find_neighbours(configuration, term.centre, term.neighbour, cutoff_angstrom=term.cutoff_angstrom)
            bonds[place] = len(near.centre)
    return bonds

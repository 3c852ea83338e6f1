"""Counts of pairs by distance as the chains see it: whole numbers, in single precision, no pair twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numba
import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.rmc.chain_block import empty_atoms, metric_of, order_of, stride_of
from kyokutei.glass.rmc.chain_fast import fill_bins, slot_atoms
from kyokutei.glass.rmc.near_runs import find_runs

if TYPE_CHECKING:
    from kyokutei.glass.rmc.chain import Chain

__all__ = ["count_pairs_on_lattice"]


def count_pairs_on_lattice(chain: Chain) -> NDArray[np.int64]:
    """``(pair, bin)`` number of pairs of the chain's atoms."""
    order, atoms = order_of(chain), empty_atoms(chain)
    slot_atoms(atoms, order, chain.state.positions, chain.state.kinds)
    pairs, stride = len(chain.model.pairs), stride_of(chain)
    counts = np.zeros(pairs * stride, np.int64)
    runs = np.zeros((2 * order.columns_a * order.columns_b + 2, 2), np.int64)
    _count(atoms, order, metric_of(chain), runs, counts)
    return counts.reshape(pairs, stride)[:, : chain.model.grid.bins]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _count(atoms: Any, order: Any, metric: Any, runs: Any, counts: Any) -> None:
    places = np.empty(atoms.x.size, np.int32)
    for slot in range(atoms.kind.size):
        place = (atoms.x[slot], atoms.y[slot], atoms.z[slot])
        later = 0
        for n in range(find_runs(order, place, metric.bins * metric.width, runs)):
            if runs[n, 1] > slot + 1:  # each pair once
                runs[later, 0], runs[later, 1] = max(slot + 1, runs[n, 0]), runs[n, 1]
                later += 1
        one = (place, np.uint64(atoms.kind[slot]), places)
        for k in range(fill_bins(atoms, metric, (runs, later, 0), one, one)):
            counts[places[k]] += 1

"""Positions as whole numbers of 1/2³² of the lattice vectors, so that the nearest image is what an overflow leaves.

The lattice is finer than 10⁻⁸ Å in every cell that fits in memory. Differences of two such positions are exact, and so
every chain, fast or plain, sees the very same distances.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.rmc.cell_shape import upright_cell

__all__ = ["bins_per_step", "fractional", "on_lattice"]

_STEPS = 2.0**32


def on_lattice(fractional_positions: NDArray[np.float64]) -> NDArray[np.int32]:
    """``(atom, 3)`` whole numbers of fractional coordinates, folded into the cell."""
    folded = fractional_positions - np.floor(fractional_positions)
    whole: NDArray[np.int64] = np.rint(folded * _STEPS).astype(np.int64)
    return whole.astype(np.uint32).view(np.int32)


def fractional(positions: NDArray[np.int32]) -> NDArray[np.float64]:
    """``(atom, 3)`` fractional coordinates in [0, 1)."""
    return np.ascontiguousarray(positions).view(np.uint32).astype(np.float64) / _STEPS


def bins_per_step(cell: NDArray[np.float64], bin_width_angstrom: float) -> NDArray[np.float32]:
    """``(6,)`` the upright cell row by row without its zeros, in bins of distance for one step of the lattice."""
    triangle = upright_cell(cell)[np.tril_indices(3)]
    return np.asarray(triangle / (_STEPS * bin_width_angstrom), dtype=np.float32)

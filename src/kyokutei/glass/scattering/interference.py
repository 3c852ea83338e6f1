"""A measured interference function with its errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["InterferenceFunction"]


@dataclass(frozen=True, eq=False)
class InterferenceFunction:
    """F(Q) = Σ c_i c_j b_i b_j (S_ij - 1) as measured.

    Parameters
    ----------
    wavevector_per_angstrom
        ``(point,)`` Q, ascending [1/Å].
    value
        ``(point,)`` F [barn/sr per atom].
    sigma
        ``(point,)`` its standard deviation by counting statistics [barn/sr per atom].
    title
        One line for people.
    """

    wavevector_per_angstrom: NDArray[np.float64]
    value: NDArray[np.float64]
    sigma: NDArray[np.float64]
    title: str = ""

    def between(self, lowest_per_angstrom: float, highest_per_angstrom: float) -> InterferenceFunction:
        """The points of a range of Q, its ends included [1/Å]."""
        inside = (self.wavevector_per_angstrom >= lowest_per_angstrom) & (
            self.wavevector_per_angstrom <= highest_per_angstrom
        )
        return InterferenceFunction(
            self.wavevector_per_angstrom[inside], self.value[inside], self.sigma[inside], self.title
        )

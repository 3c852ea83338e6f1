"""The shape of a cell: its lengths and angles, whatever way it is turned."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

__all__ = ["cell_from_lengths_and_angles", "lengths_and_angles", "upright_cell"]

_EXACT_COSINES = {60.0: 0.5, 90.0: 0.0, 120.0: -0.5}


def cell_from_lengths_and_angles(
    lengths_angstrom: tuple[float, float, float], angles_deg: tuple[float, float, float]
) -> NDArray[np.float64]:
    """``(3, 3)`` lattice vectors as rows, a along x and b in the x-y plane [Å].

    Parameters
    ----------
    lengths_angstrom
        a, b, c [Å].
    angles_deg
        α between b and c, β between a and c, γ between a and b [°].

    Raises
    ------
    ValueError
        If the lengths are not positive or no cell has these angles.
    """
    a, b, c = lengths_angstrom
    cos_alpha, cos_beta, cos_gamma = (_EXACT_COSINES.get(angle, math.cos(math.radians(angle))) for angle in angles_deg)
    if min(lengths_angstrom) <= 0.0 or not all(0.0 < angle < 180.0 for angle in angles_deg):
        raise ValueError("lengths must be positive and angles between 0 and 180 degrees")
    sin_gamma = math.sqrt(1.0 - cos_gamma**2)
    c_y = (cos_alpha - cos_beta * cos_gamma) / sin_gamma
    squared = 1.0 - cos_beta**2 - c_y**2
    if squared <= 0.0:
        raise ValueError("no cell has these angles")
    return np.array(
        [[a, 0.0, 0.0], [b * cos_gamma, b * sin_gamma, 0.0], [c * cos_beta, c * c_y, c * math.sqrt(squared)]]
    )


def lengths_and_angles(cell: NDArray[np.float64]) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """Lengths a, b, c [Å] and angles α, β, γ [°] of ``(3, 3)`` lattice vectors."""
    a, b, c = (float(length) for length in np.linalg.norm(cell, axis=1))
    alpha = _angle(cell[1], cell[2])
    beta = _angle(cell[0], cell[2])
    gamma = _angle(cell[0], cell[1])
    return (a, b, c), (alpha, beta, gamma)


def upright_cell(cell: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same cell turned so that a lies along x and b in the x-y plane: lower triangular, positive diagonal [Å]."""
    if np.array_equal(cell, np.tril(cell)) and np.all(np.diag(cell) > 0):
        return cell.copy()
    # cell = R Q with Q orthogonal; distances do not feel Q
    _, upper = np.linalg.qr(cell.T)
    lower = upper.T
    upright: NDArray[np.float64] = np.tril(lower * np.sign(np.diag(lower)))
    return upright


def _angle(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    cross = float(np.linalg.norm(np.cross(first, second)))
    return math.degrees(math.atan2(cross, float(first @ second)))

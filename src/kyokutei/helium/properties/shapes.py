"""Arrays in, arrays of the same shape out; a float in, a float out."""

from __future__ import annotations

from typing import Any, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray


def together(*values: NDArray[np.float64]) -> tuple[tuple[int, ...], list[NDArray[np.float64]]]:
    """The shape that ``values`` broadcast to, and each of them flat and contiguous in it."""
    shape = np.broadcast_shapes(*(value.shape for value in values))
    return shape, [np.ascontiguousarray(np.broadcast_to(value, shape)).ravel() for value in values]


@overload
def like_input(flat: NDArray[np.float64], shape: tuple[()]) -> float: ...
@overload
def like_input(flat: NDArray[np.float64], shape: tuple[int, ...]) -> Any: ...
def like_input(flat: NDArray[np.float64], shape: tuple[int, ...]) -> Any:
    """``flat`` in ``shape``, as a float where the input was one number."""
    return np.ascontiguousarray(flat).reshape(shape) if shape else float(np.ravel(flat)[0])


def of_one(result: NDArray[np.float64]) -> Any:
    """An array as it is, or a float where it has no dimension."""
    return result if result.ndim else float(result)


Number = ArrayLike
"""What every property function takes: a float or an array."""

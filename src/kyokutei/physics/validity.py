"""Validity ranges: a formula is never used silently outside the range in which it holds."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.errors import OutOfRangeError, Problem


def require_range(
    name: str, values: ArrayLike, low: float, high: float, *, unit: str, why: str = ""
) -> NDArray[np.float64]:
    """Return ``values`` as float64, or raise if one of them is NaN or outside ``[low, high]``.

    Parameters
    ----------
    name
        The argument as the caller knows it, such as ``"temperature_K"``.
    values
        Any shape.
    low, high
        Inclusive ends of the range, in ``unit``.
    why
        What sets the range, such as ``"range of the equation of state"``.

    Raises
    ------
    OutOfRangeError
        K303; names the first bad value, its index and the range.
    """
    array: NDArray[np.float64] = np.asarray(values, dtype=np.float64)
    inside = (array >= low) & (array <= high)
    if bool(np.all(inside)):
        return array
    first: Any = np.unravel_index(int(np.argmin(inside)), array.shape)
    index = f" at index {', '.join(str(int(i)) for i in first)}" if array.ndim else ""
    count = int(array.size - np.count_nonzero(inside))
    more = f" ({count} of {array.size} values are outside)" if count > 1 else ""
    reason = f" ({why})" if why else ""
    raise OutOfRangeError(
        Problem(
            "K303",
            f"{name} = {float(array[first]):g} {unit}{index}{more}",
            f"{low:g} to {high:g} {unit}{reason}",
            key=name,
        )
    )

"""Recovery of helium: how much was available, how much was lost, and which fraction came back."""

from __future__ import annotations

from typing import Any, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.physics.validity import require_range

_LARGEST = float(np.finfo(np.float64).max)


@overload
def available(supplied: float, *, stock_start: float = ..., stock_end: float = ...) -> float: ...
@overload
def available(supplied: ArrayLike, *, stock_start: ArrayLike = ..., stock_end: ArrayLike = ...) -> Any: ...
def available(supplied: ArrayLike, *, stock_start: ArrayLike = 0.0, stock_end: ArrayLike = 0.0) -> Any:
    """Helium that could come back in a period: supplied + stock at its start − stock at its end.

    Parameters
    ----------
    supplied
        Helium handed out in the period.
    stock_start, stock_end
        Helium standing with the users (vessels, cryostats, bags) when the period begins and ends.
        Any one unit, the same for all arguments; shapes are broadcast.

    Returns
    -------
    float or ndarray
        In the unit of the arguments; may be zero or negative where the entries contradict each other.

    Raises
    ------
    OutOfRangeError
        K303, for a negative, infinite or NaN argument; names the first one with its index.
    """
    entries = _entries(supplied=supplied, stock_start=stock_start, stock_end=stock_end)
    return _as_given(entries["supplied"] + entries["stock_start"] - entries["stock_end"])


@overload
def loss(recovered: float, supplied: float, *, stock_start: float = ..., stock_end: float = ...) -> float: ...
@overload
def loss(
    recovered: ArrayLike, supplied: ArrayLike, *, stock_start: ArrayLike = ..., stock_end: ArrayLike = ...
) -> Any: ...
def loss(recovered: ArrayLike, supplied: ArrayLike, *, stock_start: ArrayLike = 0.0, stock_end: ArrayLike = 0.0) -> Any:
    """Helium that did not come back by the meters: available − recovered.

    Parameters
    ----------
    recovered, supplied, stock_start, stock_end
        As for `recovery_rate`.

    Returns
    -------
    float or ndarray
        In the unit of the arguments. Negative where more came back than was available, which is possible
        only with a wrong meter, a wrong stock-taking, air in the gas, or gas metered at another temperature.

    Raises
    ------
    OutOfRangeError
        K303, for a negative, infinite or NaN argument.
    """
    entries = _entries(recovered=recovered, supplied=supplied, stock_start=stock_start, stock_end=stock_end)
    return _as_given(entries["supplied"] + entries["stock_start"] - entries["stock_end"] - entries["recovered"])


@overload
def recovery_rate(recovered: float, supplied: float, *, stock_start: float = ..., stock_end: float = ...) -> float: ...
@overload
def recovery_rate(
    recovered: ArrayLike, supplied: ArrayLike, *, stock_start: ArrayLike = ..., stock_end: ArrayLike = ...
) -> Any: ...
def recovery_rate(
    recovered: ArrayLike, supplied: ArrayLike, *, stock_start: ArrayLike = 0.0, stock_end: ArrayLike = 0.0
) -> Any:
    """Fraction of the available helium that the gas meters saw come back (definition B).

    R = recovered / (supplied + stock_start − stock_end), as the Institute for Solid State Physics (2002) and
    Hiroshima University (2018) publish it.

    Parameters
    ----------
    recovered
        Helium gas that came back, by the meters of the recovery lines, taken as pure.
    supplied
        Helium handed out in the same period.
    stock_start, stock_end
        Helium standing with the users at the start and at the end of the period.
        Any one unit, the same for all arguments; shapes are broadcast.

    Returns
    -------
    float or ndarray
        Fraction, of the shape of the arguments. May exceed one: that is a finding about the meters.

    Raises
    ------
    OutOfRangeError
        K303, for a negative, infinite or NaN argument, or where no helium was available.
    """
    entries = _entries(recovered=recovered, supplied=supplied, stock_start=stock_start, stock_end=stock_end)
    whole = entries["supplied"] + entries["stock_start"] - entries["stock_end"]
    _require_something_available(whole)
    return _as_given(entries["recovered"] / whole)


def inventory_loss(
    inventory_start: ArrayLike, inventory_end: ArrayLike, *, purchased: ArrayLike = 0.0, handed_on: ArrayLike = 0.0
) -> Any:
    """Helium that left a whole site unseen, from its inventory (definition A).

    Loss = inventory at the start + purchased − handed on − inventory at the end; the inventory holds all
    helium of the site, liquid and gas. It needs no gas meter, but every vessel must be counted. The Institute
    of Industrial Science in Tokyo publishes the yearly rate of the whole site by this definition and the rates
    of its buildings by definition B.

    Parameters
    ----------
    inventory_start, inventory_end
        All helium on the site when the period begins and ends.
    purchased, handed_on
        Helium that came from outside, and that was passed to others. Any one unit, the same for all.

    Returns
    -------
    float or ndarray
        In the unit of the arguments; negative where helium was found that nobody had counted before.

    Raises
    ------
    OutOfRangeError
        K303, for a negative, infinite or NaN argument.
    """
    entries = _entries(
        inventory_start=inventory_start, inventory_end=inventory_end, purchased=purchased, handed_on=handed_on
    )
    gained = entries["inventory_start"] + entries["purchased"]
    return _as_given(gained - entries["handed_on"] - entries["inventory_end"])


def recovery_rate_from_loss(
    lost: ArrayLike, supplied: ArrayLike, *, stock_start: ArrayLike = 0.0, stock_end: ArrayLike = 0.0
) -> Any:
    """Fraction of the available helium that was not lost, from a loss known otherwise (definition A).

    R = 1 − lost / (supplied + stock_start − stock_end), with the loss of `inventory_loss` or a printed one.

    Parameters
    ----------
    lost
        Helium lost; may be negative.
    supplied, stock_start, stock_end
        As for `recovery_rate`.

    Returns
    -------
    float or ndarray
        Fraction, of the shape of the arguments.

    Raises
    ------
    OutOfRangeError
        K303, for a negative, infinite or NaN argument (the loss may be negative), or where no helium was available.
    """
    missing = require_range("lost", lost, -_LARGEST, _LARGEST, unit="", why="a finite number")
    entries = _entries(supplied=supplied, stock_start=stock_start, stock_end=stock_end)
    whole = entries["supplied"] + entries["stock_start"] - entries["stock_end"]
    _require_something_available(whole)
    return _as_given(1.0 - missing / whole)


def _entries(**given: ArrayLike) -> dict[str, NDArray[np.float64]]:
    checked = {
        name: require_range(name, values, 0.0, _LARGEST, unit="", why="an amount of helium")
        for name, values in given.items()
    }
    try:
        np.broadcast_shapes(*(values.shape for values in checked.values()))
    except ValueError:
        shapes = ", ".join(f"{name} {values.shape}" for name, values in checked.items())
        raise OutOfRangeError(Problem("K303", f"shapes that do not fit: {shapes}", "arrays of one shape")) from None
    return checked


def _require_something_available(whole: NDArray[np.float64]) -> None:
    require_range(
        "supplied + stock_start - stock_end", whole, float(np.finfo(np.float64).tiny), _LARGEST, unit="",
        why="some helium must have been available",
    )  # fmt: skip


def _as_given(result: Any) -> Any:
    return float(result) if np.ndim(result) == 0 else result

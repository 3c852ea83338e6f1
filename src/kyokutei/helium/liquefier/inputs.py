"""What may be said about a liquefier: every input is checked here, once, before anything is computed."""

from __future__ import annotations

from collections.abc import Sequence

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.physics.validity import require_range

LOW_PRESSURE_BAR = (0.2, 1.7)
"""Low pressures at which litres of liquid are known (boiling up to 4.9 K, Donnelly and Barenghi 1998)."""

HIGH_PRESSURE_BAR = (1.0, 100.0)
WARM_K = (200.0, 390.0)
NITROGEN_K = (63.2, 110.0)
"""Boiling nitrogen, from its triple point to some 15 bar."""

LEAST_FRACTION = 1e-3
NEAREST_TO_ONE = 1.0 - 1e-6
"""Largest effectiveness: an exchanger of effectiveness 1 is infinitely large."""


def one_value(name: str, value: float, low: float, high: float, *, unit: str, why: str = "") -> float:
    """One number inside its range.

    Raises
    ------
    OutOfRangeError
        K303, for NaN and for an array too.
    """
    array = require_range(name, value, low, high, unit=unit, why=why)
    if array.ndim:
        raise OutOfRangeError(Problem("K303", f"{name} with {array.size} values", "one number", key=name))
    return float(array)


def pressures(low_pressure_bar: float, high_pressure_bar: float) -> tuple[float, float]:
    """Low and high pressure [bar], in order.

    Raises
    ------
    OutOfRangeError
        K303: a pressure outside its range, or the high one not above the low one.
    """
    low = one_value(
        "low_pressure_bar", low_pressure_bar, *LOW_PRESSURE_BAR, unit="bar", why="helium that boils below 4.9 K"
    )
    high = one_value("high_pressure_bar", high_pressure_bar, *HIGH_PRESSURE_BAR, unit="bar")
    if high <= low:
        raise OutOfRangeError(
            Problem(
                "K303",
                f"high_pressure_bar = {high:g} bar, not above low_pressure_bar = {low:g} bar",
                f"{low:g} bar to {HIGH_PRESSURE_BAR[1]:g} bar",
                key="high_pressure_bar",
            )
        )
    return low, high


def fractions(name: str, values: float | Sequence[float], count: int, highest: float) -> tuple[float, ...]:
    """One number for all of ``count`` components, or one for each, above zero and up to ``highest``.

    Raises
    ------
    OutOfRangeError
        K303.
    """
    why = "1 would need an infinitely large exchanger" if highest < 1.0 else ""
    array = require_range(name, values, LEAST_FRACTION, highest, unit="", why=why)
    if array.ndim == 0:
        return (float(array),) * count
    if array.shape != (count,):
        raise OutOfRangeError(
            Problem("K303", f"{name} of {array.size} values", f"one value, or {count}: one for each", key=name)
        )
    return tuple(float(value) for value in array)


def expander_shares(values: Sequence[float], count: int) -> tuple[float, ...]:
    """Shares of the flow through each expander, that leave something for the throttle.

    Raises
    ------
    OutOfRangeError
        K303: a share outside 0 to 1, or all together 1 or more.
    """
    array = require_range("expander_fractions", values, 0.0, 1.0, unit="")
    if array.shape != (count,):
        expected = f"{count} shares of the flow, one for each expander"
        raise OutOfRangeError(Problem("K303", f"{array.size} expander_fractions", expected, key="expander_fractions"))
    if float(array.sum()) >= 1.0 - 1e-9:
        raise OutOfRangeError(
            Problem(
                "K303",
                f"expander_fractions that sum to {float(array.sum()):g}",
                "less than 1, so that gas is left for the throttle",
                key="expander_fractions",
            )
        )
    return tuple(float(value) for value in array)


def flow_or_none(flow_g_per_s: float | None) -> float | None:
    """Flow of the compressor [g/s], if it was given.

    Raises
    ------
    OutOfRangeError
        K303.
    """
    if flow_g_per_s is None:
        return None
    return one_value("compressor_flow_g_per_s", flow_g_per_s, 1e-6, 1e6, unit="g/s")

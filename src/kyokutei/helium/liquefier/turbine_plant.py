"""A plant with two turbines in a row, as Linde's TCF and L series: high to middle pressure, an exchanger, on to low."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.helium.liquefier.cold_box import ColdBox, Expander, solve
from kyokutei.helium.liquefier.inputs import (
    NEAREST_TO_ONE,
    NITROGEN_K,
    WARM_K,
    expander_shares,
    flow_or_none,
    fractions,
    one_value,
    pressures,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kyokutei.helium.liquefier.performance import Cycle

EXCHANGERS = 5


def turbine_plant(  # noqa: PLR0913 - a plant has this many numbers
    *,
    high_pressure_bar: float,
    low_pressure_bar: float,
    effectiveness: float | Sequence[float],
    turbine_efficiency: float | Sequence[float],
    turbine_fraction: float,
    middle_pressure_bar: float | None = None,
    warm_temperature_K: float = 300.0,
    nitrogen_temperature_K: float | None = None,
    compressor_flow_g_per_s: float | None = None,
    compressor_efficiency: float = 1.0,
) -> Cycle:
    """Steady state of a liquefier with two turbines in a row.

    Five exchangers: the turbine gas leaves after exchanger 1, expands to the middle pressure, runs beside the
    high-pressure gas through exchanger 3 (both leave it at one temperature), expands to the low pressure, and joins the
    return stream before exchanger 4. With nitrogen, one more exchanger and its bath stand before the others. Other
    arguments and errors as in `collins_cycle`.

    Parameters
    ----------
    turbine_efficiency
        Isentropic efficiency of each turbine, or of both.
    turbine_fraction
        Share of the compressed flow through the turbines.
    middle_pressure_bar
        Pressure between the turbines; None: the geometric mean of high and low, equal pressure ratios.
    """
    from kyokutei.helium.liquefier.performance import evaluate

    box = turbine_box(
        high_pressure_bar=high_pressure_bar,
        low_pressure_bar=low_pressure_bar,
        effectiveness=effectiveness,
        turbine_efficiency=turbine_efficiency,
        turbine_fraction=turbine_fraction,
        middle_pressure_bar=middle_pressure_bar,
        warm_temperature_K=warm_temperature_K,
        nitrogen_temperature_K=nitrogen_temperature_K,
    )
    flow = flow_or_none(compressor_flow_g_per_s)
    (compressor,) = fractions("compressor_efficiency", compressor_efficiency, 1, 1.0)
    return evaluate(solve(box), isothermal_efficiency=compressor, flow_g_per_s=flow)


def turbine_box(
    *,
    high_pressure_bar: float,
    low_pressure_bar: float,
    effectiveness: float | Sequence[float],
    turbine_efficiency: float | Sequence[float],
    turbine_fraction: float,
    middle_pressure_bar: float | None,
    warm_temperature_K: float,
    nitrogen_temperature_K: float | None,
) -> ColdBox:
    """Describe the cold box of `turbine_plant`, with every value checked.

    Raises
    ------
    OutOfRangeError
        K303: a value that cannot be.
    """
    low, high = pressures(low_pressure_bar, high_pressure_bar)
    middle = (low * high) ** 0.5
    if middle_pressure_bar is not None:
        middle = one_value("middle_pressure_bar", middle_pressure_bar, low, high, unit="bar", why="between the others")
        if middle in (low, high):
            raise OutOfRangeError(
                Problem("K303", f"middle_pressure_bar = {middle:g} bar", "one between low and high",
                        key="middle_pressure_bar")
            )  # fmt: skip
    (share,) = expander_shares([turbine_fraction], 1)
    first, second = fractions("turbine_efficiency", turbine_efficiency, 2, 1.0)
    baths, more = {}, 0
    if nitrogen_temperature_K is not None:
        baths[1] = one_value("nitrogen_temperature_K", nitrogen_temperature_K, *NITROGEN_K, unit="K")
        more = 1
    branch = Expander(share, first, taken_at=1 + more, given_at=3 + more, through=2 + more, second_efficiency=second)
    return ColdBox(
        high,
        low,
        fractions("effectiveness", effectiveness, EXCHANGERS + more, NEAREST_TO_ONE),
        warm_temperature_K=one_value("warm_temperature_K", warm_temperature_K, *WARM_K, unit="K"),
        expanders=(branch,),
        baths_K=baths,
        middle_pressure_bar=middle,
    )

"""The cycle of Claude, one expander and a throttle, and Kapitza's, which leaves out the coldest exchanger."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def claude_cycle(  # noqa: PLR0913 - a plant has this many numbers
    *,
    high_pressure_bar: float,
    low_pressure_bar: float,
    effectiveness: float | Sequence[float],
    expander_efficiency: float,
    expander_fraction: float,
    exchangers: int = 3,
    warm_temperature_K: float = 300.0,
    nitrogen_temperature_K: float | None = None,
    compressor_flow_g_per_s: float | None = None,
    compressor_efficiency: float = 1.0,
) -> Cycle:
    """Steady state of a one-expander liquefier, with three exchangers (Claude) or two (Kapitza).

    The expander takes its gas after exchanger 1 and gives it to the return stream before exchanger 2. With nitrogen,
    one more exchanger and its bath stand before the others. Other arguments and errors as in `collins_cycle`.

    Parameters
    ----------
    exchangers
        3, or 2 for the cycle that Kapitza built in 1934: P. Kapitza, Proc. R. Soc. A 147, 189 (1934),
        doi:10.1098/rspa.1934.0214.
    """
    from kyokutei.helium.liquefier.performance import evaluate

    box = claude_box(
        high_pressure_bar=high_pressure_bar,
        low_pressure_bar=low_pressure_bar,
        effectiveness=effectiveness,
        expander_efficiency=expander_efficiency,
        expander_fraction=expander_fraction,
        exchangers=exchangers,
        warm_temperature_K=warm_temperature_K,
        nitrogen_temperature_K=nitrogen_temperature_K,
    )
    flow = flow_or_none(compressor_flow_g_per_s)
    (compressor,) = fractions("compressor_efficiency", compressor_efficiency, 1, 1.0)
    return evaluate(solve(box), isothermal_efficiency=compressor, flow_g_per_s=flow)


def claude_box(
    *,
    high_pressure_bar: float,
    low_pressure_bar: float,
    effectiveness: float | Sequence[float],
    expander_efficiency: float,
    expander_fraction: float,
    exchangers: int,
    warm_temperature_K: float,
    nitrogen_temperature_K: float | None,
) -> ColdBox:
    """Describe the cold box of `claude_cycle`, with every value checked.

    Raises
    ------
    OutOfRangeError
        K303: a value that cannot be.
    """
    low, high = pressures(low_pressure_bar, high_pressure_bar)
    count = int(one_value("exchangers", exchangers, 2, 3, unit=""))
    (share,) = expander_shares([expander_fraction], 1)
    (efficiency,) = fractions("expander_efficiency", expander_efficiency, 1, 1.0)
    baths, first = {}, 1
    if nitrogen_temperature_K is not None:
        baths[1] = one_value("nitrogen_temperature_K", nitrogen_temperature_K, *NITROGEN_K, unit="K")
        first, count = 2, count + 1
    return ColdBox(
        high,
        low,
        fractions("effectiveness", effectiveness, count, NEAREST_TO_ONE),
        warm_temperature_K=one_value("warm_temperature_K", warm_temperature_K, *WARM_K, unit="K"),
        expanders=(Expander(share, efficiency, taken_at=first, given_at=first),),
        baths_K=baths,
    )

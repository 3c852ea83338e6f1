"""The cycle of Collins: five counter-flow exchangers, two expanders in parallel branches, a throttle at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kyokutei.helium.liquefier.cold_box import ColdBox, Expander
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


def collins_cycle(  # noqa: PLR0913 - a plant has this many numbers
    *,
    high_pressure_bar: float,
    low_pressure_bar: float,
    effectiveness: float | Sequence[float],
    expander_efficiency: float | Sequence[float],
    expander_fractions: Sequence[float],
    warm_temperature_K: float = 300.0,
    nitrogen_temperature_K: float | None = None,
    compressor_flow_g_per_s: float | None = None,
    compressor_efficiency: float = 1.0,
) -> Cycle:
    """Steady state of a two-expander Collins liquefier.

    The first expander takes its gas after exchanger 1 and gives it to the return stream before exchanger 2; the second
    takes it after exchanger 3 and gives it before exchanger 4. Streams lose no pressure.

    Parameters
    ----------
    high_pressure_bar, low_pressure_bar
        Pressures behind and before the compressor; up to 100 bar, and 0.2 to 1.7 bar.
    effectiveness
        Of each exchanger, or of all five: heat over the smaller of what the two streams could exchange between their
        entering temperatures (differences of enthalpy).
    expander_efficiency
        Isentropic efficiency of each expander, or of both.
    expander_fractions
        Share of the compressed flow through the warm and through the cold expander.
    warm_temperature_K
        Temperature of the compressed gas, and of the hall.
    nitrogen_temperature_K
        Temperature to which a bath of liquid nitrogen cools the compressed gas after exchanger 1; None: no bath.
    compressor_flow_g_per_s
        Flow of the compressor; without it there are no litres per hour.
    compressor_efficiency
        Isothermal efficiency of the compressor. 1 is the reversible isothermal machine, so that figure of merit and
        work per litre are those of the cold box alone; oil-flooded screws reach about 0.5.

    Raises
    ------
    OutOfRangeError
        K303: a value that cannot be.
    NumericsError
        K302: there is no such steady state; says which component is the reason.

    Notes
    -----
    S. C. Collins, Rev. Sci. Instrum. 18, 157 (1947), doi:10.1063/1.1740913.
    """
    from kyokutei.helium.liquefier.cold_box import solve
    from kyokutei.helium.liquefier.performance import evaluate

    box = collins_box(
        high_pressure_bar=high_pressure_bar,
        low_pressure_bar=low_pressure_bar,
        effectiveness=effectiveness,
        expander_efficiency=expander_efficiency,
        expander_fractions=expander_fractions,
        warm_temperature_K=warm_temperature_K,
        nitrogen_temperature_K=nitrogen_temperature_K,
    )
    flow = flow_or_none(compressor_flow_g_per_s)
    (efficiency,) = fractions("compressor_efficiency", compressor_efficiency, 1, 1.0)
    return evaluate(solve(box), isothermal_efficiency=efficiency, flow_g_per_s=flow)


def collins_box(
    *,
    high_pressure_bar: float,
    low_pressure_bar: float,
    effectiveness: float | Sequence[float],
    expander_efficiency: float | Sequence[float],
    expander_fractions: Sequence[float],
    warm_temperature_K: float,
    nitrogen_temperature_K: float | None,
) -> ColdBox:
    """Describe the cold box of `collins_cycle`, with every value checked.

    Raises
    ------
    OutOfRangeError
        K303: a value that cannot be.
    """
    low, high = pressures(low_pressure_bar, high_pressure_bar)
    shares = expander_shares(expander_fractions, 2)
    efficiencies = fractions("expander_efficiency", expander_efficiency, 2, 1.0)
    baths = {}
    if nitrogen_temperature_K is not None:
        baths[1] = one_value("nitrogen_temperature_K", nitrogen_temperature_K, *NITROGEN_K, unit="K")
    return ColdBox(
        high_pressure_bar=high,
        low_pressure_bar=low,
        effectiveness=fractions("effectiveness", effectiveness, 5, NEAREST_TO_ONE),
        warm_temperature_K=one_value("warm_temperature_K", warm_temperature_K, *WARM_K, unit="K"),
        expanders=(
            Expander(shares[0], efficiencies[0], taken_at=1, given_at=1),
            Expander(shares[1], efficiencies[1], taken_at=3, given_at=3),
        ),
        baths_K=baths,
    )

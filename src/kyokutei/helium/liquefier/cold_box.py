"""A cold box as it is described to the solver, its steady state, and in words why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kyokutei.errors import NumericsError, Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kyokutei.helium.liquefier.balances import Plant
    from kyokutei.helium.liquefier.isobar import Isobar

    FloatArray = NDArray[np.float64]

WARMEST_K = 400.0
"""Where the tables of a cycle end; beyond, c_p is constant. No stream of a cycle that is at rest is so warm."""


@dataclass(frozen=True)
class Expander:
    """One expander between the high- and the low-pressure side, or two turbines in a row.

    Parameters
    ----------
    share
        Fraction of the compressed flow that goes through it.
    efficiency
        Isentropic efficiency.
    taken_at, given_at
        Exchanger (from 0 at the warm end) before whose hot inlet the gas is taken, and to whose cold inlet it goes.
    through
        Exchanger that cools the gas at middle pressure between two turbines; None: there is one expander.
    second_efficiency
        Isentropic efficiency of the second turbine.
    """

    share: float
    efficiency: float
    taken_at: int
    given_at: int
    through: int | None = None
    second_efficiency: float | None = None


@dataclass(frozen=True)
class ColdBox:
    """Exchangers from warm to cold, with what branches off between them.

    Parameters
    ----------
    high_pressure_bar, low_pressure_bar, middle_pressure_bar
        Pressures; the middle one is that between two turbines in a row. Streams lose no pressure on their way.
    warm_temperature_K
        Temperature at which compressed gas enters.
    effectiveness
        One for each exchanger: heat over the most that either stream could take up or give up between the two
        entering temperatures (enthalpies, the smaller of both).
    expanders
        What branches off.
    baths_K
        Temperature of a bath before exchanger i by i (and before the throttle, by the number of exchangers).
    heat_leaks_J_per_kg
        Heat that reaches the returning gas before each exchanger, per kg compressed.
    """

    high_pressure_bar: float
    low_pressure_bar: float
    effectiveness: tuple[float, ...]
    warm_temperature_K: float = 300.0
    expanders: tuple[Expander, ...] = ()
    baths_K: dict[int, float] = field(default_factory=dict)
    heat_leaks_J_per_kg: tuple[float, ...] = ()
    middle_pressure_bar: float | None = None
    fluid: str = "helium4"


@dataclass(frozen=True)
class Settled:
    """The steady state of a cold box.

    Parameters
    ----------
    box
        What was solved.
    liquid_yield
        Liquid per compressed gas, by mass.
    table, works
        As `kyokutei.helium.liquefier.balances` fills them.
    approach
        (exchanger, 3) closest approach [K], hot temperature there [K], and UA [W/K per kg/s of compressed gas].
    high, middle, low
        The isobars.
    rest, steps
        Largest rest of the equations [J/(kg K)], and steps of the solver.
    """

    box: ColdBox
    liquid_yield: float
    table: FloatArray
    works: FloatArray
    approach: FloatArray
    high: Isobar
    middle: Isobar
    low: Isobar
    rest: float
    steps: int


def isobars(box: ColdBox) -> tuple[Isobar, Isobar, Isobar]:
    """High, middle and low isobar of a box, from its boiling point up."""
    from kyokutei.helium.liquefier.isobar import coldest_of_cycle, isobar
    from kyokutei.helium.properties.equation import equation

    coldest = float(coldest_of_cycle(equation(box.fluid), box.low_pressure_bar * 1e5))
    pressures = (box.high_pressure_bar, box.middle_pressure_bar or box.high_pressure_bar, box.low_pressure_bar)
    high, middle, low = (isobar(box.fluid, 1e5 * pressure, coldest, WARMEST_K) for pressure in pressures)
    return high, middle, low


def solve(box: ColdBox) -> Settled:
    """Find the steady state in which the box makes liquid.

    Raises
    ------
    NumericsError
        K302, with the physical reason: it makes no liquid, streams would cross inside a named exchanger, or an
        expander would deliver nothing but liquid.
    """
    import numpy as np

    from kyokutei.helium.liquefier.balances import COLUMNS, Ledger
    from kyokutei.helium.liquefier.cases import MAKES_LIQUID, settle_case

    high, middle, low = isobars(box)
    count, branches = len(box.effectiveness), len(box.expanders)
    ledger = Ledger(np.zeros((count, COLUMNS)), np.zeros((branches, 4)), np.zeros(count))
    approach = np.zeros((count, 3))
    verdict = settle_case(as_plant(box, high, middle, low), ledger, approach)
    if verdict.verdict != MAKES_LIQUID:
        raise NumericsError(no_steady_state(box, verdict.verdict, verdict.component, approach))
    return Settled(
        box, verdict.liquid_yield, ledger.table, ledger.works, approach, high, middle, low, verdict.rest, verdict.steps
    )


def expander_rows(box: ColdBox) -> FloatArray:
    """(expander, 6) the expanders of a box as the compiled balances take them."""
    import numpy as np

    return np.array(
        [
            (
                e.share,
                e.taken_at,
                e.given_at,
                e.efficiency,
                -1.0 if e.through is None else e.through,
                e.efficiency if e.second_efficiency is None else e.second_efficiency,
            )
            for e in box.expanders
        ],
        dtype=np.float64,
    ).reshape(-1, 6)


def as_plant(box: ColdBox, high: Isobar, middle: Isobar, low: Isobar) -> Plant:
    """A cold box with its isobars as the compiled balances take it."""
    import numpy as np

    from kyokutei.helium.liquefier.balances import Plant
    from kyokutei.helium.liquefier.isobar import entropy_of_temperature

    count = len(box.effectiveness)
    baths = np.zeros(count + 1)
    for station, temperature in box.baths_K.items():
        baths[station] = temperature
    leaks = np.array(box.heat_leaks_J_per_kg or (0.0,) * count, dtype=np.float64)
    return Plant(
        float(entropy_of_temperature(high.nodes, box.warm_temperature_K)),
        float(entropy_of_temperature(high.nodes, low.boiling[0])),
        np.array(box.effectiveness, dtype=np.float64),
        baths,
        leaks,
        expander_rows(box),
        high.nodes,
        middle.nodes,
        low.nodes,
        low.boiling,
    )


def no_steady_state(box: ColdBox, verdict: int, which: int, approach: FloatArray) -> Problem:
    """Say in words why a box does not make liquid."""
    from kyokutei.helium.liquefier import cases

    if verdict == cases.MAKES_NO_LIQUID:
        return Problem(
            "K302",
            "a cycle that comes to rest before it is cold enough: no liquid reaches its separator",
            "enough refrigeration for what the exchangers and heat leaks lose",
            "Raise the effectiveness, the expander efficiency, the flow through the expanders or the high pressure, or "
            "precool with nitrogen.",
        )
    if verdict == cases.STREAMS_CROSS:
        gap, where = approach[which, :2]
        return Problem(
            "K302",
            f"streams that cross in exchanger {which + 1} of {len(box.effectiveness)}: the hot one would be "
            f"{-gap:.3g} K colder than the cold one where it has {where:.4g} K",
            f"a hot stream that stays warmer all along exchanger {which + 1}",
            f"The effectiveness {box.effectiveness[which]:g} cannot be reached there; lower it, or change the flows.",
            key="effectiveness",
        )
    if verdict == cases.EXPANDER_IS_FLOODED:
        return Problem(
            "K302",
            f"expander {which + 1} delivering nothing but liquid, colder than the separator: the cycle has no steady "
            "state with a throttle at its end",
            "an expander that leaves some vapour",
            "Give it less gas, take the gas at a warmer place, or leave more for the throttle.",
            key="expander_fractions",
        )
    if verdict == cases.TURBINE_GAS_CONDENSES:
        return Problem(
            "K302",
            "turbine gas that begins to condense at middle pressure, before it reaches the second turbine",
            "a second turbine that is given gas",
            "Raise the middle pressure, or lead less gas through the turbines.",
            key="middle_pressure_bar",
        )
    return Problem(
        "K302",
        "no steady state: every start of the iteration ended in a cycle of its own",
        "balances that close",
        "Please report these inputs; change one of them a little to go on.",
    )

"""An expander by itself: a reciprocating engine, a turbine, or a wet expander in the place of the throttle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kyokutei.helium.liquefier.inputs import LEAST_FRACTION, one_value

if TYPE_CHECKING:
    from kyokutei.helium.liquefier.isobar import Isobar


@dataclass(frozen=True)
class Expansion:
    """What an expander delivers: work [J/kg], enthalpy [J/kg], temperature [K], vapour fraction, entropy made."""

    work_J_per_kg: float
    enthalpy_J_per_kg: float
    temperature_K: float
    vapour_quality: float
    entropy_made_J_per_kg_K: float


def expand(high: Isobar, low: Isobar, *, enthalpy_J_per_kg: float, efficiency: float) -> Expansion:
    """Expand gas or liquid from one isobar to another with an isentropic efficiency.

    The same contract serves engines, turbines (whose exhaust should stay gas: look at the vapour fraction) and wet
    expanders, which are led into the dome on purpose.

    Raises
    ------
    OutOfRangeError
        K303: an efficiency outside 0 to 1.
    """
    from kyokutei.helium.liquefier.isobar import at_entropy, entropy_of_enthalpy

    share = one_value("efficiency", efficiency, LEAST_FRACTION, 1.0, unit="")
    s = float(entropy_of_enthalpy(high.nodes, enthalpy_J_per_kg))
    work = share * (enthalpy_J_per_kg - float(at_entropy(low.nodes, s)[0]))
    leaves = enthalpy_J_per_kg - work
    s_out = float(entropy_of_enthalpy(low.nodes, leaves))
    return Expansion(work, leaves, float(at_entropy(low.nodes, s_out)[1]), vapour_quality(low, leaves), s_out - s)


def throttle(high: Isobar, low: Isobar, *, enthalpy_J_per_kg: float) -> Expansion:
    """Expand through a Joule-Thomson valve: no work, the enthalpy stays."""
    from kyokutei.helium.liquefier.isobar import at_entropy, entropy_of_enthalpy

    s = float(entropy_of_enthalpy(high.nodes, enthalpy_J_per_kg))
    s_out = float(entropy_of_enthalpy(low.nodes, enthalpy_J_per_kg))
    t = float(at_entropy(low.nodes, s_out)[1])
    return Expansion(0.0, enthalpy_J_per_kg, t, vapour_quality(low, enthalpy_J_per_kg), s_out - s)


def vapour_quality(isobar: Isobar, enthalpy_J_per_kg: float) -> float:
    """Mass fraction of vapour on an isobar, as a phase separator finds it; 1 above the critical pressure."""
    liquid, vapour = float(isobar.boiling[2]), float(isobar.boiling[4])
    if vapour == liquid:
        return 1.0
    return min(max((enthalpy_J_per_kg - liquid) / (vapour - liquid), 0.0), 1.0)

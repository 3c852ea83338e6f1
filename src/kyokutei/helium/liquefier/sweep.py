"""Many cold boxes at once: yields and verdicts of thousands of cases, for maps, bands and optima."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kyokutei.helium.liquefier.cold_box import WARMEST_K, ColdBox, expander_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

VERDICTS = (
    "makes liquid",
    "comes to rest before it is cold enough",
    "streams would cross inside an exchanger",
    "an expander delivers nothing but liquid",
    "turbine gas begins to condense before the second turbine",
    "unsettled",
)
"""Words for the verdicts, in their order."""


@dataclass(frozen=True)
class Sweep:
    """How many cases ended.

    Parameters
    ----------
    liquid_yield
        (case,) liquid per compressed gas by mass; 0 where a case makes none.
    verdict
        (case,) index into `VERDICTS`; 0 makes liquid.
    component
        (case,) exchanger or expander that the verdict is about, from 0.
    """

    liquid_yield: NDArray[np.float64]
    verdict: NDArray[np.int64]
    component: NDArray[np.int64]

    def counts(self) -> dict[str, int]:
        """How many cases ended with each verdict."""
        return {words: int(np.sum(self.verdict == k)) for k, words in enumerate(VERDICTS)}


def settle_all(boxes: Sequence[ColdBox]) -> Sweep:
    """Settle cold boxes of the same shape: as many exchangers and expanders in each, one fluid.

    Neighbours that share their pressures share their isobars, so sort by pressure where there is a choice.
    """
    from kyokutei.helium.liquefier.cases import settle_many
    from kyokutei.helium.liquefier.isobar import NODES
    from kyokutei.helium.properties.equation import equation

    if not boxes:
        return Sweep(np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.int64))
    count = len(boxes[0].effectiveness)
    pressures = 1e5 * np.array(
        [(b.high_pressure_bar, b.middle_pressure_bar or b.high_pressure_bar, b.low_pressure_bar) for b in boxes]
    )
    warm = np.array([b.warm_temperature_K for b in boxes])
    effectiveness = np.array([b.effectiveness for b in boxes], dtype=np.float64)
    leaks = np.array([b.heat_leaks_J_per_kg or (0.0,) * count for b in boxes], dtype=np.float64)
    baths = np.zeros((len(boxes), count + 1))
    for k, box in enumerate(boxes):
        for station, temperature in box.baths_K.items():
            baths[k, station] = temperature
    expanders = np.array([expander_rows(b) for b in boxes])
    yields, verdicts, components = settle_many(
        equation(boxes[0].fluid), (WARMEST_K, NODES), pressures, (warm, effectiveness, baths, leaks, expanders)
    )
    return Sweep(yields, verdicts, components)

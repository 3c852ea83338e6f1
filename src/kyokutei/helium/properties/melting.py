"""The melting pressure of helium-4: above it helium is solid, and no equation of the fluid holds.

p/MPa = 1.6979793 (T/K)^1.555414 - 1.7455837, R. D. McCarty and V. D. Arp, Adv. Cryog. Eng. 35, 1465 (1990),
doi:10.1007/978-1-4613-0639-9_174, after the measurements of Mills and Grilly.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kyokutei.errors import OutOfRangeError, Problem

MELTING_SCALE_PA = 1.6979793e6
MELTING_EXPONENT = 1.555414
MELTING_OFFSET_PA = 1.7455837e6


def melting_pressure(temperature_K: NDArray[np.float64]) -> NDArray[np.float64]:
    """Melting pressure [Pa] at a temperature [K] from 2.1768 K up."""
    pressure: NDArray[np.float64] = MELTING_SCALE_PA * temperature_K**MELTING_EXPONENT - MELTING_OFFSET_PA
    return pressure


def require_fluid(temperature_K: NDArray[np.float64], pressure_Pa: NDArray[np.float64]) -> None:
    """Refuse states in which helium is solid.

    Raises
    ------
    OutOfRangeError
        K303; names the first such state.
    """
    melts = melting_pressure(temperature_K)
    solid = pressure_Pa > melts
    if not bool(np.any(solid)):
        return
    first = int(np.argmax(solid))
    index = f" at index {first}" if solid.ndim and solid.size > 1 else ""
    temperature, pressure, limit = (np.ravel(a)[first] for a in (temperature_K, pressure_Pa, melts))
    raise OutOfRangeError(
        Problem(
            "K303",
            f"pressure_Pa = {pressure:g} Pa at temperature_K = {temperature:g} K{index}",
            f"at most the melting pressure there, {limit:g} Pa: above it helium is solid",
            key="pressure_Pa",
        )
    )

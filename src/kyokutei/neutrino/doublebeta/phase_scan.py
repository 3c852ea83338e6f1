"""The effective mass on a grid of Majorana phases: the plain check of the analytic band."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kyokutei.neutrino.doublebeta.neutrino_masses import masses
from kyokutei.neutrino.spectra.global_fits import OscillationParameters

Array = NDArray[np.float64]


def scan_phases(lightest_eV: float, parameters: OscillationParameters, *, steps: int = 360) -> Array:
    """m_ββ for all pairs of Majorana phases on a grid [meV].

    Parameters
    ----------
    lightest_eV
        Lightest mass [eV].
    steps
        Points in 0 to 2π for each phase; an even number includes 0 and π.

    Returns
    -------
    array
        ``(steps, steps)``.
    """
    phase = np.exp(2j * np.pi * np.arange(steps) / steps)
    light = np.array([lightest_eV])
    delta21 = np.array([parameters.delta_m2_21_eV2.value])
    delta3l = np.array([abs(parameters.delta_m2_3l_eV2.value)])
    m1, m2, m3 = (float(one[0]) for one in masses(parameters.ordering, light, delta21, delta3l))
    sin2_12, sin2_13 = parameters.sin2_theta12.value, parameters.sin2_theta13.value
    sum_of_two = (1.0 - sin2_13) * ((1.0 - sin2_12) * m1 + sin2_12 * m2 * phase)
    effective: Array = 1e3 * np.abs(sum_of_two[:, None] + sin2_13 * m3 * phase[None, :])
    return effective

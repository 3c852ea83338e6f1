"""Whether a cutoff lies in the minimum of g(r) behind its first peak."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kyokutei.glass.structure.pair_distribution import PartialPairDistribution
from kyokutei.glass.structure.peak_shape import smoothed

__all__ = ["CutoffPlace", "place_of_cutoff"]

_BEHIND = 2.0  # the minimum is looked for up to this many peak positions
_TOLERANCE = 0.05  # of the peak's height, by which g at the cutoff may exceed the minimum


@dataclass(frozen=True)
class CutoffPlace:
    """Where a cutoff lies on g(r), smoothed over 0.1 Å.

    Parameters
    ----------
    g_at_cutoff, g_minimum
        Values of g.
    minimum_angstrom, peak_angstrom
        Positions of the minimum behind the first peak, and of that peak [Å].
    g_peak
        Height of the peak.
    """

    g_at_cutoff: float
    g_minimum: float
    g_peak: float
    minimum_angstrom: float
    peak_angstrom: float
    cutoff_angstrom: float

    @property
    def is_in_minimum(self) -> bool:
        """Behind the peak, and above the minimum by no more than 5 % of the peak's height."""
        behind = self.cutoff_angstrom > self.peak_angstrom
        return behind and self.g_at_cutoff - self.g_minimum <= _TOLERANCE * self.g_peak


def place_of_cutoff(
    distribution: PartialPairDistribution, pair: tuple[str, str], cutoff_angstrom: float
) -> CutoffPlace | None:
    """Find the first peak, the minimum behind it, and g at a cutoff; None where g does not reach that far."""
    r = distribution.r
    if cutoff_angstrom > r[-1]:
        return None
    g = smoothed(distribution, pair)
    peak = int(np.argmax(g))
    behind = np.flatnonzero((r > r[peak]) & (r <= _BEHIND * r[peak]))
    if len(behind) == 0:
        return None
    # the middle of a flat minimum, such as the gap between two shells of a network
    flat = behind[g[behind] <= g[behind].min() + 1e-9]
    lowest = int(flat[len(flat) // 2])
    return CutoffPlace(
        g_at_cutoff=float(np.interp(cutoff_angstrom, r, g)),
        g_minimum=float(g[lowest]),
        g_peak=float(g[peak]),
        minimum_angstrom=float(r[lowest]),
        peak_angstrom=float(r[peak]),
        cutoff_angstrom=cutoff_angstrom,
    )

"""How much of each partial structure factor the weights of the data leave open."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kyokutei.glass.pairs import PairMapping, PairName
from kyokutei.glass.rmc.data_set import DataSet

__all__ = ["HARDLY_SEEN", "open_shares"]

HARDLY_SEEN = 0.8
"""Open share of a partial, above which a word of warning is due."""
_GRID = 100


def open_shares(data: Sequence[DataSet], pairs: Sequence[PairName], *, amplitude: float = 0.5) -> PairMapping[float]:
    """Standard deviation of each S_ij that the data leave, over what it was before them.

    Before the data each S_ij(Q) is taken to be 1 within ``amplitude``, independent of the others; after them the
    covariance is (1/amplitude² + Σ W Wᵀ / σ²)⁻¹ at each Q. The root mean square over Q is returned: 0 where the data
    determine a partial, 1 where they do not see it. Closest distances and the size of the box help beyond this.

    Parameters
    ----------
    data
        Sets of S(Q); those of G(r) are left out, because they say nothing at one Q.
    pairs
        The partials.
    amplitude
        How far S_ij deviates from 1 before anything is known.
    """
    sets = [one for one in data if one.kind == "S(Q)"]
    if not sets:
        return PairMapping(dict.fromkeys(pairs, 1.0))
    low, high = min(one.abscissa[0] for one in sets), max(one.abscissa[-1] for one in sets)
    q = np.linspace(low, high, _GRID)
    information = np.zeros((_GRID, len(pairs), len(pairs))) + np.eye(len(pairs)) / amplitude**2
    for one in sets:
        inside = (q >= one.abscissa[0]) & (q <= one.abscissa[-1])
        weights = np.stack([np.interp(q, one.abscissa, np.asarray(one.weights[pair])) for pair in pairs], axis=1)
        scaled = weights / np.interp(q, one.abscissa, one.sigma)[:, None] * inside[:, None]
        information += scaled[:, :, None] * scaled[:, None, :]
    variance = np.diagonal(np.linalg.inv(information), axis1=1, axis2=2)
    shares = np.sqrt(variance.mean(axis=0)) / amplitude
    return PairMapping({pair: float(share) for pair, share in zip(pairs, shares, strict=True)})

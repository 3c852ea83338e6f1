"""Feldman-Cousins intervals of a Poisson signal over a known background, exact instead of on a grid of signals.

With λ = s + b, a count k ranks by R(k) = P(k; λ) / P(k; max(k, b)), so ln R(k) = k ln λ - λ - a(k) with the anchor
a(k) = k ln max(k, b) - max(k, b). Two counts n < k rank alike at one λ only, exp((a(k) - a(n)) / (k - n)): above it k
ranks higher, below it n. Between two such λ the set of counts that rank above the observed one does not change, and
its probability S(λ) is a difference of two Poisson sums, which rises and then falls. The signal is accepted where S
is below the confidence level, so the ends of the interval are found from S at the ends of these segments and, inside
one of them, from one root.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.inference.counts import require_background, require_confidence, require_counts

Array = NDArray[np.float64]
Places = NDArray[np.intp]

_SEGMENTS_AT_A_TIME = 1_000_000


@overload
def feldman_cousins(
    observed: float, background: float, *, confidence: float = ..., monotone_in_background: bool = ...
) -> tuple[float, float]: ...
@overload
def feldman_cousins(
    observed: ArrayLike, background: ArrayLike, *, confidence: float = ..., monotone_in_background: bool = ...
) -> tuple[Array, Array]: ...
def feldman_cousins(
    observed: ArrayLike, background: ArrayLike, *, confidence: float = 0.90, monotone_in_background: bool = True
) -> tuple[float, float] | tuple[Array, Array]:
    """Unified confidence interval of a Poisson signal over a known background [counts].

    Parameters
    ----------
    observed
        Counts, whole, 0 to a million; any shape.
    background
        Expected background [counts], known exactly, 0 to a million; broadcasts with ``observed``.
    confidence
        Confidence level, 0.01 to 0.999999.
    monotone_in_background
        Whether an upper end is lengthened where, for the same counts, a larger background would give a larger one.
        The tables of the paper have it so; the plain construction, which covers as well, gives 0.95 instead of the
        printed 1.08 for no event over a background of 3.

    Returns
    -------
    low, high
        Ends of the interval, of the broadcast shape; floats for floats. Signals between them that the construction
        would leave out (gaps) are kept, as in the paper. They differ from the printed tables by at most 0.01, since
        those were computed in steps of 0.005.

    Raises
    ------
    OutOfRangeError
        K303 (a ValueError) for a count that is not whole or not in range, a negative background, NaN, or a
        confidence out of range.

    References
    ----------
    G. J. Feldman and R. D. Cousins, PRD 57 (1998) 3873, arXiv:physics/9711021, sections IV.A and IV.B.
    """
    level = require_confidence(confidence)
    counts, known = np.broadcast_arrays(require_counts(observed), require_background(background))
    pairs, back = np.unique(np.stack([counts.ravel(), known.ravel()]), axis=1, return_inverse=True)
    low = _lower_end(pairs[0], pairs[1], level)
    high = _upper_end(pairs[0], pairs[1], level, monotone=monotone_in_background)
    place = back.reshape(counts.shape)
    return (low[place], high[place]) if counts.ndim else (float(low[0]), float(high[0]))


def _anchor(count: Array, background: Array) -> Array:
    """a(k), the part of ln R(k) that does not depend on the signal."""
    best = np.maximum(count, background)
    return count * np.log(np.where(best > 0.0, best, 1.0)) - best


def _equal_rank(count: Array, other: Array, background: Array) -> Array:
    """λ at which two counts rank alike; max(count, b), its limit, where they are the same count."""
    apart = other - count
    slope = (_anchor(other, background) - _anchor(count, background)) / np.where(apart == 0.0, 1.0, apart)
    return np.where(apart == 0.0, np.maximum(count, background), np.exp(slope))


def _between(low: Array, high: Array, mean: Array) -> Array:
    """Probability of a count above ``low`` and not above ``high``; ``low`` may be -1."""
    from scipy.special import pdtr

    upper: Array = pdtr(high, mean)
    return upper - np.where(low < 0.0, 0.0, pdtr(np.maximum(low, 0.0), mean))


def _poisson(count: Array, mean: Array) -> Array:
    """Probability of a count; 0 for -1."""
    from scipy.special import gammaln, xlogy

    found: Array = np.exp(xlogy(count, mean) - mean - gammaln(np.maximum(count, 0.0) + 1.0))
    return np.where(count < 0.0, 0.0, found)


@dataclass(frozen=True)
class _Segments:
    """Segments of constant rank of all pairs in one row, pair after pair."""

    pair: Places
    start: Places
    width: Places
    count: Array

    @classmethod
    def spanning(cls, first: Array, last: Array) -> _Segments:
        width = (last - first).astype(np.intp) + 1
        start = np.cumsum(width) - width
        pair = np.repeat(np.arange(width.size), width)
        return cls(pair, start, width, first[pair] + (np.arange(pair.size) - start[pair]))

    def last(self, chosen: NDArray[np.bool_]) -> Places:
        """The last chosen segment of each pair, or -1."""
        return np.maximum.reduceat(np.where(chosen, np.arange(chosen.size), -1), self.start)

    def first(self, chosen: NDArray[np.bool_]) -> Places:
        """The first chosen segment of each pair, or the number of all segments."""
        return np.minimum.reduceat(np.where(chosen, np.arange(chosen.size), chosen.size), self.start)


def _upper_end(observed: Array, background: Array, level: float, *, monotone: bool) -> Array:
    first = np.maximum(observed, np.floor(background))
    last = _highest_count(observed, background, level) + 1.0
    end = np.empty_like(observed)
    for part in _portions(last - first):
        inputs = observed[part], background[part], _Segments.spanning(first[part], last[part])
        end[part] = _upper_of(*inputs, level, monotone=monotone)
    return end


def _upper_of(observed: Array, background: Array, segments: _Segments, level: float, *, monotone: bool) -> Array:
    """Upper ends from the segments between the λ where k and where k + 1 begin to rank above the observed count."""
    count, seen, known = segments.count, observed[segments.pair], background[segments.pair]
    left, right = _equal_rank(seen, count, known), _equal_rank(seen, count + 1.0, known)
    at_right = _between(seen, count, right)
    at_left = np.roll(at_right, 1) + _poisson(count, left)  # one count more than in the segment before, at the same λ
    at_left[segments.start] = _between(seen[segments.start], count[segments.start], left[segments.start])
    place = segments.last((at_left < level) | (at_right < level))
    mean = background.copy()
    whole = (place >= 0) & (at_right[place] < level)
    mean[whole] = right[place[whole]]
    rest = (place >= 0) & ~whole
    inside = place[rest]
    mean[rest] = _root(seen[inside], count[inside], left[inside], right[inside], level)
    signal = np.maximum(mean - background, 0.0)
    if monotone:
        is_ahead = _has_jump_ahead(seen, count, right, at_right, level)
        place = segments.first(is_ahead)
        signal = np.maximum(signal, _signal_after_jump(observed, count[place], background, level))
    return signal


def _has_jump_ahead(observed: Array, count: Array, right: Array, at_right: Array, level: float) -> NDArray[np.bool_]:
    """Whether S at the right end of a segment has still to pass its peak, or is still above the level behind it.

    As the background grows the upper end falls, but for jumps: where the end of a segment has moved so far beyond
    the peak of S that S is back at the confidence level, the upper end jumps there.
    """
    is_ahead = (at_right >= level) & (count > observed)
    rising = np.flatnonzero(~is_ahead & (count > observed))
    seen, last = observed[rising], count[rising]
    peak = _peak(seen, last)
    is_ahead[rising] = (right[rising] <= peak) & (_between(seen, last, peak) >= level)
    return is_ahead


def _peak(observed: Array, count: Array) -> Array:
    """λ at which counts above ``observed`` up to ``count`` are most probable: both ends are equally probable there."""
    from scipy.special import gammaln

    found: Array = np.exp((gammaln(count + 1.0) - gammaln(observed + 1.0)) / (count - observed))
    return found


def _signal_after_jump(observed: Array, count: Array, background: Array, level: float) -> Array:
    """Upper end just after the jump of one segment; later jumps, those of larger counts, reach less far.

    The jump is at the λ behind the peak where S is back at the level, and at the background b at which the next
    count ranks alike there: b - n ln b = (k + 1 - n) ln λ - a(k + 1), by Newton's method from above.
    """
    peak, reach = _peak(observed, count), -np.log(level)
    far = count + 1.0 + reach + np.sqrt(reach * reach + 2.0 * reach * (count + 1.0))  # Chernoff: S is below there
    mean = _root(observed, count, peak, far, level)
    target = (count + 1.0 - observed) * np.log(mean) - _anchor(count + 1.0, np.zeros_like(count))
    jump = count + 1.0
    for _ in range(100):
        step = (jump - observed * np.log(jump) - target) / (1.0 - observed / jump)
        jump = np.maximum(jump - step, observed + 1e-9)
        if bool(np.all(np.abs(step) <= 1e-13 * jump)):
            break
    return np.where((jump >= background) & (mean < count + 1.0), mean - jump, 0.0)


def _lower_end(observed: Array, background: Array, level: float) -> Array:
    reach = np.log(2.0 / (1.0 - level))
    lowest = np.maximum(observed - np.sqrt(2.0 * reach * observed), background)
    end = np.zeros_like(observed)
    above = np.flatnonzero(observed > background)
    first = _first_count_above(observed[above], background[above], lowest[above])
    for portion in _portions(observed[above] - first):
        part = above[portion]
        segments = _Segments.spanning(first[portion], observed[part])
        end[part] = _lower_of(observed[part], background[part], segments, level)
    return end


def _lower_of(observed: Array, background: Array, segments: _Segments, level: float) -> Array:
    """Lower ends from the segments between the λ where j - 1 and where j cease to rank above the observed count."""
    count, seen, known = segments.count, observed[segments.pair], background[segments.pair]
    left = np.where(count > 0.0, _equal_rank(seen, np.maximum(count - 1.0, 0.0), known), 0.0)
    left, right = np.maximum(left, known), np.maximum(_equal_rank(seen, count, known), known)
    at_left = _between(count - 1.0, seen - 1.0, left)
    ends = segments.start + segments.width - 1
    at_right = np.roll(at_left, -1) + _poisson(count, right)  # one count more than in the next segment, at the same λ
    at_right[ends] = _between(count[ends] - 1.0, seen[ends] - 1.0, right[ends])
    place = segments.first((at_left < level) | (at_right < level))
    mean = left[place]
    inside = at_left[place] >= level
    chosen = place[inside]
    mean[inside] = _root(count[chosen] - 1.0, seen[chosen] - 1.0, left[chosen], right[chosen], level)
    return np.maximum(mean - background, 0.0)


def _root(low: Array, high: Array, left: Array, right: Array, level: float) -> Array:
    """λ from ``left`` to ``right`` where the counts above ``low`` up to ``high`` have the probability ``level``.

    Newton's method with the derivative P(low; λ) - P(high; λ), and a bisection wherever a step leaves the bracket.
    """
    rises = _between(low, high, left) < level
    mean = 0.5 * (left + right)
    for _ in range(200):
        excess = _between(low, high, mean) - level
        is_left = (excess < 0.0) == rises
        left, right = np.where(is_left, mean, left), np.where(is_left, right, mean)
        slope = _poisson(low, mean) - _poisson(high, mean)
        newton = mean - excess / np.where(slope == 0.0, np.inf, slope)
        following = np.where((newton >= left) & (newton <= right), newton, 0.5 * (left + right))
        settled = bool(np.all(np.abs(following - mean) <= 1e-12 * (1.0 + mean)))
        mean = following
        if settled:
            break
    return mean


def _highest_count(observed: Array, background: Array, level: float) -> Array:
    """The count whose rank passes the observed one only where no signal can be accepted any more.

    By Chernoff's bound each tail beyond counts of equal rank holds at most R, so that S exceeds the level once R of
    the observed count is below half of 1 - level, which it is beyond the λ computed here.
    """
    reach = np.log(2.0 / (1.0 - level))
    base = np.maximum(observed, background)
    limit = base + reach + np.sqrt(reach * reach + 2.0 * reach * base)
    high = np.ceil(3.0 * limit) + 5.0
    while bool(np.any(short := _equal_rank(observed, high, background) < limit)):
        high = np.where(short, 2.0 * high, high)
    return _first_true(
        np.maximum(observed, np.floor(background)),
        high,
        lambda count: _equal_rank(observed, count, background) >= limit,
    )


def _first_count_above(observed: Array, background: Array, lowest: Array) -> Array:
    """The smallest count that ceases to rank above the observed one only beyond ``lowest``."""
    return _first_true(
        np.full_like(observed, -1.0),
        observed,
        lambda count: _equal_rank(observed, np.maximum(count, 0.0), background) > lowest,
    )


def _first_true(low: Array, high: Array, condition: Callable[[Array], NDArray[np.bool_]]) -> Array:
    """The smallest count above ``low`` that meets a condition which ``high`` meets and which stays met."""
    while bool(np.any(high - low > 1.0)):
        middle = np.floor(0.5 * (low + high))
        met = condition(middle)
        open_ = high - low > 1.0
        high, low = np.where(open_ & met, middle, high), np.where(open_ & ~met, middle, low)
    return high


def _portions(width: Array) -> list[Places]:
    """Indices of pairs in portions of about a million segments."""
    if width.size == 0:
        return []
    portion = (np.cumsum(width + 1.0) // _SEGMENTS_AT_A_TIME).astype(np.intp)
    return [np.flatnonzero(portion == one) for one in np.unique(portion)]

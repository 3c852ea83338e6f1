"""Two records side by side: the difference of their claims in standard deviations."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist

from kyokutei.study.claim import Claim
from kyokutei.study.record import Record


@dataclass(frozen=True)
class ClaimDifference:
    """One claim of two records; ``sigmas`` is None where an interval or a common unit is missing.

    ``difference`` is right minus left, in the unit of both.
    """

    name: str
    left: Claim | None
    right: Claim | None
    difference: float | None
    sigmas: float | None
    words: str


def standard_deviation(claim: Claim, towards: float) -> float | None:
    """Standard deviation of a claim on the side that faces ``towards``, from its central interval, or None.

    The half-width of a central interval of confidence C is z standard deviations, with Φ(z) = (1 + C)/2.
    """
    if claim.interval is None or claim.confidence is None or claim.limit is not None:
        return None
    low, high = claim.interval
    width = high - claim.value if towards >= claim.value else claim.value - low
    if width <= 0:
        return None
    return width / NormalDist().inv_cdf((1 + claim.confidence) / 2)


def compare(left: Record, right: Record) -> list[ClaimDifference]:
    """Pair the claims of two records by name; errors are taken as independent.

    Claims that only one record holds come last.
    """
    by_name = {claim.name: claim for claim in right.claims}
    paired = [_difference(claim, by_name.get(claim.name)) for claim in left.claims]
    known = {claim.name for claim in left.claims}
    alone = [
        ClaimDifference(c.name, None, c, None, None, "only in the second record")
        for c in right.claims
        if c.name not in known
    ]
    return sorted(paired, key=lambda pair: pair.right is None) + alone


def _difference(left: Claim, right: Claim | None) -> ClaimDifference:
    if right is None:
        return ClaimDifference(left.name, left, None, None, None, "only in the first record")
    if left.unit != right.unit:
        words = f"in different units: {left.unit} and {right.unit}"
        return ClaimDifference(left.name, left, right, None, None, words)
    difference = right.value - left.value
    deviations = (standard_deviation(left, right.value), standard_deviation(right, left.value))
    if difference == 0:
        return ClaimDifference(left.name, left, right, 0.0, 0.0, "equal")
    known = [value for value in deviations if value is not None]
    if len(known) < 2:
        return ClaimDifference(
            left.name, left, right, difference, None, "without two intervals there is no significance"
        )
    sigmas = difference / math.hypot(*known)
    return ClaimDifference(left.name, left, right, difference, sigmas, f"{abs(sigmas):.1f} standard deviations")


def as_json(differences: Iterable[ClaimDifference]) -> list[dict[str, object]]:
    """The differences as JSON objects."""
    return [
        {
            "name": pair.name,
            "left": pair.left.model_dump(mode="json") if pair.left else None,
            "right": pair.right.model_dump(mode="json") if pair.right else None,
            "difference": pair.difference,
            "sigmas": pair.sigmas,
            "words": pair.words,
        }
        for pair in differences
    ]

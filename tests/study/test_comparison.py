"""Comparing claims."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from kyokutei.study.claim import Check, Claim
from kyokutei.study.comparison import compare, standard_deviation


def _claim(value: float, half_width: float | None, **changes: Any) -> Claim:
    interval = None if half_width is None else (value - half_width, value + half_width)
    fields: dict[str, Any] = {
        "name": "width", "statement": f"The width is {value} meV.", "value": value, "unit": "meV", "interval": interval,
        "confidence": None if half_width is None else 0.6826894921370859, "method": "profile",
        "checks": (Check(name="fit", passed=True, statement="The fit converged."),),
    }  # fmt: skip
    return Claim(**(fields | changes))


def _compare(left: list[Claim], right: list[Claim]) -> list[Any]:
    return compare(SimpleNamespace(claims=left), SimpleNamespace(claims=right))  # type: ignore[arg-type]


def test_two_claims_three_and_four_wide_differ_by_their_distance_over_five() -> None:
    (pair,) = _compare([_claim(0.0, 3.0)], [_claim(10.0, 4.0)])
    assert pair.difference == 10.0
    assert pair.sigmas == pytest.approx(2.0, rel=1e-9)


def test_a_ninety_per_cent_interval_is_wider_than_one_standard_deviation() -> None:
    claim = _claim(5.0, 1.6448536269514722, confidence=0.9)
    assert standard_deviation(claim, 6.0) == pytest.approx(1.0, rel=1e-9)


def test_the_side_that_faces_the_other_claim_counts() -> None:
    claim = _claim(5.0, 1.0, interval=(4.0, 8.0))
    assert standard_deviation(claim, 9.0) == pytest.approx(3 * (standard_deviation(claim, 1.0) or 0))


@pytest.mark.parametrize(
    ("right", "words"),
    [
        ([_claim(5.0, None)], "without two intervals"),
        ([_claim(5.0, 1.0, unit="eV")], "different units"),
        ([_claim(5.0, 1.0, name="other")], "only in the first"),
        ([_claim(4.0, 1.0)], "equal"),
    ],
)
def test_what_cannot_be_compared_is_said(right: list[Claim], words: str) -> None:
    assert words in _compare([_claim(4.0, 1.0)], right)[0].words


def test_a_claim_of_the_second_record_alone_is_shown_last() -> None:
    pairs = _compare([_claim(4.0, 1.0)], [_claim(1.0, 1.0, name="new"), _claim(4.5, 1.0)])
    assert [pair.name for pair in pairs] == ["width", "new"]

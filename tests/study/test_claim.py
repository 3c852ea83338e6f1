"""Claims and their verdicts."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from kyokutei import Check, Claim
from kyokutei.study.claims_document import make_schema, published_schema

PASSED = Check(name="a", passed=True, statement="It held.")
FAILED = Check(name="b", passed=False, statement="It did not hold.")


def _claim(**changes: Any) -> Claim:
    fields = {"name": "rate.all", "statement": "s", "value": 1.0, "unit": "%", "method": "m", "checks": (PASSED,)}
    return Claim(**(fields | changes))


def test_a_claim_stands_only_if_every_check_passed() -> None:
    assert _claim().stands
    claim = _claim(checks=(PASSED, FAILED))
    assert not claim.stands
    assert claim.failed_checks == (FAILED,)


@pytest.mark.parametrize(
    "changes",
    [
        {"value": float("nan")},
        {"value": float("inf")},
        {"checks": ()},
        {"interval": (2.0, 1.0), "confidence": 0.9},
        {"interval": (1.0, float("nan")), "confidence": 0.9},
        {"interval": (1.0, 2.0)},
        {"limit": "upper"},
        {"confidence": 1.0},
        {"name": "Rate of all"},
        {"colour": "red"},
    ],
)
def test_a_claim_that_says_nothing_true_cannot_be_made(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        _claim(**changes)


def test_the_published_schema_is_that_of_the_classes() -> None:
    assert published_schema() == make_schema()

"""A claim: one sentence with a number, what it rests on, and whether it stands."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, computed_field, model_validator

_CLOSED = ConfigDict(extra="forbid", frozen=True)


class Check(BaseModel):
    """One condition that a claim must meet, with its outcome in words.

    Parameters
    ----------
    name
        Short name, such as ``"the total closes"``.
    passed
        Whether the condition was met.
    statement
        One sentence that says what was found, true for this outcome.
    """

    model_config = _CLOSED

    name: str
    passed: bool
    statement: str


class Claim(BaseModel):
    """One sentence with a number: quantity, unit, interval or limit, confidence, method, checks.

    A claim stands only if every one of its checks passed; it carries at least one.
    """

    model_config = _CLOSED

    name: str = Field(
        pattern=r"^[a-z0-9]+([-_.][a-z0-9]+)*$", description="unique in its record, such as recovery_rate.all"
    )
    statement: str = Field(description="the claim in one sentence with its number and unit")
    value: FiniteFloat
    unit: str = Field(description="unit of value and interval; '1' where there is none")
    interval: tuple[FiniteFloat, FiniteFloat] | None = None
    limit: Literal["upper", "lower"] | None = None
    confidence: float | None = Field(default=None, gt=0, lt=1, description="confidence level of the interval or limit")
    significance: FiniteFloat | None = Field(default=None, description="in standard deviations, where it applies")
    method: str
    checks: tuple[Check, ...] = Field(min_length=1)
    sources: tuple[str, ...] = Field(default=(), description="what it rests on: papers, tables, data files")

    @computed_field(description="true only if every check passed")  # type: ignore[prop-decorator]
    @property
    def stands(self) -> bool:
        """True only if every check passed."""
        return all(check.passed for check in self.checks)

    @property
    def failed_checks(self) -> tuple[Check, ...]:
        """The checks that did not pass."""
        return tuple(check for check in self.checks if not check.passed)

    @model_validator(mode="after")
    def _interval_is_ordered(self) -> Claim:
        if self.interval is not None and self.interval[0] > self.interval[1]:
            raise ValueError(f"claim {self.name}: interval {self.interval} has its ends in the wrong order")
        if (self.interval is not None or self.limit is not None) and self.confidence is None:
            raise ValueError(f"claim {self.name}: an interval or a limit needs its confidence level")
        return self

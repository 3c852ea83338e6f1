"""What a composition says: mole fractions, per cent, or the numbers of a formula, and nothing in between."""

from __future__ import annotations

import math
from collections.abc import Mapping

from kyokutei.errors import OutOfRangeError, Problem

__all__ = ["mole_fractions"]

_ROUNDING = 5e-3  # of a sum: 0.333 three times is a third three times


def mole_fractions(composition: Mapping[str, float]) -> dict[str, float]:
    """Mole fractions that sum to 1, from fractions, per cent, or whole numbers of a formula.

    Parameters
    ----------
    composition
        ``{"Gd": 0.65, "Co": 0.35}``, ``{"Gd": 65, "Co": 35}`` and ``{"Si": 1, "O": 2}`` are understood. What sums to
        neither 1 nor 100 and is no formula of whole numbers has most likely lost a species, and is refused.

    Raises
    ------
    OutOfRangeError
        If there is no species, an amount is negative or not finite, or the amounts do not sum.
    """
    if not composition:
        raise OutOfRangeError(Problem("K303", "a composition without species", "at least one", key="composition"))
    problems = [
        Problem("K303", f"an amount of {amount:g} for {name}", "a finite amount, not negative", key="composition")
        for name, amount in composition.items()
        if not (math.isfinite(amount) and amount >= 0.0)
    ]
    if problems:
        raise OutOfRangeError(*problems)
    total = math.fsum(composition.values())
    whole = all(float(amount).is_integer() for amount in composition.values())
    if total <= 0.0 or not (whole or abs(total - 1.0) <= _ROUNDING or abs(total - 100.0) <= 100.0 * _ROUNDING):
        raise OutOfRangeError(
            Problem("K303", f"amounts of {', '.join(composition)} that sum to {total:.6g}",
                    "fractions that sum to 1, per cent that sum to 100, or whole numbers as in a formula",
                    key="composition", hint="Is a species missing?")
        )  # fmt: skip
    return {name: amount / total for name, amount in composition.items()}

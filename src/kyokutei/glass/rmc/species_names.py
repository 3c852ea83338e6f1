"""Names of species for file formats that only number them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kyokutei.physics.elements import is_element

__all__ = ["letters", "names_from_title"]

_FORMULA = re.compile(r"(?:[A-Z][a-z]?(?:\d+(?:\.\d+)?)?)+$")
_PART = re.compile(r"([A-Z][a-z]?)(\d+(?:\.\d+)?)?")
_WORDS = frozenset({"A", "As", "At", "Be", "He", "I", "In", "No"})  # of a title that happen to be symbols too
_TOLERANCE = 0.005  # of the atomic fractions that a formula states, rounded as people write them


def letters(count: int) -> tuple[str, ...]:
    """The names A, B, C, ... for species of which nothing else is known."""
    return tuple(chr(ord("A") + place) if place < 26 else f"X{place + 1}" for place in range(count))


def names_from_title(title: str, numbers: Sequence[int]) -> tuple[str, ...] | None:
    """The elements of the one formula in a title that agrees with the numbers of atoms, in its order; else None.

    Parameters
    ----------
    title
        Such as ``"SiO2 glass"``.
    numbers
        Atoms of each numbered species, such as ``[1000, 2000]``.
    """
    found = {names for word in re.split(r"[\s,;:()]+", title) if (names := _names_from_word(word, numbers)) is not None}
    return found.pop() if len(found) == 1 else None


def _names_from_word(word: str, numbers: Sequence[int]) -> tuple[str, ...] | None:
    if word in _WORDS or not _FORMULA.match(word):
        return None
    parts = [(name, float(amount or 1.0)) for name, amount in _PART.findall(word)]
    names = tuple(name for name, _ in parts)
    if len(set(names)) != len(names) or len(names) != len(numbers) or not all(is_element(name) for name in names):
        return None
    total = sum(amount for _, amount in parts)
    if total <= 0.0:
        return None
    fractions = (number / sum(numbers) for number in numbers)
    agrees = all(
        abs(amount / total - fraction) <= _TOLERANCE for (_, amount), fraction in zip(parts, fractions, strict=True)
    )
    return names if agrees else None

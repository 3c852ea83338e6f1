"""Numbers and names of the structure study in words."""

from __future__ import annotations

from collections.abc import Sequence

from kyokutei.glass.pairs import pair_label

__all__ = ["claim_name", "decimals_for", "in_words", "pair_label", "rounded", "signed", "span"]


def claim_name(kind: str, species: Sequence[str]) -> str:
    """A claim's name from its kind and species: ``"coordination.si-o"``."""
    plain = ("".join(letter for letter in name.lower() if letter.isalnum() and letter.isascii()) for name in species)
    return f"{kind}.{'-'.join(name or 'x' for name in plain)}"


def signed(value: float, decimals: int) -> str:
    """A number with its sign, a true minus: ``"−0.25"``."""
    return f"{rounded(value, decimals):+.{decimals}f}".replace("-", "\N{MINUS SIGN}")


def rounded(value: float, decimals: int = 6) -> float:
    """A float without the last digits, which may differ between machines; never -0."""
    return round(value, decimals) + 0.0


def decimals_for(interval: tuple[float, float], most: int = 4) -> int:
    """Decimal places that show the width of an interval with two digits."""
    width = interval[1] - interval[0]
    for decimals in range(most):
        if width * 10.0**decimals >= 10.0:
            return decimals
    return most


def span(interval: tuple[float, float], decimals: int) -> str:
    """An interval as ``"3.999 to 4.003"``."""
    return f"{interval[0]:.{decimals}f} to {interval[1]:.{decimals}f}"


def in_words(words: list[str]) -> str:
    """``"a"``, ``"a and b"``, ``"a, b and c"``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"

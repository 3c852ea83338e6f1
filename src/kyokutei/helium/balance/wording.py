"""How amounts, rates and rows of a helium table are put into words."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence

COLUMN_WORDS = {
    "recovered": "recovered",
    "supplied": "supplied",
    "stock_start": "stock at start",
    "stock_end": "stock at end",
    "printed_loss": "printed loss",
    "printed_recovery": "printed rate",
}


def unit_symbol(unit: str) -> str:
    """The unit as it is set in a sentence."""
    return "m³" if unit == "m3" else unit


def decimals_of(half_step: float) -> int:
    """Decimals that a number has whose last digit is worth twice ``half_step``."""
    if not math.isfinite(half_step) or half_step <= 0.0:
        return 1
    return min(max(0, math.ceil(-math.log10(2.0 * half_step) - 1e-9)), 6)


def number(value: float, half_step: float, *, sign: bool = False) -> str:
    """A number with the decimals that ``half_step`` allows and a true minus sign."""
    text = f"{value:{'+' if sign else ''}.{decimals_of(half_step)}f}"
    if float(text) == 0.0:
        text = text.lstrip("+-")
    return text.replace("-", "−")


def one_digit(value: float) -> str:
    """A small positive number with one significant digit, without an exponent."""
    if value <= 0.0 or not math.isfinite(value):
        return "0"
    decimals = max(0, -math.floor(math.log10(value)))
    return f"{value:.{min(decimals, 9)}f}"


def listed(words: Sequence[str]) -> str:
    """``"a, b and c"``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def slugs(labels: Iterable[str], *, total: int | None) -> list[str]:
    """Endings of claim names, one per row and all different; that of the total is ``"all"``."""
    endings: list[str] = []
    for row, label in enumerate(labels):
        plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
        ending = "all" if row == total else re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or f"row-{row + 1}"
        endings.append(ending)
    for row, ending in enumerate(endings):
        if row != total and (endings.count(ending) > 1):
            endings[row] = f"{ending}-row-{row + 1}"
    return endings

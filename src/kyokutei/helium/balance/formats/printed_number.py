"""A number as it stands in a cell: its value, and how finely it was printed."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

_MISSING = frozenset({"", "-", "--", "—", "–", "―", "…", "..."})
_MINUS = str.maketrans({"\u2212": "-", "\u2010": "-", "\u2011": "-", "\u2013": "-", "▲": "-", "△": "-"})
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3})+|(?: \d{3})+)(?:\.\d*)?$")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.(?P<decimals>\d*))?|\.(?P<only>\d+))(?:[eE](?P<power>[+-]?\d{1,4}))?$")


@dataclass(frozen=True)
class PrintedNumber:
    """A value and half a unit of its last printed digit."""

    value: float
    half_step: float


class CellError(ValueError):
    """A cell that holds no usable number; the arguments are what was found and how to mend it."""

    def __init__(self, found: str, hint: str = "") -> None:
        super().__init__(found)
        self.found = found
        self.hint = hint


def read_number(cell: str) -> PrintedNumber | None:
    """Read a cell such as ``"11146.0"``, ``"11,146.0"``, ``"１１１４６．０"`` or ``"▲12.5"``; None if it is blank.

    Raises
    ------
    CellError
        If the cell holds anything else.
    """
    text = unicodedata.normalize("NFKC", cell).strip()
    if text in _MISSING:
        return None
    text = text.translate(_MINUS)
    if _THOUSANDS.match(text):
        text = text.replace(",", "").replace(" ", "")
    match = _NUMBER.match(text)
    if match is None:
        raise CellError(f'"{cell.strip()}"', _how_to_mend(text))
    value = float(text)
    if not math.isfinite(value):
        raise CellError(f'"{cell.strip()}", too large a number')
    decimals = len(match["decimals"] or match["only"] or "")
    return PrintedNumber(value, 0.5 * 10.0 ** (int(match["power"] or 0) - decimals))


def _how_to_mend(text: str) -> str:
    if text.lower() in {"nan", "na", "n/a", "null", "none", "inf", "-inf", "#div/0!", "#n/a", "#value!", "#ref!"}:
        return "Not a number cannot be used: enter the number that was read, or leave the row out."
    if re.match(r"[+-]?\d+,\d+$", text):
        return "Write the decimal point as a point."
    if re.match(r"[+-]?[\d.,]+\s*[^\W\d]", text):
        return "Units stand in the heading of the column, not in the cells."
    return ""

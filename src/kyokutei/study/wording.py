"""Numbers in words: how values, intervals, limits, units and times are written for people."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kyokutei.study.claim import Claim

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SPACE, _THIN = "\u00a0", "\u202f"  # unbreakable, full and narrow: a number and its unit stay on one line
_MINUS = "\u2212"
_LARGEST, _SMALLEST = 1e6, 1e-3  # outside, powers of ten are easier to read than zeros
_ONE_SIGMA = (0.675, 0.69)  # confidence levels that "±" stands for without a word

_UNIT_WORDS = {"1": "", "": "", "deg": "°", "angstrom": "Å", "yen": "JPY", "percent": "%"}
_LETTER = "[A-Za-zÅµμΩ]"
_GAPS = {"": "", "°": "", "%": _THIN}
_POWER = re.compile(rf"(?<={_LETTER})(?:\^|\*\*)?(-?\d+)")


def format_unit(unit: str) -> str:
    """A unit as it is printed: ``"1/Å"`` is Å⁻¹, ``"kg/m3"`` is kg/m³, ``"1"`` is nothing."""
    if unit.strip() in _UNIT_WORDS:
        return _UNIT_WORDS[unit.strip()]
    raised = _POWER.sub(lambda match: match.group(1).translate(_SUPERSCRIPTS), unit.strip())
    alone = re.fullmatch(rf"1/({_LETTER}+)([⁰¹²³⁴⁵⁶⁷⁸⁹]*)", raised)
    return f"{alone.group(1)}⁻{alone.group(2) or '¹'}" if alone else raised


def format_value(value: float, unit: str = "1") -> str:
    """A number of which no uncertainty is known, with its unit: four significant digits, five behind a leading 1.

    No digit before the decimal point is rounded away, and closing zeros are left out.
    """
    return _with_unit(_plain_number(value, digits=4), unit)


def format_claim_value(claim: Claim) -> str:
    """The number of a claim with its uncertainty, range or limit, and the confidence level where it is needed.

    ``"80.9 ± 0.8 %"``, ``"4.001 +0.012 −0.009"``, ``"36.4–156.3 meV (90 % interval)"``, ``"> 2.3×10²⁶ yr at 90 % CL"``.
    A ``±`` without a level means one standard deviation.
    """
    number = claim_number(claim)
    if claim.confidence is None:
        return number
    if claim.limit is not None:
        return f"{number} at {format_confidence(claim.confidence)} CL"
    if claim.interval is None or _ONE_SIGMA[0] < claim.confidence < _ONE_SIGMA[1]:
        return number
    return f"{number} ({format_confidence(claim.confidence)} interval)"


def claim_number(claim: Claim) -> str:
    """The number of a claim with its uncertainty or limit and its unit, without the confidence level."""
    if claim.limit is not None:
        sign = "<" if claim.limit == "upper" else ">"
        ends = claim.interval if claim.interval is not None else (claim.value,)
        return _with_unit(f"{sign}{_THIN}{_range(ends)}", claim.unit)
    if claim.interval is None:
        return format_value(claim.value, claim.unit)
    return _with_unit(_with_uncertainty(claim.value, claim.interval), claim.unit)


def interval_words(claim: Claim) -> str:
    """The interval or limit of a claim in words, with its confidence level; empty where there is neither.

    ``"68.27 % interval 80.1 to 81.7 %"``, ``"upper limit at 90 % CL"``; the ends are not said again where the number
    itself is written as a range.
    """
    if claim.confidence is None:
        return ""
    level = format_confidence(claim.confidence)
    if claim.limit is not None:
        return f"{claim.limit} limit at {level} CL"
    if claim.interval is None:
        return ""
    sides = (claim.value - claim.interval[0], claim.interval[1] - claim.value)
    if not _is_balanced(*sides):
        return f"{level} interval"
    ends = _range(claim.interval, decimals=_common_decimals(sides), joint=" to ")
    return f"{level} interval {_with_unit(ends, claim.unit)}"


def significance_words(claim: Claim) -> str:
    """The significance of a claim, ``"4.2 σ"``; empty where it does not apply."""
    return "" if claim.significance is None else f"{_fixed(claim.significance, 1)}{_THIN}σ"


def verdict_words(claim: Claim) -> str:
    """Whether a claim stands."""
    return "stands" if claim.stands else "does not stand"


def verdicts_words(claims: Sequence[Claim]) -> str:
    """How many of several claims stand, in one sentence that names those that do not."""
    failing = [claim.name for claim in claims if not claim.stands]
    if len(claims) == 1:
        return "The claim does not stand." if failing else "The claim stands."
    if not failing:
        return "Both claims stand." if len(claims) == 2 else f"All {len(claims)} claims stand."
    if len(failing) == len(claims):
        return "Neither claim stands." if len(claims) == 2 else f"None of the {len(claims)} claims stands."
    names = failing[0] if len(failing) == 1 else f"{', '.join(failing[:-1])} and {failing[-1]}"
    verb = "does" if len(failing) == 1 else "do"
    return f"{len(claims) - len(failing)} of {len(claims)} claims stand; {names} {verb} not."


def checks_words(claim: Claim) -> str:
    """How its checks went: ``"all 3 checks passed"``, ``"1 of 3 checks failed"``."""
    count, failed = len(claim.checks), len(claim.failed_checks)
    if count == 1:
        return f"its one check {'failed' if failed else 'passed'}"
    if failed:
        return f"{failed} of {count} checks failed"
    return f"{'both' if count == 2 else f'all {count}'} checks passed"


def format_confidence(confidence: float) -> str:
    """A confidence level in per cent: ``0.9`` is 90 %, ``0.6827`` is 68.27 %, and five sigma keep their nines."""
    decimals = max(2, 1 - math.floor(math.log10(1.0 - confidence)) - 2) if confidence < 1.0 else 2
    return _with_unit(_strip_zeros(f"{100.0 * confidence:.{decimals}f}"), "%")


def format_duration(seconds: float) -> str:
    """A duration as people say it: ``"0.4 s"``, ``"1 min 12 s"``, ``"3 h 5 min"``."""
    if seconds < 60:
        return f"{_fixed(seconds, 1 if seconds < 10 else 0)} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"


def format_bytes(count: int) -> str:
    """The size of a file: ``"640 bytes"``, ``"1.2 MB"`` (powers of 1000)."""
    if count < 1000:
        return f"{count} byte{'' if count == 1 else 's'}"
    power = min(4, (len(str(count)) - 1) // 3)
    return f"{_plain_number(count / 1000**power, digits=2)} {'kMGT'[power - 1]}B"


def format_time(stamp: str) -> str:
    """An ISO time in UTC and in words, ``"21 November 2026, 07:50 UTC"``; other text comes back as it is."""
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M} UTC"


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def _with_unit(number: str, unit: str) -> str:
    word = format_unit(unit)
    return f"{number}{_GAPS.get(word, _SPACE)}{word}"


def _plain_number(value: float, *, digits: int) -> str:
    """``digits`` significant digits, one more behind a leading 1, closing zeros left out."""
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else ("∞" if value > 0 else f"{_MINUS}∞")
    if value == 0:
        return "0"
    if float(value).is_integer() and abs(value) < _LARGEST:
        return _fixed(value, 0)
    exponent = _power_of([value])
    shifted = _shift(value, exponent)
    decimals = max(0, _leading_decimals(shifted, digits))
    return _strip_zeros(_fixed(shifted, decimals)) + _times_power(exponent)


def _with_uncertainty(value: float, interval: tuple[float, float]) -> str:
    down, up = value - interval[0], interval[1] - value
    if down == 0 == up:
        return _plain_number(value, digits=4)
    if not _is_balanced(down, up):
        return _range(interval)
    exponent = _power_of([value, *interval])
    decimals = _common_decimals([down, up]) + exponent
    if max(down, up) < 1.1 * min(down, up):  # one number says as much as two that differ in their last digit
        down = up = max(down, up)
    number, below, above = (_fixed(_shift(part, exponent), decimals) for part in (value, down, up))
    text = f"{number} ± {above}" if below == above else f"{number} +{above} {_MINUS}{below}"
    return f"({text}){_times_power(exponent)}" if exponent else text


def _is_balanced(down: float, up: float) -> bool:
    """Whether the value lies well inside its interval, so that ``±`` or two signed ends describe it."""
    return 0 < max(down, up) <= 100 * min(down, up)


def _range(ends: Sequence[float], *, decimals: int | None = None, joint: str = "–") -> str:
    """One limit, or both ends rounded alike so that the smaller keeps three digits (four behind a leading 1)."""
    exponent = _power_of(ends)
    shifted = [_shift(end, exponent) for end in ends]
    if decimals is None:
        largest = max(map(abs, shifted))
        smallest = min((abs(end) for end in shifted if end), default=1.0)
        wished = max(0, _leading_decimals(max(smallest, largest / 100.0), 3))
        decimals = max(len(_strip_zeros(f"{end:.{wished}f}").partition(".")[2]) for end in shifted)
    else:
        decimals += exponent
    texts = list(dict.fromkeys(_fixed(end, decimals) if end else "0" for end in shifted))
    if len(texts) == 1:
        return _strip_zeros(texts[0]) + _times_power(exponent)
    text = (" to " if min(ends) < 0 else joint).join(texts)
    return f"({text}){_times_power(exponent)}" if exponent else text


def _common_decimals(uncertainties: Sequence[float]) -> int:
    """Decimal places by the rule of the Particle Data Group (Review of Particle Physics, introduction, 5.3).

    If the three highest digits of the smaller uncertainty lie below 355, two digits are kept, else one.
    """
    digits, _, exponent = f"{min(uncertainties):.2e}".partition("e")
    return (1 if float(digits) < 3.55 else 0) - int(exponent)


def _leading_decimals(value: float, digits: int) -> int:
    exponent = math.floor(math.log10(abs(value))) if value else 0
    leading_one = abs(value) < 2 * 10.0**exponent
    return digits - 1 - exponent + (1 if leading_one else 0)


def _power_of(values: Sequence[float]) -> int:
    """The power of ten to take out of all of them; 0 where they read well without."""
    largest = max(abs(value) for value in values)
    if largest == 0 or _SMALLEST <= largest < _LARGEST:
        return 0
    return int(f"{largest:.4e}".partition("e")[2])  # of the rounded number: 9.99999e26 is 10^27


def _shift(value: float, exponent: int) -> float:
    return float(Decimal(value).scaleb(-exponent))


def _times_power(exponent: int) -> str:
    return f"×10{str(exponent).translate(_SUPERSCRIPTS)}" if exponent else ""


def _fixed(value: float, decimals: int) -> str:
    text = f"{abs(round(value, decimals)):.{max(0, decimals)}f}"
    whole, point, fraction = text.partition(".")
    if len(whole) > 4:
        whole = _THIN.join(re.findall(r"\d{1,3}(?=(?:\d{3})*$)", whole))
    negative = value < 0 and any(digit in "123456789" for digit in text)
    return f"{_MINUS if negative else ''}{whole}{point}{fraction}"


def _strip_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text

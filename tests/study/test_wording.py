"""Numbers in words: rounding, limits, intervals, units, powers of ten."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyokutei.study.claim import Check, Claim
from kyokutei.study.wording import (
    format_bytes,
    format_claim_value,
    format_confidence,
    format_duration,
    format_time,
    format_unit,
    format_value,
    interval_words,
    significance_words,
    verdict_words,
)


def claim(value: float, unit: str = "1", *, passed: bool = True, **fields: Any) -> Claim:
    check = Check(name="it closes", passed=passed, statement="It closes." if passed else "It does not close.")
    return Claim(name="a.b", statement="s", value=value, unit=unit, method="m", checks=(check,), **fields)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("\u2212", "-")


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (0.809137, "1", "0.8091"),
        (36.38, "meV", "36.38 meV"),
        (109.243, "deg", "109.24°"),
        (-197.6, "m3", "-197.6 m³"),
        (54321.7, "m3", "54 322 m³"),
        (80.9137, "%", "80.91 %"),
        (3000.0, "1", "3000"),
        (25.0, "kg/m3", "25 kg/m³"),
        (1.07e26, "yr", "1.07×10²⁶ yr"),
        (9.99996e26, "yr", "1×10²⁷ yr"),
        (1.2e-5, "1", "1.2×10⁻⁵"),
        (0.0, "K", "0 K"),
        (-0.0, "K", "0 K"),
        (float("nan"), "K", "not a number K"),
        (float("-inf"), "1", "-∞"),
    ],
)
def test_a_value_keeps_four_digits_and_its_unit(value: float, unit: str, words: str) -> None:
    assert plain(format_value(value, unit)) == words


@pytest.mark.parametrize(
    ("value", "low", "high", "words"),
    [
        (0.827, 0.708, 0.946, "0.83 ± 0.12"),  # the two examples of the rule of the Particle Data Group:
        (0.827, 0.46, 1.194, "0.8 ± 0.4"),  # 0.827 ± 0.119 and 0.827 ± 0.367
        (0.827, 0.73, 0.924, "0.83 ± 0.10"),  # 0.097 becomes 0.10
        (4.0012, 3.9921, 4.0131, "4.001 +0.012 -0.009"),
        (3.01, 2.9, 3.02, "3.010 +0.010 -0.110"),
        (1.0, 0.999, 4.0, "0.999–4.000"),
        (2.38e21, 2.24e21, 2.52e21, "(2.38 ± 0.14)×10²¹"),
        (13122.3, 12770.0, 13474.0, "13 120 ± 350"),
        (0.0, 0.0, 2.44, "0–2.44"),
        (36.38, 36.38, 156.32, "36.4–156.3"),
        (0.1, -0.31, 0.1, "-0.31 to 0.10"),
        (5.0, 5.0, 5.0, "5"),
    ],
)
def test_value_and_uncertainty_are_rounded_alike(value: float, low: float, high: float, words: str) -> None:
    assert plain(format_claim_value(claim(value, interval=(low, high), confidence=0.6827))) == words


def test_limits_name_their_confidence_level() -> None:
    upper = claim(121.62, "meV", limit="upper", confidence=0.9)
    lower = claim(2.3e26, "yr", limit="lower", confidence=0.9)
    assert plain(format_claim_value(upper)) == "< 121.6 meV at 90 % CL"
    assert plain(format_claim_value(lower)) == "> 2.3×10²⁶ yr at 90 % CL"
    assert plain(interval_words(upper)) == "upper limit at 90 % CL"


def test_a_limit_with_a_range_shows_both_ends() -> None:
    ranged = claim(156.3, "meV", limit="upper", interval=(36.38, 156.32), confidence=0.9)
    assert plain(format_claim_value(ranged)) == "< 36.4–156.3 meV at 90 % CL"


def test_an_interval_other_than_one_sigma_names_its_level() -> None:
    ninety = claim(80.91, "%", interval=(79.1, 82.72), confidence=0.9)
    assert plain(format_claim_value(ninety)) == "80.9 ± 1.8 % (90 % interval)"
    assert plain(interval_words(ninety)) == "90 % interval 79.1 to 82.7 %"


def test_interval_ends_are_rounded_like_the_value() -> None:
    one_sigma = claim(0.80914, interval=(0.79713, 0.82115), confidence=0.6827)
    assert plain(interval_words(one_sigma)) == "68.27 % interval 0.797 to 0.821"


def test_a_claim_without_interval_has_no_interval_words() -> None:
    assert interval_words(claim(4.001)) == ""
    assert significance_words(claim(4.001)) == ""


def test_significance_is_in_standard_deviations() -> None:
    assert plain(significance_words(claim(1.0, significance=-4.234))) == "-4.2 σ"


def test_verdict_is_a_word() -> None:
    assert verdict_words(claim(1.0)) == "stands"
    assert verdict_words(claim(1.0, passed=False)) == "does not stand"


@pytest.mark.parametrize(
    ("unit", "words"),
    [("1/Å", "Å⁻¹"), ("1/m3", "m⁻³"), ("kg/m3", "kg/m³"), ("kg m2/s2", "kg m²/s²"), ("Å^-1", "Å⁻¹"), ("1", ""),
     ("events/(t yr)", "events/(t yr)"), ("deg", "°"), ("TNU", "TNU")],
)  # fmt: skip
def test_units_are_printed_with_raised_powers(unit: str, words: str) -> None:
    assert format_unit(unit) == words


@pytest.mark.parametrize(
    ("level", "words"), [(0.9, "90 %"), (0.6827, "68.27 %"), (0.9973, "99.73 %"), (0.99999943, "99.999943 %")]
)
def test_confidence_levels_keep_their_nines(level: float, words: str) -> None:
    assert plain(format_confidence(level)) == words


def test_times_and_sizes_are_those_of_people() -> None:
    assert [format_duration(s) for s in (0.41, 42.3, 72, 11101)] == ["0.4 s", "42 s", "1 min 12 s", "3 h 5 min"]
    assert [format_bytes(n) for n in (1, 640, 1234, 25_000_000)] == ["1 byte", "640 bytes", "1.23 kB", "25 MB"]
    assert format_time("2026-11-21T16:50:48+09:00") == "21 November 2026, 07:50 UTC"
    assert format_time("some day") == "some day"


@given(st.floats(min_value=-1e300, max_value=1e300))
def test_a_printed_value_is_within_its_last_digit(value: float) -> None:
    number, _, power = plain(format_value(value)).replace(" ", "").partition("×10")
    exponent = int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0)
    assert float(f"{number}e{exponent}") == pytest.approx(value, rel=5e-4, abs=5e-324)


@given(
    st.floats(min_value=-1e30, max_value=1e30),
    st.floats(min_value=1e-20, max_value=1e30),
    st.floats(min_value=1e-20, max_value=1e30),
    st.sampled_from(["upper", "lower", None]),
)
def test_every_claim_has_words(value: float, down: float, up: float, limit: str | None) -> None:
    some = claim(value, interval=(value - down, value + up), confidence=0.9, limit=limit)
    assert format_claim_value(some)
    assert interval_words(some)

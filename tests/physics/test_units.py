"""Units at the border."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyokutei.physics.units import UnitError, convert, parse_quantity, parse_unit


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("295 K", "K", 295.0),
        ("20 °C", "K", 293.15),
        ("0.8 1/Å", "1/Å", 0.8),
        ("24 1/nm", "1/Å", 2.4),
        ("3 Å^-1", "1/nm", 30.0),
        ("3 Å⁻¹", "1/nm", 30.0),
        ("2.3e26 yr", "yr", 2.3e26),
        ("1 yr", "s", 365.25 * 86400),  # the Julian year of the IAU
        ("1 eV", "J", 1.602176634e-19),  # exact since 2019
        ("35 meV", "eV", 0.035),
        ("100 L/h", "m3/s", 0.1 / 3600),
        ("10 kJ/kg", "J/kg", 1e4),
        ("5 kg m/s2", "N", 5.0),
        ("12 %", "1", 0.12),
        ("0.5", "1", 0.5),
        ("1 atm", "Pa", 101325.0),
        ("150 pc", "kpc", 0.15),
        ("90 deg", "rad", math.pi / 2),
        ("1_000 m3", "L", 1e6),
    ],
)
def test_a_quantity_is_read_in_the_wanted_unit(text: str, unit: str, expected: float) -> None:
    assert parse_quantity(text, unit) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("295 s", "K", '"295 s", a time'),
        ("295", "K", "a number without a unit"),
        ("3 furlong", "m", 'an unknown unit "furlong"'),
        ("warm", "K", "does not begin with a number"),
        ("3 kg3", "K", "a quantity of dimension kg3"),
        ("3 m/", "s", "a length"),
        ("20 °C", "s", "a temperature"),
    ],
)
def test_a_wrong_quantity_is_named_in_words(text: str, unit: str, words: str) -> None:
    with pytest.raises(UnitError, match=words.replace("(", r"\(")):
        parse_quantity(text, unit)


@given(
    st.floats(min_value=1e-30, max_value=1e30), st.sampled_from([("Å", "nm"), ("yr", "s"), ("meV", "J"), ("L", "m3")])
)
def test_converting_there_and_back_changes_nothing(value: float, units: tuple[str, str]) -> None:
    there, back = units
    assert convert(convert(value, there, back), back, there) == pytest.approx(value, rel=1e-14)


def test_the_angstrom_sign_and_the_letter_are_one_unit() -> None:
    assert parse_unit("\u212b") == parse_unit("Å") == parse_unit("A\u030a") == parse_unit("angstrom")


def test_a_solidus_divides_up_to_the_next_one() -> None:
    assert parse_unit("J/kg/K").dimension == parse_unit("J kg^-1 K^-1").dimension

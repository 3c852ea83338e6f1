"""Elements: symbols, masses and neutron scattering lengths."""

from __future__ import annotations

import math
import subprocess
import sys

import pytest

from kyokutei.errors import OutOfRangeError
from kyokutei.physics.elements import (
    ELEMENT_SYMBOLS,
    atomic_mass_u,
    element_symbol,
    has_neutron_resonance,
    is_element,
    neutron_scattering_length_fm,
)


def test_the_place_in_the_table_is_the_atomic_number() -> None:
    assert len(ELEMENT_SYMBOLS) == 118
    assert [element_symbol(number) for number in (1, 14, 27, 64, 80, 118)] == ["H", "Si", "Co", "Gd", "Hg", "Og"]


def test_there_is_no_element_zero_or_119() -> None:
    for number in (0, 119):
        with pytest.raises(OutOfRangeError, match="1 to 118"):
            element_symbol(number)


def test_only_exact_symbols_are_elements() -> None:
    assert is_element("Si")
    assert is_element("D")
    assert not is_element("si")
    assert not is_element("A")
    assert not is_element("")


# Rauch and Waschkowski, ILL Neutron Data Booklet (2003), table 1.1-2 as periodictable ships it
@pytest.mark.parametrize(
    ("symbol", "length"), [("H", -3.739), ("D", 6.671), ("O", 5.803), ("Hg", 12.595), ("Ti", -3.37)]
)
def test_scattering_lengths_are_those_of_the_booklet(symbol: str, length: float) -> None:
    assert neutron_scattering_length_fm(symbol).real == pytest.approx(length, rel=1e-3)


def test_absorption_makes_the_scattering_length_complex() -> None:
    assert neutron_scattering_length_fm("Gd").imag < -5.0
    assert abs(neutron_scattering_length_fm("Si").imag) < 1e-3


def test_resonant_nuclei_are_known() -> None:
    assert [name for name in ("Si", "O", "Gd", "Cd", "Sm", "Eu") if has_neutron_resonance(name)] == [
        "Gd",
        "Cd",
        "Sm",
        "Eu",
    ]


def test_masses_are_those_of_the_periodic_table() -> None:
    assert atomic_mass_u("Si") == pytest.approx(28.085, abs=0.001)
    assert atomic_mass_u("D") == pytest.approx(2.014, abs=0.001)


def test_a_mistyped_symbol_gets_the_nearest_one() -> None:
    with pytest.raises(OutOfRangeError, match='Did you mean "Gd"'):
        neutron_scattering_length_fm("gd")


def test_an_element_without_a_measured_length_says_so() -> None:
    with pytest.raises(OutOfRangeError, match="Give its scattering length yourself"):
        neutron_scattering_length_fm("Po")


def test_every_length_is_finite_or_refused() -> None:
    for symbol in ELEMENT_SYMBOLS:
        try:
            length = neutron_scattering_length_fm(symbol)
        except OutOfRangeError:
            continue
        assert math.isfinite(length.real)
        assert math.isfinite(length.imag)


def test_the_table_is_loaded_only_when_it_is_asked() -> None:
    code = "import sys, kyokutei.physics.elements as e; e.is_element('Si'); assert 'periodictable' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)

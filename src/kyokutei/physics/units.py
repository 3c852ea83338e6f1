"""Units at the border: strings such as ``"295 K"`` or ``"0.8 1/Å"`` become floats in one named unit.

A small table of the units that these laboratories write, with exact factors (SI brochure, 9th edition,
2019, and its appendix on non-SI units; eV from the fixed elementary charge). It is not a general units
library: see ``docs/decisions/0001-units-at-the-border.md``.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

BASE = ("m", "kg", "s", "A", "K", "mol", "JPY", "rad")
_Dimension = tuple[int, ...]

_NAMES = {
    "length": "m", "area": "m2", "volume": "m3", "time": "s", "mass": "kg", "temperature": "K", "energy": "J",
    "power": "W", "pressure": "Pa", "inverse length": "1/m", "inverse volume": "1/m3", "rate": "1/s",
    "density": "kg/m3", "mass flow": "kg/s", "volume flow": "m3/s", "angle": "rad", "money": "JPY",
    "energy per mass": "J/kg", "a pure number": "1",
}  # fmt: skip

_PREFIXES = {
    "T": 1e12, "G": 1e9, "M": 1e6, "k": 1e3, "h": 1e2, "d": 1e-1, "c": 1e-2, "m": 1e-3, "u": 1e-6, "µ": 1e-6,
    "μ": 1e-6, "n": 1e-9, "p": 1e-12, "f": 1e-15,
}  # fmt: skip

_ELECTRONVOLT_J = 1.602176634e-19  # exact, SI 2019
_YEAR_S = 365.25 * 86400.0  # Julian year, IAU

# symbol: (factor to SI, SI unit expression, takes prefixes)
_TABLE: dict[str, tuple[float, str, bool]] = {
    "m": (1.0, "m", True),
    "g": (1e-3, "kg", True),
    "s": (1.0, "s", True),
    "A": (1.0, "A", True),
    "K": (1.0, "K", True),
    "mol": (1.0, "mol", True),
    "JPY": (1.0, "JPY", True),
    "yen": (1.0, "JPY", False),
    "rad": (1.0, "rad", True),
    "deg": (math.pi / 180.0, "rad", False),
    "°": (math.pi / 180.0, "rad", False),
    "Å": (1e-10, "m", False),
    "angstrom": (1e-10, "m", False),
    "pc": (3.0856775814913673e16, "m", True),
    "L": (1e-3, "m3", True),
    "l": (1e-3, "m3", True),
    "barn": (1e-28, "m2", True),
    "b": (1e-28, "m2", False),
    "min": (60.0, "s", False),
    "h": (3600.0, "s", False),
    "d": (86400.0, "s", False),
    "day": (86400.0, "s", False),
    "days": (86400.0, "s", False),
    "yr": (_YEAR_S, "s", True),
    "year": (_YEAR_S, "s", False),
    "years": (_YEAR_S, "s", False),
    "Hz": (1.0, "1/s", True),
    "N": (1.0, "kg m/s2", True),
    "Pa": (1.0, "kg/m/s2", True),
    "bar": (1e5, "kg/m/s2", True),
    "atm": (101325.0, "kg/m/s2", False),
    "J": (1.0, "kg m2/s2", True),
    "W": (1.0, "kg m2/s3", True),
    "Wh": (3600.0, "kg m2/s2", True),
    "eV": (_ELECTRONVOLT_J, "kg m2/s2", True),
    "t": (1e3, "kg", True),
    "ton": (1e3, "kg", True),
    "kton": (1e6, "kg", False),
    "%": (1e-2, "1", False),
    "ppm": (1e-6, "1", False),
    "ppb": (1e-9, "1", False),
    "T": (1.0, "kg/A/s2", True),
    "V": (1.0, "kg m2/A/s3", True),
}

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_FACTOR = re.compile(r"([^\d^*/·\s+-]+)\s*(?:\*\*|\^)?\s*([+-]?\d+)?$")
_NUMBER = re.compile(r"\s*([+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*)$", re.DOTALL)


class UnitError(ValueError):
    """A unit that is not known, or of the wrong dimension; the message completes "found ..."."""


@dataclass(frozen=True)
class Unit:
    """A factor to SI base units and the exponents of `BASE`."""

    factor: float
    dimension: _Dimension

    def times(self, other: Unit, power: int) -> Unit:
        """Multiply by another unit raised to a power."""
        exponents = tuple(a + power * b for a, b in zip(self.dimension, other.dimension, strict=True))
        return Unit(self.factor * other.factor**power, exponents)

    @property
    def kind(self) -> str:
        """The name of the dimension, such as ``"a temperature"``."""
        for name, example in _NAMES.items():
            if parse_unit(example).dimension == self.dimension:
                return name if name.startswith("a ") else f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
        powers = (f"{base}{'' if n == 1 else n}" for base, n in zip(BASE, self.dimension, strict=True) if n)
        return f"a quantity of dimension {' '.join(powers)}"


_ONE = Unit(1.0, (0,) * len(BASE))


def _symbol(symbol: str) -> Unit:
    if symbol == "1":
        return _ONE
    if symbol in BASE:
        return Unit(1.0, tuple(int(symbol == base) for base in BASE))
    if symbol in _TABLE:
        factor, si, _ = _TABLE[symbol]
        known = parse_unit(si)
        return Unit(factor * known.factor, known.dimension)
    prefix, rest = symbol[:1], symbol[1:]
    if prefix in _PREFIXES and rest in _TABLE and _TABLE[rest][2]:
        known = _symbol(rest)
        return Unit(_PREFIXES[prefix] * known.factor, known.dimension)
    raise UnitError(f'an unknown unit "{symbol}"')


@cache
def parse_unit(text: str) -> Unit:
    """Read a unit such as ``"K"``, ``"1/Å"``, ``"Å^-1"``, ``"kg m2/s2"`` or ``"kJ/kg"``.

    A solidus divides by everything up to the next one: ``"J/kg/K"`` is J kg⁻¹ K⁻¹, ``"kg m/s2"`` is kg m s⁻².

    Raises
    ------
    UnitError
        If a symbol is not known.
    """
    cleaned = text.strip().translate(_SUPERSCRIPTS).replace("\u212b", "Å").replace("A\u030a", "Å")
    unit = _ONE
    for position, part in enumerate(cleaned.split("/")):
        sign = 1 if position == 0 else -1
        for word in (
            re.sub(r"\s*(\^|\*\*)\s*", "^", part).replace("·", " ").replace("**", "^").replace("*", " ").split()
        ):
            if word == "1":
                continue
            match = _FACTOR.match(word)
            if match is None:
                raise UnitError(f'an unknown unit "{word}"')
            unit = unit.times(_symbol(match.group(1)), sign * int(match.group(2) or 1))
    return unit


def convert(value: float, unit: str, target: str) -> float:
    """Convert ``value`` from one unit to another of the same dimension.

    Raises
    ------
    UnitError
        If a unit is not known or the dimensions differ.
    """
    source, wanted = parse_unit(unit), parse_unit(target)
    if source.dimension != wanted.dimension:
        raise UnitError(source.kind)
    return value if source.factor == wanted.factor else value * (source.factor / wanted.factor)


def parse_quantity(text: str, target: str) -> float:
    """Read a string such as ``"295 K"`` as a float in ``target`` units.

    Celsius is accepted for temperatures (``"20 °C"`` or ``"20 degC"``), as a temperature, not as a difference.

    Raises
    ------
    UnitError
        If the text holds no number, no unit, an unknown unit or one of another dimension.
    """
    match = _NUMBER.match(text.replace("\u2212", "-").replace("\u00d710^", "e"))
    if match is None:
        raise UnitError(f'"{text}", which does not begin with a number')
    number, unit = float(match.group(1).replace("_", "")), match.group(2).strip()
    if not unit and parse_unit(target) != _ONE:
        raise UnitError(f'"{text}", a number without a unit')
    if unit in {"°C", "degC", "℃"}:
        number, unit = number + 273.15, "K"
    try:
        return convert(number, unit or "1", target)
    except UnitError as error:
        raise UnitError(f'"{text}", {error}') from None

"""Chemical elements: their symbols, atomic masses and bound coherent neutron scattering lengths."""

from __future__ import annotations

from functools import cache
from typing import Any

from kyokutei.errors import OutOfRangeError, Problem, nearest

__all__ = [
    "ELEMENT_SYMBOLS",
    "NEUTRON_SOURCE",
    "atomic_mass_u",
    "element_symbol",
    "has_neutron_resonance",
    "is_element",
    "neutron_scattering_length_fm",
]

# IUPAC periodic table, edition of 4 May 2022; the place in the table is the atomic number
_TABLE = """
    H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr
    Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu
    Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr
    Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og
"""
ELEMENT_SYMBOLS: tuple[str, ...] = tuple(_TABLE.split())
_KNOWN = frozenset(ELEMENT_SYMBOLS)
_HYDROGEN_ISOTOPES = frozenset({"D", "T"})

NEUTRON_SOURCE = (
    "H. Rauch and W. Waschkowski, Neutron Scattering Lengths, ILL Neutron Data Booklet (2003) and Landolt-Börnstein "
    "I/16A (2000), doi:10.1007/10499706_6, with the later corrections that the package periodictable lists in its "
    "module nsf"
)


def is_element(symbol: str) -> bool:
    """Whether ``symbol`` names a chemical element (``"Si"``), or deuterium or tritium (``"D"``, ``"T"``)."""
    return symbol in _KNOWN or symbol in _HYDROGEN_ISOTOPES


def element_symbol(atomic_number: int) -> str:
    """The symbol of an atomic number.

    Raises
    ------
    OutOfRangeError
        If there is no such element.
    """
    if not 1 <= atomic_number <= len(ELEMENT_SYMBOLS):
        raise OutOfRangeError(Problem("K303", f"atomic number {atomic_number}", f"1 to {len(ELEMENT_SYMBOLS)}"))
    return ELEMENT_SYMBOLS[atomic_number - 1]


def atomic_mass_u(symbol: str) -> float:
    """Standard atomic weight of an element, or mass of D or T [u].

    Parameters
    ----------
    symbol
        Such as ``"Si"``.

    Returns
    -------
    float
        In unified atomic mass units (which is g/mol to 3e-10).
        Source: IUPAC/CIAAW standard atomic weights as the package periodictable ships them.

    Raises
    ------
    OutOfRangeError
        If there is no such element.
    """
    return float(_table_entry(symbol).mass)


def neutron_scattering_length_fm(symbol: str) -> complex:
    """Bound coherent neutron scattering length b of an element in natural abundance, or of D or T [fm].

    The imaginary part is minus the absorption term b'' (Sears, Neutron News 3 (1992) 26): it is negligible for most
    elements, but not for B, Cd, Sm, Eu and Gd. Values are for thermal neutrons (1.798 Å); where `has_neutron_resonance`
    says so, they hold at no other energy.

    Source: `NEUTRON_SOURCE`.

    Raises
    ------
    OutOfRangeError
        If there is no such element, or no measured value for it.
    """
    length = _table_entry(symbol).neutron.b_c_complex
    if length is None:
        raise OutOfRangeError(
            Problem("K303", f'no measured neutron scattering length for "{symbol}"', "an element that has one",
                    hint="Give its scattering length yourself.")
        )  # fmt: skip
    return complex(length)


def has_neutron_resonance(symbol: str) -> bool:
    """Whether the scattering length depends on the neutron's energy in the thermal range, as for Cd, Sm, Eu and Gd.

    Source: J. E. Lynn and P. A. Seeger, At. Data Nucl. Data Tables 44 (1990) 191, as periodictable ships it.
    """
    return bool(_table_entry(symbol).neutron.is_energy_dependent)


@cache
def _table_entry(symbol: str) -> Any:
    if not is_element(symbol):
        guess = nearest(symbol.strip().capitalize(), ELEMENT_SYMBOLS)
        raise OutOfRangeError(
            Problem("K303", f'"{symbol}", which is no chemical element', "a symbol of the periodic table",
                    hint=f'Did you mean "{guess}"?' if guess else "")
        )  # fmt: skip
    import periodictable

    return (
        periodictable.D
        if symbol == "D"
        else periodictable.T
        if symbol == "T"
        else periodictable.elements.symbol(symbol)
    )

"""X-ray tables of the elements as the package xraydb ships them: form factors, anomalous factors, absorption edges.

Its database is opened directly: the layout is documented (https://xraypy.github.io/XrayDB/dbschema.html), and the
package's own door wakes SQLAlchemy, which would take longer than everything else that a planner does.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kyokutei.errors import OutOfRangeError, Problem, WorkplaceError, nearest
from kyokutei.physics.elements import ELEMENT_SYMBOLS, is_element

__all__ = [
    "ANOMALOUS_SOURCE",
    "EDGE_SOURCE",
    "FORM_FACTOR_SOURCE",
    "GaussianSum",
    "absorption_edges",
    "chantler_table",
    "electron_shell_element",
    "form_factor_coefficients",
]

ANOMALOUS_SOURCE = (
    "C. T. Chantler, J. Phys. Chem. Ref. Data 29 (2000) 597, doi:10.1063/1.1321055, on the fine grid that the package "
    "xraydb ships"
)
FORM_FACTOR_SOURCE = "D. Waasmaier and A. Kirfel, Acta Cryst. A 51 (1995) 416, doi:10.1107/S0108767394013292"
EDGE_SOURCE = (
    "absorption edges: W. T. Elam, B. D. Ravel and J. R. Sieber, Radiat. Phys. Chem. 63 (2002) 121, "
    "doi:10.1016/S0969-806X(01)00227-4, as the package xraydb ships them"
)

_LAST_ATOMIC_NUMBER = 92  # of Chantler's tables
_HYDROGEN = {"D": "H", "T": "H"}


@dataclass(frozen=True)
class GaussianSum:
    """f0 = offset + Σ scale exp(-exponent s²) with s = Q/4π.

    Parameters
    ----------
    offset
        c [electrons].
    scales
        a_k [electrons].
    exponents
        b_k [Å²].
    """

    offset: float
    scales: NDArray[np.float64]
    exponents: NDArray[np.float64]


def electron_shell_element(symbol: str) -> str:
    """The element whose electrons scatter: deuterium and tritium have those of hydrogen.

    Raises
    ------
    OutOfRangeError
        If there is no such element, or none of the tables has it (Z > 92).
    """
    if not is_element(symbol):
        guess = nearest(symbol[:1].upper() + symbol[1:].lower(), ELEMENT_SYMBOLS)
        hint = f'Did you mean "{guess}"?' if guess else ""
        raise OutOfRangeError(
            Problem("K303", f'"{symbol}", which is no chemical element', "a symbol of the periodic table", hint=hint)
        )
    element = _HYDROGEN.get(symbol, symbol)
    if ELEMENT_SYMBOLS.index(element) >= _LAST_ATOMIC_NUMBER:
        raise OutOfRangeError(Problem("K303", f'"{symbol}", which has no X-ray tables', "an element from H to U"))
    return element


@cache
def form_factor_coefficients(symbol: str) -> GaussianSum:
    """Coefficients of Waasmaier and Kirfel for a neutral atom (``"Si"``) or an ion that they list (``"Si4+"``).

    Raises
    ------
    OutOfRangeError
        If they list no such atom or ion.
    """
    name = symbol if symbol[-1:] in {"+", "-"} else electron_shell_element(symbol)
    rows = _rows("SELECT offset, scale, exponents FROM Waasmaier WHERE ion = ?", name)
    if not rows:
        ions = [
            str(row[0]) for row in _rows("SELECT ion FROM Waasmaier WHERE element = ?", name.rstrip("+-0123456789"))
        ]
        expected = f"one of {', '.join(ions)}" if ions else "a neutral atom or an ion of their table"
        raise OutOfRangeError(Problem("K303", f'"{symbol}", which Waasmaier and Kirfel do not list', expected))
    offset, scales, exponents = rows[0]
    return GaussianSum(float(offset), np.array(json.loads(scales)), np.array(json.loads(exponents)))


@cache
def chantler_table(symbol: str) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Energies [eV], f′ and f″ [electrons] of an element, ascending in energy.

    Raises
    ------
    OutOfRangeError
        If there is no such element or no table of it.
    """
    row = _rows("SELECT energy, f1, f2 FROM Chantler WHERE element = ?", electron_shell_element(symbol))[0]
    energy, real, imaginary = (np.array(json.loads(column), dtype=np.float64) for column in row)
    return energy, real, imaginary


@cache
def absorption_edges(symbol: str) -> dict[str, float]:
    """Energy of each absorption edge of an element by its name, such as ``"K"`` and ``"L3"`` [eV].

    Raises
    ------
    OutOfRangeError
        If there is no such element.
    """
    rows = _rows(
        "SELECT iupac_symbol, absorption_edge FROM xray_levels WHERE element = ?", electron_shell_element(symbol)
    )
    return {str(name): float(energy) for name, energy in rows}


def _rows(question: str, name: str) -> Sequence[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"{_database().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        return database.execute(question, (name,)).fetchall()


@cache
def _database() -> Path:
    package = find_spec("xraydb")
    if package is None or package.origin is None:
        raise WorkplaceError(
            Problem("K404", "no package xraydb", "its X-ray tables", hint='Install it: pip install "kyokutei[glass]"')
        )
    return Path(package.origin).with_name("xraydb.sqlite")

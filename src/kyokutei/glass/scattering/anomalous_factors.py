"""What the binding of electrons adds to the form factor near an absorption edge: f′ and f″."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.errors import DataFileError, OutOfRangeError, Problem, nearest
from kyokutei.glass.scattering.element_tables import absorption_edges, chantler_table, electron_shell_element
from kyokutei.physics.elements import ELEMENT_SYMBOLS
from kyokutei.physics.validity import require_range

__all__ = ["AnomalousTable", "anomalous_factor", "continued", "edge_energy", "factor_table", "nearest_edge"]

_BEFORE, _BEHIND = 3, 4  # points that the curve over an interval goes through, counted from its first end


@dataclass(frozen=True, eq=False)
class AnomalousTable:
    """f′ and f″ of one element against energy, such as measured on the sample itself.

    Parameters
    ----------
    energy_eV
        ``(point,)`` ascending, at least two.
    f_prime, f_double_prime
        ``(point,)`` [electrons].
    source
        Where they come from.

    Raises
    ------
    DataFileError
        K204, if a number is not finite, an energy is not positive or not above the one before, or f″ is negative.
    """

    energy_eV: NDArray[np.float64]
    f_prime: NDArray[np.float64]
    f_double_prime: NDArray[np.float64]
    source: str = ""

    def __post_init__(self) -> None:
        columns = {"energy_eV": self.energy_eV, "f_prime": self.f_prime, "f_double_prime": self.f_double_prime}
        shapes = {np.shape(column) for column in columns.values()}
        if len(shapes) > 1 or len(np.shape(self.energy_eV)) != 1 or len(self.energy_eV) < 2:
            raise DataFileError(
                Problem("K203", f"columns of shape {', '.join(str(shape) for shape in sorted(shapes))}",
                        "three columns of one length, two points or more", file=self.source)
            )  # fmt: skip
        problems = [
            Problem("K204", f"{name} = {column[place]:g} at index {place}", "a finite number", file=self.source)
            for name, column in columns.items()
            for place in np.flatnonzero(~np.isfinite(column))[:1]
        ]
        steps = np.diff(self.energy_eV, prepend=0.0)
        problems += [
            Problem("K204", f"energy_eV = {self.energy_eV[place]:g} at index {place}", "ascending positive energies",
                    file=self.source)
            for place in np.flatnonzero(steps <= 0.0)[:1]
        ]  # fmt: skip
        problems += [
            Problem("K204", f"f_double_prime = {self.f_double_prime[place]:g} at index {place}", "0 or more",
                    file=self.source, hint="f″ is absorption; with the other sign convention, change its sign.")
            for place in np.flatnonzero(self.f_double_prime < 0.0)[:1]
        ]  # fmt: skip
        if problems:
            raise DataFileError(*problems)

    def at(self, energy_eV: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """f′ and f″ between the points of the table [electrons].

        f′ is a cubic spline through the seven points around the interval, as the package xraydb takes it for one
        energy, so that arrays and single energies agree; f″ is a power of energy between two points, and linear where
        the table holds a zero.

        Raises
        ------
        OutOfRangeError
            If an energy is NaN or outside the table.
        """
        energy = require_range(
            "energy_eV", energy_eV, float(self.energy_eV[0]), float(self.energy_eV[-1]), unit="eV",
            why=self.source or "the given table",
        )  # fmt: skip
        flat = energy.ravel()
        intervals = np.clip(np.searchsorted(self.energy_eV, flat, side="right") - 1, 0, len(self.energy_eV) - 2)
        real = np.empty_like(flat)
        for interval in np.unique(intervals):
            inside = intervals == interval
            real[inside] = self._cubic(int(interval), flat[inside])
        return real.reshape(energy.shape), self._power(flat).reshape(energy.shape)

    def _cubic(self, interval: int, energy: NDArray[np.float64]) -> NDArray[np.float64]:
        from scipy.interpolate import CubicSpline

        near = slice(max(0, interval - _BEFORE), interval + _BEHIND)
        x, y = self.energy_eV[near], self.f_prime[near]
        values: NDArray[np.float64] = CubicSpline(x, y)(energy) if len(x) > 3 else np.interp(energy, x, y)
        return values

    def _power(self, energy: NDArray[np.float64]) -> NDArray[np.float64]:
        if np.any(self.f_double_prime <= 0.0):
            return np.interp(energy, self.energy_eV, self.f_double_prime)
        return np.exp(np.interp(np.log(energy), np.log(self.energy_eV), np.log(self.f_double_prime)))


@cache
def factor_table(element: str) -> AnomalousTable:
    """Chantler's table of an element.

    Raises
    ------
    OutOfRangeError
        If there is no such element or no table of it.
    """
    return AnomalousTable(*chantler_table(element), source=f"Chantler's table of {electron_shell_element(element)}")


def continued(element: str, measured: AnomalousTable) -> AnomalousTable:
    """A measured table with Chantler's points below and above it.

    Raises
    ------
    OutOfRangeError
        If there is no such element or no table of it.
    """
    free = factor_table(element)
    below, above = free.energy_eV < measured.energy_eV[0], free.energy_eV > measured.energy_eV[-1]
    energy, real, imaginary = (
        np.concatenate([getattr(free, name)[below], getattr(measured, name), getattr(free, name)[above]])
        for name in ("energy_eV", "f_prime", "f_double_prime")
    )
    return AnomalousTable(energy, real, imaginary, source=measured.source)


@overload
def anomalous_factor(
    element: str, energy_eV: float, *, tables: Mapping[str, AnomalousTable] | None = None
) -> tuple[float, float]: ...
@overload
def anomalous_factor(
    element: str, energy_eV: ArrayLike, *, tables: Mapping[str, AnomalousTable] | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]: ...
def anomalous_factor(
    element: str, energy_eV: ArrayLike, *, tables: Mapping[str, AnomalousTable] | None = None
) -> tuple[float | NDArray[np.float64], float | NDArray[np.float64]]:
    """f′ and f″ of an element at a photon energy [electrons].

    The form factor is f = f0(Q) + f′(E) + i f″(E), with f″ > 0 for absorption. Below an edge f′ falls steeply and f″
    stays small: there one element can be made to scatter less. Within about 10 eV of an edge f′ depends on the
    chemistry of the sample; measure the edge and use `kyokutei.glass.scattering.table_from_absorption`.

    Parameters
    ----------
    element
        Symbol, such as ``"Gd"``.
    energy_eV
        Photon energy [eV], any shape.
    tables
        Tables to be used instead of Chantler's, by element.

    Returns
    -------
    f_prime, f_double_prime
        In the shape of the energy.

    Raises
    ------
    OutOfRangeError
        If there is no such element, or an energy is NaN or outside the table.

    Notes
    -----
    C. T. Chantler, J. Phys. Chem. Ref. Data 29 (2000) 597, doi:10.1063/1.1321055. Tables on coarser grids (Henke's, or
    the Kissel tables of xraylib) smear the edge: at 20 eV below Co K they are off by a factor in f″ or in the contrast.
    """
    given = (tables or {}).get(element)
    real, imaginary = (given or factor_table(element)).at(energy_eV)
    return (real, imaginary) if real.ndim else (float(real), float(imaginary))


def edge_energy(element: str, edge: str) -> float:
    """Energy of a named absorption edge, such as ``("Gd", "L3")`` [eV].

    Raises
    ------
    OutOfRangeError
        If there is no such element or it has no such edge.
    """
    edges = absorption_edges(element)
    if edge not in edges:
        guess = nearest(edge, edges)
        raise OutOfRangeError(
            Problem("K303", f'an edge "{edge}" of {element}', f"one of {', '.join(edges)}",
                    hint=f'Did you mean "{guess}"?' if guess else "")
        )  # fmt: skip
    return edges[edge]


def nearest_edge(elements: list[str], energy_eV: float) -> tuple[str, str, float]:
    """Element, name and energy [eV] of the absorption edge that lies nearest to an energy.

    Raises
    ------
    OutOfRangeError
        If one of the elements does not exist.
    """
    known = [symbol for symbol in elements if electron_shell_element(symbol) in ELEMENT_SYMBOLS]
    every = [(name, edge, energy) for name in known for edge, energy in absorption_edges(name).items()]
    return min(every, key=lambda entry: abs(entry[2] - energy_eV))

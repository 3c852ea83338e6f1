"""A monthly helium table: what was recovered, supplied and in stock, row by row, as it was printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kyokutei.errors import DataFileError, Problem

HELIUM_ENTRIES = ("recovered", "supplied", "stock_start", "stock_end")

_LAST_OF_LATIN_AND_GREEK = 0x03FF  # what the fonts that matplotlib brings along can draw for certain


@dataclass(frozen=True)
class Entries:
    """One column as printed.

    Parameters
    ----------
    values
        ``(row,)``; NaN where an optional number was not printed.
    half_step
        ``(row,)``; half a unit of the last printed digit.
    unit
        ``"m3"`` (gas), ``"L"`` (liquid), ``"kg"`` or ``"%"``.
    """

    values: NDArray[np.float64]
    half_step: NDArray[np.float64]
    unit: str

    def scaled(self, factor: float, unit: str) -> Entries:
        """The same column in another unit."""
        return Entries(self.values * factor, self.half_step * factor, unit)


@dataclass(frozen=True)
class Conversion:
    """Gas at the meters' reference state: how much of it is a litre of liquid, and how heavy it is."""

    gas_m3_per_litre: float | None = None
    gas_kg_per_m3: float | None = None

    def to_gas_m3(self, unit: str) -> float | None:
        """Cubic metres of gas in one ``unit``; None if the study does not say."""
        if unit == "L":
            return self.gas_m3_per_litre
        if unit == "kg":
            return None if self.gas_kg_per_m3 is None else 1.0 / self.gas_kg_per_m3
        return 1.0


@dataclass(frozen=True)
class MonthlyTable:
    """A table with one row per building or laboratory, and perhaps one for their total.

    Parameters
    ----------
    names, labels
        Per row: the name for words, and a short one that any font can draw.
    lines
        Per row: line in the file, from 1; 0 for a row that was computed.
    total
        Which row is the total, or None.
    columns
        `HELIUM_ENTRIES` always; ``printed_loss`` and ``printed_recovery`` where printed.
    has_stock
        Whether the file gave the stocks; they are zero otherwise.
    is_total_printed
        False if the total is a sum that was computed here.
    """

    names: tuple[str, ...]
    labels: tuple[str, ...]
    lines: tuple[int, ...]
    total: int | None
    columns: Mapping[str, Entries]
    has_stock: bool = True
    is_total_printed: bool = True

    def __getitem__(self, column: str) -> Entries:
        return self.columns[column]

    def printed(self, column: str) -> Entries:
        """An optional column, all NaN where the file does not have it."""
        nothing = np.full(len(self), np.nan)
        return self.columns.get(column, Entries(nothing, nothing, ""))

    def __len__(self) -> int:
        return len(self.names)

    @property
    def unit(self) -> str:
        """The unit of helium in this table, once it is `in_one_unit`."""
        return self["recovered"].unit

    @property
    def buildings(self) -> NDArray[np.intp]:
        """The rows that are not the total."""
        return np.array([row for row in range(len(self)) if row != self.total], dtype=np.intp)


def figure_label(name: str, row: int) -> str:
    """The name, or ``row 3`` where its letters are not in the fonts that matplotlib brings along."""
    return name if all(ord(letter) <= _LAST_OF_LATIN_AND_GREEK for letter in name) else f"row {row + 1}"


def in_one_unit(table: MonthlyTable, conversion: Conversion, *, file: str = "") -> MonthlyTable:
    """Bring all columns of helium to one unit: their own if they share it, cubic metres of gas if not.

    Raises
    ------
    DataFileError
        K203, if the columns have different units and ``conversion`` lacks a factor.
    """
    helium = {name: column for name, column in table.columns.items() if column.unit != "%"}
    units = {column.unit for column in helium.values()}
    if len(units) == 1:
        return table
    lacking = sorted(unit for unit in units if conversion.to_gas_m3(unit) is None)
    if lacking:
        found = ", ".join(f"{name} in {column.unit}" for name, column in helium.items())
        keys = " and ".join({"L": "gas_m3_per_litre", "kg": "gas_kg_per_m3"}[unit] for unit in lacking)
        raise DataFileError(
            Problem(
                "K203", f"columns in different units ({found})",
                "one unit, or the conversion at the meters' reference state",
                f"Give [conversion] {keys} in the study file; it depends on the temperature of the gas meters.",
                file=file, key="conversion",
            )
        )  # fmt: skip
    converted = {name: column.scaled(conversion.to_gas_m3(column.unit) or 1.0, "m3") for name, column in helium.items()}
    return replace(table, columns={**table.columns, **converted})


def require_something_available(table: MonthlyTable, *, file: str = "") -> None:
    """Refuse rows in which no helium was available: they have no recovery rate.

    Raises
    ------
    DataFileError
        K204, one problem for every such row.
    """
    whole = table["supplied"].values + table["stock_start"].values - table["stock_end"].values
    problems = [
        Problem(
            "K204", f"{whole[row]:g} {table.unit} available (supplied + stock_start - stock_end)", "more than none",
            file=file, line=table.lines[row] or None, key=table.names[row],
        )
        for row in np.flatnonzero(whole <= 0.0)
    ]  # fmt: skip
    if problems:
        raise DataFileError(*problems)


def with_total(table: MonthlyTable) -> MonthlyTable:
    """The table with a row for the sum of its buildings, where it has several and no total was printed."""
    if table.total is not None or len(table) == 1:
        return table

    def extended(name: str, column: Entries) -> Entries:
        is_summed = name in HELIUM_ENTRIES
        value = column.values.sum() if is_summed else np.nan
        step = column.half_step.sum() if is_summed else np.nan
        return Entries(np.append(column.values, value), np.append(column.half_step, step), column.unit)

    return replace(
        table,
        names=(*table.names, "All rows together"),
        labels=(*table.labels, "all"),
        lines=(*table.lines, 0),
        total=len(table),
        columns={name: extended(name, column) for name, column in table.columns.items()},
        is_total_printed=False,
    )

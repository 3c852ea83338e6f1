"""Fast tables of helium-4 over (p, h) and (p, s), in the process's memory from the first call on.

Relative error at most 1e-5 in density and 1e-6 in temperature against the equation of state over 0.05-2.5 MPa and
2.2-320 K, dome, its edge and the critical point included; the tests look for more in half a million states. Outside
that range the equation itself is solved. Building both takes half a second, less than reading such a file safely
would gain, so nothing is written to disk.
"""

from __future__ import annotations

from functools import cache

from kyokutei.helium.properties.equation import FloatArray
from kyokutei.helium.properties.tables.building import build
from kyokutei.helium.properties.tables.lookup import Table, look_up, look_up_all

__all__ = ["Table", "look_up", "look_up_all", "states_from_caloric", "table"]

COLUMNS, ROWS = 200, 220
"""Nodes over ln of the value and ln of the pressure: 2.8 MB a table, 4e-6 the largest error found in density."""


@cache
def table(wanted: int) -> Table:
    """The table for ``inverse.ENTHALPY`` or ``inverse.ENTROPY``."""
    return build(wanted, columns=COLUMNS, rows=ROWS)


def states_from_caloric(pressure: FloatArray, value: FloatArray, wanted: int) -> FloatArray:
    """(state, 3) temperature [K], density [kg/m³] and vapour quality; NaN where there is no such state."""
    return look_up_all(table(wanted), pressure, value)

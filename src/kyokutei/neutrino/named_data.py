"""Looking up a named set of data, with the nearest name when it is not there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from kyokutei.errors import OutOfRangeError, Problem, nearest

Entry = TypeVar("Entry")


def by_name(argument: str, name: object, table: Mapping[str, Entry]) -> Entry:
    """The entry of that name.

    Parameters
    ----------
    argument
        The argument as the caller knows it, such as ``"convention"``.
    name
        The name that was asked for.
    table
        What there is.

    Raises
    ------
    OutOfRangeError
        K109 (a ValueError), with all names and the nearest one.
    """
    if isinstance(name, str) and name in table:
        return table[name]
    close = nearest(name, table) if isinstance(name, str) else None
    hint = f'Did you mean "{close}"?' if close else ""
    raise OutOfRangeError(
        Problem("K109", f"{argument} = {name!r}", f"one of {', '.join(map(repr, table))}", hint, key=argument)
    )

"""Inference shared by all wings: intervals of counting experiments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kyokutei.inference.classical_limits import poisson_upper_limit
    from kyokutei.inference.unified_intervals import feldman_cousins

__all__ = ["feldman_cousins", "poisson_upper_limit"]

_HOMES = {
    "feldman_cousins": "kyokutei.inference.unified_intervals",
    "poisson_upper_limit": "kyokutei.inference.classical_limits",
}


def __getattr__(name: str) -> Any:
    # names are found when they are asked for, so that importing the room costs nothing
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)

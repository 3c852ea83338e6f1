"""From measurement to claim, for laboratories at extremely low temperature and extremely low radioactivity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kyokutei.study.claim import Check, Claim
    from kyokutei.study.record import Record
    from kyokutei.study.running import run

__version__ = "0.1.0"
__all__ = ["Check", "Claim", "Record", "__version__", "run"]

_HOMES = {
    "Check": "kyokutei.study.claim",
    "Claim": "kyokutei.study.claim",
    "Record": "kyokutei.study.record",
    "run": "kyokutei.study.running",
}
_ROOMS = ("errors", "physics", "inference", "plotting", "study", "helium", "glass", "neutrino")


def __getattr__(name: str) -> Any:
    # names are found when they are asked for, so that `import kyokutei` costs next to nothing
    from importlib import import_module

    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name in _ROOMS:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, *_ROOMS])

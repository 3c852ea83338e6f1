"""Where the shipped studies lie, and the liquefier study registered before its entry point is installed."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from kyokutei.study import registry


@pytest.fixture(autouse=True, scope="session")
def _registered() -> None:
    entry = EntryPoint("helium.liquefier", "kyokutei.helium.liquefier.study:KIND", registry.GROUP)
    registry._entries().setdefault("helium.liquefier", entry)

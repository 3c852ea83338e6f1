"""The published table of December 2002, and tables written for one test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kyokutei.helium.balance.formats.monthly_table import read_monthly_table
from kyokutei.helium.balance.table import MonthlyTable


@pytest.fixture(scope="session")
def issp(studies: Path) -> MonthlyTable:
    """ISSP, 2 December 2002 to 6 January 2003."""
    return read_monthly_table(studies / "data" / "issp_2002_december.csv")


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a table, as text or as bytes."""

    def _write(content: str | bytes, name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return _write

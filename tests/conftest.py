"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """The folder of reference data; tests that need it do not run when KYOKUTEI_REFERENCE_DATA is unset."""
    value = os.environ.get("KYOKUTEI_REFERENCE_DATA", "")
    if not value or not Path(value).is_dir():
        pytest.skip("KYOKUTEI_REFERENCE_DATA is not set")
    return Path(value)


@pytest.fixture(scope="session")
def studies() -> Path:
    """The folder of the shipped studies."""
    return Path(__file__).parent.parent / "studies"

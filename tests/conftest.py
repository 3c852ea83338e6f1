"""Fixtures shared by all tests, and the line that says how many tests lacked their reference data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

MARK = "reference_data"
VARIABLE = "KYOKUTEI_REFERENCE_DATA"

# Examples do not depend on the day, and no test is failed by a slow machine.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
os.environ.setdefault("MPLBACKEND", "agg")


def reference_folder() -> Path | None:
    """The folder that KYOKUTEI_REFERENCE_DATA names, if it is there."""
    value = os.environ.get(VARIABLE, "")
    return Path(value) if value and Path(value).is_dir() else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need reference data do not run without them."""
    if reference_folder() is None:
        for item in items:
            if item.get_closest_marker(MARK):
                item.add_marker(pytest.mark.skip(reason=f"{VARIABLE} is not set"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests needed reference data, and whether they ran."""
    counts = {
        outcome: sum(MARK in getattr(report, "keywords", ()) for report in terminalreporter.getreports(outcome))
        for outcome in ("passed", "failed", "error", "skipped")
    }
    if not sum(counts.values()):
        return
    if reference_folder() is None:
        line = f"reference data: {counts['skipped']} tests did not run, because {VARIABLE} is not set"
    else:
        ran = counts["passed"] + counts["failed"] + counts["error"]
        line = f"reference data: {ran} tests ran with the files of {VARIABLE}"
    terminalreporter.write_sep("-", line)


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """The folder of reference data."""
    folder = reference_folder()
    if folder is None:
        pytest.skip(f"{VARIABLE} is not set")
    return folder


@pytest.fixture(scope="session")
def studies() -> Path:
    """The folder of the shipped studies."""
    return Path(__file__).parent.parent / "studies"

"""The package as a notebook meets it."""

from __future__ import annotations

import subprocess
import sys

import pytest

import kyokutei


@pytest.mark.parametrize("room", ["errors", "physics", "inference", "plotting", "study", "helium", "glass", "neutrino"])
def test_a_room_is_found_without_importing_it_by_name(room: str) -> None:
    program = f"import kyokutei; print(kyokutei.{room}.__doc__)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() not in {"", "None"}


def test_what_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = kyokutei.nonsense


def test_the_public_names_are_listed() -> None:
    assert {"run", "Record", "Claim", "Check", "inference"} <= set(dir(kyokutei))

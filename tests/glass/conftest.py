"""Configurations for the tests of the glass wing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kyokutei.glass import rmc

DATA = Path(__file__).parents[2] / "studies" / "data"


@pytest.fixture(scope="session")
def silica() -> rmc.Configuration:
    """The published configuration of silica glass."""
    return rmc.read(DATA / "sio2_RMC.cfg")


@pytest.fixture(scope="session")
def mercury() -> rmc.Configuration:
    """The published configuration of liquid mercury."""
    return rmc.read(DATA / "hg_RMC.cfg")


@pytest.fixture(scope="session")
def diamond() -> rmc.Configuration:
    """Silicon, 2 × 2 × 2 cubic cells of 5.431 Å: 4 neighbours at 2.3517 Å, angles of 109.47°."""
    basis = np.array([[0, 0, 0], [0, 2, 2], [2, 0, 2], [2, 2, 0], [1, 1, 1], [1, 3, 3], [3, 1, 3], [3, 3, 1]]) / 4.0
    cells = np.stack(np.meshgrid(*[np.arange(2)] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    positions = (cells[:, None] + basis).reshape(-1, 3) * 5.431
    return rmc.Configuration(positions, np.full(64, "Si"), np.eye(3) * 10.862)


@pytest.fixture(scope="session")
def ideal_gas() -> rmc.Configuration:
    """3000 atoms of two species without any order in a skewed cell."""
    generator = np.random.default_rng(7)
    cell = np.array([[24.0, 0.0, 0.0], [5.0, 22.0, 0.0], [-4.0, 6.0, 26.0]])
    return rmc.Configuration(generator.random((3000, 3)) @ cell, np.repeat(["A", "B"], [1000, 2000]), cell)

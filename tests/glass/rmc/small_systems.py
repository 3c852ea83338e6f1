"""Small systems whose chains can be followed by hand."""

from __future__ import annotations

import numpy as np

from kyokutei.glass.rmc.configuration import Configuration

CLOSEST = {("Si", "O"): 1.2, ("O", "O"): 1.8, ("Si", "Si"): 2.2}


def small_silica(cell: np.ndarray, seed: int = 1, formulas: int = 60) -> Configuration:
    from kyokutei.glass.rmc.starts import without_overlaps

    generator = np.random.default_rng(seed)
    species = np.array(["Si"] * formulas + ["O"] * (2 * formulas))
    start = Configuration(generator.random((3 * formulas, 3)) @ cell, species, cell)
    return without_overlaps(start, CLOSEST)

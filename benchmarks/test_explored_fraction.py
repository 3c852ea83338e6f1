"""The explored fraction from 2,000,000 points, beside the plain NumPy script that the field would write."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from kyokutei.neutrino.doublebeta import explored_fraction

POINTS = 2_000_000
THRESHOLD_MEV = 20.0


def plain_script(ordering: str) -> float:
    """Whole-length arrays, complex phases, and 45 bisections for the lightest mass; recipe ``slides-2025``."""
    rng = np.random.default_rng(1)
    s12 = rng.normal(0.308, 0.012, POINTS)
    s13 = rng.normal(0.02215 if ordering == "normal" else 0.02231, 0.00057, POINTS)
    d21 = rng.normal(7.49e-5, 0.19e-5, POINTS)
    d3l = rng.normal(2.513e-3 if ordering == "normal" else 2.484e-3, 0.02e-3, POINTS)

    def masses(light: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        heavy = np.sqrt(light**2 + d3l)
        if ordering == "normal":
            return light, np.sqrt(light**2 + d21), heavy
        return np.sqrt(heavy**2 - d21), heavy, light

    smallest = sum(masses(np.zeros(POINTS)))
    total = smallest * np.exp(rng.uniform(0, 1, POINTS) * np.log(3.0 / smallest))
    low, high = np.zeros(POINTS), total / 2
    for _ in range(45):
        middle = (low + high) / 2
        above = sum(masses(middle)) > total
        high, low = np.where(above, middle, high), np.where(above, low, middle)
    m1, m2, m3 = masses((low + high) / 2)
    a, b = rng.uniform(0, 2 * np.pi, (2, POINTS))
    first, second = (1 - s12) * (1 - s13) * m1, s12 * (1 - s13) * m2 * np.exp(1j * a)
    mass = np.abs(first + second + s13 * m3 * np.exp(1j * b))
    weight = np.exp(-np.log(10) * (mass * 1e3 * rng.uniform(1 / 165, 1 / 61, POINTS)) ** 2)
    return float(np.sum(weight * (mass > 1e-3 * THRESHOLD_MEV)) / np.sum(weight))


def ours(ordering: str) -> float:
    return float(explored_fraction(THRESHOLD_MEV, ordering, samples=POINTS).fraction)


@pytest.mark.benchmark(group="explored fraction, 2,000,000 points", warmup=False)
@pytest.mark.parametrize("ordering", ["normal", "inverted"])
@pytest.mark.parametrize("compute", [ours, pytest.param(plain_script, marks=pytest.mark.peer)])
def test_explored_fraction(benchmark: BenchmarkFixture, compute: Callable[[str], float], ordering: str) -> None:
    fraction = benchmark.pedantic(compute, args=(ordering,), rounds=5 if compute is ours else 2)
    assert fraction == pytest.approx({"normal": 0.503, "inverted": 0.968}[ordering], abs=0.004)

"""Partial pair distributions of 3,000 and 100,000 atoms, beside freud, in CPU time of one core."""

from __future__ import annotations

import time

import numpy as np
import pytest
from numpy.typing import NDArray
from pytest_benchmark.fixture import BenchmarkFixture

from kyokutei.glass.rmc import Configuration
from kyokutei.glass.structure import partial_pair_distribution

BIN_WIDTH_ANGSTROM = 0.02
DENSITY_PER_CUBIC_ANGSTROM = 0.0661456  # of silica glass
CASES = [(3_000, None), (100_000, 10.0), (100_000, 20.0)]
IDS = ["3000 atoms in half the cell", "100000 atoms to 10 angstrom", "100000 atoms to 20 angstrom"]


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> None:
    """Count with one thread, as ours does."""
    pytest.importorskip("freud").parallel.set_num_threads(1)


CPU_OF_ONE_CORE = pytest.mark.benchmark(timer=time.process_time)


def silica_like(atoms: int) -> Configuration:
    """One third Si and two thirds O at the density of silica, without order: what a counter does not feel."""
    edge = (atoms / DENSITY_PER_CUBIC_ANGSTROM) ** (1.0 / 3.0)
    generator = np.random.default_rng(atoms)
    positions = generator.uniform(-edge / 2.0, edge / 2.0, (atoms, 3))
    # positions that are the same in single precision, which is what freud computes with
    positions = positions.astype(np.float32).astype(np.float64)
    species = np.where(np.arange(atoms) < atoms // 3, "Si", "O")
    return Configuration(positions, species, np.eye(3) * float(np.float32(edge)))


def ours(configuration: Configuration, maximum: float | None) -> NDArray[np.int64]:
    """All partial histograms at once; returned is their sum, each pair of atoms once."""
    result = partial_pair_distribution(configuration, bin_width_angstrom=BIN_WIDTH_ANGSTROM, maximum_angstrom=maximum)
    return np.sum(list(result.counts.values()), axis=0)


class FreudTotal:
    """The total histogram alone: freud would need one more pass for each partial.

    What freud does once for a grid of bins is not measured; for 891 bins it takes longer than counting.
    """

    def __init__(self, bins: int) -> None:
        freud = pytest.importorskip("freud")
        self.box_of = freud.box.Box.cube
        self.counter = freud.density.RDF(bins=bins, r_max=bins * BIN_WIDTH_ANGSTROM)

    def __call__(self, configuration: Configuration) -> NDArray[np.int64]:
        """Each pair of atoms once."""
        box = self.box_of(configuration.cell[0, 0])
        self.counter.compute((box, configuration.positions), reset=True)
        counts: NDArray[np.int64] = np.asarray(self.counter.bin_counts, dtype=np.int64) // 2
        return counts


@CPU_OF_ONE_CORE
@pytest.mark.peer
@pytest.mark.parametrize("program", ["kyokutei", "freud"])
@pytest.mark.parametrize(("atoms", "maximum"), CASES, ids=IDS)
def test_pair_distribution(benchmark: BenchmarkFixture, atoms: int, maximum: float | None, program: str) -> None:
    configuration = silica_like(atoms)
    own = ours(configuration, maximum)  # compiles, too
    freud_total = FreudTotal(len(own))
    peer = freud_total(configuration)
    # in single precision a few pairs in a million fall to the other side of the edge of a bin
    assert abs(int(own.sum()) - int(peer.sum())) <= 1e-5 * own.sum()
    assert np.abs(np.cumsum(own) - np.cumsum(peer)).max() <= max(30, 1e-5 * own.sum())
    benchmark.group = f"g(r) of {atoms:,} atoms to {len(own) * BIN_WIDTH_ANGSTROM:.1f} Å"
    if program == "kyokutei":
        benchmark.pedantic(ours, args=(configuration, maximum), rounds=7)
    else:
        benchmark.pedantic(freud_total, args=(configuration,), rounds=3)

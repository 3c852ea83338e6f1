"""Reverse Monte Carlo on B10k, a glass of 10,000 atoms in three data sets, beside fullrmc at like acceptance.

B10k is Gd65Co35 at 0.040 atoms per cubic ångström: packings of soft spheres, 500 bins of 0.05 Å, S(Q) and two anomalous
data sets of 300 points each from 0.8 to 20 1/Å, closest distances 3.2, 2.5 and 2.3 Å, steps of 0.1 Å. fullrmc cannot
weigh pairs by Q: it fits the same three columns with constant weights, which is less work.

The peer needs CPython 3.8 and is measured where the environment variable ``KYOKUTEI_FULLRMC_PYTHON`` names the
interpreter of an environment made by ``pip install "cython<3" "numpy<1.24" "setuptools<58" wheel`` and then
``pip install --no-build-isolation fullrmc``.
"""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from kyokutei.glass.rmc.chain import BLOCK, Chain, MoveSettings, new_chain
from kyokutei.glass.rmc.configuration import Configuration
from kyokutei.glass.rmc.constraints import Constraints
from kyokutei.glass.rmc.data_set import DataSet
from kyokutei.glass.rmc.formats import protein_data_bank
from kyokutei.glass.rmc.forward_model import forward_model
from kyokutei.glass.rmc.starts import random_start, soft_packing, without_overlaps
from kyokutei.glass.scattering import anomalous_weights, weights
from kyokutei.glass.structure import structure_factor
from kyokutei.glass.structure.pair_counts import DistanceGrid

PEER = "KYOKUTEI_FULLRMC_PYTHON"
NUMBERS = {"Gd": 6496, "Co": 3504}
DIAMETERS = {("Gd", "Gd"): 3.45, ("Gd", "Co"): 2.75, ("Co", "Co"): 2.55}
CLOSEST = {("Gd", "Gd"): 3.2, ("Gd", "Co"): 2.5, ("Co", "Co"): 2.3}
SIZES = (10_000, 100_000)
FULLRMC = """
import os, sys, tempfile, time
os.environ["OMP_NUM_THREADS"] = "1"
os.chdir(sys.argv[1])
import numpy as np
from fullrmc.Globals import LOGGER, FLOAT_TYPE, maxint
from fullrmc.Engine import Engine
from fullrmc.Constraints.StructureFactorConstraints import StructureFactorConstraint
from fullrmc.Constraints.DistanceConstraints import InterMolecularDistanceConstraint
LOGGER.set_minimum_level(maxint, stdoutFlag=True, fileFlag=True)
engine = Engine(path=os.path.join(tempfile.mkdtemp(dir="."), "engine.rmc"), freshStart=True)
engine.set_pdb("start.pdb")
data = [
    StructureFactorConstraint(experimentalData=np.loadtxt("sq%d.dat" % k).astype(FLOAT_TYPE),
                              weighting="atomicNumber", rmin=0.025, rmax=24.975, dr=0.05)
    for k in range(3)
]
cut = InterMolecularDistanceConstraint(defaultDistance=2.3, flexible=True)
engine.add_constraints(data + [cut])
cut.set_pairs_distance([("Gd", "Gd", 3.2), ("Gd", "Co", 2.5), ("Co", "Co", 2.3)])
engine.save()
engine.set_groups_as_atoms()
engine.initialize_used_constraints()
for group in engine.groups:
    group.moveGenerator.set_amplitude(0.1)
engine.run(numberOfSteps=100, saveFrequency=10**9, ncores=1)
generated, accepted, begun = engine.generated, engine.accepted, time.process_time()
engine.run(numberOfSteps=1000, saveFrequency=10**9, ncores=1)
seconds = time.process_time() - begun
moves = engine.generated - generated
print("RESULT", moves / seconds, (engine.accepted - accepted) / moves)
"""


def packed(seed: int, numbers: dict[str, int]) -> Configuration:
    start = random_start(numbers, number_density=0.040, generator=np.random.default_rng(seed))
    return without_overlaps(soft_packing(start, DIAMETERS, sweeps=60), CLOSEST)


@pytest.fixture(scope="module")
def packings() -> tuple[Configuration, Configuration]:
    return packed(1, NUMBERS), packed(2, NUMBERS)


def b10k(truth: Configuration, start: Configuration, *, sigma: float, step: float) -> Chain:
    q = np.linspace(0.8, 20.0, 300)
    composition = {"Gd": 0.65, "Co": 0.35}
    sets = {
        "HEXRD": weights(composition, q, energy_eV=61_400.0),
        "Gd": anomalous_weights(composition, q, near_eV=7213.0, far_eV=6943.0),
        "Co": anomalous_weights(composition, q, near_eV=7689.0, far_eV=7509.0),
    }
    data = [
        DataSet(name, q, structure_factor(truth, q, weights=one, bin_width_angstrom=0.05), sigma, one)
        for name, one in sets.items()
    ]
    return new_chain(
        start, forward_model(start, DistanceGrid(0.05, 500), data), constraints=Constraints(CLOSEST),
        generator=np.random.default_rng(3), move_settings=MoveSettings(step),
    )  # fmt: skip


@pytest.mark.peer
@pytest.mark.benchmark(group="moves on B10k", warmup=False)
@pytest.mark.parametrize("kind", ["about 10 % accepted", "as many accepted as fullrmc"])
def test_moves_on_b10k(benchmark: BenchmarkFixture, kind: str, packings: tuple[Configuration, Configuration]) -> None:
    truth, start = packings
    chain = b10k(truth, start, sigma=0.01, step=0.1) if kind != "about 10 % accepted" else b10k(
        truth, start, sigma=0.01, step=0.3
    )  # fmt: skip
    chain.advance(BLOCK)
    before, begun = chain.state.moves.copy(), time.process_time()
    benchmark.pedantic(chain.advance, args=(8 * BLOCK,), rounds=3)
    seconds = time.process_time() - begun
    moves = chain.state.moves - before
    speed, share = moves[0] / seconds, moves[3] / moves[0]
    benchmark.extra_info |= {"moves per CPU-second": round(speed), "accepted": round(share, 3)}
    print(f"\nkyokutei, {kind}: {speed:,.0f} moves per CPU-second, {100 * share:.0f} % accepted")


@pytest.mark.peer
@pytest.mark.benchmark(group="moves on B10k", warmup=False)
def test_moves_of_fullrmc_on_b10k(
    benchmark: BenchmarkFixture, packings: tuple[Configuration, Configuration], tmp_path: Path
) -> None:
    interpreter = os.environ.get(PEER, "")
    if not interpreter:
        pytest.skip(f"fullrmc is not measured: {PEER} names no interpreter")
    truth, start = packings
    chain = b10k(truth, start, sigma=0.01, step=0.1)
    for place, one in enumerate(chain.model.data):
        np.savetxt(tmp_path / f"sq{place}.dat", np.column_stack([one.abscissa, one.value]))
    (tmp_path / "start.pdb").write_text(protein_data_bank.write(start))
    script = tmp_path / "peer.py"
    script.write_text(FULLRMC)

    def run() -> str:
        done = subprocess.run([interpreter, script, tmp_path], capture_output=True, text=True, check=True)
        return done.stdout

    speed, share = (float(word) for word in benchmark.pedantic(run, rounds=1).split("RESULT")[1].split()[:2])
    benchmark.extra_info |= {"moves per CPU-second": round(speed), "accepted": round(share, 3)}
    print(f"\nfullrmc: {speed:,.0f} moves per CPU-second, {100 * share:.0f} % accepted")


@pytest.mark.benchmark(group="moves by number of atoms", warmup=False)
@pytest.mark.parametrize("atoms", SIZES)
def test_moves_by_number_of_atoms(benchmark: BenchmarkFixture, atoms: int) -> None:
    numbers = {"Gd": round(0.65 * atoms), "Co": round(0.35 * atoms)}
    start = without_overlaps(
        random_start(numbers, number_density=0.040, generator=np.random.default_rng(1)), {("Gd", "Gd"): 2.5}
    )
    q = np.linspace(0.8, 20.0, 300)
    flat = {("Gd", "Gd"): 0.66, ("Gd", "Co"): 0.30, ("Co", "Co"): 0.04}
    data = [DataSet("flat", q, np.ones(300), 0.01, flat)]
    chain = new_chain(
        start, forward_model(start, DistanceGrid(0.05, 500), data), constraints=Constraints({("Gd", "Gd"): 2.5}),
        generator=np.random.default_rng(3), move_settings=MoveSettings(0.1),
    )  # fmt: skip
    chain.advance(BLOCK)
    benchmark.pedantic(chain.advance, args=(4 * BLOCK,), rounds=2)
    assert chain.state.moves[0] == 9 * BLOCK

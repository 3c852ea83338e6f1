"""Vitreous silica from a random start, against the measurement on NIMROD."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kyokutei.glass.rmc.chain import Chain, MoveSettings, new_chain
from kyokutei.glass.rmc.constraints import AngleConstraint, Constraints, CoordinationConstraint
from kyokutei.glass.rmc.data_set import DataSet
from kyokutei.glass.rmc.forward_model import forward_model
from kyokutei.glass.rmc.starts import packed_start
from kyokutei.glass.scattering import Sample, convert, mean_scattering_length_fm, neutron_weights, read
from kyokutei.glass.scattering.agreement import agreement
from kyokutei.glass.structure import bond_angles, coordination
from kyokutei.glass.structure.pair_distribution import distance_grid

SILICA = {"Si": 1 / 3, "O": 2 / 3}
CLOSEST = {("Si", "O"): 1.4, ("O", "O"): 2.1, ("Si", "Si"): 2.5}
BOND = 2.0  # Å
NETWORK = [(1.0, 1.0, 30.0, 1), (0.6, 1.0, 25.0, 1), (0.45, 0.6, 25.0, 2), (0.35, 0.5, 20.0, 3), (0.28, 0.4, 15.0, 3),
           (0.22, 0.4, 12.0, 3)]  # fmt: skip
REFINEMENT = [(0.2, 1), (0.1, 1), (0.05, 1), (0.03, 1), (0.02, 1), (0.012, 2), (0.007, 2), (0.004, 2)]
MOVES = 300_000


def constraints(coordination_sigma: float, angle_sigma: float) -> Constraints:
    return Constraints(
        CLOSEST,
        (CoordinationConstraint("Si", "O", BOND, 4.0, coordination_sigma),
         CoordinationConstraint("O", "Si", BOND, 2.0, coordination_sigma)),
        (AngleConstraint(("O", "Si", "O"), BOND, 109.47, angle_sigma),
         AngleConstraint(("Si", "O", "Si"), BOND, 148.0, 1.5 * angle_sigma)),
    )  # fmt: skip


def network(generator: np.random.Generator) -> Chain:
    """A network from a random packing, by constraints and jumps alone."""
    start = packed_start({"Si": 200, "O": 400}, number_density=0.0661, closest_angstrom=CLOSEST, generator=generator)
    model = forward_model(start, distance_grid(start, 0.05), [])
    for coordination_sigma, step, angle_sigma, times in NETWORK:
        chain = new_chain(start, model, constraints=constraints(coordination_sigma, angle_sigma), generator=generator,
                          move_settings=MoveSettings(step, jump_share=0.5))  # fmt: skip
        chain.advance(times * MOVES)
        start = replace(chain.configuration, moves=None)
    return chain


@pytest.mark.slow
@pytest.mark.reference_data
def test_silica_from_a_random_start_describes_the_measurement_with_fourfold_silicon(reference_data: Path) -> None:
    generator = np.random.default_rng(2)
    measured = read(reference_data / "glass/SiO2_NIMROD.mint01").between(0.6, 25.0)
    sample = Sample(0.0661, 0.01 * abs(mean_scattering_length_fm(SILICA)) ** 2)
    q = measured.abscissa
    value, _ = convert(q, measured.value, source=measured.convention, target="faber-ziman", sample=sample)
    start = network(generator).configuration
    for sigma, times in REFINEMENT:
        data = DataSet("NIMROD", q, value, sigma, neutron_weights(SILICA, q), scale_range=(0.85, 1.2))
        chain = new_chain(
            start, forward_model(start, distance_grid(start, 0.05), [data]), constraints=constraints(0.2, 16.0),
            generator=generator, move_settings=MoveSettings(0.2, wanted_acceptance=0.15, adapted_moves=10**9),
        )  # fmt: skip
        chain.advance(times * MOVES)
        start = replace(chain.configuration, moves=None)
    # goal of the notes: R_w < 0.05 with coordination 4; the published configuration has 0.193 after scaling
    assert agreement(value - 1.0, chain.fitted[0] - 1.0).rw_scaled < 0.05
    silicon = coordination(start, "Si", "O", cutoff_angstrom=BOND)
    # one silicon in ten keeps a broken bond, which so short a chain does not mend
    assert 3.85 < silicon.mean < 4.05
    assert bond_angles(start, ("O", "Si", "O"), cutoff_angstrom=BOND).mean_degrees == pytest.approx(109.5, abs=1.0)
    assert 140.0 < bond_angles(start, ("Si", "O", "Si"), cutoff_angstrom=BOND).mean_degrees < 155.0

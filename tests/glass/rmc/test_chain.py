"""The chains: fast equals plain, incremental equals rebuilt, resumed equals uninterrupted."""

from __future__ import annotations

import numpy as np
import pytest
from small_systems import CLOSEST, small_silica

from kyokutei.errors import OutOfRangeError
from kyokutei.glass.rmc import chain as chains
from kyokutei.glass.rmc.chain import Chain, MoveSettings, Speed, new_chain, resumed_chain
from kyokutei.glass.rmc.configuration import Configuration
from kyokutei.glass.rmc.constraints import AngleConstraint, Constraints, CoordinationConstraint
from kyokutei.glass.rmc.data_set import DataSet
from kyokutei.glass.rmc.forward_model import ForwardModel, forward_model
from kyokutei.glass.rmc.lattice_counts import count_pairs_on_lattice
from kyokutei.glass.scattering import neutron_weights
from kyokutei.glass.structure import partial_pair_distribution, structure_factor
from kyokutei.glass.structure.pair_distribution import distance_grid

LOCAL = Constraints(
    CLOSEST,
    coordination=(
        CoordinationConstraint("Si", "O", 2.2, 4.0, 0.7),
        CoordinationConstraint("O", "Si", 2.2, 2.0, 0.01, is_average=True),
    ),
    angles=(AngleConstraint(("O", "Si", "O"), 2.2, 109.47, 15.0), AngleConstraint(("Si", "O", "Si"), 2.2, 150.0, 20.0)),
)


def data_of(configuration: Configuration, seed: int = 5) -> list[DataSet]:
    """Three sets made from another configuration of the same cell: two on one grid, and G(r)."""
    truth = small_silica(np.array(configuration.cell), seed)
    q = np.linspace(0.7, 12.0, 57)
    neutron = neutron_weights({"Si": 1, "O": 2}, q)
    xray = {("Si", "Si"): 0.22 + 0 * q, ("Si", "O"): 0.50 - 0.003 * q, ("O", "O"): 0.28 + 0.003 * q}
    r = np.linspace(1.0, 5.5, 40)
    pairs = partial_pair_distribution(truth, bin_width_angstrom=0.05)
    total = pairs.total({("Si", "Si"): 0.2, ("Si", "O"): 0.5, ("O", "O"): 0.3})
    reduced = np.interp(r, pairs.r, 4 * np.pi * truth.number_density * pairs.r * (total - 1.0))
    return [
        DataSet("neutron", q, structure_factor(truth, q, weights=neutron), 0.05, neutron, offset_fitted=True,
                scale_range=(0.8, 1.25)),
        DataSet("x-ray", q, structure_factor(truth, q, weights=xray), 0.03 + 0.002 * q, xray),
        DataSet("pairs", r, reduced, 0.2, {("Si", "Si"): 0.2, ("Si", "O"): 0.5, ("O", "O"): 0.3}, kind="G(r)"),
    ]  # fmt: skip


def model_of(configuration: Configuration, data: list[DataSet] | None = None) -> ForwardModel:
    return forward_model(configuration, distance_grid(configuration, 0.05), data or data_of(configuration))


def make(
    cell: np.ndarray, speed: Speed = "fast", *, constraints: Constraints | None = None, swaps: float = 0.1
) -> Chain:
    start = small_silica(cell)
    return new_chain(
        start,
        model_of(start),
        constraints=constraints or Constraints(CLOSEST),
        generator=np.random.default_rng(3),
        move_settings=MoveSettings(0.3, swap_share=swaps, jump_share=0.1),
        speed=speed,
    )


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["cube", "sheared"])
@pytest.mark.parametrize("constraints", [Constraints(CLOSEST), LOCAL], ids=["distances", "local order"])
def test_fast_and_plain_chains_accept_the_same_moves(
    shape: str, constraints: Constraints, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chains, "BLOCK", 512 if constraints is not LOCAL else 128)
    cell = request.getfixturevalue(shape)
    fast, unhurried, plain = (
        make(cell, speed, constraints=constraints) for speed in ("fast", "fast without early rejection", "plain")
    )
    histories = [one.advance(4 * chains.BLOCK) for one in (fast, unhurried, plain)]
    assert np.array_equal(fast.state.positions, plain.state.positions)
    assert np.array_equal(fast.state.kinds, plain.state.kinds)
    assert np.array_equal(fast.state.counts, plain.state.counts)
    assert np.array_equal(histories[0], histories[1])
    np.testing.assert_allclose(histories[0], histories[2], rtol=1e-10)
    assert 0 < plain.state.moves[3] < plain.state.moves[1] < plain.state.moves[0]
    if constraints is not LOCAL:  # whose short chain finds no place for a swap
        assert not np.array_equal(plain.state.kinds, plain.start.species_index)


@pytest.mark.parametrize("shape", ["cube", "sheared"])
def test_counts_after_many_moves_are_those_counted_anew(shape: str, request: pytest.FixtureRequest) -> None:
    chain = make(request.getfixturevalue(shape))
    chain.advance(16_384)
    assert chain.state.moves[3] > 1000
    assert np.array_equal(chain.state.counts, count_pairs_on_lattice(chain))


@pytest.mark.parametrize("shape", ["cube", "sheared"])
def test_counts_agree_with_those_of_the_analysis(shape: str, request: pytest.FixtureRequest) -> None:
    chain = make(request.getfixturevalue(shape))
    exact = partial_pair_distribution(chain.configuration, bin_width_angstrom=0.05).counts
    # single precision moves a pair over the edge of a bin once in about 10⁵; 180 atoms have 16,000 pairs
    difference = sum(int(np.abs(exact[pair] - row).sum()) for pair, row in zip(exact, chain.state.counts, strict=True))
    assert difference <= 20


def test_model_is_the_structure_factor_of_the_analysis(cube: np.ndarray) -> None:
    chain = make(cube)
    one = chain.model.data[1]
    expected = structure_factor(chain.configuration, one.abscissa, weights=one.weights, bin_width_angstrom=0.05)
    np.testing.assert_allclose(chain.fitted[1], expected, atol=2e-3)


def test_chi_square_is_kept_up_to_date(cube: np.ndarray) -> None:
    chain = make(cube)
    kept = chain.advance(8192)[-1]
    scale = chain.state.scale.copy()
    chain.rebuild_sums()
    np.testing.assert_allclose(chain.state.chi_square[1:], kept[1:], rtol=1e-9)
    assert chain.state.chi_square[0] <= kept[0] * (1 + 1e-9)  # whose scale and offset were fitted again
    assert 0.8 <= scale[0] <= 1.25


def test_a_chain_that_is_resumed_goes_on_bit_by_bit(cube: np.ndarray) -> None:
    whole, halves = make(cube, constraints=LOCAL), make(cube, constraints=LOCAL)
    expected = whole.advance(3 * 8192)
    first = halves.advance(8192)
    later = resumed_chain(make(cube, constraints=LOCAL), halves.save())
    assert np.array_equal(expected, np.concatenate([first, later.advance(2 * 8192)]))
    assert np.array_equal(whole.state.positions, later.state.positions)
    assert np.array_equal(whole.state.moves, later.state.moves)


def test_closest_distances_are_kept(cube: np.ndarray) -> None:
    from kyokutei.glass.rmc.starts import require_closest

    chain = make(cube)
    chain.advance(50_000)
    require_closest(chain.configuration, CLOSEST)


def test_a_start_that_violates_a_closest_distance_is_refused(cube: np.ndarray) -> None:
    start = small_silica(cube)
    with pytest.raises(OutOfRangeError, match=r"pairs closer than 3 Å"):
        new_chain(start, model_of(start), constraints=Constraints({("Si", "Si"): 3.0}),
                  generator=np.random.default_rng(1))  # fmt: skip


def test_fixed_species_do_not_move(cube: np.ndarray) -> None:
    start = small_silica(cube)
    chain = new_chain(
        start, model_of(start), constraints=Constraints(CLOSEST), generator=np.random.default_rng(1),
        move_settings=MoveSettings(0.2, fixed_species=("Si",)),
    )  # fmt: skip
    before = chain.state.positions.copy()
    chain.advance(8192)
    moved = np.any(before != chain.state.positions, axis=0)
    assert not moved[:60].any()
    assert moved[60:].mean() > 0.9


def test_step_is_adapted_to_the_wanted_acceptance(cube: np.ndarray) -> None:
    start = small_silica(cube)
    chain = new_chain(
        start, model_of(start), constraints=Constraints(CLOSEST), generator=np.random.default_rng(1),
        move_settings=MoveSettings(2.0, wanted_acceptance=0.2, adapted_moves=40 * 8192),
    )  # fmt: skip
    chain.advance(39 * 8192)
    before = chain.state.moves.copy()
    chain.advance(8192)
    # binomial error of 8192 moves is 0.005; the step settles to within its own noise
    assert (chain.state.moves[3] - before[3]) / 8192 == pytest.approx(0.2, abs=0.05)


def test_without_data_the_chain_is_an_ideal_gas(cube: np.ndarray) -> None:
    start = small_silica(cube)
    model = forward_model(start, distance_grid(start, 0.05), [])
    chain = new_chain(start, model, constraints=Constraints({}), generator=np.random.default_rng(1),
                      move_settings=MoveSettings(2.0))  # fmt: skip
    chain.advance(8192)
    assert chain.state.moves[3] == 8192
    assert np.array_equal(chain.state.counts, count_pairs_on_lattice(chain))
    expected = model.ideal[:, 40:].sum(axis=1)
    # counts of an ideal gas spread as their square root; 6 standard deviations of three numbers: 6e-9
    assert np.all(np.abs(chain.state.counts[:, 40:].sum(axis=1) - expected) < 6 * np.sqrt(expected))

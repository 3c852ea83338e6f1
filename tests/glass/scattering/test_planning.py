"""The planner: the pair of energies that fails and the one that does not, conditioning, the study and its refusals."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyokutei.errors import DataFileError, KyokuteiError, OutOfRangeError
from kyokutei.glass import scattering
from kyokutei.glass.scattering.conditioning import WeightedSet, conditioning
from kyokutei.glass.scattering.planning import EnergyPair, Limits, Target, assess, propose, scan_far_energies
from kyokutei.glass.scattering.settings import PlannerSettings
from kyokutei.glass.scattering.study import KIND, check, read_tables, run
from kyokutei.study.checkpoint import Checkpoint
from kyokutei.study.claim import Claim
from kyokutei.study.kind import Findings
from kyokutei.study.work import Work

pytest.importorskip("xraydb")
GLASS = {"Gd": 0.65, "Co": 0.35}
TARGET = Target(GLASS, np.arange(0.5, 20.01, 0.5))
BAD = EnergyPair("Co", "K", 7689.0, 7409.0)
SANE = EnergyPair("Co", "K", 7689.0, 7509.0)
GADOLINIUM = EnergyPair("Gd", "L3", 7213.0, 6943.0)

# --- pairs of energies


def test_gains_and_losses_cancel_300_ev_below_the_cobalt_edge() -> None:
    # weights -5.99/5.44/1.55 at Q = 1 1/Å: f′ of Gd rises by 1.45 while that of Co falls by 2.80 electrons
    found = assess(TARGET, BAD)
    assert [float(weight[1]) for weight in found.weights.values()] == pytest.approx([-5.99, 5.44, 1.55], abs=0.006)
    assert found.change == pytest.approx({"Gd": 1.45, "Co": -2.80}, abs=0.01)
    assert not found.meets(Limits())


def test_200_ev_below_the_cobalt_edge_are_sane_and_150_are_best() -> None:
    assert assess(TARGET, SANE).meets(Limits())
    scan = scan_far_energies(TARGET, BAD, farthest_eV=400.0, step_eV=10.0)
    assert propose(TARGET, BAD, scan, limits=Limits()).pair.far_eV == pytest.approx(7709.0 - 150.0, abs=1.0)


@pytest.mark.parametrize(("pair", "contrast"), [(GADOLINIUM, -5.06), (BAD, -2.80)])
def test_contrasts_are_those_of_the_tables(pair: EnergyPair, contrast: float) -> None:
    # Chantler: -5.06 at Gd L3 (-30, -300 eV), -2.80 at Co K (-20, -300 eV)
    assert assess(TARGET, pair).change[pair.element] == pytest.approx(contrast, abs=0.01)


@given(offset=st.floats(min_value=40.0, max_value=300.0))
def test_nothing_is_amplified_less_than_once(offset: float) -> None:
    found = assess(TARGET, EnergyPair("Co", "K", 7689.0, 7709.0 - offset))
    assert np.all(found.amplification >= 1.0 - 1e-12)


def test_of_one_element_nothing_cancels() -> None:
    found = assess(Target({"Ni": 1.0}, np.array([1.0, 10.0])), EnergyPair("Ni", "K", 8313.0, 8133.0))
    assert found.amplification == pytest.approx([1.0, 1.0])


def test_the_search_stops_short_of_the_next_edge() -> None:
    # the L3 edge of Gd lies 466 eV below the K edge of Co
    scan = scan_far_energies(TARGET, BAD, farthest_eV=1000.0, step_eV=10.0)
    assert scan.offset_eV[-1] == pytest.approx(440.0)


def test_a_better_pair_is_proposed_only_within_the_limits() -> None:
    scan = scan_far_energies(TARGET, BAD, farthest_eV=300.0, step_eV=10.0)
    strict = Limits(largest_amplification=1.2)
    assert propose(TARGET, BAD, scan, limits=strict).meets(strict)


# --- conditioning


def glass_sets(far_eV: float) -> list[WeightedSet]:
    q = np.array([1.0, 10.0])
    found = {
        "X-ray": scattering.weights(GLASS, q, energy_eV=61400.0),
        "Gd": scattering.anomalous_weights(GLASS, q, near_eV=7213.0, far_eV=6943.0),
        "Co": scattering.anomalous_weights(GLASS, q, near_eV=7689.0, far_eV=far_eV),
    }
    return [WeightedSet(name, {pair: np.asarray(one[pair]) for pair in one}, np.ones(2)) for name, one in found.items()]


def test_condition_numbers_are_those_of_the_notes() -> None:
    # 430 at Q = 1, 190 at Q = 10 1/Å for X-rays, Gd and Co (-20, -200 eV), to the digits given
    assert conditioning(glass_sets(7509.0)).condition_number == pytest.approx([430.0, 190.0], rel=0.01)


def test_cobalt_with_itself_is_determined_worst() -> None:
    noise = conditioning(glass_sets(7509.0)).partial_noise
    assert np.all(noise["Co", "Co"] > noise["Gd", "Co"])
    assert np.all(noise["Gd", "Co"] > noise["Gd", "Gd"])


def test_orthogonal_measurements_are_conditioned_perfectly() -> None:
    pairs = [("A", "A"), ("A", "B"), ("B", "B")]
    sets = [
        WeightedSet(
            str(row), {pair: np.array([float(row == column)]) for column, pair in enumerate(pairs)}, np.array([2.0])
        )
        for row in range(3)
    ]
    found = conditioning(sets)
    assert found.condition_number == pytest.approx([1.0])
    assert found.partial_noise["A", "B"] == pytest.approx([2.0])


def test_too_few_measurements_leave_partials_undetermined() -> None:
    found = conditioning(glass_sets(7509.0)[:2])
    assert not found.is_determined
    assert np.all(np.isinf(found.condition_number))
    assert np.all(np.isinf(found.partial_noise["Co", "Co"]))
    assert found.rank.tolist() == [2, 2]


def test_a_species_missing_in_the_weights_is_said() -> None:
    sets = glass_sets(7509.0)
    short = WeightedSet("short", {("Gd", "Gd"): np.ones(2)}, np.ones(2))
    with pytest.raises(OutOfRangeError, match="no weight of the pair Gd-Co in short"):
        conditioning([*sets, short])
    with pytest.raises(OutOfRangeError, match="noise of bad"):
        conditioning([WeightedSet("bad", sets[0].weights, np.array([1.0, -1.0]))])
    with pytest.raises(OutOfRangeError, match="at least one"):
        conditioning([])


# --- the study


def settings_of(**changes: object) -> PlannerSettings:
    given_settings = {
        "kind": "glass.planner",
        "title": "a plan",
        "composition": GLASS,
        "diffraction_energy_eV": 61400.0,
        "step_per_angstrom": 0.5,
        "anomalous": [
            {"element": "Gd", "edge": "L3", "near_eV": 7213.0, "far_eV": 6943.0},
            {"element": "Co", "edge": "K", "near_eV": 7689.0, "far_eV": 7409.0},
        ],
    }
    return PlannerSettings.model_validate(given_settings | changes)


def found_with(folder: Path, **changes: object) -> Findings:
    return run(settings_of(**changes), Work(seed=1, checkpoint=Checkpoint(folder)))


def claims_of(found: Findings) -> dict[str, Claim]:
    return {claim.name: claim for claim in found.claims}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    return found_with(tmp_path_factory.mktemp("plan"))


def test_the_claim_of_the_bad_pair_does_not_stand_and_says_why(found: Findings) -> None:
    claim = claims_of(found)["normaliser.co-k"]
    assert not claim.stands
    words = " ".join(check.statement for check in claim.failed_checks)
    assert "While Co loses 2.80 electrons, Gd gains 1.45" in words
    assert claims_of(found)["normaliser.gd-l3"].stands


def test_a_better_pair_is_proposed_and_noted(found: Findings) -> None:
    claim = claims_of(found)["best_contrast.co-k"]
    assert claim.stands
    assert "A far energy of 7559 eV instead of 7409 eV" in claim.statement
    assert any("take 7559 eV" in note for note in found.notes)
    assert "No far energy" in claims_of(found)["best_contrast.gd-l3"].statement


def test_condition_numbers_are_claimed_where_asked(found: Findings, tmp_path: Path) -> None:
    sane = claims_of(
        found_with(
            tmp_path,
            anomalous=[
                {"element": "Gd", "edge": "L3", "near_eV": 7213.0, "far_eV": 6943.0},
                {"element": "Co", "edge": "K", "near_eV": 7689.0, "far_eV": 7509.0},
            ],
        )
    )
    assert sane["condition_number.q-1"].value == pytest.approx(430.0, rel=0.01)
    assert sane["condition_number.q-10"].value == pytest.approx(190.0, rel=0.01)
    assert sane["normaliser.co-k"].stands
    assert claims_of(found)["condition_number.q-1"].value > 2000.0


def test_the_worst_partial_is_named(found: Findings) -> None:
    assert "Co–Co by direct inversion" in claims_of(found)["inversion_error.q-1"].statement


def test_six_partials_of_three_elements_are_not_determined_by_four_measurements(tmp_path: Path) -> None:
    claims = claims_of(
        found_with(
            tmp_path,
            composition={"Zr": 50, "Cu": 40, "Al": 10},
            neutrons=True,
            anomalous=[
                {"element": "Zr", "edge": "K", "near_eV": 17978.0, "far_eV": 17798.0},
                {"element": "Cu", "edge": "K", "near_eV": 8959.0, "far_eV": 8779.0},
            ],
        )
    )
    assert claims["determined_partials"].value == 4.0
    assert "2 mixtures of them must come from a model" in claims["determined_partials"].statement
    assert not any(name.startswith("condition_number") for name in claims)


def test_every_array_says_its_unit_and_name(found: Findings) -> None:
    for dataset in found.data.values():
        for variable in (*dataset.data_vars.values(), *dataset.coords.values()):
            assert {"units", "long_name"} <= set(variable.attrs)
    assert np.abs(found.data["sets"]["weight"].sum("pair") - 1.0).max() < 1e-12


def test_figures_show_labelled_series(found: Findings) -> None:
    from matplotlib import pyplot

    for figure in found.figures:
        canvas, axes = pyplot.subplots(*figure.layout, squeeze=False)
        figure.draw(*axes.ravel())
        for panel in axes.ravel():
            if panel.axison:
                assert panel.get_ylabel()
        assert any(panel.get_legend() is not None for panel in axes.ravel())
        pyplot.close(canvas)


def test_the_same_study_gives_the_same_claims(found: Findings, tmp_path: Path) -> None:
    again = found_with(tmp_path)
    assert [claim.model_dump_json() for claim in again.claims] == [claim.model_dump_json() for claim in found.claims]


def test_measured_factors_take_the_place_of_tabulated_ones(tmp_path: Path) -> None:
    energies = np.arange(6900.0, 62000.0, 50.0)
    real, imaginary = scattering.anomalous_factor("Co", energies)
    table = tmp_path / "co.txt"
    np.savetxt(table, np.column_stack([energies, real - 0.1, imaginary]))
    claims = claims_of(found_with(tmp_path / "plan", factor_files={"Co": str(table)}))
    assert claims["contrast.co-k"].sources[0].startswith("f′ and f″ of Co: ")
    free = scattering.anomalous_factor("Co", 61400.0)
    own = read_tables(settings_of(factor_files={"Co": str(table)}))
    assert (
        scattering.anomalous_factor("Co", 7500.0, tables=own)[0] < scattering.anomalous_factor("Co", 7500.0)[0] - 0.09
    )
    table.write_text("7400 -3 0.5\n7600 -4 0.5\n7700 -5 0.5\n")
    own = read_tables(settings_of(factor_files={"Co": str(table)}))
    assert scattering.anomalous_factor("Co", 7600.0, tables=own)[0] == pytest.approx(-4.0)
    assert scattering.anomalous_factor("Co", 61400.0, tables=own) == pytest.approx(free)
    table.write_text("7400 -3 0.5\n7700 nan 0.5\n")
    with pytest.raises(DataFileError, match="nan"):
        read_tables(settings_of(factor_files={"Co": str(table)}))


# --- what is refused before anything runs


def one_pair(**changes: object) -> list[dict[str, object]]:
    return [{"element": "Co", "edge": "K", "near_eV": 7689.0, "far_eV": 7509.0} | changes]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"composition": {"Gd": 0.65, "Co": 0.25}}, "sum to 0.9"),
        ({"composition": {"Gd": 0.65, "Coo": 0.35}}, 'Did you mean "Co"'),
        ({"composition": {"Gd": 1.35, "Co": -0.35}}, "an amount of -0.35 for Co"),
        ({"anomalous": one_pair(element="Cu")}, "one of the sample, Gd, Co"),
        ({"anomalous": one_pair(edge="k1")}, "one of K, L1"),
        ({"anomalous": one_pair(near_eV=7720.0)}, "above the K edge of Co at 7709 eV"),
        ({"anomalous": one_pair(near_eV=7509.0, far_eV=7689.0)}, "Are the two exchanged"),
        ({"anomalous": one_pair(far_eV=7200.0)}, "L3 edge of Gd at 7243 eV between"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_before_it_runs(changes: dict[str, object], words: str) -> None:
    with pytest.raises(KyokuteiError, match=words) as caught:
        check(settings_of(**changes))
    assert {problem.code for problem in caught.value.problems} == {"K112"}


def test_all_wrong_energies_are_said_at_once() -> None:
    wrong = [*one_pair(near_eV=7720.0), {"element": "Gd", "edge": "L9", "near_eV": 7213.0, "far_eV": 6943.0}]
    with pytest.raises(KyokuteiError) as caught:
        check(settings_of(anomalous=wrong))
    assert [problem.key for problem in caught.value.problems] == ["anomalous.0.near_eV", "anomalous.1"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"anomalous": []}, "at least 1 item"),
        ({"anomalous": one_pair() * 2}, "names the same edge twice"),
        ({"anomalous": one_pair(near_eV=float("nan"))}, "finite"),
        ({"composition": {"Gd": 0.65, "Co": float("nan")}}, "finite"),
        ({"scattering_lengths_fm": {"Gd": 6.5}}, "neutrons = false"),
        ({"stated_wavevectors_per_angstrom": [30.0]}, "outside the range of Q"),
        ({"highest_wavevector_per_angstrom": 0.4}, "leaves no step"),
        ({"intensity_error": -0.1}, "greater than 0"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        settings_of(**changes)


def is_registered() -> bool:
    from importlib.metadata import entry_points

    return any(entry.name == KIND.name for entry in entry_points(group="kyokutei.studies"))


@pytest.mark.slow
@pytest.mark.skipif(not is_registered(), reason="the installed package does not list the planner yet")
def test_the_shipped_study_runs_to_its_record(tmp_path: Path, studies: Path) -> None:
    import kyokutei

    shutil.copy(studies / "glass-planner.toml", tmp_path)
    record = kyokutei.run(tmp_path / "glass-planner.toml")
    assert not record.claim("normaliser.co-k").stands
    assert record.claim("best_contrast.co-k").stands
    assert record.data["sets"]["weight"].sum("pair").values == pytest.approx(1.0, abs=1e-12)
    sane = kyokutei.run(
        tmp_path / "glass-planner.toml", output=tmp_path / "sane.record", settings={"anomalous.1.far": "7509 eV"}
    )
    assert all(claim.stands for claim in sane.claims)

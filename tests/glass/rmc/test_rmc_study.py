"""The study kind glass.rmc: what its file may say, and a small twin experiment run and resumed."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from kyokutei.errors import StudyFileError
from kyokutei.glass.rmc.settings import RmcSettings
from kyokutei.glass.rmc.study import KIND
from kyokutei.study.checkpoint import Checkpoint
from kyokutei.study.kind import Findings
from kyokutei.study.work import Work


@pytest.fixture
def twin(studies: Path) -> dict[str, Any]:
    study = tomllib.loads((studies / "glass-rmc.toml").read_text("utf-8"))
    return study | {
        "atoms": {"Gd": 130, "Co": 70}, "segments": 4, "moves_per_segment": 8192, "replicas": 2, "strictness": 1.0,
    }  # fmt: skip


def run(study: dict[str, Any], folder: Path) -> Findings:
    settings = RmcSettings.model_validate(study)
    return KIND.run(settings, Work(settings.seed, Checkpoint(folder)))


@pytest.mark.slow
def test_a_small_twin_experiment_is_run_and_resumed_to_the_same_claims(twin: dict[str, Any], tmp_path: Path) -> None:
    whole = run(twin, tmp_path / "whole")
    names = {claim.name for claim in whole.claims}
    assert names >= {"residual.hexrd", "residual.delta-gd", "peak.co-co", "worth.gd-co"}
    assert any("twin experiment" in note for note in whole.notes)
    kept = sorted((tmp_path / "whole").rglob("*.npz"))
    assert len(kept) == 2 * 2 * 4
    for path in kept:  # as if stopped behind the second segment of the first ensemble
        if "part-1" not in path.parent.name and "part-2" not in path.parent.name:
            path.unlink()
    assert run(twin, tmp_path / "whole").claims == whole.claims


@pytest.mark.slow
def test_the_shipped_twin_experiment_finds_its_truth_and_shows_what_anomalous_scattering_is_worth(
    studies: Path, tmp_path: Path
) -> None:
    found = run(tomllib.loads((studies / "glass-rmc.toml").read_text("utf-8")), tmp_path)
    claims = {claim.name: claim for claim in found.claims}
    for name in ("residual.hexrd", "residual.delta-gd", "residual.delta-co"):
        assert claims[name].stands
        assert claims[name].value < 0.05
    # Gd-Gd 0.36 nm and Gd-Co 0.28 nm in the press release on Gd65Co35; the truth of the twin has them
    for name in ("peak.gd-gd", "peak.gd-co", "peak.co-co"):
        outcome = {check.name: check.passed for check in claims[name].checks}
        assert outcome["truth of the twin"]
        assert outcome["seen by the weights"] == (name != "peak.co-co")
    assert all(claims[f"worth.{pair}"].value > 1.3 for pair in ("gd-gd", "gd-co", "co-co"))


def test_a_word_of_warning_for_the_partial_that_the_weights_hardly_see(twin: dict[str, Any]) -> None:
    from kyokutei.glass.rmc.inputs import simulated_data, truth_of
    from kyokutei.glass.rmc.visibility import HARDLY_SEEN, open_shares

    settings = RmcSettings.model_validate(twin)
    generator = np.random.default_rng(1)
    data = simulated_data(settings, truth_of(settings, generator), generator)
    pairs = [("Gd", "Gd"), ("Gd", "Co"), ("Co", "Co")]
    shares, alone = open_shares(data, pairs), open_shares(data[:1], pairs)
    assert shares["Gd", "Gd"] < shares["Gd", "Co"] < HARDLY_SEEN < shares["Co", "Co"] < 1.0
    assert all(shares[pair] <= alone[pair] for pair in pairs)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"without": ["nothing"]}, "must name some, not all"),
        ({"atoms": {"Gd": 100, "Ni": 10}}, "names the species"),
        ({"start": "file"}, "belong together"),
        ({"twin": None}, "has no file"),
    ],
)
def test_what_contradicts_itself_is_refused(twin: dict[str, Any], change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        RmcSettings.model_validate(twin | change)


def test_closest_distances_without_room_are_refused_before_anything_runs(twin: dict[str, Any]) -> None:
    study = twin | {"atoms": {"Gd": 100}, "data": [twin["data"][0]], "without": []}
    study |= {"number_density_per_cubic_angstrom": 0.09}
    study |= {"closest": [{"pair": ["Gd", "Gd"], "distance": "3.2 Å"}]}
    study |= {"twin": {"diameters": [{"pair": ["Gd", "Gd"], "distance": "3.2 Å"}]}}
    with pytest.raises(StudyFileError, match="densest packing"):
        KIND.check(RmcSettings.model_validate(study))

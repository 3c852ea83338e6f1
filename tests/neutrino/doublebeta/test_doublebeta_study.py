"""The shipped study of double-beta limits, from its file to its claims."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import kyokutei
from kyokutei.errors import StudyFileError
from kyokutei.neutrino.doublebeta import explored_fraction, parameter_space, sampling
from kyokutei.neutrino.doublebeta.parameter_space import Piece

FEWER: Mapping[str, Any] = {"coverage.samples": 200_000, "coverage.pieces": 8, "coverage.also_samples": 20_000}


@pytest.fixture(scope="module")
def record(studies: Path, tmp_path_factory: pytest.TempPathFactory) -> kyokutei.Record:
    return kyokutei.run(
        studies / "neutrino-doublebeta.toml", output=tmp_path_factory.mktemp("doublebeta"), settings=FEWER
    )


def test_every_claim_stands(record: kyokutei.Record) -> None:
    assert [claim.name for claim in record.claims if not claim.stands] == []


@pytest.mark.parametrize(
    ("name", "published"),
    [("kamland-zen-800-2022", (36, 156)), ("kamland-zen-complete-2024", (28, 122))],
    ids=["PRL 130 051801", "PRL 135 262501"],
)
def test_limits_become_the_published_masses(record: kyokutei.Record, name: str, published: tuple[int, int]) -> None:
    claim = record.claim(f"effective_mass.{name}")
    assert claim.interval is not None
    assert tuple(round(end) for end in claim.interval) == published
    assert (claim.limit, claim.confidence, claim.unit) == ("upper", 0.90, "meV")
    assert "convention kamland-zen: G0ν(136Xe) = 14.54e-15 /yr, g_A = 1.269" in claim.statement
    assert "rounds to the published digits" in [check.name for check in claim.checks]


def test_the_limit_of_2016_stands_beside_its_published_range_and_does_not_claim_it(record: kyokutei.Record) -> None:
    claim = record.claim("effective_mass.kamland-zen-400-2016")
    assert claim.interval == pytest.approx((53.33, 229.19), abs=0.01)
    assert "published: 61 to 165 meV with other matrix elements" in claim.statement
    assert "rounds to the published digits" not in [check.name for check in claim.checks]


def test_bands_are_those_of_the_field(record: kyokutei.Record) -> None:
    found = {name: record.claim(f"band.{name}").value for name in
             ("inverted.low", "inverted.high", "normal.low", "normal.high")}  # fmt: skip
    assert list(found.values()) == pytest.approx([18.2, 48.2, 1.5, 3.7], abs=0.05)
    assert record.claim("cancellation.normal.from").value == pytest.approx(2.35, abs=0.01)
    assert record.claim("cancellation.normal.to").value == pytest.approx(6.46, abs=0.01)


def test_explored_fractions_name_their_recipe_and_the_figures_of_the_slides(record: kyokutei.Record) -> None:
    """200,000 points know each fraction to 0.002; 0.012 is six of that."""
    expected = {"inverted.20mev": 0.968, "inverted.40mev": 0.576, "normal.20mev": 0.503, "normal.40mev": 0.224}
    quoted = {"inverted.20mev": "95 %", "inverted.40mev": "50 %", "normal.20mev": "50 %", "normal.40mev": "25 %"}
    for name, fraction in expected.items():
        claim = record.claim(f"explored.{name}")
        assert claim.value == pytest.approx(fraction, abs=0.012)
        assert claim.interval is not None
        assert claim.interval[0] < claim.value < claim.interval[1]
        assert "slides-2025: sum of masses flat in its logarithm" in claim.statement
        assert f"status slides of March 2025: {quoted[name]}, from which ours differs by" in claim.statement


def test_the_record_holds_arrays_with_units_and_both_figures(record: kyokutei.Record) -> None:
    for group in ("limits", "band", "explored"):
        for variable in record.data[group].data_vars.values():
            assert variable.attrs["units"]
            assert variable.attrs["long_name"]
    band = record.data["band"]
    assert np.all(band["wide_low"] <= band["low"] + 1e-12)
    assert record.data["explored"]["fraction"].sizes["recipe"] == 6
    for name in ("majorana_band", "explored_fraction"):
        assert (record.path / "figures" / f"{name}.svg").stat().st_size > 10_000


def test_a_stopped_run_goes_on_to_the_same_claims(
    studies: Path, record: kyokutei.Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(shutil.copy(studies / "neutrino-doublebeta.toml", tmp_path))
    done: list[Piece] = []

    def stop_at_the_eleventh(piece: Piece, generator: np.random.Generator) -> dict[str, Any]:
        if len(done) == 10:
            raise KeyboardInterrupt
        done.append(piece)
        return parameter_space.weigh_piece(piece, generator)

    with monkeypatch.context() as patch:
        patch.setattr(sampling, "weigh_piece", stop_at_the_eleventh)
        with pytest.raises(KeyboardInterrupt):
            kyokutei.run(file, settings=FEWER)
    assert not (tmp_path / "neutrino-doublebeta.record").exists()

    def count(piece: Piece, generator: np.random.Generator) -> dict[str, Any]:
        done.append(piece)
        return parameter_space.weigh_piece(piece, generator)

    monkeypatch.setattr(sampling, "weigh_piece", count)
    resumed = kyokutei.run(file, settings=FEWER)
    assert len(done) == 2 * 8 + 2 * 5  # no piece twice
    assert (resumed.path / "claims.json").read_bytes() == (record.path / "claims.json").read_bytes()


def small(folder: Path, **changes: Any) -> Path:
    """A study of one limit and few points, with changes."""
    lines = {"kind": '"neutrino.doublebeta"', "title": '"one limit"', **changes}
    text = "\n".join(f"{key} = {value}" for key, value in lines.items())
    text += '\n[[limits]]\nname = "here"\nhalf_life = "2.3e26 yr"\nsource = "this test"\n'
    text += "published = { low_meV = 36, high_meV = 156 }\n"
    text += "[coverage]\nsamples = 40_000\npieces = 2\n"
    path = folder / "small.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_convention_that_misses_the_published_digits_does_not_stand(tmp_path: Path) -> None:
    record = kyokutei.run(small(tmp_path, convention='"kotila-iachello-1.2724"'))
    claim = record.claim("effective_mass.here")
    assert not claim.stands
    assert [check.name for check in claim.failed_checks] == ["rounds to the published digits"]
    assert "does not round" in claim.failed_checks[0].statement


def test_another_release_of_oscillation_data_is_said_in_the_recipe(tmp_path: Path) -> None:
    record = kyokutei.run(small(tmp_path, oscillation='"nufit-5.2"'))
    assert "slides-2025 with nufit-5.2" in record.claim("explored.normal.20mev").statement


def test_an_isotope_without_matrix_elements_runs_without_their_table(tmp_path: Path) -> None:
    record = kyokutei.run(small(tmp_path, convention='"legend-76Ge"'))
    claim = record.claim("effective_mass.here")
    assert "76Ge" in claim.statement
    assert "matrix elements are calculated ones" not in [check.name for check in claim.checks]


def test_too_few_points_do_not_stand(tmp_path: Path) -> None:
    path = small(tmp_path)
    record = kyokutei.run(path, settings={"coverage.samples": 10_000})
    claim = record.claim("explored.normal.20mev")
    assert {check.name for check in claim.failed_checks} == {"effective samples", "statistical error"}


def test_the_study_and_the_function_agree(record: kyokutei.Record) -> None:
    """Independent samples of 200,000 points each: 0.015 is more than six standard deviations of the difference."""
    ours = explored_fraction(20.0, "normal", samples=200_000).fraction
    assert record.claim("explored.normal.20mev").value == pytest.approx(ours, abs=0.015)


@pytest.mark.parametrize(
    ("setting", "code", "words"),
    [
        ({"convention": "kamlandzen"}, "K109", "kotila-iachello-1.27"),
        ({"limits.0.half_life": "2.3e26 kg"}, "K110", "a mass"),
        ({"limits.0.half_life": "-2.3e26 yr"}, "K109", "greater than or equal to 1"),
        ({"limits.1.name": "KamLAND-Zen 400 / 2016"}, "K112", "names that differ"),
        ({"limits.1.published.high_meV": 3}, "K112", "is above high_meV"),
        ({"matrix_elements.smallest": 5.0}, "K112", "is above largest"),
        ({"coverage.thresholds_meV": [20, 20.0]}, "K112", "20 meV twice"),
        ({"coverage.thresholds_meV": []}, "K109", "at least 1 item"),
        ({"coverage.recipe": "slides"}, "K109", "log-lightest"),
        ({"coverage.sample": 10}, "K106", 'Did you mean "samples"'),
    ],
)
def test_a_wrong_setting_is_answered_at_the_desk(
    studies: Path, tmp_path: Path, setting: Mapping[str, Any], code: str, words: str
) -> None:
    with pytest.raises(StudyFileError) as caught:
        kyokutei.run(studies / "neutrino-doublebeta.toml", output=tmp_path, settings=setting)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert words in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_claims_hold_no_path_and_no_time(record: kyokutei.Record) -> None:
    text = (record.path / "claims.json").read_text(encoding="utf-8")
    assert str(record.path.parent) not in text
    assert json.loads(text)["seed"] == 1

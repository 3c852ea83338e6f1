"""From study file to record."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import xarray

import kyokutei
from kyokutei.errors import DataFileError, StudyFileError, WorkplaceError
from kyokutei.study.record import find_records

pytestmark = pytest.mark.usefixtures("with_outside_wing")


@pytest.fixture
def study(outside_study: Callable[..., Any]) -> Path:
    return outside_study().file


def test_a_record_holds_everything_that_was_promised(study: Path) -> None:
    record = kyokutei.run(study)
    assert record.path == study.with_suffix(".record")
    names = {str(path.relative_to(record.path)) for path in record.path.rglob("*") if path.is_file()}
    assert names == {
        "study.toml", "result.nc", "claims.json", "record.json", "report.html", "log.jsonl",
        "figures/repetitions.svg", "figures/repetitions.png",
    }  # fmt: skip
    claim = record.claim("mean_life")
    assert claim.stands
    assert claim.unit == "us"
    assert record.data["repetitions"]["mean"].attrs["units"] == "us"
    assert record.study["repetitions"] == 40
    for key in ("versions", "seed", "inputs", "digest", "started", "finished", "platform"):
        assert record.manifest[key] or key == "seed"
    for line in (record.path / "log.jsonl").read_text().splitlines():
        assert {"at", "event"} <= set(json.loads(line))


def test_the_arrays_open_in_plain_xarray(study: Path) -> None:
    record = kyokutei.run(study)
    with xarray.open_dataset(record.path / "result.nc", group="repetitions", engine="h5netcdf") as data:
        assert data["mean"].size == 40


def test_the_same_study_seed_and_versions_give_the_same_bytes(study: Path, tmp_path: Path) -> None:
    first = kyokutei.run(study, output=tmp_path / "first")
    second = kyokutei.run(study, output=tmp_path / "second", workers=2)
    assert (first.path / "claims.json").read_bytes() == (second.path / "claims.json").read_bytes()
    other = kyokutei.run(study, output=tmp_path / "other", settings={"seed": 2})
    assert other.claim("mean_life").interval != first.claim("mean_life").interval


def test_claims_follow_the_published_schema(study: Path) -> None:
    document = json.loads((kyokutei.run(study).path / "claims.json").read_text())
    schema = json.loads((Path(kyokutei.__file__).parent / "study/schema/claims-1.json").read_text())
    jsonschema.validate(document, schema)
    document["claims"][0].pop("value")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema)


def test_the_frozen_study_can_be_run_from_inside_the_record(study: Path, tmp_path: Path) -> None:
    record = kyokutei.run(study, settings={"repetitions": 12})
    frozen = tomllib.loads((record.path / "study.toml").read_text())
    assert frozen["repetitions"] == 12
    again = kyokutei.run(record.path / "study.toml", output=tmp_path / "again")
    assert again.claim("mean_life") == record.claim("mean_life")


def test_output_may_name_the_record_itself(study: Path, tmp_path: Path) -> None:
    assert kyokutei.run(study, output=tmp_path / "deep" / "cellar.record").path == tmp_path / "deep" / "cellar.record"


def test_a_second_run_replaces_the_record_and_leaves_nothing_else(study: Path) -> None:
    kyokutei.run(study)
    kyokutei.run(study)
    assert sorted(path.name for path in study.parent.iterdir()) == ["muon.record", "muon.toml", "times.txt"]


def test_something_that_is_no_record_is_never_replaced(study: Path) -> None:
    precious = study.with_suffix(".record")
    precious.mkdir()
    (precious / "notes.txt").write_text("years of work")
    with pytest.raises(WorkplaceError, match="K401"):
        kyokutei.run(study)
    assert (precious / "notes.txt").read_text() == "years of work"


def test_changed_input_data_are_another_study(study: Path) -> None:
    first = kyokutei.run(study)
    (study.parent / "times.txt").write_text("2.2\n" * 50)
    second = kyokutei.run(study)
    assert first.manifest["digest"] != second.manifest["digest"]
    assert second.claim("mean_life").value == pytest.approx(2.2)


def test_a_changed_claim_is_noticed_when_the_record_is_opened(study: Path) -> None:
    record = kyokutei.run(study)
    claims = record.path / "claims.json"
    claims.write_text(claims.read_text().replace('"us"', '"ms"'))
    with pytest.raises(DataFileError, match=r"K207[\s\S]*changed after it was finished"):
        kyokutei.Record.open(record.path)
    assert list(find_records(study.parent)) == [record.path]


def test_a_misspelt_claim_name_is_answered_with_the_nearest(study: Path) -> None:
    with pytest.raises(KeyError, match="mean_life"):
        kyokutei.run(study).claim("mean_live")


def test_nothing_is_written_when_the_input_is_wrong(study: Path) -> None:
    (study.parent / "times.txt").write_text("")
    with pytest.warns(UserWarning, match="no data"), pytest.raises(DataFileError, match="K205"):
        kyokutei.run(study)
    with pytest.raises(StudyFileError, match="K106"):
        kyokutei.run(study, settings={"repetitons": 3})
    assert sorted(path.name for path in study.parent.iterdir()) == ["muon.toml", "times.txt"]


def test_an_output_that_cannot_be_written_is_said(study: Path) -> None:
    (study.parent / "taken").write_text("a file, not a folder")
    with pytest.raises(WorkplaceError, match="K401"):
        kyokutei.run(study, output=study.parent / "taken")
    with pytest.raises(WorkplaceError, match="K401"):
        kyokutei.run(study, output="/proc/nowhere")


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare to mount a small disk")
@pytest.mark.parametrize(
    ("options", "code"),
    [("size=8k", "K402"), ("size=100k", "K402"), ("size=200k", "K402"), ("ro", "K401")],
)
def test_a_disk_that_is_full_or_read_only_is_said_and_leaves_no_record(
    outside_study: Callable[..., Any], options: str, code: str
) -> None:
    made = outside_study()
    small = made.file.parent / "small"
    small.mkdir()
    mount = f"mount -t tmpfs -o {options} tmpfs {small} || exit 77"
    run = f"{sys.executable} -m kyokutei run {made.file} --output {small}"
    script = f"{mount}; {run}; code=$?; ls -A {small}; exit $code"
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", script]
    done = subprocess.run(command, env=dict(made.environment), capture_output=True, text=True, check=False)
    if done.returncode == 77:
        pytest.skip("this machine lets nobody mount a small disk")
    assert done.returncode == 1
    assert code in done.stderr
    assert "Traceback" not in done.stderr
    assert "muon.record" not in done.stdout.split()

"""The front door as a person meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kyokutei.cli import main
from kyokutei.errors.codes import CODES
from kyokutei.study.registry import kind_names


def _kyokutei(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def balance(studies: Path, tmp_path: Path) -> Path:
    return studies / "helium-balance.toml"


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_teaches_with_an_example(command: str) -> None:
    result = _kyokutei(command, "--help")
    assert result.exit_code == 0
    assert "Example:\n" in result.output
    assert f"kyokutei {command}" in result.output.partition("Example:")[2]


@pytest.mark.parametrize("command", sorted(set(main.commands) - {"completion"}))
def test_every_command_speaks_json(command: str) -> None:
    assert "--json" in _kyokutei(command, "--help").output


def test_run_prints_claims_reports_and_writes_the_board(balance: Path, tmp_path: Path) -> None:
    result = _kyokutei("run", balance, "--output", tmp_path, "--board", tmp_path / "board.html")
    assert result.exit_code == 0, result.output
    assert "recovery_rate" in result.stdout
    assert str(tmp_path / "helium-balance.record/report.html") in result.stdout
    board = (tmp_path / "board.html").read_text()
    assert "helium-balance" in board
    assert "<script src" not in board


def test_run_as_json_gives_one_document_with_the_claims(balance: Path, tmp_path: Path) -> None:
    result = _kyokutei("run", balance, "--output", tmp_path, "--json")
    document = json.loads(result.stdout)
    assert {claim["stands"] for claim in document["claims"]} <= {True, False}
    events = [json.loads(line) for line in result.stderr.splitlines()]
    assert {"begin", "end"} <= {event["event"] for event in events}


def test_piped_progress_is_plain_lines(balance: Path, tmp_path: Path) -> None:
    result = _kyokutei("run", balance, "--output", tmp_path)
    assert "figures and report ..." in result.stderr
    assert "\x1b[" not in result.output


def test_records_are_listed_shown_and_compared(balance: Path, tmp_path: Path) -> None:
    _kyokutei("run", balance, "--output", tmp_path)
    record = tmp_path / "helium-balance.record"
    listed = json.loads(_kyokutei("list", tmp_path, "--json").stdout)
    assert [entry["record"] for entry in listed["records"]] == [str(record)]
    assert "helium.balance" in _kyokutei("list", tmp_path).stdout
    assert "[passed]" in _kyokutei("show", record).stdout
    assert json.loads(_kyokutei("show", record, "--json").stdout)["manifest"]["digest"]
    compared = json.loads(_kyokutei("compare", record, record, "--json").stdout)
    assert {pair["difference"] for pair in compared["claims"]} == {0.0}
    assert "equal" in _kyokutei("compare", record, record).stdout


def test_every_problem_of_a_study_file_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text('kind = "helium.balance"\ntitel = "x"\nseed = -3\ntable = "nowhere.csv"\n')
    result = _kyokutei("check", file)
    assert result.exit_code == 2
    for words in (
        "K106",
        "wrong.toml:2",
        'Did you mean "title"?',
        "K107",
        "K109",
        "wrong.toml:3",
        "K201",
        "wrong.toml:4",
    ):
        assert words in result.stderr
    told = json.loads(_kyokutei("check", file, "--json").stdout)
    assert {"K106", "K107", "K109", "K201"} <= {problem["code"] for problem in told["errors"]}


def test_a_misspelt_choice_is_answered_with_the_nearest(balance: Path) -> None:
    result = _kyokutei("check", balance, "--set", "encoding=utf8")
    assert 'Did you mean "utf-8"?' in result.stderr


def test_a_mistake_in_the_last_file_is_told_before_the_first_is_run(balance: Path, tmp_path: Path) -> None:
    result = _kyokutei("run", balance, tmp_path / "missing.toml", "--output", tmp_path / "records")
    assert result.exit_code == 2
    assert "K101" in result.stderr
    assert not (tmp_path / "records").exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'kind = "helium.balnace"\n', "K105"),
        (b"title = 'no kind'\n", "K104"),
        (b"kind = helium.balance\n", "K103"),
        (b'kind = "helium.balance"\ntitle = "\xff\xfe"\n', "K102"),
        (b"", "K104"),
    ],
)
def test_a_file_that_is_no_study_is_answered_with_its_code(tmp_path: Path, content: bytes, code: str) -> None:
    file = tmp_path / "broken.toml"
    file.write_bytes(content)
    result = _kyokutei("check", file)
    assert result.exit_code == 2
    assert code in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("pair", ["seed", "=2", "title.0.x=1", "seed=-1", "seed='a'"])
def test_an_override_that_makes_no_sense_is_told_as_such(balance: Path, pair: str) -> None:
    result = _kyokutei("check", balance, "--set", pair)
    assert result.exit_code == 2
    assert "--set" in result.stderr


@pytest.mark.parametrize("kind", kind_names())
def test_a_new_study_file_lacks_only_its_data(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert _kyokutei("new", kind, "fresh.toml").exit_code == 0
    told = json.loads(_kyokutei("check", "fresh.toml", "--json").stdout)
    assert {problem["code"] for problem in told.get("errors", [])} <= {"K201"}
    assert _kyokutei("new", kind, "fresh.toml").exit_code == 1


def test_new_without_a_kind_lists_the_kinds() -> None:
    assert set(json.loads(_kyokutei("new", "--json").stdout)["kinds"]) == set(kind_names())


def test_explain_prints_the_page_of_every_code() -> None:
    assert json.loads(_kyokutei("explain", "--json").stdout) == CODES
    assert "unit" in _kyokutei("explain", "k110").stdout
    wrong = _kyokutei("explain", "K11")
    assert wrong.exit_code == 2
    assert "kyokutei explain lists them" in wrong.output


def test_doctor_says_what_is_there_and_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "glass").mkdir()
    monkeypatch.setenv("KYOKUTEI_REFERENCE_DATA", str(tmp_path))
    found = {item["subject"]: item for item in json.loads(_kyokutei("doctor", "--json").stdout)["findings"]}
    assert found["numpy"]["state"] == "there"
    assert "glass" in found["reference data"]["words"]
    monkeypatch.setenv("KYOKUTEI_REFERENCE_DATA", str(tmp_path / "nowhere"))
    assert "broken" in _kyokutei("doctor").stdout
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", "tcp://127.0.0.1:9")
    assert "does not answer" in _kyokutei("doctor").stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_name_the_command(shell: str) -> None:
    assert "_KYOKUTEI_COMPLETE" in _kyokutei("completion", shell).stdout


def test_an_error_of_our_own_is_one_sentence_unless_a_traceback_is_wanted(
    balance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("kyokutei.study.running.identify", fail)
    result = _kyokutei("run", balance, "--output", tmp_path)
    assert result.exit_code == 1
    assert "RuntimeError: a bug" in result.stderr
    assert "Traceback" not in result.output
    with pytest.raises(RuntimeError, match="a bug"):
        CliRunner().invoke(
            main, ["run", str(balance), "--output", str(tmp_path), "--traceback"], catch_exceptions=False
        )


def test_importing_the_package_imports_nothing_heavy() -> None:
    program = "import sys, kyokutei; print([m for m in ('numpy', 'pydantic', 'xarray', 'click') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=os.environ.copy()
    )
    assert done.stdout.strip() == "[]"


def test_the_door_imports_nothing_heavy_to_say_how_it_works() -> None:
    program = (
        "import sys, kyokutei.cli; print([m for m in ('numpy', 'pydantic', 'xarray', 'rich') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=os.environ.copy()
    )
    assert done.stdout.strip() == "[]"

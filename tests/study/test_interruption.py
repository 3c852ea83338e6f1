"""A run can be stopped at any moment, and goes on to the same claims."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kyokutei.errors import DataFileError
from kyokutei.study.record import Record


def _processes_of(session: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "-s", str(session)], capture_output=True, text=True, check=False
    ).stdout
    return [int(line) for line in listed.split()]


def _assert_nothing_reads_as_finished(folder: Path) -> None:
    for partial in folder.glob("*.record.partial-*"):
        if not (partial / "record.json").is_file():
            with pytest.raises(DataFileError, match="K207"):
                Record.open(partial)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_thirty_kills_at_random_moments_end_in_the_same_claims(outside_study: Callable[..., Any]) -> None:
    whole = outside_study("whole")
    assert whole.finish()[0] == 0
    killed = outside_study("killed", pause="30 ms")
    moments = np.random.default_rng(20021201)
    kills = finished = 0
    while kills < 30:
        process = killed.start(*(["--workers", "2"] if kills % 3 == 0 else []))
        time.sleep(moments.uniform(0.2, 4.0))
        if process.poll() is None:
            process.kill()
            kills += 1
        process.communicate()
        if killed.record.exists():  # it was faster than its murderer: whole, then, and the same
            assert _lines_but_pause(killed.claims) == _lines_but_pause(whole.claims)
            shutil.rmtree(killed.record)
            finished += 1
        _assert_nothing_reads_as_finished(killed.file.parent)
    code, _, errors = killed.finish()
    assert code == 0, errors
    assert _lines_but_pause(killed.claims) == _lines_but_pause(whole.claims)
    assert finished < 30
    assert not list(killed.file.parent.glob("*partial*"))


def _lines_but_pause(claims: bytes) -> list[bytes]:
    # the rest between pieces is a setting, so it is part of the digest; everything else must agree to the byte
    return [line for line in claims.splitlines() if b'"digest"' not in line]


@pytest.mark.slow
def test_ctrl_c_keeps_the_pieces_says_how_to_go_on_and_exits_130(outside_study: Callable[..., Any]) -> None:
    study = outside_study(pause="100 ms")
    process = study.start()
    _wait_for(lambda: len(list(study.file.parent.rglob("*.npz"))) >= 3, process)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Give the same command again" in errors
    assert "Traceback" not in errors
    kept = len(list(study.file.parent.rglob("*.npz")))
    assert kept >= 3
    code, _, errors = study.finish()
    assert code == 0
    assert f"{kept} of 40 pieces were kept" in errors
    interrupted = study.claims
    assert study.finish()[0] == 0
    assert study.claims == interrupted


@pytest.mark.slow
def test_workers_do_not_outlive_a_killed_run(outside_study: Callable[..., Any]) -> None:
    study = outside_study(pause="200 ms")
    process = study.start("--workers", "2")
    _wait_for(lambda: bool(list(study.file.parent.rglob("*.npz"))), process)
    assert len(_processes_of(process.pid)) >= 3
    process.kill()
    process.communicate(timeout=30)
    _wait_for(lambda: not _processes_of(process.pid), None)


@pytest.mark.slow
def test_the_same_study_is_not_run_twice_at_once(outside_study: Callable[..., Any]) -> None:
    study = outside_study(pause="200 ms")
    process = study.start()
    _wait_for(lambda: bool(list(study.file.parent.rglob("*.npz"))), process)
    code, _, errors = study.finish()
    os.killpg(process.pid, signal.SIGTERM)
    process.communicate(timeout=30)
    assert code == 1
    assert "K403" in errors
    assert str(process.pid) in errors
    assert process.returncode == 130  # a polite stop is an interruption, too


def _wait_for(condition: Callable[[], bool], process: subprocess.Popen[str] | None) -> None:
    for _ in range(600):
        if condition():
            return
        assert process is None or process.poll() is None, process.stderr.read() if process.stderr else ""
        time.sleep(0.05)
    raise AssertionError("it did not happen within 30 s")

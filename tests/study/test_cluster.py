"""A real Dask scheduler with two workers gives what one process gives, even when one of them dies."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed")


@contextmanager
def _cluster(folder: Path, environment: dict[str, str]) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    contact = folder / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment, "cwd": folder}
    scheduler = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(contact), "--no-dashboard"]
    worker = [
        "worker",
        "--scheduler-file",
        str(contact),
        "--nthreads",
        "1",
        "--no-nanny",
        "--no-dashboard",
        "--host",
        "127.0.0.1",
    ]
    processes = [subprocess.Popen([*dask, *scheduler], **silent)]
    try:
        for _ in range(600):
            if contact.is_file() and contact.read_text().strip():
                break
            time.sleep(0.05)
        processes += [subprocess.Popen([*dask, *worker], **silent) for _ in range(2)]
        yield json.loads(contact.read_text())["address"], processes[1:]
    finally:
        for process in processes:
            process.kill()
            process.wait()


@pytest.mark.slow
@pytest.mark.cluster
def test_a_worker_killed_in_the_middle_changes_nothing(outside_study: Callable[..., Any], tmp_path: Path) -> None:
    alone, spread = outside_study("alone", pause="150 ms"), outside_study("spread", pause="150 ms")
    assert alone.finish("--workers", "2")[0] == 0
    with _cluster(tmp_path, dict(spread.environment)) as (address, workers):
        process = spread.start("--cluster", address)
        for _ in range(1200):
            if len(list(spread.file.parent.rglob("*.npz"))) >= 5 or process.poll() is not None:
                break
            time.sleep(0.05)
        assert process.poll() is None
        workers[0].kill()
        _, errors = process.communicate(timeout=100)
    assert process.returncode == 0, errors
    assert spread.claims == alone.claims

"""Ensembles: one result, whoever computes it."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from kyokutei.errors import NumericsError, WorkplaceError
from kyokutei.study.checkpoint import Checkpoint
from kyokutei.study.ensemble import Spread
from kyokutei.study.work import Work


def draw(item: float, generator: np.random.Generator) -> dict[str, float]:
    return {"value": item + generator.standard_normal()}


def die(item: float, generator: np.random.Generator) -> dict[str, float]:
    os._exit(9)


def give_an_object(item: float, generator: np.random.Generator) -> dict[str, object]:
    return {"value": object()}


def _values(work: Work, count: int = 8) -> list[float]:
    return [float(piece["value"]) for piece in work.ensemble("draws", draw, [float(n) for n in range(count)])]


def test_processes_give_what_one_process_gives(tmp_path: Path) -> None:
    alone = _values(Work(7, Checkpoint(tmp_path / "alone")))
    spread = _values(Work(7, Checkpoint(tmp_path / "spread"), spread=Spread(workers=2)))
    assert spread == alone


def test_another_seed_gives_other_numbers(tmp_path: Path) -> None:
    assert _values(Work(1, Checkpoint(tmp_path / "a"))) != _values(Work(2, Checkpoint(tmp_path / "b")))


def test_kept_pieces_are_read_and_missing_ones_computed_to_the_same_result(tmp_path: Path) -> None:
    work = Work(7, Checkpoint(tmp_path))
    whole = _values(work)
    for path in sorted(tmp_path.rglob("*.npz"))[2:5]:
        path.unlink()
    torn = sorted(tmp_path.rglob("*.npz"))[0]
    torn.write_bytes(torn.read_bytes()[:40])  # what a power cut may leave
    assert work.checkpoint.pieces() == 5
    assert _values(work) == whole


def test_a_longer_ensemble_begins_with_the_shorter_one(tmp_path: Path) -> None:
    assert _values(Work(7, Checkpoint(tmp_path / "a")), 12)[:8] == _values(Work(7, Checkpoint(tmp_path / "b")), 8)


def test_a_generator_depends_on_its_name_and_the_seed_only(tmp_path: Path) -> None:
    work = Work(3, Checkpoint(tmp_path))
    first = work.generator("phases").random()
    work.generator("angles").random()
    assert work.generator("phases").random() == first
    assert work.generator("angles").random() != first


def test_a_remembered_result_is_not_computed_twice(tmp_path: Path) -> None:
    work, calls = Work(3, Checkpoint(tmp_path)), []
    for _ in range(2):
        arrays = work.remember("table", lambda: calls.append(1) or {"x": np.arange(3)})
        assert arrays["x"].tolist() == [0, 1, 2]
    assert len(calls) == 1


def test_a_dying_worker_is_an_error_in_words_and_not_a_hang(tmp_path: Path) -> None:
    work = Work(7, Checkpoint(tmp_path), spread=Spread(workers=2))
    with pytest.raises(WorkplaceError, match="K407"):
        work.ensemble("deaths", die, [1.0, 2.0, 3.0])


def test_a_piece_that_returns_an_object_is_refused_before_it_is_kept(tmp_path: Path) -> None:
    with pytest.raises(NumericsError, match="K301"):
        Work(7, Checkpoint(tmp_path)).ensemble("objects", give_an_object, [1.0])
    assert not list(tmp_path.rglob("*.npz"))


def test_a_cluster_that_does_not_answer_is_an_error_in_words(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    with pytest.raises(WorkplaceError, match="K405"):
        _values(Work(7, Checkpoint(tmp_path), spread=Spread(cluster="tcp://127.0.0.1:9")))

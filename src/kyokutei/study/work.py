"""The workplace of one run: progress, seeds, ensembles and checkpoints, handed to a study's ``run``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from kyokutei.study.checkpoint import Arrays, Checkpoint, as_arrays
from kyokutei.study.ensemble import Piece, Spread, Task
from kyokutei.study.progress import AbstractProgress, Silent


@dataclass
class Step:
    """A long step in progress."""

    title: str
    progress: AbstractProgress
    done: float = 0.0

    def advance(self, amount: float = 1) -> None:
        """Say that ``amount`` more of the total is done."""
        self.done += amount
        self.progress.advance(self.title, self.done)


@dataclass(frozen=True)
class Work:
    """What a study's ``run(settings, work)`` may use.

    Parameters
    ----------
    seed
        The study's seed; every random number of the run comes from it.
    checkpoint
        Where pieces are kept until the record is finished.
    """

    seed: int
    checkpoint: Checkpoint
    progress: AbstractProgress = field(default_factory=Silent)
    spread: Spread = field(default_factory=Spread)
    log_path: Path | None = None

    @contextmanager
    def step(self, title: str, total: float | None = None) -> Iterator[Step]:
        """Show a step with its progress: ``with work.step("pair distances", total=n) as step: step.advance()``."""
        self.progress.begin(title, total)
        self.log("begin", step=title)
        completed = False
        try:
            yield Step(title, self.progress)
            completed = True
        finally:
            self.progress.end(title, completed=completed)
            self.log("end", step=title, completed=completed)

    def remember(self, name: str, compute: Callable[[], Arrays]) -> Arrays:
        """Compute labelled arrays once; a resumed run reads them from the checkpoint instead."""
        kept = self.checkpoint.load(name, 0)
        if kept is None:
            kept = as_arrays(name, compute())
            self.checkpoint.save(name, 0, kept)
        return kept

    def ensemble(self, title: str, piece: Piece, items: Sequence[Any]) -> list[Arrays]:
        """Call ``piece(item, generator)`` for every item, over workers if there are any, in the order of ``items``.

        Every finished piece is checkpointed. The generator of a piece depends only on the study's seed, on ``title``
        and on the position of the item, so that the result does not depend on who computes it. ``piece`` is a
        function of a module (it travels to other processes) and returns arrays by name. Titles are unique in a study.
        """
        seeds = self._seed_sequence(title).spawn(len(items))
        tasks = [
            Task(piece, title, position, item, seed)
            for position, (item, seed) in enumerate(zip(items, seeds, strict=True))
        ]
        results = [self.checkpoint.load(title, task.position) for task in tasks]
        missing = [task for task in tasks if results[task.position] is None]
        if kept := len(tasks) - len(missing):
            self.say(f"{title}: {kept} of {len(tasks)} pieces were kept and are not computed again")
        with self.step(title, total=len(tasks)) as step:
            step.advance(kept)
            for position, arrays in self.spread.compute(missing):
                self.checkpoint.save(title, position, arrays)
                results[position] = arrays
                step.advance()
        return [arrays for arrays in results if arrays is not None]

    def generator(self, name: str) -> np.random.Generator:
        """A random generator that depends on the study's seed and on ``name`` only."""
        return np.random.default_rng(self._seed_sequence(name))

    def say(self, message: str) -> None:
        """Say one sentence to whoever watches, and keep it in the log."""
        self.progress.say(message)
        self.log("message", message=message)

    def log(self, event: str, **fields: Any) -> None:
        """Append an event to the record's ``log.jsonl``."""
        if self.log_path is not None:
            line = json.dumps(
                {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **fields},
                ensure_ascii=False,
            )
            with self.log_path.open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")

    def _seed_sequence(self, name: str) -> np.random.SeedSequence:
        words = np.frombuffer(hashlib.sha256(name.encode()).digest()[:16], dtype="<u4")
        return np.random.SeedSequence(self.seed, spawn_key=tuple(int(word) for word in words))

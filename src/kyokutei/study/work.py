"""The workplace of one run: progress, seeds, ensembles and checkpoints, handed to a study's ``run``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]


class Step(Protocol):
    """A long step in progress."""

    def advance(self, amount: float = 1) -> None:
        """Say that ``amount`` more of the total is done."""


class Work(Protocol):
    """What a study's ``run(settings, work)`` may use."""

    def step(self, title: str, total: float | None = None) -> AbstractContextManager[Step]:
        """Show a step with its progress: ``with work.step("pair distances", total=n) as step: step.advance()``."""

    def remember(self, name: str, compute: Callable[[], Arrays]) -> Arrays:
        """Compute labelled arrays once; a resumed run reads them from the checkpoint instead."""

    def ensemble(
        self, title: str, piece: Callable[[Any, np.random.Generator], Arrays], items: Sequence[Any]
    ) -> list[Arrays]:
        """Call ``piece(item, generator)`` for every item, over workers if there are any, in the order of ``items``.

        Every finished piece is checkpointed. The generator of a piece depends only on the study's seed, on ``title``
        and on the position of the item, so that the result does not depend on who computes it. ``piece`` is a
        function of a module (it travels to other processes) and returns arrays by name.
        """

    def generator(self, name: str) -> np.random.Generator:
        """A random generator that depends on the study's seed and on ``name`` only."""

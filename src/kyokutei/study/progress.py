"""How a run shows that it is alive: bars on a terminal, plain lines in a pipe, JSON lines for programs."""

from __future__ import annotations

import json
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any, final

_LINE_EVERY_S = 5.0


class AbstractProgress(ABC):
    """Shows steps and messages while a study runs."""

    @abstractmethod
    def begin(self, title: str, total: float | None) -> None:
        """Begin a step; ``total`` is in whatever the step counts, or None."""

    @abstractmethod
    def advance(self, title: str, done: float) -> None:
        """Say how much of the step is done by now."""

    @abstractmethod
    def end(self, title: str, *, completed: bool) -> None:
        """End a step."""

    @abstractmethod
    def say(self, message: str) -> None:
        """Say one sentence."""

    def close(self) -> None:  # noqa: B027 - only bars hold a terminal
        """Give the terminal back."""


@final
class Silent(AbstractProgress):
    """Says nothing."""

    def begin(self, title: str, total: float | None) -> None: ...  # noqa: D102
    def advance(self, title: str, done: float) -> None: ...  # noqa: D102
    def end(self, title: str, *, completed: bool) -> None: ...  # noqa: D102
    def say(self, message: str) -> None: ...  # noqa: D102


@dataclass
class _Running:
    total: float | None
    begun: float
    shown: float
    done: float = 0.0


@final
@dataclass
class Lines(AbstractProgress):
    """Plain lines: one when a step begins, one every five seconds, one when it ends."""

    stream: IO[str] = field(default_factory=lambda: sys.stderr)
    clock: Callable[[], float] = time.monotonic
    running: dict[str, _Running] = field(default_factory=dict)

    def begin(self, title: str, total: float | None) -> None:
        """Print the step's title."""
        now = self.clock()
        self.running[title] = _Running(total, now, now)
        self._print(f"{title} ...")

    def advance(self, title: str, done: float) -> None:
        """Print the share done, at most every five seconds."""
        step, now = self.running[title], self.clock()
        step.done = done
        if step.total and now - step.shown >= _LINE_EVERY_S:
            step.shown = now
            left = (now - step.begun) * (step.total - done) / done if done > 0 else 0.0
            self._print(f"{title} ... {100 * done / step.total:.0f} %, about {_duration(left)} left")

    def end(self, title: str, *, completed: bool) -> None:
        """Print how long the step took."""
        step = self.running.pop(title)
        word = "done" if completed else "stopped"
        self._print(f"{title}: {word} in {_duration(self.clock() - step.begun)}")

    def say(self, message: str) -> None:
        """Print the sentence."""
        self._print(message)

    def _print(self, text: str) -> None:
        self.stream.write(f"{text}\n")
        self.stream.flush()


@final
@dataclass
class JsonLines(AbstractProgress):
    """One JSON object a line, for programs: ``{"event": "progress", "step": ..., "done": ..., "total": ...}``."""

    stream: IO[str] = field(default_factory=lambda: sys.stderr)
    clock: Callable[[], float] = time.monotonic
    running: dict[str, _Running] = field(default_factory=dict)

    def begin(self, title: str, total: float | None) -> None:
        """Write a begin event."""
        now = self.clock()
        self.running[title] = _Running(total, now, now)
        self._write("begin", step=title, total=total)

    def advance(self, title: str, done: float) -> None:
        """Write a progress event, at most ten a second."""
        step, now = self.running[title], self.clock()
        if now - step.shown >= 0.1:
            step.shown = now
            self._write("progress", step=title, done=done, total=step.total)

    def end(self, title: str, *, completed: bool) -> None:
        """Write an end event."""
        step = self.running.pop(title)
        self._write("end", step=title, completed=completed, elapsed_s=round(self.clock() - step.begun, 3))

    def say(self, message: str) -> None:
        """Write a message event."""
        self._write("message", message=message)

    def _write(self, event: str, **fields: Any) -> None:
        self.stream.write(json.dumps({"event": event, **fields}, ensure_ascii=False) + "\n")
        self.stream.flush()


@final
class Bars(AbstractProgress):
    """Bars on a terminal, by rich."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            Progress,
            SpinnerColumn,
            TaskProgressColumn,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn("{task.percentage:>3.0f} %"),
            TextColumn("elapsed"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[remaining]}"),
            TimeRemainingColumn(compact=True),
            console=Console(stderr=True),
        )
        self._tasks: dict[str, Any] = {}
        self._bars.start()

    def begin(self, title: str, total: float | None) -> None:
        """Add a bar."""
        self._tasks[title] = self._bars.add_task(title, total=total, remaining="remaining" if total else "")

    def advance(self, title: str, done: float) -> None:
        """Move the bar."""
        self._bars.update(self._tasks[title], completed=done)

    def end(self, title: str, *, completed: bool) -> None:
        """Fill the bar, or leave it where it stopped."""
        task = self._tasks.pop(title)
        if completed:
            total = self._bars.tasks[self._bars.task_ids.index(task)].total
            self._bars.update(task, total=total or 1.0, completed=total or 1.0, remaining="")
        self._bars.stop_task(task)

    def say(self, message: str) -> None:
        """Print a sentence above the bars."""
        self._bars.console.print(message, markup=False, highlight=False)

    def close(self) -> None:
        """Stop drawing."""
        self._bars.stop()


def progress_for(stream: IO[str] | None = None, *, as_json: bool = False) -> AbstractProgress:
    """The right display for a stream (standard error by default): bars, lines, or JSON lines."""
    stream = stream or sys.stderr
    if as_json:
        return JsonLines(stream)
    return Bars() if stream is sys.stderr and stream.isatty() else Lines(stream)


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"

"""Spreading independent pieces over this process, worker processes, or a Dask cluster, with one result."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kyokutei.errors import Problem, WorkplaceError
from kyokutei.study.checkpoint import Arrays, as_arrays

Piece = Callable[[Any, np.random.Generator], Any]


@dataclass(frozen=True)
class Task:
    """One piece of an ensemble: a function of a module, its item, its place, and its own seed."""

    piece: Piece
    title: str
    position: int
    item: Any
    seed: np.random.SeedSequence


def compute(task: Task) -> tuple[int, Arrays]:
    """Compute one piece; the same here, in a worker process and on a cluster."""
    arrays = as_arrays(
        f"piece {task.position} of {task.title}", task.piece(task.item, np.random.default_rng(task.seed))
    )
    return task.position, arrays


@dataclass(frozen=True)
class Spread:
    """Where pieces are computed: ``workers`` processes of this machine, or the Dask scheduler at ``cluster``."""

    workers: int = 1
    cluster: str | None = None

    def compute(self, tasks: Sequence[Task]) -> Iterator[tuple[int, Arrays]]:
        """Yield ``(position, arrays)`` as pieces are finished, in any order.

        Raises
        ------
        WorkplaceError
            K404 without the extra ``cluster``, K405 without a scheduler, K407 if workers keep dying.
        """
        if not tasks:
            return iter(())
        if self.cluster is not None:
            return _on_cluster(tasks, self.cluster)
        if self.workers > 1 and len(tasks) > 1:
            return _in_processes(tasks, self.workers)
        return map(compute, tasks)


def _start_worker() -> None:
    # Ctrl-C is the parent's business; and no worker may outlive a parent that was killed
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    if parent is not None:

        def leave_with_parent() -> None:
            wait([parent.sentinel])
            os._exit(1)

        threading.Thread(target=leave_with_parent, daemon=True).start()


def _in_processes(tasks: Sequence[Task], workers: int) -> Iterator[tuple[int, Arrays]]:
    import multiprocessing
    from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("forkserver"), initializer=_start_worker)
    waiting = iter(tasks)
    running: set[Future[tuple[int, Arrays]]] = set()
    finished = False
    try:
        while True:
            for task in waiting:
                running.add(pool.submit(compute, task))
                if len(running) >= 2 * workers:
                    break
            if not running:
                finished = True
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
    except BrokenProcessPool:
        raise WorkplaceError(
            Problem(
                "K407",
                "that a worker process died (was memory short?)",
                "workers that live",
                "Finished pieces are kept: run the study again to go on, perhaps with fewer workers.",
            )
        ) from None
    finally:
        processes = list((getattr(pool, "_processes", None) or {}).values())
        pool.shutdown(wait=finished, cancel_futures=True)
        if not finished:
            for process in processes:
                process.terminate()


def _on_cluster(tasks: Sequence[Task], address: str) -> Iterator[tuple[int, Arrays]]:
    try:
        from distributed import Client, KilledWorker, as_completed
    except ImportError:
        raise WorkplaceError(
            Problem(
                "K404", "that Dask distributed is not installed", "the extra cluster", 'pip install "kyokutei[cluster]"'
            )
        ) from None
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise WorkplaceError(
            Problem(
                "K405",
                f"no Dask scheduler at {address} ({error or type(error).__name__})",
                "a running scheduler",
                "Start one with dask scheduler, and workers with dask worker ADDRESS.",
                key="--cluster",
            )
        ) from None
    with client:
        futures: list[Any] = client.map(compute, tasks, pure=False, retries=0)
        try:
            for future in as_completed(futures, loop=client.loop):
                yield future.result()
        except KilledWorker as error:
            raise WorkplaceError(
                Problem(
                    "K407",
                    f"that workers died again and again ({error})",
                    "workers that live",
                    "Finished pieces are kept: run the study again to go on.",
                )
            ) from None
        finally:
            client.cancel(futures)

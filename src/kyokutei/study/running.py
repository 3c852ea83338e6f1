"""Running a study: from its file to its record, interruptible at any moment."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kyokutei.errors import Problem, StudyFileError
from kyokutei.study import record as names
from kyokutei.study.checkpoint import Checkpoint, lock
from kyokutei.study.ensemble import Spread
from kyokutei.study.progress import AbstractProgress, Silent, progress_for
from kyokutei.study.record import Record
from kyokutei.study.recording import Identity, identify, publish, require_room, run_facts, write_record
from kyokutei.study.study_file import Study, read_study
from kyokutei.study.work import Work
from kyokutei.study.writing import writing_to


class Interrupted(KeyboardInterrupt):
    """A run was stopped; what it had computed is kept in ``partial``, and the same call goes on from there."""

    def __init__(self, partial: Path) -> None:
        self.partial = partial
        self.pieces = Checkpoint(partial / "checkpoint").pieces()
        super().__init__(f"interrupted; {self.pieces} finished pieces are kept in {partial}")


@dataclass(frozen=True)
class Places:
    """Where a run writes: the record, and the folder that becomes it."""

    final: Path
    partial: Path


def run(
    study: str | Path,
    *,
    output: str | Path | None = None,
    settings: Mapping[str, Any] | None = None,
    workers: int = 1,
    cluster: str | None = None,
    progress: bool | AbstractProgress = False,
    fresh: bool = False,
) -> Record:
    """Run a study file and return its record.

    A run that was stopped (Ctrl-C, a crash, a power cut) goes on where it was when the same call is made again.

    Parameters
    ----------
    study
        Path of the TOML file.
    output
        Folder in which ``<name>.record`` is written (default: that of the study file), or a path that itself
        ends in ``.record``.
    settings
        Overrides by dotted key, such as ``{"seed": 2, "bonds.0.cutoff_angstrom": 1.9}``.
    workers
        Processes over which ensembles are spread. The result does not depend on it.
    cluster
        Address of a Dask scheduler, such as ``"tcp://10.0.0.1:8786"``, instead of local processes.
    progress
        True shows bars on a terminal and lines elsewhere.
    fresh
        Throw away what an interrupted run has kept, and start anew.

    Raises
    ------
    StudyFileError, DataFileError
        The input is wrong; all problems at once, before anything is computed.
    NumericsError
        The computation gave no result that may be shown.
    WorkplaceError
        The output cannot be written, workers died, or the same study is already running.
    Interrupted
        On Ctrl-C; a KeyboardInterrupt.
    """
    if workers < 1:
        raise StudyFileError(Problem("K109", f"workers = {workers}", "at least 1", key="workers"))
    read = read_study(study, settings)
    if read.kind.check is not None:
        read.kind.check(read.settings)
    identity = identify(read)
    places = places_of(read, identity, output)
    require_room(places.final)
    with writing_to(places.partial):
        if fresh:
            shutil.rmtree(places.partial, ignore_errors=True)
        places.partial.mkdir(parents=True, exist_ok=True)
    show = progress if isinstance(progress, AbstractProgress) else progress_for() if progress else Silent()
    spread = Spread(workers, cluster)
    with closing(show), lock(places.partial / ".lock"):
        try:
            return _run_in(places, read, identity, show=show, spread=spread)
        except KeyboardInterrupt:
            raise Interrupted(places.partial) from None


def _run_in(places: Places, study: Study, identity: Identity, *, show: AbstractProgress, spread: Spread) -> Record:
    if not (places.partial / names.MANIFEST).is_file():  # else it was stopped between its last write and its name
        started, cpu_begun = datetime.now(UTC), time.process_time()
        work = Work(
            study.settings.seed, Checkpoint(places.partial / "checkpoint"), show, spread, places.partial / names.LOG
        )
        work.log("run", kind=study.kind.name, digest=identity.digest, workers=spread.workers, cluster=spread.cluster)
        findings = study.kind.run(study.settings, work)
        with work.step("figures and report"):
            facts = run_facts(started, time.process_time() - cpu_begun, spread.workers)
            facts["name"] = places.final.name.removesuffix(names.ENDING)
            write_record(study, identity, findings, partial=places.partial, run_facts=facts)
    return publish(places.partial, places.final)


def places_of(study: Study, identity: Identity, output: str | Path | None) -> Places:
    """Where a study writes; the digest in the unfinished name keeps another study from resuming it."""
    target = Path(output) if output is not None else study.path.parent
    final = target if target.name.endswith(names.ENDING) else target / f"{study.path.stem}{names.ENDING}"
    stem = final.name.removesuffix(names.ENDING)
    return Places(final, final.with_name(f"{stem}{names.PARTIAL}{identity.digest[:8]}"))

"""The unfinished record: pieces that are kept as they are computed, so that a stopped run can go on."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from kyokutei.errors import NumericsError, Problem, WorkplaceError
from kyokutei.study.writing import writing_to

Arrays = Mapping[str, NDArray[Any]]


def as_arrays(name: str, values: Mapping[str, Any]) -> Arrays:
    """Named values as arrays that can be kept on disk.

    Raises
    ------
    NumericsError
        K301 if a value is no array of numbers or text.
    """
    arrays = {key: np.asarray(value) for key, value in values.items()}
    for key, array in arrays.items():
        if array.dtype.hasobject:
            raise NumericsError(
                Problem("K301", f"{key} of {name}, which holds Python objects", "an array of numbers or text")
            )
    return arrays


@dataclass(frozen=True)
class Checkpoint:
    """A folder of labelled arrays, one file a piece; each file appears whole or not at all."""

    folder: Path

    def save(self, name: str, position: int, arrays: Arrays) -> None:
        """Keep one piece."""
        path = self._path(name, position)
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        with writing_to(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with temporary.open("wb") as file:
                    np.savez(file, allow_pickle=False, **arrays)
                temporary.replace(path)
            finally:
                temporary.unlink(missing_ok=True)

    def load(self, name: str, position: int) -> Arrays | None:
        """A kept piece, or None; a file that a power cut left unreadable counts as not kept."""
        try:
            with self._path(name, position).open("rb") as stream, np.load(stream, allow_pickle=False) as file:
                return {key: file[key] for key in file.files}
        except (OSError, ValueError, EOFError, zipfile.BadZipFile):
            return None

    def pieces(self) -> int:
        """How many pieces are kept."""
        return sum(1 for _ in self.folder.rglob("*.npz"))

    def _path(self, name: str, position: int) -> Path:
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40]
        return self.folder / f"{slug}-{hashlib.sha256(name.encode()).hexdigest()[:8]}" / f"{position:06d}.npz"


def lock(path: Path) -> IO[str]:
    """Hold a lock on an unfinished record until the returned file is closed or the process ends.

    Raises
    ------
    WorkplaceError
        K403 if another run holds it.
    """
    with writing_to(path):
        file = path.open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        owner = file.read().strip() or "another process"
        file.close()
        raise WorkplaceError(
            Problem(
                "K403",
                f"that process {owner} is running this very study",
                "one run at a time",
                "Wait for it, stop it, or write elsewhere with --output.",
                str(path.parent),
            )
        ) from None
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file

"""Writing files so that a reader sees the whole of the old or the whole of the new, never a part."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kyokutei.errors import Problem, WorkplaceError


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals into K401 and K402 that name the folder."""
    try:
        yield
    except WorkplaceError:
        raise
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise WorkplaceError(
                Problem(
                    "K402",
                    f"no space left while writing {path.name}",
                    "free space",
                    "Free some, or write elsewhere with --output; a checkpoint that was complete is kept.",
                    str(path),
                )
            ) from error
        if error.errno in {
            errno.EACCES,
            errno.EPERM,
            errno.EROFS,
            errno.ENOTDIR,
            errno.EEXIST,
            errno.ENOENT,
            errno.EISDIR,
        }:
            raise WorkplaceError(
                Problem(
                    "K401",
                    f"that {path} cannot be written ({error.strerror})",
                    "a folder you may write to",
                    "Choose another one with --output.",
                    str(path),
                )
            ) from error
        raise


def write_atomically(path: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` fill a temporary file beside ``path``, make it durable, and rename it into place.

    Raises
    ------
    WorkplaceError
        K401 or K402; nothing half-written is left behind.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with writing_to(path):
        try:
            write(temporary)
            sync(temporary)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Make a file or folder durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def canonical_json(value: Any) -> str:
    """JSON that is the same text for the same value: sorted keys, two spaces, no NaN, a final newline."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False) + "\n"


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write canonical JSON atomically."""
    write_atomically(path, lambda temporary: temporary.write_text(canonical_json(value), encoding="utf-8"))

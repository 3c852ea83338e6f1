"""What this machine has and lacks: versions, extras, kinds of study, reference data, services, disk."""

from __future__ import annotations

import os
import platform
import re
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from kyokutei import __version__
from kyokutei.errors import KyokuteiError
from kyokutei.study.reference_data import VARIABLE, reference_folder
from kyokutei.study.registry import find_kind, kind_names

State = Literal["there", "missing", "broken"]


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's report; ``needed`` says whether kyokutei works without it."""

    subject: str
    state: State
    words: str
    needed: bool = False


def examine() -> list[Finding]:
    """Look at everything; nothing is changed, and nothing beyond this machine's named services is contacted."""
    return [*_versions(), *_kinds(), *_extras(), _reference_data(), *_services(), *_workplace()]


def _versions() -> Iterator[Finding]:
    yield Finding("kyokutei", "there", f"{__version__} on Python {platform.python_version()}", needed=True)
    for requirement in metadata.requires("kyokutei") or []:
        if "extra ==" not in requirement:
            yield _package(requirement, needed=True)


def _package(requirement: str, *, needed: bool, subject: str = "") -> Finding:
    name = re.split(r"[\s;<>=!~\[]", requirement, maxsplit=1)[0]
    try:
        return Finding(subject or name, "there", f"{name} {metadata.version(name)}", needed)
    except metadata.PackageNotFoundError:
        return Finding(subject or name, "missing", f"{name} is not installed", needed)


def _kinds() -> Iterator[Finding]:
    for name in kind_names():
        try:
            yield Finding(f"study kind {name}", "there", find_kind(name).summary)
        except KyokuteiError as error:
            yield Finding(f"study kind {name}", "broken", error.problems[0].found)


def _extras() -> Iterator[Finding]:
    for requirement in metadata.requires("kyokutei") or []:
        match = re.search(r"extra == ['\"]([^'\"]+)['\"]", requirement)
        if match:
            extra = match.group(1)
            found = _package(requirement, needed=False, subject=f"extra {extra}")
            hint = "" if found.state == "there" else f'; pip install "kyokutei[{extra}]"'
            yield Finding(found.subject, found.state, f"{found.words}{hint}")


def _reference_data() -> Finding:
    folder = reference_folder()
    if folder is not None:
        parts = ", ".join(sorted(path.name for path in folder.iterdir() if path.is_dir())) or "nothing"
        return Finding("reference data", "there", f"{folder} holds {parts}")
    value = os.environ.get(VARIABLE)
    words = (
        f"{VARIABLE}={value} is no folder" if value else f"{VARIABLE} is not set: comparisons with them are left out"
    )
    return Finding("reference data", "broken" if value else "missing", words)


def _services() -> Iterator[Finding]:
    address = os.environ.get("DASK_SCHEDULER_ADDRESS", "")
    if not address:
        yield Finding(
            "Dask scheduler",
            "missing",
            "DASK_SCHEDULER_ADDRESS is not set: ensembles use --workers, or --cluster ADDRESS",
        )
        return
    parts = urlsplit(address)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 8786), timeout=2.0):
            yield Finding("Dask scheduler", "there", f"{address} answers")
    except OSError as error:
        yield Finding("Dask scheduler", "broken", f"{address} does not answer ({error})")


def _workplace() -> Iterator[Finding]:
    yield Finding("processors", "there", f"{os.cpu_count()}; --workers N uses N of them for ensembles")
    here = Path.cwd()
    free = shutil.disk_usage(here).free / 1e9
    writable = os.access(here, os.W_OK)
    words = f"{here}: {free:.1f} GB free" if writable else f"{here} cannot be written; use --output"
    yield Finding("this folder", "there" if writable and free > 0.1 else "broken", words)

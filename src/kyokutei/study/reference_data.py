"""Reference data that may not be shipped, read from the folder that KYOKUTEI_REFERENCE_DATA names."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "KYOKUTEI_REFERENCE_DATA"
REFERENCE_PREFIX = "reference:"


def reference_folder() -> Path | None:
    """The folder of reference data, or None when the variable is unset or names no folder."""
    value = os.environ.get(VARIABLE, "").strip()
    folder = Path(value).expanduser() if value else None
    return folder if folder is not None and folder.is_dir() else None


def reference_path(name: str) -> Path | None:
    """Path of a reference file such as ``"glass/SiO2_NIMROD.mint01"``, or None when it is not there."""
    folder = reference_folder()
    if folder is None:
        return None
    path = folder / name.removeprefix(REFERENCE_PREFIX)
    return path if path.is_file() else None

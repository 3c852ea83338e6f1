"""A record: the folder in which a finished study keeps its claims, arrays, figures and report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from kyokutei.errors import DataFileError, Problem, nearest
from kyokutei.study.claim import Claim
from kyokutei.study.claims_document import ClaimsDocument

if TYPE_CHECKING:
    import xarray

ENDING = ".record"
PARTIAL = ".record.partial-"
MANIFEST, CLAIMS, ARRAYS, REPORT, STUDY, LOG = (
    "record.json",
    "claims.json",
    "result.nc",
    "report.html",
    "study.toml",
    "log.jsonl",
)
MANIFEST_SCHEMA = "kyokutei.record/1"


def sha256(path: Path) -> str:
    """Checksum of a file, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class Record:
    """A finished record on disk.

    Parameters
    ----------
    path
        The folder.
    manifest
        ``record.json``: versions, seed, inputs with checksums, digest, times, settings with defaults.
    claims
        The claims, in the order of the report.
    """

    path: Path
    manifest: Mapping[str, Any]
    claims: tuple[Claim, ...]

    @classmethod
    def open(cls, path: str | Path) -> Record:
        """Read a record.

        Raises
        ------
        DataFileError
            K207 if the folder is no record, is unfinished, or was changed after it was finished.
        """
        path = Path(path)
        if path.name in {MANIFEST, CLAIMS, REPORT}:
            path = path.parent
        if PARTIAL in path.name and not (path / MANIFEST).is_file():
            raise _damaged(path, "an unfinished record", "Run the study again: it goes on where it stopped.")
        manifest = _read_json(path, MANIFEST)
        document = _read_json(path, CLAIMS)
        for name, checksum in manifest.get("files", {}).items():
            if not (path / name).is_file():
                raise _damaged(path, f"a record whose {name} is missing", "Run the study again.")
            if name == CLAIMS and sha256(path / name) != checksum:
                raise _damaged(path, f"a record whose {name} was changed after it was finished", "Run the study again.")
        try:
            claims = ClaimsDocument.model_validate(document).claims
        except ValidationError as error:
            found = f"a {CLAIMS} that does not follow its schema ({error.error_count()} problems)"
            raise _damaged(path, found, "Run the study again.") from None
        return cls(path, manifest, claims)

    def claim(self, name: str) -> Claim:
        """The claim of that name.

        Raises
        ------
        KeyError
            If there is none; the message names the nearest.
        """
        for claim in self.claims:
            if claim.name == name:
                return claim
        names = [claim.name for claim in self.claims]
        close = nearest(name, names)
        raise KeyError(
            f"no claim {name!r} in {self.path.name}" + (f"; did you mean {close!r}?" if close else f": {names}")
        )

    @cached_property
    def study(self) -> dict[str, Any]:
        """The settings of the study, with every default."""
        return dict(self.manifest["settings"])

    @cached_property
    def data(self) -> xarray.DataTree:
        """The labelled arrays of ``result.nc``, in memory."""
        import xarray

        with xarray.open_datatree(self.path / ARRAYS, engine="h5netcdf") as tree:
            return tree.load()

    @property
    def report(self) -> Path:
        """The report for people."""
        return self.path / REPORT


def _read_json(folder: Path, name: str) -> dict[str, Any]:
    try:
        document = json.loads((folder / name).read_text("utf-8"))
    except OSError:
        found = f"no {name} in it" if folder.is_dir() else "no such folder"
        raise _damaged(folder, found, "kyokutei list shows the records of a folder.") from None
    except ValueError:
        raise _damaged(folder, f"a {name} that is no JSON", "Run the study again.") from None
    if not isinstance(document, dict):
        raise _damaged(folder, f"a {name} that is no JSON object", "Run the study again.")
    return document


def _damaged(path: Path, found: str, hint: str) -> DataFileError:
    return DataFileError(Problem("K207", found, "a finished record", hint, str(path)))


def find_records(folder: Path) -> Iterator[Record | Path]:
    """Every finished record below ``folder``, and the path of every unfinished or damaged one, by name."""
    for path in sorted(folder.rglob("*.record*")):
        if not path.is_dir() or path.name.startswith("."):
            continue
        if path.name.endswith(ENDING) or PARTIAL in path.name:
            try:
                yield Record.open(path)
            except DataFileError:
                yield path

"""Writing a record: everything into the unfinished folder, the manifest last, then one rename."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256 as digest_of
from importlib import metadata
from pathlib import Path
from typing import Any

from kyokutei import __version__
from kyokutei.errors import NumericsError, Problem, WorkplaceError
from kyokutei.study import record as names
from kyokutei.study.claim import Claim
from kyokutei.study.claims_document import ClaimsDocument, Input
from kyokutei.study.kind import Findings
from kyokutei.study.record import Record, sha256
from kyokutei.study.study_file import Study, apply_overrides
from kyokutei.study.writing import canonical_json, sync, write_json, writing_to

_PACKAGES = ("numpy", "scipy", "numba", "xarray")


@dataclass(frozen=True)
class Identity:
    """What a study's claims rest on: the same identity gives the same ``claims.json``."""

    settings: Mapping[str, Any]
    inputs: tuple[Mapping[str, Any], ...]
    versions: Mapping[str, str]
    digest: str


def identify(study: Study) -> Identity:
    """Checksum the inputs and the settings of a study."""
    inputs = tuple(
        {"name": name, "sha256": sha256(path), "bytes": path.stat().st_size}
        for name, path in sorted(study.inputs.items())
    )
    names_of = {str(path): name for name, path in study.inputs.items()}
    settings = _plain(study.settings.model_dump(), names_of)
    package = study.kind.run.__module__.partition(".")[0]
    versions = {"python": platform.python_version(), "kyokutei": __version__}
    versions |= {name: metadata.version(name) for name in sorted({*_PACKAGES, *_distribution(package)})}
    basis = {"settings": settings, "inputs": inputs, "versions": versions}
    return Identity(settings, inputs, versions, digest_of(canonical_json(basis).encode()).hexdigest())


def _distribution(package: str) -> list[str]:
    # a kind from an outside package: its own version belongs to the identity
    return [] if package == "kyokutei" else metadata.packages_distributions().get(package, [])


def _plain(value: Any, names_of: Mapping[str, str]) -> Any:
    if isinstance(value, Path):
        return names_of.get(str(value), str(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(item, names_of) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item, names_of) for item in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def write_record(
    study: Study, identity: Identity, findings: Findings, *, partial: Path, run_facts: Mapping[str, Any]
) -> None:
    """Write every file of a record into its unfinished folder; the manifest, which makes it whole, last.

    Raises
    ------
    NumericsError
        K304 without claims, K301 if two claims share a name.
    WorkplaceError
        K401, K402.
    """
    from kyokutei.study.report import write_report

    claims = tuple(findings.claims)
    _require_claims(claims)
    with writing_to(partial):
        (partial / names.STUDY).write_text(_frozen_text(study, partial), encoding="utf-8")
        _write_arrays(partial / names.ARRAYS, findings)
        write_json(partial / names.CLAIMS, claims_document(study, identity, claims).as_json())
        origin = f"{study.kind.name} {identity.digest[:12]}, seed {study.settings.seed}, kyokutei {__version__}"
        drawn = _draw(findings, partial / "figures", origin)
        manifest = _manifest(study, identity, findings) | dict(run_facts)
        write_report(partial / names.REPORT, manifest=manifest, claims=claims, figures=drawn, tables=findings.tables)
        written = sorted(path for path in partial.rglob("*") if path.is_file() and _belongs(path, partial))
        for path in written:
            sync(path)
        manifest["files"] = {str(path.relative_to(partial)): sha256(path) for path in written}
        write_json(partial / names.MANIFEST, manifest)


def _belongs(path: Path, partial: Path) -> bool:
    first = path.relative_to(partial).parts[0]
    return first not in {"checkpoint", ".lock", names.LOG, names.MANIFEST}


def _require_claims(claims: tuple[Claim, ...]) -> None:
    if not claims:
        raise NumericsError(
            Problem("K304", "a run that ended without a claim", "at least one", "This is an error of the study kind.")
        )
    seen = [claim.name for claim in claims]
    for name in {name for name in seen if seen.count(name) > 1}:
        raise NumericsError(
            Problem("K304", f"two claims named {name}", "different names", "This is an error of the study kind.")
        )


def claims_document(study: Study, identity: Identity, claims: tuple[Claim, ...]) -> ClaimsDocument:
    """What ``claims.json`` holds."""
    return ClaimsDocument(
        schema="kyokutei.claims/1",
        kind=study.kind.name,
        title=study.settings.title,
        seed=study.settings.seed,
        digest=identity.digest,
        versions=dict(identity.versions),
        inputs=tuple(Input(name=item["name"], sha256=item["sha256"]) for item in identity.inputs),
        claims=claims,
    )


def _manifest(study: Study, identity: Identity, findings: Findings) -> dict[str, Any]:
    return {
        "schema": names.MANIFEST_SCHEMA,
        "kind": study.kind.name,
        "title": study.settings.title,
        "seed": study.settings.seed,
        "digest": identity.digest,
        "versions": dict(identity.versions),
        "inputs": [dict(item) for item in identity.inputs],
        "settings": dict(identity.settings),
        "overrides": _plain(dict(study.overrides), {}),
        "figures": [{"name": figure.name, "caption": figure.caption} for figure in findings.figures],
        "notes": list(findings.notes),
        "references": list(findings.references),
    }


def _frozen_text(study: Study, partial: Path) -> str:
    """The study file as it was run: overrides applied, and data files found from inside the record."""
    import tomlkit

    document = tomlkit.parse(study.text)
    apply_overrides(document, study.overrides)
    moved = {
        name: os.path.relpath(path, partial) for name, path in study.inputs.items() if not Path(name).is_absolute()
    }
    moved = {name: path for name, path in moved.items() if not name.startswith("reference:")}
    _replace_strings(document, moved)
    return tomlkit.dumps(document)


def _replace_strings(table: Any, replacements: Mapping[str, str]) -> None:
    entries = list(table.items()) if isinstance(table, Mapping) else list(enumerate(table))
    for key, value in entries:
        if isinstance(value, str):
            if value in replacements:
                table[key] = replacements[value]
        elif isinstance(value, Mapping | list):
            _replace_strings(value, replacements)


def _write_arrays(path: Path, findings: Findings) -> None:
    import xarray

    tree = xarray.DataTree.from_dict(dict(findings.data))
    tree.to_netcdf(path, engine="h5netcdf")


def _draw(findings: Findings, folder: Path, origin: str) -> list[tuple[str, Path]]:
    from kyokutei.plotting.draw import draw_figure

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    drawn = []
    for figure in findings.figures:
        paths = draw_figure(
            figure.name, figure.draw, folder, layout=figure.layout, size_inch=figure.size_inch, origin=origin
        )
        drawn.append((figure.caption, paths.svg))
    return drawn


def publish(partial: Path, final: Path) -> Record:
    """Give a whole but unfinished folder its final name; an earlier record of that name makes room.

    Raises
    ------
    WorkplaceError
        K401 if something that is no record is in the way.
    """
    with writing_to(final):
        shutil.rmtree(partial / "checkpoint", ignore_errors=True)
        (partial / ".lock").unlink(missing_ok=True)
        retired = final.with_name(f".{final.name}.replaced")
        shutil.rmtree(retired, ignore_errors=True)
        if final.exists():
            final.rename(retired)
        partial.rename(final)
        sync(final.parent)
        shutil.rmtree(retired, ignore_errors=True)
    return Record.open(final)


def require_room(final: Path) -> None:
    """Refuse to replace something that is no record.

    Raises
    ------
    WorkplaceError
        K401.
    """
    is_record = (final / names.MANIFEST).is_file()
    if final.exists() and not is_record and (not final.is_dir() or any(final.iterdir())):
        raise WorkplaceError(
            Problem(
                "K401",
                f"that {final} is there and is no record",
                "a free name",
                "Choose another one with --output.",
                str(final),
            )
        )


def run_facts(started: datetime, cpu_s: float, workers: int) -> dict[str, Any]:
    """When, where and with what a run was made."""
    finished = datetime.now(UTC)
    return {
        "started": started.isoformat(timespec="seconds"),
        "finished": finished.isoformat(timespec="seconds"),
        "elapsed_s": round((finished - started).total_seconds(), 3),
        "cpu_s": round(cpu_s, 3),
        "workers": workers,
        "platform": platform.platform(),
    }

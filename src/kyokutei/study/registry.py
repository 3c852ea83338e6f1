"""The kinds of study that are installed, found by the entry points ``kyokutei.studies``."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points

from kyokutei.errors import Problem, StudyFileError, WorkplaceError, nearest
from kyokutei.study.kind import StudyKind

GROUP = "kyokutei.studies"


@cache
def _entries() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=GROUP)}


def kind_names() -> list[str]:
    """Names of all installed kinds, sorted; nothing is imported."""
    return sorted(_entries())


def find_kind(name: str) -> StudyKind:
    """The kind of that name.

    Raises
    ------
    StudyFileError
        K105 if no installed package registers it.
    WorkplaceError
        K406 if its package fails to load.
    """
    entry = _entries().get(name)
    if entry is None:
        close = nearest(name, _entries())
        hint = f'Did you mean "{close}"?' if close else "An outside package must be installed in this environment."
        known = ", ".join(kind_names())
        raise StudyFileError(Problem("K105", f'kind "{name}"', f"one of {known}", hint, key="kind"))
    try:
        kind = entry.load()
    except Exception as error:
        owner = entry.dist.name if entry.dist else "its package"
        raise WorkplaceError(
            Problem(
                "K406",
                f"that {entry.value} cannot be loaded ({type(error).__name__}: {error})",
                "an importable kind of study",
                f"Reinstall or remove {owner}.",
                key=name,
            )
        ) from error
    if not isinstance(kind, StudyKind) or kind.name != name:
        raise WorkplaceError(
            Problem(
                "K406",
                f"that {entry.value} is not the kind it is registered as",
                f'a StudyKind named "{name}"',
                key=name,
            )
        )
    return kind

"""Reading a study file: text to checked settings, with every problem named by line and key."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, MutableMapping, MutableSequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kyokutei.errors import Problem, StudyFileError
from kyokutei.study.kind import StudyKind
from kyokutei.study.registry import find_kind, kind_names
from kyokutei.study.settings import FileContext, StudySettings
from kyokutei.study.toml_lines import KeyPath, key_lines
from kyokutei.study.validation_words import is_echo, problem_from_validation


@dataclass(frozen=True)
class Study:
    """A study file that has been read and validated.

    ``inputs`` maps the names of data files as written in the file to their resolved paths.
    """

    path: Path
    text: str
    overrides: Mapping[str, Any]
    kind: StudyKind
    settings: StudySettings
    inputs: Mapping[str, Path]


def read_study(path: str | Path, overrides: Mapping[str, Any] | None = None) -> Study:
    """Read and validate a study file; ``overrides`` are values by dotted key.

    Raises
    ------
    StudyFileError
        K1xx and, for files that the settings name, K201 or K206; all problems at once.
    """
    path, overrides = Path(path), dict(overrides or {})
    text = _read_text(path)
    document = _parse(text, path)
    apply_overrides(document, overrides)
    lines = key_lines(text)
    kind = _kind_of(document, path, lines)
    context = FileContext(path.parent)
    try:
        settings = kind.settings.model_validate(document, context=context)
    except ValidationError as error:
        items = [item for item in error.errors() if not is_echo(item, error.errors())]
        problems = [problem_from_validation(item, kind.settings, lines) for item in items]
        marked = [_place(problem, path, overrides) for problem in problems]
        raise StudyFileError(*sorted(marked, key=lambda problem: problem.line or 0)) from None
    return Study(path, text, overrides, kind, settings, context.inputs)


def _place(problem: Problem, path: Path, overrides: Mapping[str, Any]) -> Problem:
    if any(problem.key == key or problem.key.startswith(f"{key}.") for key in overrides):
        return Problem(problem.code, problem.found, problem.expected, problem.hint, "--set", None, problem.key)
    return problem.in_file(str(path))


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise StudyFileError(
            Problem(
                "K102",
                f"the byte 0x{error.object[error.start]:02x}",
                "UTF-8 text",
                "Save the file as UTF-8 in your editor.",
                str(path),
                line,
            )
        ) from None
    except OSError as error:
        found = "a folder" if path.is_dir() else f"no readable file ({error.strerror or error})"
        raise StudyFileError(Problem("K101", found, "a study file", _nearby(path), str(path))) from None


def _nearby(path: Path) -> str:
    folder = path if path.is_dir() else path.parent
    others = sorted(file.name for file in folder.glob("*.toml"))[:5] if folder.is_dir() else []
    return f"In {folder} there is {', '.join(others)}." if others else "kyokutei new KIND writes one to start from."


def _parse(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        words = str(error)
        digits = words.rpartition("(at line ")[2].partition(",")[0]
        line = int(digits) if digits.isdigit() else text.count("\n") + 1
        raise StudyFileError(
            Problem(
                "K103",
                words.partition(" (at ")[0].lower(),
                "valid TOML",
                'Text stands in quotes, tables in [brackets], decimals have a point: x = 1.5, name = "Gd65Co35".',
                str(path),
                line,
            )
        ) from None


def _kind_of(document: Mapping[str, Any], path: Path, lines: dict[KeyPath, int]) -> StudyKind:
    if not isinstance(document.get("kind"), str):
        found = f"kind = {document['kind']!r}" if "kind" in document else "no kind"
        raise StudyFileError(
            Problem(
                "K104",
                found,
                f"kind = one of {', '.join(kind_names())}",
                file=str(path),
                line=lines.get(("kind",)),
                key="kind",
            )
        )
    try:
        return find_kind(document["kind"])
    except StudyFileError as error:
        raise StudyFileError(*(p.in_file(str(path), lines.get(("kind",))) for p in error.problems)) from None


def apply_overrides(document: MutableMapping[str, Any], overrides: Mapping[str, Any]) -> None:
    """Set values by dotted key in a TOML document, in place; ``limits.0.name`` counts list items from 0.

    Raises
    ------
    StudyFileError
        K113 if a key passes through something that is not a table, or beyond the end of a list.
    """
    for dotted, value in overrides.items():
        target: Any = document
        *parents, last = dotted.split(".")
        for part in parents:
            target = _step_into(target, part, dotted)
        if isinstance(target, MutableSequence):
            target[_index(target, last, dotted)] = value
        elif isinstance(target, MutableMapping):
            target[last] = value
        else:
            raise _bad_override(dotted, f"that {parents[-1]} holds a value, not a table")


def _step_into(target: Any, part: str, dotted: str) -> Any:
    if isinstance(target, MutableSequence):
        return target[_index(target, part, dotted)]
    if isinstance(target, MutableMapping):
        return target.setdefault(part, {})
    raise _bad_override(dotted, f"no table above {part}")


def _index(items: MutableSequence[Any], part: str, dotted: str) -> int:
    if not part.isdigit() or int(part) >= len(items):
        raise _bad_override(dotted, f'"{part}" for a list of {len(items)} items')
    return int(part)


def _bad_override(dotted: str, found: str) -> StudyFileError:
    expected = "a dotted key such as measured.scale, where list items count from 0"
    return StudyFileError(Problem("K113", found, expected, file="--set", key=dotted))

"""Errors that are answered at the desk: where, what was found, what was expected, how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

__all__ = [
    "DataFileError",
    "KyokuteiError",
    "NumericsError",
    "OutOfRangeError",
    "Problem",
    "StudyFileError",
    "WorkplaceError",
    "nearest",
]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, in words a person can act on.

    Parameters
    ----------
    code
        One code per cause; ``kyokutei explain CODE`` prints its page.
    found, expected
        Clauses that complete "found ..." and "expected ...".
    hint
        How to mend it; a whole sentence, or empty.
    file, line, key
        Where it stands: path as the user wrote it, line from 1, dotted key or column.
    """

    code: str
    found: str
    expected: str
    hint: str = ""
    file: str = ""
    line: int | None = None
    key: str = ""

    @property
    def place(self) -> str:
        """The file with its line, as editors understand it."""
        return f"{self.file}:{self.line}" if self.line is not None else self.file

    def in_file(self, file: str, line: int | None = None) -> Problem:
        """The same problem, with its place filled in where it was not known."""
        return replace(self, file=self.file or file, line=self.line if self.line is not None else line)

    def __str__(self) -> str:
        head = "  ".join(part for part in (self.code, self.place, self.key) if part)
        body = f"found {self.found}; expected {self.expected}." if self.expected else f"{self.found}."
        lines = [head, f"      {body}"]
        if self.hint:
            lines.append(f"      {self.hint}")
        lines.append(f"      kyokutei explain {self.code}")
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        """The fields as a JSON object."""
        return {name: getattr(self, name) for name in ("code", "file", "line", "key", "found", "expected", "hint")}


class KyokuteiError(Exception):
    """The base of every error that kyokutei raises on purpose; carries all problems found at once."""

    def __init__(self, *problems: Problem) -> None:
        self.problems: tuple[Problem, ...] = problems
        super().__init__("\n".join(str(problem) for problem in problems))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self.problems


class StudyFileError(KyokuteiError, ValueError):
    """The study file, or an override of it, is wrong (K1xx)."""


class DataFileError(KyokuteiError, ValueError):
    """A data file is missing or wrong (K2xx)."""


class NumericsError(KyokuteiError, ArithmeticError):
    """A computation gave no result that may be shown (K3xx)."""


class OutOfRangeError(KyokuteiError, ValueError):
    """A value lies outside the range in which a formula holds (K303)."""


class WorkplaceError(KyokuteiError, OSError):
    """The machine, a service or an installed package is in the way (K4xx)."""


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that a mistyped word most likely meant, or None."""
    matches = get_close_matches(word, list(choices), n=1, cutoff=0.6)
    return matches[0] if matches else None

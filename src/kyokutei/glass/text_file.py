"""Text data files by numbered lines, so that every complaint names its line."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeVar

from kyokutei.errors import DataFileError, Problem
from kyokutei.study.data_text import Encoding, as_written, read_lines

__all__ = ["MOST_PROBLEMS", "NotFiniteError", "TextFile", "finite_number", "whole_number"]

MOST_PROBLEMS = 20  # of one file are reported; more do not help to mend it
_LONGEST_EXCERPT = 60
Row = TypeVar("Row")


class NotFiniteError(ValueError):
    """A number that is NaN or infinite; the message completes "found ..."."""


@dataclass(frozen=True)
class TextFile:
    """The lines of a text file and its name as the user wrote it.

    Parameters
    ----------
    name
        Path for messages.
    lines
        Without line ends; ``lines[0]`` is line 1 of the file.
    """

    name: str
    lines: tuple[str, ...]

    @classmethod
    def read(cls, path: str | os.PathLike[str], *, encoding: Encoding = "utf-8") -> TextFile:
        """Read a file.

        Raises
        ------
        DataFileError
            K201 if it cannot be opened, K202 if it is not text in this encoding, K205 if it is empty.
        """
        name, lines = as_written(Path(path)), read_lines(Path(path), encoding=encoding)
        if not any(line.strip() for line in lines):
            raise DataFileError(Problem("K205", "an empty file", "a table of numbers", file=name))
        return cls(name, tuple(lines))

    def line(self, index: int, expected: str) -> str:
        """The line at a place counted from 0.

        Raises
        ------
        DataFileError
            K203 if the file ends before it.
        """
        if index >= len(self.lines):
            self.fail(len(self.lines) - 1, "the end of the file", expected, hint="The file seems to be truncated.")
        return self.lines[index]

    def problem(self, index: int, found: str, expected: str, *, code: str = "K203", hint: str = "") -> Problem:
        """A problem at a line counted from 0."""
        return Problem(code, found, expected, hint=hint, file=self.name, line=index + 1)

    def fail(self, index: int, found: str, expected: str, *, code: str = "K203", hint: str = "") -> NoReturn:
        """Raise a `DataFileError` with one problem at a line counted from 0."""
        raise DataFileError(self.problem(index, found, expected, code=code, hint=hint))

    def parse(self, index: int, expected: str, reader: Callable[[str], Row]) -> Row:
        """Apply ``reader`` to a line; its ValueError becomes a problem at this line.

        Raises
        ------
        DataFileError
            K203 for a line that cannot be read, K204 for a number that is not finite.
        """
        line = self.line(index, expected)
        try:
            return reader(line)
        except (ValueError, IndexError) as error:
            raise DataFileError(self._misread(index, line, expected, error)) from None

    def parse_rows(self, indices: Iterable[int], expected: str, reader: Callable[[str], Row]) -> list[Row]:
        """Apply ``reader`` to many lines, and report every line that cannot be read, at most `MOST_PROBLEMS`.

        Raises
        ------
        DataFileError
            As `parse`, for all lines at once.
        """
        rows: list[Row] = []
        problems: list[Problem] = []
        for index in indices:
            try:
                rows.append(self.parse(index, expected, reader))
            except DataFileError as error:
                problems.extend(error.problems)
                if index >= len(self.lines) or len(problems) >= MOST_PROBLEMS:
                    break
        if problems:
            raise DataFileError(*problems)
        return rows

    def _misread(self, index: int, line: str, expected: str, error: Exception) -> Problem:
        if isinstance(error, NotFiniteError):
            return self.problem(index, str(error), expected, code="K204")
        excerpt = line.strip()
        if len(excerpt) > _LONGEST_EXCERPT:
            excerpt = excerpt[: _LONGEST_EXCERPT - 1] + "…"
        return self.problem(index, f'"{excerpt}"' if excerpt else "an empty line", expected)


def finite_number(word: str) -> float:
    """A number as programs and Fortran write it (``1.5``, ``1e-3``, ``1.0D+00``).

    Raises
    ------
    NotFiniteError
        For NaN and infinities.
    ValueError
        For anything else that is not a number.
    """
    if "_" in word:  # Python would read 1_000 as a number
        raise ValueError(word)
    try:
        value = float(word)
    except ValueError:
        value = float(word.upper().replace("D", "E"))
    if not math.isfinite(value):
        raise NotFiniteError(word)
    return value


def whole_number(word: str) -> int:
    """A whole number, not negative.

    Raises
    ------
    ValueError
        For anything else.
    """
    if not word.isascii() or not word.isdigit():
        raise ValueError(word)
    return int(word)

"""Where each key of a TOML text stands, so that an error can name its line."""

from __future__ import annotations

import re
from bisect import bisect_right

KeyPath = tuple[str | int, ...]

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SCALAR = re.compile(r"[^,\]}\n#]*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}' r"|'''.*?'{3,5}" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'",
    re.DOTALL,
)


class _Scanner:
    """Walks over a text that is known to be valid TOML and notes where every key and array item begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.offsets: dict[KeyPath, int] = {}
        self.array_lengths: dict[KeyPath, int] = {}

    def scan(self) -> None:
        table: KeyPath = ()
        self.skip_blank()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.assignment(table)
            self.skip_blank()

    def skip_blank(self) -> None:
        match = _BLANK.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def header(self) -> KeyPath:
        start, is_array = self.at, self.text.startswith("[[", self.at)
        self.at += 2 if is_array else 1
        keys = self.dotted_key()
        self.at += 2 if is_array else 1
        table: KeyPath = ()
        for position, key in enumerate(keys):
            table = (*table, key)
            if is_array and position == len(keys) - 1:
                self.array_lengths[table] = self.array_lengths.get(table, 0) + 1
            if table in self.array_lengths:  # a table below an array of tables belongs to its latest item
                self.offsets.setdefault(table, start)
                table = (*table, self.array_lengths[table] - 1)
            self.offsets.setdefault(table, start)
        return table

    def dotted_key(self) -> list[str]:
        keys: list[str] = []
        while True:
            self.skip_blank()
            quoted = _STRING.match(self.text, self.at)
            match = quoted or _BARE_KEY.match(self.text, self.at)
            if match is None:
                return keys
            keys.append(match.group()[1:-1] if quoted else match.group())
            self.at = match.end()
            self.skip_blank()
            if not self.text.startswith(".", self.at):
                return keys
            self.at += 1

    def assignment(self, table: KeyPath) -> None:
        start = self.at
        path = table
        for key in self.dotted_key():
            path = (*path, key)
            self.offsets.setdefault(path, start)
        self.skip_blank()
        if self.at == start:  # not TOML after all: never loop for ever
            self.at = len(self.text)
            return
        self.at += 1  # the equals sign
        self.value(path)

    def value(self, path: KeyPath) -> None:
        self.skip_blank()
        if self.text.startswith("[", self.at):
            self.items(path, "]")
        elif self.text.startswith("{", self.at):
            self.items(path, "}")
        else:
            match = _STRING.match(self.text, self.at) or _SCALAR.match(self.text, self.at)
            self.at = match.end() if match else len(self.text)

    def items(self, path: KeyPath, closing: str) -> None:
        self.at += 1
        position = 0
        self.skip_blank()
        while self.at < len(self.text) and self.text[self.at] != closing:
            if closing == "]":
                self.offsets[(*path, position)] = self.at
                self.value((*path, position))
                position += 1
            else:
                self.assignment(path)
            self.skip_blank()
            if self.text.startswith(",", self.at):
                self.at += 1
                self.skip_blank()
        self.at += 1


def key_lines(text: str) -> dict[KeyPath, int]:
    """Line (from 1) of every key, table and array item of a valid TOML text, by its path.

    ``("limits", 1, "half_life_yr")`` is the key ``half_life_yr`` of the second ``[[limits]]``.
    """
    scanner = _Scanner(text)
    scanner.scan()
    line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
    return {path: bisect_right(line_starts, offset) for path, offset in scanner.offsets.items()}


def line_of(lines: dict[KeyPath, int], path: KeyPath) -> int | None:
    """Line of ``path``, or of the nearest enclosing key that the text holds."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path)

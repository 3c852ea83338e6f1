"""Text of a data file, as every reader takes it: UTF-8, or a Japanese encoding that the study file names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from kyokutei.errors import DataFileError, Problem

Encoding = Literal["utf-8", "cp932", "shift_jis", "euc_jp"]

_JAPANESE: tuple[Encoding, ...] = ("cp932", "euc_jp")
_LINE_END = re.compile(r"\r\n|\r|\n")


def read_lines(path: Path, *, encoding: Encoding = "utf-8") -> list[str]:
    r"""Lines of a text file without their ends (``\n``, ``\r\n`` or ``\r``) and without a byte-order mark.

    Raises
    ------
    DataFileError
        K201, if the file cannot be read; K202, if its bytes are not text in ``encoding``.
    """
    file = as_written(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        found = f"a file that cannot be read ({error.strerror or error})"
        raise DataFileError(Problem("K201", found, "a readable file", file=file)) from error
    problem = _foreign_format(content, file)
    if problem is not None:
        raise DataFileError(problem)
    try:
        text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        raise DataFileError(_unreadable(content, error, encoding, file)) from None
    lines = _LINE_END.split(text)
    return lines[:-1] if lines[-1] == "" else lines


def as_written(path: Path) -> str:
    """The path relative to the present folder where it lies below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _foreign_format(content: bytes, file: str) -> Problem | None:
    hint = 'Save it as text; from a spreadsheet as "CSV UTF-8 (comma delimited)".'
    if content.startswith(b"PK\x03\x04") or content.startswith(b"\xd0\xcf\x11\xe0"):
        return Problem("K202", "a spreadsheet workbook", "a text file", hint, file=file)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem("K202", 'UTF-16 text ("Unicode text" of a spreadsheet)', "UTF-8", hint, file=file)
    if b"\x00" in content:
        line = 1 + content[: content.index(b"\x00")].count(b"\n")
        return Problem("K202", "a zero byte", "a text file", hint, file=file, line=line)
    return None


def _unreadable(content: bytes, error: UnicodeDecodeError, encoding: str, file: str) -> Problem:
    before = content[: error.start]
    line = 1 + len(re.findall(rb"\r\n|\r|\n", before))
    column = error.start - max(before.rfind(b"\n"), before.rfind(b"\r"))
    readable = [other for other in ("utf-8", *_JAPANESE) if other != encoding and _can_decode(content, other)]
    hint = (
        f'It can be read as {" or ".join(readable)}: put encoding = "{readable[0]}" into the study file.'
        if readable
        else "Save the file as UTF-8."
    )
    found = f"byte 0x{content[error.start]:02x} at position {column} of the line, which is not {encoding}"
    return Problem("K202", found, f"text in {encoding}", hint, file=file, line=line)


def _can_decode(content: bytes, encoding: str) -> bool:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return not any("\ue000" <= letter <= "\uf8ff" for letter in text)  # cp932 maps stray bytes to private letters

"""Pages that are written from the package itself, so that they cannot disagree with it."""

from __future__ import annotations

import importlib
import pkgutil
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_origin

import click

import kyokutei
from kyokutei.errors.codes import CODES, explanation

_GROUPS = {
    "1": "The study file",
    "2": "Data files and records",
    "3": "Numerics",
    "4": "The machine and its services",
}

_DOOR = """\
One command is the front door; the same functions are behind it and behind `import kyokutei`. Every command takes
`--json` and answers with one JSON document. Exit codes: 0 done, 1 the study failed, 2 the input is wrong, 130
interrupted (run the same command again to go on)."""


def write_generated_pages(folder: Path) -> None:
    """Write the pages of errors, commands and public names into an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    write_error_pages(folder / "errors")
    write_command_page(folder)
    write_reference_pages(folder / "reference")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_error_pages(folder: Path) -> None:
    """One page for each code, as `kyokutei explain` prints it, and a list of all."""
    lines = [
        "# Errors",
        "",
        "Every cause has one code and one page; `kyokutei explain K112` prints the page on a terminal.",
        "All problems of a study file are named at once, before anything is computed or written.",
    ]
    for digit, title in _GROUPS.items():
        codes = [code for code in CODES if code[1] == digit]
        lines += ["", f"## {title}", "", *(f"- [{code}]({code}.md) – {CODES[code]}" for code in codes)]
    toctree = ["", "```{toctree}", ":hidden:", "", *CODES, "```", ""]
    _write(folder / "index.md", "\n".join(lines + toctree))
    for code in CODES:
        _write(folder / f"{code}.md", explanation(code))


def write_command_page(folder: Path) -> None:
    """The help of every command, as the terminal shows it."""
    from kyokutei.cli import main

    lines = ["# The command line", "", _DOOR]
    with click.Context(main, info_name="kyokutei") as top:
        for name in main.list_commands(top):
            command = main.get_command(top, name)
            if command is None or command.hidden:
                continue
            with click.Context(command, info_name=name, parent=top, terminal_width=92, max_content_width=92) as context:
                lines += ["", f"## kyokutei {name}", "", "```text", command.get_help(context), "```"]
    _write(folder / "commands.md", "\n".join([*lines, ""]))


def public_rooms() -> Iterator[tuple[str, list[str]]]:
    """Every room that says in ``__all__`` what is public, with those names."""
    yield "kyokutei", list(kyokutei.__all__)
    for info in pkgutil.walk_packages(kyokutei.__path__, "kyokutei."):
        if info.ispkg and info.name.count(".") <= 2:  # a room, not what lies inside it
            names = list(getattr(importlib.import_module(info.name), "__all__", ()))
            if names:
                yield info.name, names


def write_reference_pages(folder: Path) -> None:
    """A page for each room with the names it makes public, from their docstrings."""
    rooms = list(public_rooms())
    for room, names in rooms:
        module = importlib.import_module(room)
        first = (module.__doc__ or "").strip().splitlines()[0]
        lines = [f"# {room}", "", first, ""]
        for name in names:
            if not name.startswith("__"):
                lines += _directive(room, name, getattr(module, name))
        _write(folder / f"{room}.md", "\n".join(lines))
    listing = [f"- [{room}]({room}.md)" for room, _ in rooms]
    text = [
        "# Public names",
        "",
        "What notebooks and other programs may call. Numbers are floats in the unit that the name of the argument "
        "says; arrays in, arrays of the same shape out.",
        "",
        *listing,
        "",
        "```{toctree}",
        ":hidden:",
        "",
        *(room for room, _ in rooms),
        "```",
        "",
    ]
    _write(folder / "index.md", "\n".join(text))


def _directive(room: str, name: str, thing: object) -> list[str]:
    if isinstance(thing, type):
        return [f"## {name}", "", "```{eval-rst}", f".. autoclass:: {room}.{name}", "   :members:", "```", ""]
    if callable(thing) and get_origin(thing) is None:
        return [f"## {name}", "", "```{eval-rst}", f".. autofunction:: {room}.{name}", "```", ""]
    if isinstance(thing, Mapping):
        return [f"## {name}", "", "A mapping with the names " + ", ".join(f"`{key}`" for key in thing) + ".", ""]
    return [f"## {name}", "", f"`{thing!r}`", ""]

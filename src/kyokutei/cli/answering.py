"""How a command answers: exit codes, errors in words or JSON, and tables."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from kyokutei.errors import DataFileError, KyokuteiError, OutOfRangeError, Problem, StudyFileError

if TYPE_CHECKING:
    from rich.table import Table

DONE, FAILED, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130


def answered(command: Callable[..., int]) -> Callable[..., None]:
    """Add --json and --traceback, and turn errors into words and exit codes."""

    @click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
    @click.option("--traceback", is_flag=True, help="On an error, show where in the code it arose.")
    @wraps(command)
    def wrapped(*, as_json: bool, traceback: bool, **arguments: Any) -> None:
        try:
            code = command(as_json=as_json, **arguments)
        except (
            KyokuteiError,
            KeyboardInterrupt,
            click.ClickException,
            click.exceptions.Exit,
            BrokenPipeError,
        ) as error:
            if traceback and not isinstance(error, click.ClickException | click.exceptions.Exit):
                raise
            code = answer(error, as_json=as_json)
        except Exception as error:
            if traceback:
                raise
            print_error(f"kyokutei met an error of its own: {type(error).__name__}: {error}", as_json=as_json)
            print_error("Run again with --traceback and report it, please.", as_json=False)
            code = FAILED
        sys.exit(code)

    return wrapped


def answer(error: BaseException, *, as_json: bool) -> int:
    """Print an error and say the exit code."""
    from kyokutei.study.running import Interrupted

    if isinstance(error, click.ClickException | click.exceptions.Exit):
        raise error
    if isinstance(error, KyokuteiError):
        print_problems(error.problems, as_json=as_json)
        return code_of(error)
    if isinstance(error, Interrupted):
        print_error(f"Interrupted. {error.pieces} finished pieces are kept in {error.partial}.", as_json=as_json)
        print_error("Give the same command again to go on from there.", as_json=False)
    return INTERRUPTED


def code_of(error: KyokuteiError) -> int:
    """The exit code of an error: 2 when the input is wrong, 1 when the run failed."""
    return WRONG_INPUT if isinstance(error, StudyFileError | DataFileError | OutOfRangeError) else FAILED


def print_problems(problems: Iterable[Problem], *, as_json: bool) -> None:
    """Print problems for people on standard error, and as JSON on standard output when asked."""
    if as_json:
        print_json({"errors": [problem.as_json() for problem in problems]})
    for problem in problems:
        click.echo(str(problem), err=True)


def print_error(message: str, *, as_json: bool) -> None:
    """Print one sentence on standard error, and as JSON on standard output when asked."""
    if as_json:
        print_json({"errors": [{"found": message}]})
    click.echo(message, err=True)


def print_json(value: Any) -> None:
    """Print one JSON document on one line."""
    click.echo(json.dumps(value, ensure_ascii=False, allow_nan=False))


def door_width() -> int:
    """Columns to print in; a pipe has none, and gets many, so that nothing a person will search for is folded."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 160


def print_table(table: Table) -> None:
    """Print a table."""
    from rich.console import Console

    Console(highlight=False, width=door_width()).print(table)

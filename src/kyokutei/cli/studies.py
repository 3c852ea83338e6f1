"""The commands that take study files: run, check, new."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from kyokutei.cli.answering import DONE, answered, code_of, print_json, print_problems
from kyokutei.cli.claims import show_claims, write_board
from kyokutei.errors import DataFileError, KyokuteiError, Problem, StudyFileError


def parse_overrides(pairs: Sequence[str]) -> dict[str, Any]:
    """Overrides from ``KEY=VALUE`` words; a value is TOML, or text where it is not."""
    import tomllib

    overrides: dict[str, Any] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals or not key.strip():
            raise StudyFileError(Problem("K113", f'"{pair}"', "KEY=VALUE such as seed=2", file="--set"))
        try:
            overrides[key.strip()] = tomllib.loads(f"value = {text}")["value"]
        except tomllib.TOMLDecodeError:
            overrides[key.strip()] = text  # a bare word is text, as a shell user expects
    return overrides


_files = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
_set = click.option("--set", "pairs", multiple=True, metavar="KEY=VALUE", help="Override a value, by dotted key.")


@click.command()
@_files
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Folder for the records (default: beside the study)."
)
@_set
@click.option(
    "--workers", "-j", type=click.IntRange(min=1), default=1, show_default=True, help="Processes for ensembles."
)
@click.option("--cluster", metavar="ADDRESS", help="Dask scheduler for ensembles, such as tcp://10.0.0.1:8786.")
@click.option("--fresh", is_flag=True, help="Throw away what an interrupted run has kept.")
@click.option(
    "--board", type=click.Path(path_type=Path), help="Afterwards, write a page of all records of the output folder."
)
@answered
def run(files: Sequence[Path], *, as_json: bool, pairs: Sequence[str], board: Path | None, **options: Any) -> int:
    """Run studies and write their records.

    A run can be stopped at any moment (Ctrl-C); the same command goes on from there.

    \b
    Example:
      kyokutei run studies/helium-balance.toml --set seed=2 --workers 2
    """
    from kyokutei.study.progress import progress_for
    from kyokutei.study.running import run as run_study

    signal.signal(signal.SIGTERM, _stop)
    overrides = parse_overrides(pairs)
    _check_all(files, overrides)  # a mistake in the last file is told before the first has run for hours
    records, worst = [], DONE
    for file in files:
        if not as_json:
            click.echo(f"{file}", err=True)
        try:
            records.append(run_study(file, settings=overrides, progress=progress_for(as_json=as_json), **options))
        except KyokuteiError as error:
            print_problems(error.problems, as_json=as_json)
            worst = max(worst, code_of(error))
    show_claims(records, as_json=as_json)
    if board is not None:
        write_board(board, options["output"] or Path(), as_json=as_json)
    return worst


def _stop(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _check_all(files: Sequence[Path], overrides: dict[str, Any]) -> list[Any]:
    from kyokutei.study.study_file import read_study

    studies: list[Any] = []
    problems: list[Problem] = []
    for file in files:
        try:
            study = read_study(file, overrides)
            if study.kind.check is not None:
                study.kind.check(study.settings)
            studies.append(study)
        except (StudyFileError, DataFileError) as error:
            problems.extend(error.problems)
    if problems:
        raise StudyFileError(*problems)
    return studies


@click.command()
@_files
@_set
@answered
def check(files: Sequence[Path], *, as_json: bool, pairs: Sequence[str]) -> int:
    """Validate study files and their data without running them.

    \b
    Example:
      kyokutei check studies/*.toml
    """
    studies = _check_all(files, parse_overrides(pairs))
    if as_json:
        print_json({"valid": [{"file": str(study.path), "kind": study.kind.name} for study in studies]})
    for study in () if as_json else studies:
        inputs = len(study.inputs)
        click.echo(f"{study.path}: a valid {study.kind.name} study with {inputs} data file{'s' if inputs != 1 else ''}")
    return DONE


@click.command()
@click.argument("kind", required=False)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@answered
def new(kind: str | None, file: Path | None, *, as_json: bool) -> int:
    """Write a commented study file of a KIND; without one, list the kinds.

    \b
    Example:
      kyokutei new glass.structure my-glass.toml
    """
    from kyokutei.study.blank_file import blank_study
    from kyokutei.study.registry import find_kind, kind_names

    if kind is None:
        kinds = {name: find_kind(name).summary for name in kind_names()}
        if as_json:
            print_json({"kinds": kinds})
        for name, summary in () if as_json else kinds.items():
            click.echo(f"{name:24} {summary}")
        return DONE
    text = blank_study(find_kind(kind))
    target = file or Path(f"{kind.rpartition('.')[2]}.toml")
    _write_new(target, text)
    if as_json:
        print_json({"file": str(target), "kind": kind})
    else:
        click.echo(f"{target} is written; fill it in, then: kyokutei check {target}")
    return DONE


def _write_new(target: Path, text: str) -> None:
    from kyokutei.errors import WorkplaceError
    from kyokutei.study.writing import write_atomically

    if target.exists():
        raise WorkplaceError(
            Problem("K401", f"that {target} is already there", "a new file name", "Name another file.", str(target))
        )
    write_atomically(target, lambda path: path.write_text(text, encoding="utf-8"))

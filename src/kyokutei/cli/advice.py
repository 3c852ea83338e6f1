"""The commands that advise: explain, doctor, completion."""

from __future__ import annotations

import sys

import click

from kyokutei.cli.answering import DONE, FAILED, answered, print_json
from kyokutei.errors import nearest


@click.command()
@click.argument("code", required=False)
@answered
def explain(code: str | None, *, as_json: bool) -> int:
    """Explain an error CODE; without one, list the codes.

    \b
    Example:
      kyokutei explain K110
    """
    from kyokutei.errors.codes import CODES, explanation

    if code is None:
        if as_json:
            print_json(CODES)
        for name, title in () if as_json else CODES.items():
            click.echo(f"{name}  {title}")
        return DONE
    code = code.upper()
    if code not in CODES:
        close = nearest(code, CODES)
        hint = f" Did you mean {close}?" if close else ""
        raise click.UsageError(f"There is no code {code}.{hint} kyokutei explain lists them.")
    if as_json:
        print_json({"code": code, "title": CODES[code], "page": explanation(code)})
    elif sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(explanation(code)))
    else:
        click.echo(explanation(code))
    return DONE


@click.command()
@answered
def doctor(*, as_json: bool) -> int:
    """Say which parts, extras, services and reference data are there, and what is missing.

    \b
    Example:
      kyokutei doctor
    """
    from dataclasses import asdict

    from kyokutei.doctor import examine

    findings = examine()
    if as_json:
        print_json({"findings": [asdict(finding) for finding in findings]})
    for finding in () if as_json else findings:
        click.echo(f"{finding.state:8} {finding.subject:28} {finding.words}")
    return FAILED if any(finding.needed and finding.state != "there" for finding in findings) else DONE


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a SHELL.

    \b
    Example:
      kyokutei completion bash > ~/.local/share/bash-completion/completions/kyokutei
    """
    from click.shell_completion import get_completion_class

    from kyokutei.cli import main

    found = get_completion_class(shell)
    if found is not None:
        click.echo(found(main, {}, "kyokutei", "_KYOKUTEI_COMPLETE").source())

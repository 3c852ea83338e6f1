"""How claims and records are shown at the door."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kyokutei.cli.answering import door_width, print_json, print_table

if TYPE_CHECKING:
    from rich.table import Table

    from kyokutei.study.claim import Claim
    from kyokutei.study.record import Record


WIDE = 120  # columns from which on the words of a claim fit beside its number


def show_claims(records: Sequence[Record], *, as_json: bool) -> None:
    """Print the claims of records as tables with the paths of their reports, or as one JSON line a record."""
    for record in records:
        if as_json:
            print_json(record_json(record))
            continue
        click.echo(f"\n{record.manifest['title']}")
        print_table(claims_table(record.claims))
        click.echo(f"report  {record.report}")
    if records and door_width() < WIDE and not as_json:
        click.echo("\nkyokutei show RECORD prints every claim in words.")


def record_json(record: Record) -> dict[str, Any]:
    """A record as a JSON object."""
    return {
        "record": str(record.path),
        "report": str(record.report),
        "kind": record.manifest["kind"],
        "title": record.manifest["title"],
        "digest": record.manifest["digest"],
        "claims": [claim.model_dump(mode="json") for claim in record.claims],
    }


def claims_table(claims: Sequence[Claim]) -> Table:
    """Claims as a table; of one that does not stand, the failed checks are the words.

    On a narrow terminal a claim that stands is its number only.
    """
    from rich.markup import escape
    from rich.table import Table

    from kyokutei.study.wording import format_claim_value

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("claim", "value", "stands", "in words"):
        table.add_column(heading, no_wrap=heading == "stands", overflow="fold")
    for claim in claims:
        verdict = "yes" if claim.stands else "NO"
        words = " ".join(check.statement for check in claim.failed_checks)
        if claim.stands and door_width() >= WIDE:
            words = claim.statement
        table.add_row(*(escape(cell) for cell in (claim.name, format_claim_value(claim), verdict, words)))
    return table


def write_board(path: Path, folder: Path, *, as_json: bool) -> None:
    """Write the board of all records below a folder."""
    from kyokutei.study.board import write_board_of

    write_board_of(folder, path)
    if not as_json:
        click.echo(f"board   {path}")

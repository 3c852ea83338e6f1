"""The commands that take records: list, show, compare."""

from __future__ import annotations

from pathlib import Path

import click

from kyokutei.cli.answering import DONE, answered, print_json, print_table
from kyokutei.cli.claims import record_json, write_board
from kyokutei.errors import DataFileError, Problem


@click.command("list")
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option("--board", type=click.Path(path_type=Path), help="Write them as one self-contained HTML page.")
@answered
def list_records(folder: Path, *, as_json: bool, board: Path | None) -> int:
    """List the records below a FOLDER (default: this one).

    \b
    Example:
      kyokutei list records --board records/board.html
    """
    from rich.markup import escape
    from rich.table import Table

    from kyokutei.study.record import Record, find_records

    if not folder.is_dir():
        raise DataFileError(Problem("K201", f"no folder {folder}", "a folder with records", file=str(folder)))
    found = list(find_records(folder))
    finished = [entry for entry in found if isinstance(entry, Record)]
    others = [entry for entry in found if not isinstance(entry, Record)]
    if as_json:
        print_json(
            {"records": [record_json(record) for record in finished], "unfinished": [str(path) for path in others]}
        )
    else:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for heading in ("record", "kind", "finished", "claims", "title"):
            table.add_column(heading, overflow="fold")
        for record in finished:
            stand = sum(claim.stands for claim in record.claims)
            cells = (
                str(record.path),
                record.manifest["kind"],
                record.manifest["finished"][:16].replace("T", " "),
                f"{stand} of {len(record.claims)} stand",
                record.manifest["title"],
            )
            table.add_row(*(escape(cell) for cell in cells))
        for path in others:
            table.add_row(escape(str(path)), "", "unfinished", "", "run its study again to go on")
        print_table(table)
    if board is not None:
        write_board(board, folder, as_json=as_json)
    return DONE


@click.command()
@click.argument("record", type=click.Path(path_type=Path))
@answered
def show(record: Path, *, as_json: bool) -> int:
    """Show the claims of a RECORD, with their checks.

    \b
    Example:
      kyokutei show records/helium-balance.record
    """
    from kyokutei.study.record import Record
    from kyokutei.study.wording import format_claim_value

    opened = Record.open(record)
    if as_json:
        print_json(record_json(opened) | {"manifest": opened.manifest})
        return DONE
    click.echo(f"{opened.manifest['title']}  ({opened.manifest['kind']}, {opened.manifest['finished']})")
    for claim in opened.claims:
        click.echo(f"\n{claim.name}: {format_claim_value(claim)}  {'stands' if claim.stands else 'DOES NOT STAND'}")
        click.echo(f"  {claim.statement}")
        click.echo(f"  method: {claim.method}")
        for one in claim.checks:
            click.echo(f"  [{'passed' if one.passed else 'FAILED'}] {one.statement}")
    click.echo(f"\nreport  {opened.report}")
    return DONE


@click.command()
@click.argument("left", type=click.Path(path_type=Path))
@click.argument("right", type=click.Path(path_type=Path))
@answered
def compare(left: Path, right: Path, *, as_json: bool) -> int:
    """Compare the claims of two records, LEFT and RIGHT, in standard deviations.

    \b
    Example:
      kyokutei compare before.record after.record
    """
    from rich.markup import escape
    from rich.table import Table

    from kyokutei.study.comparison import as_json as differences_json
    from kyokutei.study.comparison import compare as compare_records
    from kyokutei.study.record import Record
    from kyokutei.study.wording import format_claim_value, format_value

    differences = compare_records(Record.open(left), Record.open(right))
    if as_json:
        print_json({"left": str(left), "right": str(right), "claims": differences_json(differences)})
        return DONE
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("claim", str(left), str(right), "difference", "significance"):
        table.add_column(escape(heading), overflow="fold")
    for pair in differences:
        sides = [format_claim_value(side) if side is not None else "-" for side in (pair.left, pair.right)]
        change = "-" if pair.difference is None else format_value(pair.difference)
        table.add_row(*(escape(cell) for cell in (pair.name, *sides, change, pair.words)))
    print_table(table)
    return DONE

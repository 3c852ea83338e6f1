"""The board: one page that lists records with their claims and figures, and leads to their reports."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from kyokutei import __version__
from kyokutei.plotting.inline import InlineFigure, dark_rules, inline_figure
from kyokutei.study.claim import Claim
from kyokutei.study.record import REPORT, Record, find_records
from kyokutei.study.templates import render, script_hash
from kyokutei.study.wording import format_time, verdicts_words
from kyokutei.study.writing import write_atomically

FIGURE_BYTES = 5_000_000
"""How much SVG a board holds: the newest records show their figures, of the others the reports do."""

_ONE_FIGURE_BYTES = 700_000
_UNFOLDED = 12  # newest records whose claims are seen without a click


@dataclass(frozen=True)
class BoardEntry:
    """One record on the board.

    Parameters
    ----------
    name
        Name of its folder.
    title, kind
        As in the study file; of an unfinished record what is known.
    path
        The record's folder; the report lies in it.
    claims
        In the order of the report.
    finished
        ISO time.
    figures
        ``(caption, path of the SVG)`` in the order of the report.
    is_unfinished
        The run has not ended, or the record is damaged.
    """

    name: str
    title: str
    kind: str
    path: Path
    claims: Sequence[Claim] = ()
    finished: str = ""
    figures: Sequence[tuple[str, Path]] = ()
    is_unfinished: bool = False


@dataclass(frozen=True)
class _Thumbnail:
    number: int
    caption: str
    markup: str


@dataclass(frozen=True)
class _Card:
    entry: BoardEntry
    link: str
    thumbnails: Sequence[_Thumbnail]
    is_folded: bool

    @property
    def is_failing(self) -> bool:
        return any(not claim.stands for claim in self.entry.claims)

    @property
    def byline(self) -> str:
        entry = self.entry
        finished = format_time(entry.finished) if entry.finished else ""
        name = entry.name if entry.name != entry.title else ""
        return " · ".join(part for part in (entry.kind, finished, name) if part)

    @property
    def verdict_sentence(self) -> str:
        return verdicts_words(self.entry.claims)

    @property
    def contents(self) -> str:
        claims, figures = _count(len(self.entry.claims), "claim"), _count(len(self.entry.figures), "figure")
        return f"{claims}, {figures}" if self.entry.figures else claims


def write_board_of(folder: Path, path: Path) -> None:
    """Write the board of all records below ``folder``.

    Raises
    ------
    WorkplaceError
        K401, K402 if the page cannot be written.
    """
    write_board(path, [_entry(found) for found in find_records(folder)])


def write_board(path: Path, entries: Sequence[BoardEntry]) -> None:
    """Write the board: unfinished records first, then the newest; whole or not at all.

    The page stands alone: figures are SVG inside it, up to `FIGURE_BYTES` in all so that three hundred records still
    make a page that opens at once; older records are folded and lead to their reports for the figures. Links to the
    reports are relative to the page. Its only script filters the records, and the page works without it.

    Raises
    ------
    WorkplaceError
        K401, K402 if the page cannot be written.
    """
    newest_first = sorted(entries, key=lambda entry: (entry.is_unfinished, entry.finished), reverse=True)
    colours: set[str] = set()
    cards = list(_cards(newest_first, path.parent, colours))
    page = render(
        "board.html",
        cards=cards,
        kinds=sorted({entry.kind for entry in entries if entry.kind}),
        summary=_summary(entries),
        has_folded=any(card.is_folded for card in cards),
        dark_rules=dark_rules(colours),
        script_hash=script_hash("board.js"),
        version=__version__,
    )
    write_atomically(path, lambda temporary: temporary.write_text(page, encoding="utf-8"))


def _cards(entries: Sequence[BoardEntry], folder: Path, colours: set[str]) -> Iterator[_Card]:
    room = FIGURE_BYTES
    for position, entry in enumerate(entries, start=1):
        thumbnails = []
        for number, (caption, svg) in enumerate(entry.figures, start=1):
            figure = _figure(svg, prefix=f"r{position}f{number}", label=caption) if room > 0 else None
            if figure is None:
                continue
            room -= len(figure.markup)
            if room > 0:
                colours |= figure.colours
                thumbnails.append(_Thumbnail(number, caption, figure.markup))
        yield _Card(entry, _link(entry.path / REPORT, folder), thumbnails, is_folded=position > _UNFOLDED)


def _figure(svg: Path, *, prefix: str, label: str) -> InlineFigure | None:
    """The figure for the page, or None where it is missing, damaged or too large for a board."""
    try:
        if svg.stat().st_size > _ONE_FIGURE_BYTES:
            return None
        return inline_figure(svg.read_text("utf-8"), prefix=prefix, label=label)
    except (OSError, ValueError):
        return None


def _link(target: Path, folder: Path) -> str:
    return quote(Path(os.path.relpath(target, folder)).as_posix())


def _summary(entries: Sequence[BoardEntry]) -> str:
    claims = [claim for entry in entries for claim in entry.claims]
    unfinished = sum(entry.is_unfinished for entry in entries)
    failing = sum(not claim.stands for claim in claims)
    finished = _count(len(entries) - unfinished, "record")
    verdict = "all stand" if not failing else f"{len(claims) - failing} stand, {failing} {_do(failing)} not"
    tail = f" {unfinished} more {'is' if unfinished == 1 else 'are'} unfinished." if unfinished else ""
    return f"{finished} with {_count(len(claims), 'claim')}: {verdict}.{tail}" if claims else f"{finished}.{tail}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _do(number: int) -> str:
    return "does" if number == 1 else "do"


def _entry(found: Record | Path) -> BoardEntry:
    if isinstance(found, Path):
        return BoardEntry(name=found.name, title=found.name, kind="", path=found, is_unfinished=True)
    manifest = found.manifest
    return BoardEntry(
        name=found.path.name,
        title=str(manifest.get("title", found.path.name)),
        kind=str(manifest.get("kind", "")),
        path=found.path,
        claims=found.claims,
        finished=str(manifest.get("finished", "")),
        figures=_figures(found),
    )


def _figures(record: Record) -> list[tuple[str, Path]]:
    """Captions and files of a record's figures, in the order of the report where the manifest knows it."""
    listed = record.manifest.get("figures")
    if isinstance(listed, list):
        return [(str(item["caption"]), record.path / "figures" / f"{item['name']}.svg") for item in listed]
    drawn = sorted((record.path / "figures").glob("*.svg"))
    return [(svg.stem.replace("_", " "), svg) for svg in drawn]

"""What a wing registers: a kind of study, and what its run gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xarray

    from kyokutei.study.claim import Claim
    from kyokutei.study.settings import StudySettings
    from kyokutei.study.work import Work


@dataclass(frozen=True)
class Figure:
    """A figure to be drawn into the record as SVG and PNG.

    Parameters
    ----------
    name
        File name without ending, such as ``"building_losses"``.
    caption
        One or two sentences for the reader of the report; says where data are synthetic.
    draw
        Called with ``rows * columns`` matplotlib axes, in reading order.
    layout
        ``(rows, columns)`` of axes.
    size_inch
        Width and height.
    """

    name: str
    caption: str
    draw: Callable[..., None]
    layout: tuple[int, int] = (1, 1)
    size_inch: tuple[float, float] = (6.4, 4.2)


@dataclass(frozen=True)
class Table:
    """A table for the report: a caption, column headings with units, and rows of ready text."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Findings:
    """What a study's ``run`` returns: claims, labelled arrays, figures, and words.

    Parameters
    ----------
    claims
        At least one.
    data
        Labelled arrays by group name; every variable carries ``attrs["units"]``
        and ``attrs["long_name"]``.
    figures, tables
        Shown in the report in this order.
    notes
        Sentences that the reader of the report needs (what was left out, and why).
    references
        Papers whose methods or numbers were used in exactly this run.
    """

    claims: Sequence[Claim]
    data: Mapping[str, xarray.Dataset]
    figures: Sequence[Figure] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[str] = ()
    references: Sequence[str] = ()


@dataclass(frozen=True)
class StudyKind:
    """A kind of study as a wing registers it under the entry-point group ``kyokutei.studies``.

    Parameters
    ----------
    name
        ``"wing.topic"``, the value of ``kind`` in the study file and the name of the entry point.
    summary
        One sentence: which question it answers.
    settings
        The pydantic class of its study file.
    run
        ``run(settings, work) -> Findings``.
    check
        Reads the data files and raises a `kyokutei.errors.DataFileError` for what is wrong in them,
        without computing anything long. ``kyokutei check`` calls it, and so does every run at its start.
    """

    name: str
    summary: str
    settings: type[StudySettings]
    run: Callable[[Any, Work], Findings]
    check: Callable[[Any], object] | None = field(default=None)

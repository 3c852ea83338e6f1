"""Draws one figure in the house style into an SVG and a PNG file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kyokutei.plotting.style import house_style


@dataclass(frozen=True)
class DrawnFigure:
    """The files of one figure."""

    svg: Path
    png: Path


def draw_figure(
    name: str,
    draw: Callable[..., None],
    folder: Path,
    *,
    layout: tuple[int, int] = (1, 1),
    size_inch: tuple[float, float] = (6.4, 4.2),
    origin: str = "",
) -> DrawnFigure:
    """Draw a figure and write ``<name>.svg`` and ``<name>.png`` (200 dots per inch) into ``folder``.

    The same drawing gives the same bytes: ids are salted with the name and no date is written. Settings that the
    user of matplotlib made, in a file or in this process, neither reach the figure nor are changed by it.

    Parameters
    ----------
    name
        File name without ending.
    draw
        Called with ``rows * columns`` axes, in reading order.
    layout
        ``(rows, columns)`` of axes.
    size_inch
        Width and height.
    origin
        What the figure was made from (study, digest, seed, versions); it stands in the metadata of both files.

    Raises
    ------
    OSError
        If the files cannot be written.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    files = DrawnFigure(svg=folder / f"{name}.svg", png=folder / f"{name}.png")
    words = {"Title": name, **({"Description": origin} if origin else {})}
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update({**house_style(), "svg.hashsalt": name})
        figure = Figure(figsize=size_inch)
        FigureCanvasAgg(figure)
        draw(*figure.subplots(*layout, squeeze=False).ravel())
        figure.savefig(files.svg, format="svg", metadata={**words, "Date": None})
        figure.savefig(files.png, format="png", metadata=words)
    return files

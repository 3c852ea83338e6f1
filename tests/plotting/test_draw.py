"""Drawing a figure: the same bytes each time, nothing left behind, both files."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from cycler import cycler

from kyokutei.plotting.draw import draw_figure
from kyokutei.plotting.palette import INK, SERIES


def losses(axes: Any) -> None:
    axes.errorbar([1, 2, 3], [52.8, 1302.0, 1273.3], [5, 20, 20], fmt="o", label="synthetic")
    axes.fill_between([1, 3], [0, 0], [100, 1000], alpha=0.2)
    axes.set_xlabel("building")
    axes.set_ylabel("loss $V$ (m³)")
    axes.legend()


def test_the_same_drawing_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    first = draw_figure("losses", losses, tmp_path)
    again = draw_figure("losses", losses, tmp_path / "again")
    assert first.svg.read_bytes() == again.svg.read_bytes()
    assert first.png.read_bytes() == again.png.read_bytes()


def test_no_date_is_written(tmp_path: Path) -> None:
    text = draw_figure("losses", losses, tmp_path).svg.read_text("utf-8")
    assert "<dc:date>" not in text


def test_png_has_two_hundred_dots_per_inch(tmp_path: Path) -> None:
    png = draw_figure("losses", losses, tmp_path, size_inch=(5.0, 3.0)).png.read_bytes()
    assert struct.unpack(">II", png[16:24]) == (1000, 600)


def test_axes_come_in_reading_order(tmp_path: Path) -> None:
    places = []

    def draw(*axes: Any) -> None:
        places.extend((a.get_subplotspec().rowspan.start, a.get_subplotspec().colspan.start) for a in axes)

    draw_figure("grid", draw, tmp_path, layout=(2, 3))
    assert places == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]


def test_settings_of_the_process_neither_reach_the_figure_nor_change(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    plain = draw_figure("losses", losses, tmp_path)
    with mpl.rc_context({"axes.prop_cycle": cycler(color=["#ff00ff"]), "lines.linewidth": 9.0, "svg.fonttype": "none"}):
        before = dict(mpl.rcParams)
        other = draw_figure("losses", losses, tmp_path / "other")
        assert dict(mpl.rcParams) == before
    assert other.svg.read_bytes() == plain.svg.read_bytes()


def test_settings_are_put_back_when_drawing_fails(tmp_path: Path) -> None:
    before = dict(mpl.rcParams)

    def broken(axes: Any) -> None:
        raise RuntimeError("no data")

    with pytest.raises(RuntimeError, match="no data"):
        draw_figure("broken", broken, tmp_path)
    assert dict(mpl.rcParams) == before
    assert list(tmp_path.iterdir()) == []


def test_series_and_ink_are_those_of_the_house(tmp_path: Path) -> None:
    text = draw_figure("losses", losses, tmp_path).svg.read_text("utf-8").lower()
    assert SERIES[0] in text
    assert INK in text


def test_both_files_say_what_they_were_made_from(tmp_path: Path) -> None:
    files = draw_figure("losses", losses, tmp_path, origin="study losses, digest 0123abcd, seed 7, <a & b>")
    escaped = "study losses, digest 0123abcd, seed 7, &lt;a &amp; b&gt;"
    assert f"<dc:description>{escaped}</dc:description>" in files.svg.read_text("utf-8")
    assert b"digest 0123abcd" in files.png.read_bytes()

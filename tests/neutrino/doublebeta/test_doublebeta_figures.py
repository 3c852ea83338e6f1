"""The figures of double-beta decay: what is drawn, with which units and labels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from kyokutei.neutrino.doublebeta import explored_fraction
from kyokutei.neutrino.doublebeta.figures import draw_band, draw_explored
from kyokutei.neutrino.doublebeta.results import ConvertedLimit, OrderingBand, bands, convert
from kyokutei.neutrino.doublebeta.study import DoubleBetaSettings, HalfLifeLimit


@pytest.fixture(scope="module")
def settings() -> DoubleBetaSettings:
    limits = (
        HalfLifeLimit(name="older", half_life_yr=1e26, source="this test"),
        HalfLifeLimit(name="latest", half_life_yr=4e26, source="this test"),
    )
    return DoubleBetaSettings(kind="neutrino.doublebeta", title="figures", limits=limits)


@pytest.fixture(scope="module")
def converted(settings: DoubleBetaSettings) -> tuple[ConvertedLimit, ...]:
    return convert(settings)


@pytest.fixture(scope="module")
def both(settings: DoubleBetaSettings) -> tuple[OrderingBand, ...]:
    return bands(settings)


def test_the_band_plot_names_its_axes_bands_and_latest_limit(
    both: tuple[OrderingBand, ...], converted: tuple[ConvertedLimit, ...]
) -> None:
    axes = Figure().subplots()
    draw_band(axes, both, converted, goals_meV=(20.0, 40.0))
    assert axes.get_xlabel().endswith("(meV)")
    assert axes.get_ylabel().endswith("(meV)")
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
    words = " ".join(text.get_text() for text in axes.texts)
    for expected in ("inverted ordering", "normal ordering", "latest, 90 % CL", "20 meV", "40 meV", "3σ"):
        assert expected in words
    assert "older" not in words


def test_the_strip_holds_every_limit_and_every_matrix_element(
    both: tuple[OrderingBand, ...], converted: tuple[ConvertedLimit, ...]
) -> None:
    axes = Figure().subplots()
    draw_band(axes, both, converted)
    (strip,) = axes.child_axes
    assert [text.get_text() for text in strip.texts] == ["older", "latest"]
    drawn = sorted(float(value) for line in strip.lines for value in np.asarray(line.get_ydata()))
    assert drawn == pytest.approx(sorted(value for limit in converted for value in limit.masses_meV))


def test_cosmology_is_drawn_only_when_asked_for(
    both: tuple[OrderingBand, ...], converted: tuple[ConvertedLimit, ...]
) -> None:
    for sum_eV, is_there in ((None, False), (0.12, True)):
        axes = Figure().subplots()
        draw_band(axes, both, converted, cosmology_sum_eV=sum_eV)
        assert any("cosmology" in text.get_text() for text in axes.texts) == is_there


def test_explored_fractions_are_lines_with_points_at_the_thresholds() -> None:
    grid = np.array([5.0, 10.0, 20.0, 40.0, 80.0])
    main = tuple(explored_fraction(grid, ordering, samples=5_000) for ordering in ("inverted", "normal"))
    axes = Figure().subplots()
    draw_explored(axes, main, [main], thresholds_meV=(20.0, 40.0))
    assert axes.get_xlabel().endswith("(meV)")
    thick = [line for line in axes.lines if line.get_linewidth() > 2]
    assert [line.get_label() for line in thick] == ["inverted ordering", "normal ordering"]
    for line, one in zip(thick, main, strict=True):
        assert np.array_equal(np.asarray(line.get_ydata()), one.fraction)
    points = [line for line in axes.lines if line.get_marker() == "o"]
    assert [list(np.asarray(line.get_xdata())) for line in points] == [[20.0, 40.0]] * 2


def test_figures_draw_into_files_without_a_warning(
    both: tuple[OrderingBand, ...], converted: tuple[ConvertedLimit, ...], tmp_path: Path
) -> None:
    from kyokutei.plotting.draw import draw_figure

    drawn = draw_figure("band", lambda axes: draw_band(axes, both, converted), tmp_path)
    assert drawn.svg.stat().st_size > 0

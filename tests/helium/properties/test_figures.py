"""The temperature-entropy diagram: what its lines are, not how they look."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from kyokutei.helium import properties
from kyokutei.helium.properties import figures
from kyokutei.plotting.draw import draw_figure


def test_an_isobar_runs_flat_through_the_dome() -> None:
    s, t = figures.isobar(101325.0)
    boiling = properties.saturation_temperature(101325.0, scale="EOS")
    flat = np.flatnonzero(np.isclose(t, boiling, rtol=1e-12, atol=0.0))
    assert flat.size == 2
    width = properties.latent_heat(boiling, scale="EOS") / boiling / 1000.0
    assert s[flat[1]] - s[flat[0]] == pytest.approx(width, rel=1e-9)
    assert np.all(np.diff(s) > 0.0)


def test_an_isobar_above_the_critical_pressure_has_no_step() -> None:
    s, t = figures.isobar(10e5)
    assert np.max(np.diff(s)) < 0.2
    assert s[-1] == pytest.approx(properties.entropy(320.0, 10e5) / 1000.0)
    assert t[-1] == pytest.approx(320.0)


def test_an_isenthalp_keeps_its_enthalpy() -> None:
    s, t = figures.isenthalp(50e3)
    pressure = np.geomspace(5e6, 1e4, t.size)
    drawn = np.isfinite(t)
    np.testing.assert_allclose(properties.enthalpy(t[drawn], pressure[drawn]), 50e3, rtol=1e-9)
    np.testing.assert_allclose(properties.entropy(t[drawn], pressure[drawn]) / 1000.0, s[drawn], rtol=1e-9)


def test_the_diagram_names_its_axes_and_lines(tmp_path: Path) -> None:
    files = draw_figure("diagram", figures.temperature_entropy_diagram, tmp_path, size_inch=figures.SIZE_INCH)
    assert files.svg.stat().st_size > 10_000
    axes = Figure().add_subplot()
    figures.temperature_entropy_diagram(axes, isobars_bar=[1.0, 15.0], isenthalps_kJ_per_kg=[30.0])
    figures.draw_cycle(axes, [20.0, 15.0, 1.0], [300.0, 300.0, 5.0], label="Collins")
    assert "K" in axes.get_ylabel()
    assert "kJ" in axes.get_xlabel()
    assert {text.get_text() for text in axes.texts} == {"1 bar", "15 bar", "30"}
    assert axes.lines[-1].get_label() == "Collins"

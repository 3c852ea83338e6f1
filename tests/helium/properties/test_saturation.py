"""Saturation of helium-4 on ITS-90, by Donnelly and Barenghi, and by the equation of state: published numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyokutei.errors import OutOfRangeError
from kyokutei.helium import properties
from kyokutei.helium.properties.donnelly_barenghi import MOLAR_MASS_KG_PER_MOL


def test_its90_gives_the_boiling_points_of_the_scale() -> None:
    """Rows of ITS-90 table 3 as used: T90(101325 Pa) = 4.22210 K, T90(100 kPa) = 4.20814 K, to 0.1 mK."""
    assert properties.saturation_temperature(101325.0) == pytest.approx(4.22210, abs=1e-4)
    assert properties.saturation_temperature(1e5) == pytest.approx(4.20814, abs=1e-4)


@pytest.mark.parametrize(("temperature", "pressure"), [(4.2, 99_233.0), (3.0, 24_046.0), (2.2, 5_335.0)])
def test_its90_gives_published_vapour_pressures(temperature: float, pressure: float) -> None:
    assert properties.vapour_pressure(temperature) == pytest.approx(pressure, rel=1e-4)


def test_both_sides_of_the_lambda_point_meet_in_pressure() -> None:
    below, above = properties.vapour_pressure([2.1768 - 1e-9, 2.1768])
    assert below == pytest.approx(above, rel=1e-5)


@given(temperature=st.floats(1.25, 5.0))
def test_the_scale_and_its_inverse_agree(temperature: float) -> None:
    pressure = properties.vapour_pressure(temperature)
    # at the lambda point the two published sets of constants differ by 4 mPa, or 0.3 µK
    assert properties.saturation_temperature(pressure) == pytest.approx(temperature, abs=1e-6)


def test_vapour_pressure_rises_with_temperature_everywhere() -> None:
    assert np.all(np.diff(properties.vapour_pressure(np.linspace(1.25, 5.0, 5001))) > 0.0)


@pytest.mark.parametrize(("temperature", "density"), [
    (1.25, 145.117), (1.30, 145.121), (1.50, 145.165), (1.80, 145.354), (2.00, 145.622), (2.10, 145.834),
    (2.15, 145.984), (2.20, 146.105), (2.50, 144.840), (3.00, 141.227), (3.50, 136.074), (4.00, 128.974),
    (4.20, 125.408), (4.50, 118.855), (4.80, 109.873), (4.90, 106.003),
])  # fmt: skip
def test_liquid_density_is_the_recommended_table(temperature: float, density: float) -> None:
    """Donnelly and Barenghi 1998, recommended values, to the last digit printed."""
    assert properties.liquid_density(temperature) == pytest.approx(density, abs=6e-4)


def test_liquid_density_at_the_normal_boiling_point() -> None:
    assert properties.liquid_density(4.222) == pytest.approx(124.98, abs=5e-3)


@pytest.mark.parametrize(
    ("temperature", "per_mole"), [(1.25, 85.06), (2.0, 93.07), (3.0, 94.11), (4.2, 83.19), (4.9, 56.28)]
)
def test_latent_heat_is_the_recommended_table(temperature: float, per_mole: float) -> None:
    """Donnelly and Barenghi 1998, to 0.1 %; the equation of state within 0.5 % at 4.2 K."""
    assert properties.latent_heat(temperature) * MOLAR_MASS_KG_PER_MOL == pytest.approx(per_mole, rel=1e-3)


def test_latent_heat_of_the_equation_at_4_2_kelvin() -> None:
    """20.701 kJ/kg (CoolProp), 0.40 % below Donnelly and Barenghi's 20.784."""
    assert properties.latent_heat(4.2, scale="EOS") == pytest.approx(20_701.0, rel=1e-4)
    assert properties.latent_heat(4.2, scale="EOS") == pytest.approx(properties.latent_heat(4.2), rel=5e-3)


def test_the_lambda_point_has_values_and_no_gap() -> None:
    around = np.array([2.1768 - 1e-12, 2.1768, 2.1768 + 1e-12])
    assert properties.liquid_density(around) == pytest.approx(146.1087, rel=1e-9)
    assert properties.latent_heat(around) == pytest.approx(90.74 / MOLAR_MASS_KG_PER_MOL, rel=1e-6)


def test_the_equation_and_the_measurements_differ_as_published() -> None:
    """Notes of 2026 with CoolProp 8.0.0: density -0.22 % at 4.2 K and -0.87 % at 4.9 K, pressure -0.16 % at 4.2 K."""
    ratio = properties.liquid_density([4.2, 4.9], scale="EOS") / properties.liquid_density([4.2, 4.9])
    assert ratio - 1.0 == pytest.approx([-0.0022, -0.0087], abs=5e-5)
    pressures = properties.vapour_pressure(4.2, scale="EOS") / properties.vapour_pressure(4.2)
    assert pressures - 1.0 == pytest.approx(-0.0016, abs=5e-5)
    assert properties.saturation_temperature(101325.0, scale="EOS") == pytest.approx(4.2238, abs=5e-5)


@given(temperature=st.floats(2.1768, 5.1953))
def test_the_equations_line_and_its_inverse_agree(temperature: float) -> None:
    pressure = properties.vapour_pressure(temperature, scale="EOS")
    assert properties.saturation_temperature(pressure, scale="EOS") == pytest.approx(temperature, rel=1e-11)


def test_the_equations_line_is_that_of_coolprop() -> None:
    coolprop = pytest.importorskip("CoolProp")
    other = coolprop.AbstractState("HEOS", "Helium")
    for temperature in np.linspace(2.1768, 5.19, 300):
        other.update(coolprop.QT_INPUTS, 0.0, temperature)
        liquid, pressure, h = other.rhomass(), other.p(), other.hmass()
        other.update(coolprop.QT_INPUTS, 1.0, temperature)
        assert properties.vapour_pressure(temperature, scale="EOS") == pytest.approx(pressure, rel=1e-9)
        assert properties.liquid_density(temperature, scale="EOS") == pytest.approx(liquid, rel=1e-9)
        assert properties.vapour_density(temperature) == pytest.approx(other.rhomass(), rel=1e-9)
        assert properties.latent_heat(temperature, scale="EOS") == pytest.approx(other.hmass() - h, rel=1e-8)


def test_the_slope_of_the_equations_line_is_clapeyrons() -> None:
    temperature = np.linspace(2.3, 5.1, 30)
    step = 1e-4
    up, down = (properties.vapour_pressure(temperature + k * step, scale="EOS") for k in (1, -1))
    volume = 1.0 / properties.vapour_density(temperature) - 1.0 / properties.liquid_density(temperature, scale="EOS")
    slope = properties.latent_heat(temperature, scale="EOS") / (temperature * volume)
    np.testing.assert_allclose((up - down) / (2.0 * step), slope, rtol=1e-6)


@pytest.mark.parametrize(("call", "words"), [
    (lambda: properties.vapour_pressure(1.2), "1.25 to 5 K"),
    (lambda: properties.vapour_pressure(5.1), "1.25 to 5 K"),
    (lambda: properties.vapour_pressure(2.0, scale="EOS"), "2.1768 to 5.1953 K"),
    (lambda: properties.liquid_density(4.95), "1.25 to 4.9 K"),
    (lambda: properties.latent_heat([2.0, np.nan]), "nan K at index 1"),
    (lambda: properties.saturation_temperature(1e6), "196017 Pa"),
    (lambda: properties.saturation_temperature(-5.0, scale="EOS"), "228323 Pa"),
    (lambda: properties.vapour_pressure(4.2, scale="IPTS-68"), '"ITS-90" or "EOS"'),  # type: ignore[arg-type]
])  # fmt: skip
def test_nothing_is_extrapolated(call: Any, words: str) -> None:
    with pytest.raises(OutOfRangeError) as caught:
        call()
    assert words in str(caught.value)


def test_published_heats_of_liquefaction() -> None:
    """Notes, section 3 (CoolProp at 1 atm): h(300 K) - h_f = 1563.3, latent 20.56, ideal work 6831 kJ/kg."""
    boiling = properties.saturation_temperature(101325.0, scale="EOS")
    warm_h, warm_s = properties.enthalpy(300.0, 101325.0), properties.entropy(300.0, 101325.0)
    assert warm_h == pytest.approx(1563.3e3, abs=50.0)
    assert properties.latent_heat(boiling, scale="EOS") == pytest.approx(20.56e3, abs=10.0)
    assert 300.0 * warm_s - warm_h == pytest.approx(6831e3, rel=1e-4)


def test_published_ideal_work_at_1_2_bar() -> None:
    """Techniques de l'Ingénieur J3605: 808 049 J and 189 218 J of heat per litre from 300 K, 1.2 bar, to 0.5 %."""
    from kyokutei.helium.properties import kernels

    _, density, h, s = kernels.saturated_liquid(1.2e5)
    removed = properties.enthalpy(300.0, 1.2e5) - h
    work = 300.0 * (properties.entropy(300.0, 1.2e5) - s) - removed
    assert work * density / 1000.0 == pytest.approx(808_049.0, rel=5e-3)
    assert removed * density / 1000.0 == pytest.approx(189_218.0, rel=5e-3)

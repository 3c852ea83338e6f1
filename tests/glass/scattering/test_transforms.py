"""Transforms between S(Q) and g(r): hard spheres that are known exactly, sums by hand, errors."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from kyokutei.errors import OutOfRangeError
from kyokutei.glass import scattering
from kyokutei.glass.scattering.percus_yevick import (
    contact_value,
    hard_sphere_structure_factor,
    structure_factor_at_zero,
)
from kyokutei.glass.scattering.transforms import sine_integral

PACKING, DIAMETER = 0.45, 2.5
DENSITY = 6.0 * PACKING / math.pi / DIAMETER**3
Q = np.arange(0.02, 200.0, 0.02)
SPHERES = hard_sphere_structure_factor(Q, diameter_angstrom=DIAMETER, packing_fraction=PACKING)

# --- hard spheres


def test_hard_spheres_are_as_incompressible_as_percus_and_yevick_say() -> None:
    # 0.02535 at a packing fraction of 0.45
    assert structure_factor_at_zero(0.45) == pytest.approx(0.02535, abs=5e-6)


@given(packing=st.floats(min_value=0.01, max_value=0.6))
def test_at_zero_q_the_structure_factor_is_the_compressibility(packing: float) -> None:
    at_zero = hard_sphere_structure_factor(0.0, diameter_angstrom=DIAMETER, packing_fraction=packing)
    assert float(at_zero) == pytest.approx((1.0 - packing) ** 4 / (1.0 + 2.0 * packing) ** 2, rel=1e-12)


@given(q=st.floats(min_value=0.001, max_value=60.0), packing=st.floats(min_value=0.01, max_value=0.6))
def test_the_closed_form_is_the_integral_over_the_direct_correlation_function(q: float, packing: float) -> None:
    alpha = (1.0 + 2.0 * packing) ** 2 / (1.0 - packing) ** 4
    beta = -6.0 * packing * (1.0 + 0.5 * packing) ** 2 / (1.0 - packing) ** 4

    def integrand(s: float) -> float:
        return s**2 * float(np.sinc(q * s / math.pi)) * (alpha + beta * s + 0.5 * packing * alpha * s**3)

    integral = quad(integrand, 0.0, 1.0, limit=200)[0]
    found = float(hard_sphere_structure_factor(q, diameter_angstrom=1.0, packing_fraction=packing))
    assert found == pytest.approx(1.0 / (1.0 + 24.0 * packing * integral), rel=1e-8)


@pytest.mark.parametrize("packing", [-0.1, 0.8, np.nan])
def test_a_packing_beyond_the_densest_is_refused(packing: float) -> None:
    with pytest.raises(OutOfRangeError, match="packing_fraction"):
        hard_sphere_structure_factor(1.0, diameter_angstrom=1.0, packing_fraction=packing)


def test_spheres_do_not_overlap_and_touch_as_often_as_they_should() -> None:
    found = scattering.to_real_space(
        Q, SPHERES, np.array([0.5, 1.0, 1.5, 2.0, 2.4, 2.53]), number_density_per_cubic_angstrom=DENSITY, window="lorch"
    )
    assert np.abs(found.value[:5]).max() < 5e-3
    # at r = 2.53 Å g has fallen from its contact value, 4.05, by its slope there, some 5 per Å
    assert found.value[5] == pytest.approx(contact_value(PACKING), rel=0.1)


def test_there_and_back_the_structure_factor_is_the_same() -> None:
    r = np.arange(0.01, 40.0, 0.02)
    g = scattering.to_real_space(Q[:3000], SPHERES[:3000], r, number_density_per_cubic_angstrom=DENSITY, window="lorch")
    wavevectors = np.arange(0.3, 20.0, 0.37)
    back = scattering.to_reciprocal_space(r, g.value, wavevectors, number_density_per_cubic_angstrom=DENSITY)
    exact = hard_sphere_structure_factor(wavevectors, diameter_angstrom=DIAMETER, packing_fraction=PACKING)
    assert np.abs(back.value - exact).max() < 0.02  # the window of the way there broadens the step at contact


def test_the_window_of_lorch_damps_the_ringing_of_the_step() -> None:
    few = Q <= 20.0
    r = np.linspace(0.4, 2.2, 40)
    ringing = {
        window: np.abs(
            scattering.to_real_space(
                Q[few], SPHERES[few], r, number_density_per_cubic_angstrom=DENSITY, window=window
            ).value
        ).max()
        for window in ("step", "lorch")
    }
    assert ringing["lorch"] < 0.25 * ringing["step"]


def test_what_is_below_the_first_q_matters_and_the_parabola_finds_it() -> None:
    r = np.linspace(0.5, 8.0, 60)
    exact = scattering.to_real_space(Q, SPHERES, r, number_density_per_cubic_angstrom=DENSITY, window="lorch").value
    seen = Q >= 0.6
    away = {
        low: np.abs(
            scattering.to_real_space(
                Q[seen], SPHERES[seen], r, number_density_per_cubic_angstrom=DENSITY, window="lorch", low_wavevector=low
            ).value
            - exact
        ).max()
        for low in ("nothing", "constant", "parabola")
    }
    assert away["nothing"] > 0.05
    assert away["constant"] < 1e-3
    assert away["parabola"] < 1e-4


# --- integrals and errors


@given(t=st.floats(min_value=1e-6, max_value=80.0), seed=st.integers(min_value=0, max_value=1000))
def test_straight_lines_times_a_sine_are_integrated_exactly(t: float, seed: int) -> None:
    generator = np.random.default_rng(seed)
    nodes, values = np.cumsum(generator.uniform(0.05, 1.0, 6)), generator.normal(size=6)
    found = float((sine_integral(nodes, np.array([[t]])) @ values)[0])
    # ∫(a + bx) sin(xt) dx = [-(a + bx) cos(xt)/t + b sin(xt)/t²] by parts, or the numerical integral at small t
    exact = sum(
        quad(lambda x: np.interp(x, nodes, values) * math.sin(x * t), low, high, limit=200)[0]
        for low, high in pairwise(nodes)
    )
    assert found == pytest.approx(exact, abs=1e-9)


def test_errors_are_those_of_many_repetitions() -> None:
    # 400 repetitions know a standard deviation to 3.5 %; 0.25 relative is 7 such, false by chance in less than 1e-9
    few, generator = Q[30:400:4], np.random.default_rng(1)
    structure, sigma = np.ones_like(few), np.full_like(few, 0.02)
    r = np.array([1.0, 2.5, 6.0])
    found = scattering.to_real_space(
        few, structure, r, number_density_per_cubic_angstrom=0.05, sigma=sigma, low_wavevector="constant"
    )
    repeated = np.array(
        [
            scattering.to_real_space(
                few, structure + sigma * generator.normal(size=len(few)), r, number_density_per_cubic_angstrom=0.05,
                low_wavevector="constant",
            ).value
            for _ in range(400)
        ]
    )  # fmt: skip
    assert found.sigma is not None
    assert repeated.std(axis=0) == pytest.approx(found.sigma, rel=0.25)


def test_a_gas_has_no_structure_in_either_space() -> None:
    assert scattering.to_real_space(
        [1.0, 2.0], [1.0, 1.0], [3.0], number_density_per_cubic_angstrom=0.05
    ).value == pytest.approx([1.0])
    back = scattering.to_reciprocal_space([0.0, 9.0], [1.0, 1.0], [3.0], number_density_per_cubic_angstrom=0.05)
    assert back.value == pytest.approx([1.0])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"wavevector_per_angstrom": [2.0, 1.0]}, "behind 2"),
        ({"structure_factor": [1.0, np.nan]}, "nan"),
        ({"sigma": [-1.0, 1.0]}, "sigma = -1"),
        ({"distance_angstrom": [0.0]}, "divided by r"),
        ({"number_density_per_cubic_angstrom": -0.05}, "number_density"),
        ({"window": "hann"}, "one of step, lorch"),
        ({"low_wavevector": "line"}, "one of nothing, constant, parabola"),
        ({"structure_factor": [1.0, 1.0, 1.0]}, "one shape"),
    ],
)
def test_what_cannot_be_transformed_is_refused(change: dict[str, object], words: str) -> None:
    arguments = {
        "wavevector_per_angstrom": [1.0, 2.0], "structure_factor": [1.0, 1.0], "distance_angstrom": [1.0],
        "number_density_per_cubic_angstrom": 0.05,
    }  # fmt: skip
    with pytest.raises(OutOfRangeError, match=words):
        scattering.to_real_space(**(arguments | change))


@pytest.mark.reference_data
def test_silica_has_its_oxygen_at_1_6_angstrom(reference_data: Path) -> None:
    # Si-O 1.59 Å in sio2_RMC.cfg, 1.61 Å in the literature; the neutron data resolve π/25 = 0.13 Å
    data = scattering.read(reference_data / "glass" / "SiO2_NIMROD.mint01").between(0.2, 25.0)
    sample = scattering.Sample(number_density_per_cubic_angstrom=0.0665, squared_mean_barn=0.2758)
    structure = data.in_convention("faber-ziman", sample=sample)
    r = np.arange(0.8, 4.0, 0.01)
    found = scattering.to_real_space(
        structure.abscissa,
        structure.value,
        r,
        number_density_per_cubic_angstrom=0.0665,
        sigma=structure.sigma,
        window="lorch",
    )
    assert found.sigma is not None
    assert r[np.argmax(found.value)] == pytest.approx(1.61, abs=0.03)
    assert np.abs(found.value[r < 1.2]).max() < 0.3
    assert found.sigma.max() < 0.05


@pytest.mark.reference_data
def test_nickel_titanium_has_its_first_shell_where_both_of_its_files_say(reference_data: Path) -> None:
    # the two files agree in the places of the peaks, but not in their height: G(r) is 3.4 times the transform of F(Q)
    folder = reference_data / "glass"
    structure = scattering.read(folder / "NiTi_experimental.fq", convention="reduced").in_convention("faber-ziman")
    given_g = scattering.read(folder / "NiTi_experimental.gr", convention="reduced-pair-distribution").between(
        2.0, 10.0
    )
    r = given_g.abscissa
    found = scattering.to_real_space(structure.abscissa, structure.value, r, number_density_per_cubic_angstrom=0.07)
    ours = r * (found.value - 1.0)
    assert r[np.argmax(ours)] == pytest.approx(r[np.argmax(given_g.value)], abs=0.03)
    assert np.corrcoef(ours, given_g.value)[0, 1] > 0.95

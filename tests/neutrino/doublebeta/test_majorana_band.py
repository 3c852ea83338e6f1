"""The band over Majorana phases: hand values, a scan of the phases, cancellation, refused input."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kyokutei.neutrino.doublebeta import cancellation_region, mass_band
from kyokutei.neutrino.doublebeta.majorana_band import band_sigma, cancellation_sigma, signed_band
from kyokutei.neutrino.doublebeta.phase_scan import scan_phases
from kyokutei.neutrino.spectra import Measured, oscillation_parameters

RELEASES = ("nufit-6.0", "nufit-6.0-ic19", "nufit-5.2")
ORDERINGS = ("normal", "inverted")


def test_bands_at_a_vanishing_lightest_mass_are_those_of_the_field() -> None:
    # computed for NuFIT 6.0: inverted 18.2-48.2 meV, normal 1.5-3.7 meV
    assert mass_band(0.0, "inverted") == pytest.approx((18.2, 48.2), abs=0.05)
    assert mass_band(0.0, "normal") == pytest.approx((1.5, 3.7), abs=0.05)


def test_inverted_band_at_zero_is_that_of_two_nearly_equal_masses() -> None:
    # m1 ≈ m2 ≈ √Δm² and m3 = 0: from cos 2θ12 cos²θ13 √Δm² to cos²θ13 √Δm²
    parameters = oscillation_parameters("nufit-6.0", "inverted")
    mass = 1e3 * math.sqrt(abs(parameters.delta_m2_3l_eV2.value)) * (1.0 - parameters.sin2_theta13.value)
    low, high = mass_band(0.0, "inverted")
    assert high == pytest.approx(mass, rel=0.015)
    assert low == pytest.approx(mass * (1.0 - 2.0 * parameters.sin2_theta12.value), rel=0.05)


def test_far_above_the_splittings_both_orderings_agree() -> None:
    normal, inverted = mass_band(10.0, "normal"), mass_band(10.0, "inverted")
    assert normal == pytest.approx(inverted, rel=2e-3)
    assert normal[1] == pytest.approx(10e3, rel=1e-4)


@settings(max_examples=25, deadline=None)
@given(exponent=st.floats(-5.0, 0.5), ordering=st.sampled_from(ORDERINGS), release=st.sampled_from(RELEASES))
def test_a_scan_of_the_phases_stays_inside_and_reaches_the_edges(exponent: float, ordering: str, release: str) -> None:
    lightest = 10.0**exponent
    low, high = mass_band(lightest, ordering, oscillation=release)
    scan = scan_phases(lightest, oscillation_parameters(release, ordering), steps=180)
    assert scan.min() >= low - 1e-9
    assert scan.max() == pytest.approx(high, rel=1e-12)
    # between grid points of two degrees the sum of three arrows moves by less than this
    assert scan.min() <= low + 0.04 * high


def test_normal_ordering_vanishes_between_two_lightest_masses() -> None:
    region = cancellation_region("normal")
    assert region is not None
    low, high = region
    assert (low, high) == pytest.approx((0.00235, 0.00646), rel=0.005)
    inside = np.linspace(1.0001 * low, 0.9999 * high, 50)
    assert np.all(mass_band(inside, "normal")[0] == 0.0)
    assert mass_band(0.999 * low, "normal")[0] > 0.0
    assert mass_band(1.001 * high, "normal")[0] > 0.0


def test_cancellation_ends_where_one_term_balances_the_other_two() -> None:
    region = cancellation_region("normal")
    assert region is not None
    fit = oscillation_parameters("nufit-6.0", "normal")
    s12, s13 = fit.sin2_theta12.value, fit.sin2_theta13.value
    for lightest, signs in zip(region, ((1, -1, 1), (-1, 1, 1)), strict=True):
        m1, m2 = lightest, math.sqrt(lightest**2 + fit.delta_m2_21_eV2.value)
        m3 = math.sqrt(lightest**2 + fit.delta_m2_3l_eV2.value)
        terms = ((1 - s12) * (1 - s13) * m1, s12 * (1 - s13) * m2, s13 * m3)
        assert sum(sign * term for sign, term in zip(signs, terms, strict=True)) == pytest.approx(0.0, abs=1e-13)


def test_inverted_ordering_never_vanishes() -> None:
    assert cancellation_region("inverted") is None
    assert np.all(mass_band(np.geomspace(1e-6, 10.0, 200), "IO")[0] > 15.0)
    with pytest.raises(ValueError, match="cannot vanish"):
        cancellation_sigma("inverted")


def test_broadening_widens_the_band_on_both_sides() -> None:
    lightest = np.geomspace(1e-4, 1.0, 60)
    for ordering in ORDERINGS:
        low, high = mass_band(lightest, ordering)
        wide_low, wide_high = mass_band(lightest, ordering, sigmas=3.0)
        assert np.all(wide_low <= low)
        assert np.all(wide_high > high)


def test_linear_errors_of_the_edges_are_those_of_random_parameters() -> None:
    """Standard deviation of 4000 draws, known to 1.1 %; a sixth of it is far beyond six of its deviations."""
    generator = np.random.default_rng(7)
    fit = oscillation_parameters("nufit-6.0", "inverted")
    names = ("sin2_theta12", "sin2_theta13", "delta_m2_21_eV2", "delta_m2_3l_eV2")
    draws = []
    for _ in range(4000):
        moved = {name: getattr(fit, name) for name in names}
        moved = {
            name: Measured(one.value + one.sigma * generator.standard_normal(), 0.0) for name, one in moved.items()
        }
        draws.append(signed_band(np.asarray(0.0), replace(fit, **moved)))
    assert np.std(draws, axis=0) == pytest.approx(np.array(band_sigma(np.asarray(0.0), fit)), rel=1 / 6)


def test_names_of_orderings_are_those_of_the_field() -> None:
    assert mass_band(0.01, "NO") == mass_band(0.01, "normal") == mass_band(0.01, "NH")
    assert mass_band(0.01, "IO") == mass_band(0.01, "inverted")


def test_arrays_keep_their_shape_and_floats_stay_floats() -> None:
    low, high = mass_band(np.zeros((2, 3)), "normal")
    assert low.shape == high.shape == (2, 3)
    assert all(type(edge) is float for edge in mass_band(0, "normal"))


@pytest.mark.parametrize("value", [-1e-3, math.nan, math.inf])
def test_an_impossible_lightest_mass_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="lightest_mass_eV"):
        mass_band([0.0, value], "normal")


def test_mistyped_names_get_the_nearest_one() -> None:
    with pytest.raises(ValueError, match='Did you mean "inverted"'):
        mass_band(0.0, "inverteed")
    with pytest.raises(ValueError, match=r'Did you mean "nufit-6\.0"'):
        mass_band(0.0, "normal", oscillation="nufit6.0")


def test_every_release_says_where_its_numbers_were_read() -> None:
    for release in RELEASES:
        for ordering in ORDERINGS:
            fit = oscillation_parameters(release, ordering)
            assert (fit.release, fit.ordering) == (release, ordering)
            assert "arXiv" in fit.source
            assert "read" in fit.status
            assert (fit.delta_m2_3l_eV2.value > 0) == (ordering == "normal")

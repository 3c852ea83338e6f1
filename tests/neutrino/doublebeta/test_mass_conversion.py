"""Half-life and effective mass: published digits, laws of the formula, refused input."""

from __future__ import annotations

import math
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyokutei.neutrino.doublebeta import CONVENTIONS, RateConvention, effective_mass, half_life, matrix_elements
from kyokutei.neutrino.doublebeta.rate_conventions import ConventionName
from kyokutei.physics.constants import ELECTRON_MASS_EV


@pytest.mark.parametrize(
    ("half_life_yr", "published"), [(2.3e26, (36, 156)), (3.8e26, (28, 122))], ids=["PRL 130 051801", "PRL 135 262501"]
)
def test_the_preset_gives_the_published_digits_of_kamland_zen(half_life_yr: float, published: tuple[int, int]) -> None:
    masses = effective_mass(half_life_yr, np.array([4.77, 1.11]))
    assert tuple(np.round(masses)) == published


def test_the_limit_of_2016_gives_its_lower_end_with_the_matrix_element_of_its_time() -> None:
    # PRL 117 082503 prints 61-165 meV; the lower end is that of EDF 4.20 (PRL 105 252503)
    assert round(effective_mass(1.07e26, 4.20)) == 61


def test_exo_200_gives_its_published_range() -> None:
    # published for 3.5e25 yr with M from 4.77 to 1.55
    assert effective_mass(3.5e25, np.array([4.77, 1.55])) == pytest.approx([93, 286], rel=0.005)


def test_other_conventions_miss_a_published_digit() -> None:
    """What the caveat of the preset says: of five pairs only one gives all four digits."""
    hits = [
        name
        for name, convention in CONVENTIONS.items()
        if convention.isotope == "136Xe"
        and [round(effective_mass(t, m, convention=name)) for t in (2.3e26, 3.8e26) for m in (4.77, 1.11)]
        == [36, 156, 28, 122]
    ]
    assert hits == ["kamland-zen"]
    assert "five pairs" in CONVENTIONS["kamland-zen"].note


def test_kotila_and_iachello_is_the_constant_of_the_literature() -> None:
    # m_e² / (G g_A⁴) = 6.88e24 eV² yr for 136Xe (Agostini, Benato and Detwiler, arXiv:1705.02996)
    rule = CONVENTIONS["kotila-iachello-1.27"]
    constant = ELECTRON_MASS_EV**2 / (rule.phase_space_factor_per_yr * rule.axial_coupling**4)
    assert constant == pytest.approx(6.88e24, rel=1e-3)


def test_a_mass_of_one_electron_decays_with_the_phase_space_factor() -> None:
    rule = RateConvention("unit", "none", 1e-15, 1.0, source="this test", status="read")
    assert half_life(1e3 * ELECTRON_MASS_EV, 1.0, convention=rule) == pytest.approx(1e15, rel=1e-14)


@given(
    half_life_yr=st.floats(1e20, 1e32),
    element=st.floats(0.1, 10.0),
    factor=st.floats(1.01, 100.0),
    name=st.sampled_from(get_args(ConventionName)),
)
def test_mass_falls_with_the_root_of_half_life_and_with_the_matrix_element(
    half_life_yr: float, element: float, factor: float, name: str
) -> None:
    mass = effective_mass(half_life_yr, element, convention=name)
    assert effective_mass(half_life_yr * factor**2, element, convention=name) == pytest.approx(mass / factor, rel=1e-12)
    assert effective_mass(half_life_yr, element * factor, convention=name) == pytest.approx(mass / factor, rel=1e-12)


@given(half_life_yr=st.floats(1e20, 1e32), element=st.floats(0.1, 10.0), name=st.sampled_from(sorted(CONVENTIONS)))
def test_half_life_undoes_effective_mass(half_life_yr: float, element: float, name: str) -> None:
    mass = effective_mass(half_life_yr, element, convention=name)
    assert half_life(mass, element, convention=name) == pytest.approx(half_life_yr, rel=1e-12)


def test_arrays_keep_their_shape_and_floats_stay_floats() -> None:
    assert type(effective_mass(2.3e26, 4.77)) is float
    assert type(half_life(36, 4)) is float
    assert effective_mass(np.full((2, 3), 1e26), 2.0).shape == (2, 3)
    assert effective_mass(1e26, [1.0, 2.0]).shape == (2,)
    assert half_life(np.ones((2, 1)), np.ones(3)).shape == (2, 3)


@pytest.mark.parametrize("value", [-2.3e26, 0.0, math.inf, math.nan])
def test_an_impossible_half_life_is_refused_with_its_range(value: float) -> None:
    with pytest.raises(ValueError, match=r"half_life_yr = .*expected 1 to 1e\+60 yr"):
        effective_mass(value, 4.77)


@pytest.mark.parametrize("value", [-1.0, 0.0, math.nan])
def test_an_impossible_matrix_element_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="nuclear_matrix_element"):
        half_life(20.0, value)


def test_not_a_number_is_refused_with_its_index() -> None:
    with pytest.raises(ValueError, match="at index 2"):
        effective_mass([1e26, 2e26, math.nan], 4.77)


def test_an_impossible_mass_is_refused() -> None:
    with pytest.raises(ValueError, match="effective_mass_meV = -20 meV"):
        half_life(-20.0, 4.77)


def test_a_mistyped_convention_gets_the_nearest_name() -> None:
    with pytest.raises(ValueError, match='Did you mean "kamland-zen"'):
        effective_mass(2.3e26, 4.77, convention="kamlandzen")


def test_conventions_are_named_and_say_where_they_come_from() -> None:
    assert set(get_args(ConventionName)) == set(CONVENTIONS)
    for name, convention in CONVENTIONS.items():
        assert convention.name == name
        assert convention.source
        assert name in convention.describe()


def test_the_electron_mass_is_that_of_codata() -> None:
    from scipy.constants import physical_constants

    assert physical_constants["electron mass energy equivalent in MeV"][0] * 1e6 == pytest.approx(
        ELECTRON_MASS_EV, rel=1e-9
    )


def test_matrix_elements_span_the_range_that_experiments_use() -> None:
    values = [one.value for one in matrix_elements("136Xe")]
    assert (min(values), max(values)) == (1.11, 4.773)
    assert {one.model for one in matrix_elements("136Xe")} == {"EDF", "IBM", "QRPA", "shell model"}
    assert all(one.model == "IBM" for one in matrix_elements("136Xe", model="IBM"))


def test_an_isotope_without_matrix_elements_is_refused() -> None:
    with pytest.raises(ValueError, match="136Xe EDF"):
        matrix_elements("150Nd")

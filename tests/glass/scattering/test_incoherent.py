"""Compton scattering: limits, published values, recoil."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyokutei.errors import DataFileError, OutOfRangeError
from kyokutei.glass import scattering
from kyokutei.glass.scattering.incoherent import recoil_factor
from kyokutei.physics.elements import ELEMENT_SYMBOLS

pytest.importorskip("xraydb")
elements = st.sampled_from(ELEMENT_SYMBOLS[:92])


@given(element=elements)
def test_no_electron_scatters_alone_at_rest_and_every_one_at_the_end(element: str) -> None:
    electrons = ELEMENT_SYMBOLS.index(element) + 1
    ends = scattering.incoherent_function(element, np.array([0.0, 100.0]))
    assert ends[0] == 0.0
    assert 0.94 * electrons < ends[1] <= electrons * (1.0 + 1e-12)


@given(element=elements)
def test_it_rises_with_q(element: str) -> None:
    assert np.all(np.diff(scattering.incoherent_function(element, np.linspace(0.0, 100.0, 300))) >= 0.0)


@pytest.mark.parametrize(
    ("element", "wavevector", "published"),
    [("O", 1.0, 0.651), ("Si", 5.0, 6.881), ("Ga", 10.0, 18.386), ("Gd", 20.0, 43.995), ("Gd", 1.0, 3.742)],
)
def test_the_functions_are_those_of_hubbell(element: str, wavevector: float, published: float) -> None:
    # SF_Compt of xraylib 4.3.0, which holds the table of Hubbell et al.; the grid in between costs 1 %
    assert float(scattering.incoherent_function(element, wavevector)) == pytest.approx(published, rel=0.01)


def test_recoil_is_that_of_a_free_electron() -> None:
    # backwards at E = mc²: E' = E/3
    energy = 510998.95
    largest = 4.0 * np.pi * energy / 12398.419843320026
    assert float(recoil_factor(largest, energy_eV=energy)) == pytest.approx(1.0 / 9.0, rel=1e-6)
    assert float(recoil_factor(0.0, energy_eV=energy, power=3)) == 1.0


def test_the_intensity_is_the_mean_over_the_composition() -> None:
    q = np.array([2.0, 8.0])
    silica = scattering.compton_intensity({"Si": 1, "O": 2}, q, energy_eV=61400.0)
    parts = [scattering.incoherent_function(element, q) for element in ("Si", "O")]
    assert silica == pytest.approx((parts[0] + 2 * parts[1]) / 3 * recoil_factor(q, energy_eV=61400.0))


def test_a_table_of_the_user_takes_its_place() -> None:
    assert scattering.incoherent_function("Si", 1.5, table=([1.0, 2.0], [3.0, 5.0])) == pytest.approx(4.0)
    with pytest.raises(OutOfRangeError, match="the given table"):
        scattering.incoherent_function("Si", 3.0, table=([1.0, 2.0], [3.0, 5.0]))
    with pytest.raises(DataFileError, match="cannot be used"):
        scattering.incoherent_function("Si", 1.5, table=([1.0, 2.0], [3.0, np.nan]))


@pytest.mark.parametrize("power", [1, 4])
def test_another_power_of_recoil_is_refused(power: int) -> None:
    with pytest.raises(OutOfRangeError, match="power"):
        recoil_factor(1.0, energy_eV=61400.0, power=power)


def test_a_wavevector_that_the_photons_cannot_reach_is_refused() -> None:
    with pytest.raises(OutOfRangeError, match="4π/λ at 8000 eV"):
        recoil_factor(10.0, energy_eV=8000.0)

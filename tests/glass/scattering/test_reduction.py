"""Reduction of an X-ray intensity to S(Q): a liquid that is known, and another program's result."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyokutei.errors import OutOfRangeError
from kyokutei.glass import scattering
from kyokutei.glass.scattering.percus_yevick import hard_sphere_structure_factor
from kyokutei.glass.scattering.xray_weights import mean_square_form_factor, squared_mean_form_factor

pytest.importorskip("xraydb")
Q = np.arange(0.0, 40.0, 0.02)
ENERGY_EV, DIAMETER, PACKING = 61400.0, 2.6, 0.4
DENSITY = 6.0 * PACKING / math.pi / DIAMETER**3
# hard spheres whose contact is soft: a Debye-Waller factor makes S come to 1 inside the range
LIQUID = 1.0 + (hard_sphere_structure_factor(Q, diameter_angstrom=DIAMETER, packing_fraction=PACKING) - 1.0) * np.exp(
    -0.02 * Q**2
)


@given(scale=st.floats(min_value=1e-6, max_value=1e6), share=st.floats(min_value=0.1, max_value=0.9))
def test_the_structure_factor_of_a_made_intensity_comes_back_whatever_its_unit(scale: float, share: float) -> None:
    alloy = {"Ni": share, "Ti": 1.0 - share}
    coherent = squared_mean_form_factor(alloy, Q, energy_eV=ENERGY_EV)
    self_part = mean_square_form_factor(alloy, Q, energy_eV=ENERGY_EV)
    total = coherent * LIQUID + self_part - coherent + scattering.compton_intensity(alloy, Q, energy_eV=ENERGY_EV)
    # the density that this S obeys by the sum rule, so that what is tested is the reduction and not the softening
    density = -float(np.trapezoid((LIQUID - 1.0) * Q**2, Q)) / (2.0 * math.pi**2)
    found = scattering.reduce_intensity(
        Q,
        total / scale,
        alloy,
        number_density_per_cubic_angstrom=density,
        energy_eV=ENERGY_EV,
        sigma=total / scale * 0.01,
    )
    assert found.scale == pytest.approx(scale)
    assert np.abs(found.structure_factor - LIQUID).max() < 1e-9
    assert found.sigma == pytest.approx(0.01 * total / coherent)


@pytest.mark.reference_data
def test_liquid_gallium_is_reduced_as_by_another_program(reference_data: Path) -> None:
    # LiquidDiffract 1.2.5, tests/data/SQ_initial_Ga.npy: Faber-Ziman, 0.048 atoms/Å³, rebinned to 0.02 1/Å from Q = 0;
    # found: 0.0018 in root mean square, 0.008 at most, by its other tables and its other way to rebin
    folder = reference_data / "glass"
    data = scattering.read(folder / "liquid_Ga_IQ.dat", convention="differential-cross-section")
    theirs = np.load(folder / "SQ_initial_Ga.npy").ravel()
    q = 0.02 * np.arange(len(theirs))
    ours = scattering.reduce_intensity(
        q, np.interp(q, data.abscissa, data.value), {"Ga": 1}, number_density_per_cubic_angstrom=0.048
    )
    difference = (ours.structure_factor - theirs)[q > 0.1]  # below its first point the file says nothing
    assert np.abs(difference).max() < 0.01
    assert np.sqrt(np.mean(difference**2)) < 0.003


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"intensity": [1.0, np.nan, 1.0]}, "nan"),
        ({"intensity": [-1.0, -1.0, -1.0]}, "background"),
        ({"wavevector_per_angstrom": [1.0, 3.0, 2.0]}, "ascending"),
        ({"sigma": [1.0, 1.0, -1.0]}, "sigma = -1"),
        ({"composition": {"Ni": 0.5}}, "sum to 0.5"),
        ({"number_density_per_cubic_angstrom": 0.0}, "number_density"),
    ],
)
def test_an_intensity_that_cannot_be_reduced_is_refused(change: dict[str, object], words: str) -> None:
    arguments = {
        "wavevector_per_angstrom": [1.0, 2.0, 3.0], "intensity": [1.0, 1.0, 1.0], "composition": {"Ga": 1},
        "number_density_per_cubic_angstrom": 0.05,
    }  # fmt: skip
    with pytest.raises(OutOfRangeError, match=words):
        scattering.reduce_intensity(**(arguments | change))

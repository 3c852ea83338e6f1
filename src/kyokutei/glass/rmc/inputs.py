"""From the study file to what a chain needs: data sets with weights, constraints, and the truth of a twin."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kyokutei.errors import Problem, StudyFileError
from kyokutei.glass.pairs import PairMapping
from kyokutei.glass.rmc.configuration import Configuration
from kyokutei.glass.rmc.constraints import AngleConstraint, Constraints, CoordinationConstraint
from kyokutei.glass.rmc.data_set import DataSet
from kyokutei.glass.rmc.settings import DataSettings, RmcSettings
from kyokutei.glass.rmc.starts import packing_fraction, random_start, soft_packing

__all__ = ["constraints_of", "read_data", "simulated_data", "truth_of"]


def constraints_of(settings: RmcSettings) -> Constraints:
    """What the study file says of the local order."""
    return Constraints(
        settings.closest_by_pair,
        tuple(
            CoordinationConstraint(
                term.centre, term.neighbour, term.cutoff_angstrom, term.number, term.sigma, term.of == "mean"
            )
            for term in settings.coordination
        ),
        tuple(
            AngleConstraint(angle.triplet, angle.cutoff_angstrom, angle.degrees, angle.sigma_degrees)
            for angle in settings.angles
        ),
    )


def read_data(settings: RmcSettings) -> list[DataSet]:
    """Read all data files, convert them to S(Q), and weigh the pairs.

    Raises
    ------
    DataFileError
        For what is wrong in a file.
    StudyFileError
        K112 if density and closest distances contradict each other, or a file has no points in its range.
    """
    _require_room(settings)
    return [_read_one(settings, one, key) for key, one in enumerate(settings.data) if one.file is not None]


def _read_one(settings: RmcSettings, one: DataSettings, key: int) -> DataSet:
    from kyokutei.glass.scattering import Sample, convert, mean_scattering_length_fm, read

    assert one.file is not None  # noqa: S101 - the settings see to it
    function = read(one.file, convention=one.convention, encoding=settings.encoding).between(one.lowest, one.highest)
    if len(function.abscissa) < 2:
        raise StudyFileError(
            Problem("K112", f"{one.lowest:g} to {one.highest:g}", f"a range with at least two points of "
                    f"{one.file.name}", key=f"data.{key}.lowest")
        )  # fmt: skip
    square = None
    if one.radiation == "neutron":
        square = 0.01 * abs(mean_scattering_length_fm(_composition(settings))) ** 2
    sample = Sample(settings.number_density_per_cubic_angstrom, square)
    value, sigma = convert(
        function.abscissa, function.value, sigma=function.sigma, source=function.convention, target="faber-ziman",
        sample=sample,
    )  # fmt: skip
    if one.sigma is not None:
        sigma = np.full(len(value), one.sigma)
    if sigma is None or not np.all(sigma > 0.0):
        raise StudyFileError(
            Problem("K112", f"no positive errors in {one.file.name}", "sigma in the file", key=f"data.{key}.sigma")
        )
    weights = _weights(settings, one, function.abscissa)
    return DataSet(
        one.name, function.abscissa, value, sigma, weights, scale_range=one.scale_range,
        offset_fitted=one.offset_fitted,
    )  # fmt: skip


def truth_of(settings: RmcSettings, generator: np.random.Generator) -> Configuration:
    """The configuration whose scattering a twin experiment simulates."""
    assert settings.twin is not None  # noqa: S101 - the settings see to it
    density = settings.number_density_per_cubic_angstrom
    start = random_start(settings.atoms, number_density=density, generator=generator)
    diameters = {entry.pair: entry.distance_angstrom for entry in settings.twin.diameters}
    packed = soft_packing(start, diameters, sweeps=settings.twin.sweeps)
    shift = generator.normal(0.0, settings.twin.displacement_angstrom, packed.positions.shape)
    return Configuration(packed.positions + shift, packed.species, packed.cell, title="truth of the twin experiment")


def simulated_data(settings: RmcSettings, truth: Configuration, generator: np.random.Generator) -> list[DataSet]:
    """What the instruments would have measured of the truth, with noise."""
    from kyokutei.glass.structure import structure_factor

    data = []
    for one in settings.data:
        q = np.linspace(one.lowest, one.highest, one.points)
        weights = _weights(settings, one, q)
        clean = structure_factor(truth, q, weights=weights, bin_width_angstrom=settings.bin_width_angstrom)
        sigma = float(one.sigma or 0.0)
        noisy = clean + generator.normal(0.0, sigma, len(q))
        data.append(
            DataSet(one.name, q, noisy, np.full(len(q), sigma), weights, scale_range=one.scale_range,
                    offset_fitted=one.offset_fitted)
        )  # fmt: skip
    return data


def _weights(
    settings: RmcSettings, one: DataSettings, q: NDArray[np.float64]
) -> PairMapping[NDArray[np.float64] | float]:
    from kyokutei.glass.scattering import anomalous_weights, neutron_weights, weights

    composition = _composition(settings)
    if one.radiation == "neutron":
        return neutron_weights(composition, q)
    if one.radiation == "x-ray":
        assert one.energy_eV is not None  # noqa: S101 - the settings see to it
        return weights(composition, q, energy_eV=one.energy_eV)
    assert one.near_eV is not None  # noqa: S101
    assert one.far_eV is not None  # noqa: S101
    return anomalous_weights(composition, q, near_eV=one.near_eV, far_eV=one.far_eV)


def _composition(settings: RmcSettings) -> dict[str, float]:
    total = sum(settings.atoms.values())
    return {name: number / total for name, number in settings.atoms.items()}


def _require_room(settings: RmcSettings) -> None:
    volume = sum(settings.atoms.values()) / settings.number_density_per_cubic_angstrom
    share = packing_fraction(settings.atoms, volume, settings.closest_by_pair)
    largest = 0.7405
    if share > largest and len(settings.atoms) == 1:
        raise StudyFileError(
            Problem("K112", f"closest distances whose spheres fill {100 * share:.0f} % of the cell at "
                    f"{settings.number_density_per_cubic_angstrom:g} atoms per Å3", "at most 74 %, the densest packing",
                    hint="Lower the closest distances or the density.", key="closest")
        )  # fmt: skip

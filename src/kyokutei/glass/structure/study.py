"""The study kind ``glass.structure``: pair distributions, coordination, angles and neutron structure factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kyokutei.errors import DataFileError, Problem, StudyFileError
from kyokutei.glass.rmc.configuration import Configuration
from kyokutei.glass.rmc.files import read
from kyokutei.glass.structure.settings import MeasuredSettings, StructureSettings
from kyokutei.study.data_text import Encoding
from kyokutei.study.kind import Findings, StudyKind
from kyokutei.study.settings import is_present

if TYPE_CHECKING:
    from kyokutei.study.work import Work

__all__ = ["KIND", "check", "read_configuration", "run"]


def read_configuration(settings: StructureSettings) -> Configuration:
    """Read the configuration of a study file and see that it holds what the study asks for.

    Raises
    ------
    DataFileError
        For everything that is wrong in the file.
    StudyFileError
        K112 if the study names a species that the file lacks, or lengths that its cell cannot hold.
    """
    configuration = read(settings.configuration, species=settings.species, encoding=settings.encoding)
    problems = [
        Problem("K112", f'the species "{name}"', f"one of those in {settings.configuration.name}: "
                f"{', '.join(configuration.species_names)}", key=key)
        for key, name in settings.named_species()
        if name not in configuration.counts
    ]  # fmt: skip
    half = configuration.largest_minimum_image_distance
    maximum = settings.maximum_angstrom or half
    if maximum > half * (1.0 + 1e-9):
        problems.append(
            Problem("K112", f"{maximum:g} Å", f"at most half the smallest width of the cell, {half:.4g} Å",
                    key="maximum_angstrom")
        )  # fmt: skip
    if settings.bin_width_angstrom > maximum:
        problems.append(Problem("K112", f"{settings.bin_width_angstrom:g} Å", f"at most {maximum:.4g} Å, the largest r",
                                key="bin_width_angstrom"))  # fmt: skip
    cutoffs = {
        **{f"bonds.{place}.cutoff_angstrom": bond.cutoff_angstrom for place, bond in enumerate(settings.bonds)},
        **{f"angles.{place}.cutoff_angstrom": angle.cutoff_angstrom for place, angle in enumerate(settings.angles)},
    }
    problems += [
        Problem("K112", f"{cutoff:g} Å", f"less than {maximum:.4g} Å, the largest r", key=key)
        for key, cutoff in cutoffs.items()
        if cutoff >= maximum
    ]
    if problems:
        raise StudyFileError(*problems)
    return configuration


def check(settings: StructureSettings) -> None:
    """Read all data files of a study without computing anything long.

    Raises
    ------
    DataFileError
        For everything that is wrong in them.
    StudyFileError
        As `read_configuration`.
    """
    read_configuration(settings)
    measured = settings.measured
    if measured is None:
        return
    if is_present(measured.file):
        _require_points(measured, settings.encoding)
    elif not str(measured.file).startswith("reference:"):
        raise DataFileError(
            Problem("K201", f'"{measured.file}", which does not exist', "a data file", key="measured.file")
        )


def _require_points(measured: MeasuredSettings, encoding: Encoding) -> None:
    from kyokutei.glass.scattering.formats import mint01

    low, high = measured.lowest_wavevector_per_angstrom, measured.highest_wavevector_per_angstrom
    if len(mint01.read(measured.file, encoding=encoding).between(low, high).value) < 2:
        raise StudyFileError(
            Problem("K112", f"{low:g} to {high:g} 1/Å", f"a range with at least two points of {measured.file.name}",
                    key="measured.lowest_wavevector_per_angstrom")
        )  # fmt: skip


def run(settings: StructureSettings, work: Work) -> Findings:
    """Count, analyse, compare, and word what was found."""
    from kyokutei.glass.structure.report import findings

    return findings(settings, read_configuration(settings), work)


KIND = StudyKind(
    name="glass.structure",
    summary="Pair distributions, coordination, bond angles and neutron structure factor of a configuration of atoms.",
    settings=StructureSettings,
    run=run,
    check=check,
)

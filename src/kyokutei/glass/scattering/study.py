"""The study kind ``glass.planner``: which photon energies make one element visible, and what they would tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kyokutei.errors import KyokuteiError, OutOfRangeError, Problem, StudyFileError
from kyokutei.glass.scattering.settings import AnomalousSettings, PlannerSettings
from kyokutei.study.kind import Findings, StudyKind

if TYPE_CHECKING:
    from kyokutei.glass.scattering.anomalous_factors import AnomalousTable
    from kyokutei.study.work import Work

__all__ = ["KIND", "check", "read_tables", "run"]


def read_tables(settings: PlannerSettings) -> dict[str, AnomalousTable]:
    """Read the measured factors that a study file names; outside their energies the tabulated ones go on.

    Raises
    ------
    DataFileError
        For everything that is wrong in them.
    """
    from kyokutei.glass.scattering.anomalous_factors import continued
    from kyokutei.glass.scattering.formats import factor_columns

    return {
        element: continued(element, factor_columns.read(path, encoding=settings.encoding))
        for element, path in settings.factor_files.items()
    }


def check(settings: PlannerSettings) -> None:
    """See that the sample and the energies make sense, and read the measured factors, all problems at once.

    Raises
    ------
    DataFileError
        For what is wrong in the files of factors.
    StudyFileError
        K112 for a composition that does not sum, an unknown element or edge, and energies that lie wrongly.
    """
    problems = [*_sample_problems(settings)]
    if not problems:
        for place, entry in enumerate(settings.anomalous):
            problems += _energy_problems(settings, entry, f"anomalous.{place}")
    if problems:
        raise StudyFileError(*problems)
    read_tables(settings)


def _sample_problems(settings: PlannerSettings) -> Iterator[Problem]:
    from kyokutei.glass.scattering.element_tables import electron_shell_element
    from kyokutei.glass.scattering.mole_fractions import mole_fractions

    for element in settings.composition:
        try:
            electron_shell_element(element)
        except OutOfRangeError as error:
            yield from _in_study(error, f"composition.{element}")
    try:
        mole_fractions(settings.composition)
    except OutOfRangeError as error:
        yield from _in_study(error, "composition")
    if settings.neutrons:
        from kyokutei.glass.scattering.neutron import mean_scattering_length_fm

        try:
            mean_scattering_length_fm(settings.composition, scattering_lengths_fm=settings.scattering_lengths_fm)
        except OutOfRangeError as error:
            yield from _in_study(error, "scattering_lengths_fm")


def _energy_problems(settings: PlannerSettings, entry: AnomalousSettings, key: str) -> Iterator[Problem]:
    from kyokutei.glass.scattering.planning import EnergyPair, Target, require_pair

    pair = EnergyPair(entry.element, entry.edge, entry.near_eV, entry.far_eV)
    try:
        require_pair(Target(settings.composition, settings.wavevectors), pair)
    except OutOfRangeError as error:
        yield from _in_study(error, key)


def _in_study(error: KyokuteiError, key: str) -> Iterator[Problem]:
    for problem in error.problems:
        inner = problem.key if problem.key and problem.key != key.rpartition(".")[2] else ""
        is_of_table = key.startswith("anomalous") and inner
        yield Problem(
            "K112", problem.found, problem.expected, problem.hint, key=f"{key}.{inner}" if is_of_table else key
        )


def run(settings: PlannerSettings, work: Work) -> Findings:
    """Assess the energies, look for better ones, and word what was found."""
    from kyokutei.glass.scattering.report import findings

    return findings(settings, read_tables(settings), work)


KIND = StudyKind(
    name="glass.planner",
    summary="Photon energies for anomalous X-ray scattering: contrast, weights, conditioning, and better energies.",
    settings=PlannerSettings,
    run=run,
    check=check,
)

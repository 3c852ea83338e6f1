"""The study kind ``glass.rmc``: configurations of atoms that describe diffraction data, with the spread of replicas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kyokutei.glass.rmc.settings import RmcSettings
from kyokutei.study.kind import Findings, StudyKind

if TYPE_CHECKING:
    from kyokutei.study.work import Work

__all__ = ["KIND", "check", "run"]


def check(settings: RmcSettings) -> None:
    """Read all data files, and see that density and closest distances leave room, without computing anything long.

    Raises
    ------
    DataFileError
        For everything that is wrong in the files.
    StudyFileError
        K112 for what contradicts itself.
    """
    from kyokutei.glass.rmc.inputs import read_data

    read_data(settings)
    if settings.start_file is not None:
        from kyokutei.glass.rmc.files import read
        from kyokutei.glass.rmc.starts import require_closest

        require_closest(read(settings.start_file, species=tuple(settings.atoms)), settings.closest_by_pair)


def run(settings: RmcSettings, work: Work) -> Findings:
    """Run the replicas, compare, and word what was found."""
    from kyokutei.glass.rmc.report import findings

    return findings(settings, work)


KIND = StudyKind(
    name="glass.rmc",
    summary="Which arrangements of atoms describe X-ray, anomalous and neutron diffraction, and how far they differ?",
    settings=RmcSettings,
    run=run,
    check=check,
)

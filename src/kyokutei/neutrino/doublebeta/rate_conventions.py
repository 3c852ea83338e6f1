"""Conventions that turn a half-life into an effective Majorana mass: phase space, axial coupling, electron mass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from kyokutei.neutrino.named_data import by_name
from kyokutei.physics.constants import ELECTRON_MASS_EV

ConventionName = Literal[
    "kamland-zen",
    "kotila-iachello-1.27",
    "kotila-iachello-1.2724",
    "kotila-iachello-1.269",
    "stoica-mirea-1.27",
    "legend-76Ge",
]


def rate_convention(name: str) -> RateConvention:
    """The convention of that name; see `CONVENTIONS` for all of them.

    Raises
    ------
    OutOfRangeError
        K109 (a ValueError) with the nearest name.
    """
    return by_name("convention", name, CONVENTIONS)


@dataclass(frozen=True)
class RateConvention:
    """What stands between a half-life T and an effective mass m: 1/T = G g_A⁴ M² (m/m_e)².

    Parameters
    ----------
    name
        As it is asked for.
    isotope
        The nucleus that decays.
    phase_space_factor_per_yr
        G, the phase-space factor without g_A [1/yr].
    axial_coupling
        g_A, unquenched; quenching, where there is any, belongs to the matrix element.
    source
        Where G and g_A come from.
    status
        ``"read"``, or ``"recalled"`` for numbers that were not seen in print.
    note
        What a reader must know before quoting a number of this convention.
    electron_mass_eV
        m_e [eV].
    """

    name: str
    isotope: str
    phase_space_factor_per_yr: float
    axial_coupling: float
    source: str
    status: Literal["read", "recalled"]
    note: str = ""
    electron_mass_eV: float = ELECTRON_MASS_EV

    def describe(self) -> str:
        """The convention in a few words with its numbers."""
        return (
            f"{self.name}: G0ν({self.isotope}) = {self.phase_space_factor_per_yr * 1e15:.5g}e-15 /yr, "
            f"g_A = {self.axial_coupling:g}"
        )


_KOTILA_IACHELLO = "G0ν: Kotila and Iachello, PRC 85 (2012) 034316, as used by public code"
_STOICA_MIREA = "G0ν: Stoica and Mirea, PRC 88 (2013) 037303"

CONVENTIONS: Final[dict[str, RateConvention]] = {
    convention.name: convention
    for convention in (
        RateConvention(
            "kamland-zen",
            "136Xe",
            14.54e-15,
            1.269,
            source=f"{_STOICA_MIREA}; g_A = 1.269",
            status="recalled",
            note=(
                "Chosen because it gives all four published digits of KamLAND-Zen: 36-156 meV for 2.3e26 yr and "
                "28-122 meV for 3.8e26 yr. Of five pairs (G0ν, g_A) that were tried only this one does, so agreement "
                "with those digits is no independent confirmation. That the collaboration used this pair has not been "
                "read in its papers."
            ),
        ),
        RateConvention("kotila-iachello-1.27", "136Xe", 14.58e-15, 1.27, source=_KOTILA_IACHELLO, status="read"),
        RateConvention("kotila-iachello-1.2724", "136Xe", 14.58e-15, 1.2724, source=_KOTILA_IACHELLO, status="read"),
        RateConvention("kotila-iachello-1.269", "136Xe", 14.58e-15, 1.269, source=_KOTILA_IACHELLO, status="read"),
        RateConvention("stoica-mirea-1.27", "136Xe", 14.54e-15, 1.27, source=_STOICA_MIREA, status="recalled"),
        RateConvention(
            "legend-76Ge",
            "76Ge",
            0.237e-14,
            1.2724,
            source="G0ν and g_A as LEGEND's public analysis uses them",
            status="read",
        ),
    )
}
"""All conventions by name.

``kamland-zen`` reproduces published digits, but was chosen for that; read its ``note``.
"""

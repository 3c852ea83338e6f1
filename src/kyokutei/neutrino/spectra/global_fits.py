"""Global fits of three-flavour oscillation, by release: values, errors, source, and how they were read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from kyokutei.neutrino.named_data import by_name

Ordering = Literal["normal", "inverted"]
Release = Literal["nufit-6.0", "nufit-6.0-ic19", "nufit-5.2"]

_ORDERINGS: Final[dict[str, Ordering]] = {
    "normal": "normal",
    "inverted": "inverted",
    "NO": "normal",
    "IO": "inverted",
    "NH": "normal",
    "IH": "inverted",
}


def mass_ordering(name: str) -> Ordering:
    """The ordering that a name means: ``"normal"``, ``"NO"``, ``"NH"``, ``"inverted"``, ``"IO"`` or ``"IH"``.

    Raises
    ------
    OutOfRangeError
        K109 (a ValueError) for any other name.
    """
    return by_name("ordering", name, _ORDERINGS)


def oscillation_parameters(release: str, ordering: str) -> OscillationParameters:
    """The parameters of one release of the global fit, relative to the best fit of one ordering.

    Parameters
    ----------
    release
        ``"nufit-6.0"`` (IceCube 24 and Super-Kamiokande atmospheric data included), ``"nufit-6.0-ic19"``
        (without them) or ``"nufit-5.2"`` (Super-Kamiokande included).
    ordering
        See `mass_ordering`.

    Raises
    ------
    OutOfRangeError
        K109 (a ValueError) for an unknown release or ordering.
    """
    return by_name("oscillation", release, RELEASES)[mass_ordering(ordering)]


@dataclass(frozen=True)
class Measured:
    """A best-fit value and its standard deviation; asymmetric errors are averaged."""

    value: float
    sigma: float


@dataclass(frozen=True)
class OscillationParameters:
    """Mixing angles, mass-squared differences and the Dirac phase for one mass ordering.

    Parameters
    ----------
    release
        Name of the set.
    ordering
        The ordering that the fit assumed.
    sin2_theta12, sin2_theta13, sin2_theta23
        sin² of the mixing angles.
    delta_m2_21_eV2
        Δm²21 [eV²].
    delta_m2_3l_eV2
        Δm²31 > 0 for normal, Δm²32 < 0 for inverted ordering [eV²].
    delta_cp_deg
        Dirac phase [degree].
    source
        The publication.
    status
        How the numbers came here: read where, or recalled.
    """

    release: str
    ordering: Ordering
    sin2_theta12: Measured
    sin2_theta13: Measured
    sin2_theta23: Measured
    delta_m2_21_eV2: Measured
    delta_m2_3l_eV2: Measured
    delta_cp_deg: Measured
    source: str
    status: str

    @property
    def mass_parameters(self) -> tuple[Measured, Measured, Measured, Measured]:
        """What neutrino masses in beta decay depend on: sin²θ12, sin²θ13, Δm²21, |Δm²3l|."""
        atmospheric = Measured(abs(self.delta_m2_3l_eV2.value), self.delta_m2_3l_eV2.sigma)
        return self.sin2_theta12, self.sin2_theta13, self.delta_m2_21_eV2, atmospheric


_NUFIT_60 = "Esteban et al., JHEP 12 (2024) 216, arXiv:2410.05380 (NuFIT 6.0)"
_NUFIT_52 = "Esteban et al., JHEP 09 (2020) 178, arXiv:2007.14792, update NuFIT 5.2 (2022)"
_READ = "values and errors read in public analysis codes that cite the release, not in its own table"
_CENTRAL_READ = "values read in a public analysis code that cites the release; errors recalled"

RELEASES: Final[dict[str, dict[Ordering, OscillationParameters]]] = {
    "nufit-6.0": {
        "normal": OscillationParameters(
            "nufit-6.0",
            "normal",
            sin2_theta12=Measured(0.308, 0.012),
            sin2_theta13=Measured(0.02215, 0.00057),
            sin2_theta23=Measured(0.470, 0.015),
            delta_m2_21_eV2=Measured(7.49e-5, 0.19e-5),
            delta_m2_3l_eV2=Measured(2.513e-3, 0.020e-3),
            delta_cp_deg=Measured(212.0, 34.0),
            source=f"{_NUFIT_60}, with IceCube 24 and Super-Kamiokande atmospheric data",
            status=_READ,
        ),
        "inverted": OscillationParameters(
            "nufit-6.0",
            "inverted",
            sin2_theta12=Measured(0.308, 0.012),
            sin2_theta13=Measured(0.02231, 0.00057),
            sin2_theta23=Measured(0.550, 0.014),
            delta_m2_21_eV2=Measured(7.49e-5, 0.19e-5),
            delta_m2_3l_eV2=Measured(-2.484e-3, 0.020e-3),
            delta_cp_deg=Measured(274.0, 24.0),
            source=f"{_NUFIT_60}, with IceCube 24 and Super-Kamiokande atmospheric data",
            status=_READ,
        ),
    },
    "nufit-6.0-ic19": {
        "normal": OscillationParameters(
            "nufit-6.0-ic19",
            "normal",
            sin2_theta12=Measured(0.307, 0.012),
            sin2_theta13=Measured(0.02195, 0.00056),
            sin2_theta23=Measured(0.561, 0.014),
            delta_m2_21_eV2=Measured(7.49e-5, 0.19e-5),
            delta_m2_3l_eV2=Measured(2.534e-3, 0.024e-3),
            delta_cp_deg=Measured(177.0, 20.0),
            source=f"{_NUFIT_60}, IceCube 19, without Super-Kamiokande atmospheric data",
            status=_CENTRAL_READ,
        ),
        "inverted": OscillationParameters(
            "nufit-6.0-ic19",
            "inverted",
            sin2_theta12=Measured(0.307, 0.012),
            sin2_theta13=Measured(0.02224, 0.00057),
            sin2_theta23=Measured(0.562, 0.014),
            delta_m2_21_eV2=Measured(7.49e-5, 0.19e-5),
            delta_m2_3l_eV2=Measured(-2.510e-3, 0.025e-3),
            delta_cp_deg=Measured(285.0, 27.0),
            source=f"{_NUFIT_60}, IceCube 19, without Super-Kamiokande atmospheric data",
            status=_CENTRAL_READ,
        ),
    },
    "nufit-5.2": {
        "normal": OscillationParameters(
            "nufit-5.2",
            "normal",
            sin2_theta12=Measured(0.303, 0.012),
            sin2_theta13=Measured(0.02225, 0.00058),
            sin2_theta23=Measured(0.451, 0.018),
            delta_m2_21_eV2=Measured(7.41e-5, 0.21e-5),
            delta_m2_3l_eV2=Measured(2.507e-3, 0.027e-3),
            delta_cp_deg=Measured(232.0, 31.0),
            source=f"{_NUFIT_52}, with Super-Kamiokande atmospheric data",
            status=_READ,
        ),
        "inverted": OscillationParameters(
            "nufit-5.2",
            "inverted",
            sin2_theta12=Measured(0.303, 0.012),
            sin2_theta13=Measured(0.02223, 0.00058),
            sin2_theta23=Measured(0.569, 0.019),
            delta_m2_21_eV2=Measured(7.41e-5, 0.21e-5),
            delta_m2_3l_eV2=Measured(-2.486e-3, 0.027e-3),
            delta_cp_deg=Measured(276.0, 26.0),
            source=f"{_NUFIT_52}, with Super-Kamiokande atmospheric data",
            status=_READ,
        ),
    },
}

"""Published nuclear matrix elements of neutrinoless double-beta decay, by isotope and by nuclear model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from kyokutei.errors import OutOfRangeError, Problem

Model = Literal["shell model", "QRPA", "EDF", "IBM"]


def matrix_elements(isotope: str = "136Xe", *, model: Model | None = None) -> tuple[NuclearMatrixElement, ...]:
    """The published matrix elements of an isotope, largest first within each model.

    Parameters
    ----------
    isotope
        ``"136Xe"`` is what the table holds today.
    model
        Only those of one nuclear model.

    Raises
    ------
    OutOfRangeError
        K109 (a ValueError) if the table holds nothing for them.
    """
    found = tuple(one for one in MATRIX_ELEMENTS if one.isotope == isotope and model in {None, one.model})
    if not found:
        known = sorted({f"{one.isotope} {one.model}" for one in MATRIX_ELEMENTS})
        asked = f"isotope = {isotope!r}" + (f", model = {model!r}" if model else "")
        raise OutOfRangeError(Problem("K109", asked, f"one of {', '.join(known)}", key="isotope"))
    return found


@dataclass(frozen=True)
class NuclearMatrixElement:
    """One calculated matrix element M0ν of light-neutrino exchange, g_A² taken out.

    Parameters
    ----------
    isotope
        The nucleus that decays.
    model
        The family of nuclear models.
    value
        M0ν, dimensionless.
    reference
        The publication.
    note
        Other printed values of the same calculation.
    """

    isotope: str
    model: Model
    value: float
    reference: str
    note: str = ""


MATRIX_ELEMENTS: Final = (
    NuclearMatrixElement("136Xe", "EDF", 4.773, "PRL 111 (2013) 142501", "4.77 in the fits of the experiments"),
    NuclearMatrixElement("136Xe", "EDF", 4.32, "PRC 91 (2015) 024316"),
    NuclearMatrixElement("136Xe", "EDF", 4.20, "PRL 105 (2010) 252503"),
    NuclearMatrixElement("136Xe", "IBM", 3.387, "PRD 102 (2020) 095016", "rescaled from the printed value"),
    NuclearMatrixElement("136Xe", "IBM", 3.05, "PRC 91 (2015) 034304"),
    NuclearMatrixElement("136Xe", "QRPA", 3.384, "PRC 102 (2020) 044303"),
    NuclearMatrixElement("136Xe", "QRPA", 3.009, "PRC 91 (2015) 024613", "2.91 is printed there"),
    NuclearMatrixElement("136Xe", "QRPA", 2.46, "PRC 87 (2013) 045501"),
    NuclearMatrixElement("136Xe", "QRPA", 1.89, "PRC 87 (2013) 064302"),
    NuclearMatrixElement("136Xe", "QRPA", 1.18, "PRC 97 (2018) 045503"),
    NuclearMatrixElement("136Xe", "QRPA", 1.11, "PRC 97 (2018) 045503", "as KamLAND-Zen and nEXO use it"),
    NuclearMatrixElement("136Xe", "shell model", 2.45, "JPG 45 (2018) 014003"),
    NuclearMatrixElement("136Xe", "shell model", 2.39, "PRC 101 (2020) 044315"),
    NuclearMatrixElement("136Xe", "shell model", 1.77, "NPA 818 (2009) 139"),
    NuclearMatrixElement("136Xe", "shell model", 1.76, "PRC 91 (2015) 024309"),
)
"""The calculations that KamLAND-Zen compares, as a public notebook of nuDoBe lists them; years follow the volumes."""

"""What an explored fraction rests on: prior, phases, existing limits, cosmology, oscillation data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.neutrino.named_data import by_name
from kyokutei.neutrino.spectra.global_fits import RELEASES

RecipeName = Literal[
    "slides-2025",
    "log-sum-m90-80",
    "log-sum-m90-100",
    "log-sum-28-122",
    "log-sum-cosmology",
    "log-lightest",
]


def named_recipe(name: str) -> Recipe:
    """The recipe of that name; see `RECIPES` for all of them.

    Raises
    ------
    OutOfRangeError
        K109 (a ValueError) with the nearest name.
    """
    return by_name("recipe", name, RECIPES)


def _require(condition: bool, key: str, value: object, expected: str) -> None:
    if not condition:
        raise OutOfRangeError(Problem("K109", f"{key} = {value!r}", expected, key=key))


@dataclass(frozen=True)
class Recipe:
    """Everything that defines the fraction of a mass ordering's parameter space above a threshold.

    Majorana phases are flat in 0 to 2π; the oscillation parameters are Gaussian as measured.

    Parameters
    ----------
    name
        As it is asked for, or any name of a recipe of one's own.
    prior
        ``"log-sum"``: flat in ln Σ from the smallest sum that the oscillation parameters allow to
        ``prior_high_eV``; ``"log-lightest"``: flat in the logarithm of the lightest mass from ``prior_low_eV``.
    prior_high_eV
        Upper end of the prior, of Σ or of the lightest mass [eV].
    prior_low_eV
        Lower end of ``"log-lightest"`` [eV].
    limit_meV
        90 % upper limits of m_ββ for the largest and the smallest matrix element [meV]. The likelihood is
        exp(-ln 10 (m_ββ/m90)²), as of a counting experiment that saw nothing, with m90 between the two, flat in the
        matrix element (in 1/m90). Two equal numbers fix m90; None uses no limit.
    cut_meV
        m_ββ above this is excluded outright [meV].
    sum_below_eV
        Σ above this is excluded outright, as cosmology has it [eV].
    oscillation
        Release of the global fit.
    source
        Where the recipe comes from.
    """

    name: str
    prior: Literal["log-sum", "log-lightest"] = "log-sum"
    prior_high_eV: float = 3.0
    prior_low_eV: float = 1e-4
    limit_meV: tuple[float, float] | None = None
    cut_meV: float | None = None
    sum_below_eV: float | None = None
    oscillation: str = "nufit-6.0"
    source: str = ""

    def __post_init__(self) -> None:
        by_name("prior", self.prior, {"log-sum": 0, "log-lightest": 0})
        by_name("oscillation", self.oscillation, RELEASES)
        positive = {"prior_high_eV": self.prior_high_eV, "prior_low_eV": self.prior_low_eV}
        positive |= {} if self.cut_meV is None else {"cut_meV": self.cut_meV}
        positive |= {} if self.sum_below_eV is None else {"sum_below_eV": self.sum_below_eV}
        positive |= dict(zip(("limit_meV[0]", "limit_meV[1]"), self.limit_meV or (), strict=False))
        for key, value in positive.items():
            _require(0.0 < value < float("inf"), key, value, "a positive number")
        if self.limit_meV is not None:
            _require(self.limit_meV[0] <= self.limit_meV[1], "limit_meV", self.limit_meV, "the smaller limit first")
        if self.prior == "log-sum":
            _require(self.prior_high_eV >= 0.2, "prior_high_eV", self.prior_high_eV, "a sum of at least 0.2 eV")
        else:
            _require(self.prior_low_eV < self.prior_high_eV, "prior_low_eV", self.prior_low_eV, "below prior_high_eV")

    def describe(self) -> str:
        """The recipe in one sentence with its numbers."""
        if self.prior == "log-sum":
            words = [f"sum of masses flat in its logarithm up to {self.prior_high_eV:g} eV"]
        else:
            words = [
                f"lightest mass flat in its logarithm from {self.prior_low_eV:g} to {self.prior_high_eV:g} eV",
            ]
        words.append("Majorana phases flat")
        if self.limit_meV is not None and self.limit_meV[0] == self.limit_meV[1]:
            words.append(f"90 % limit of {self.limit_meV[0]:g} meV as likelihood")
        elif self.limit_meV is not None:
            low, high = self.limit_meV
            words.append(f"90 % limit of {low:g} to {high:g} meV as likelihood, flat in the matrix element")
        if self.cut_meV is not None:
            words.append(f"effective mass below {self.cut_meV:g} meV")
        if self.sum_below_eV is None:
            words.append("no cosmology")
        else:
            words.append(f"sum of masses below {self.sum_below_eV:g} eV")
        words.append(f"oscillation parameters of {self.oscillation}")
        return f"{self.name}: {', '.join(words)}"


_METHOD = "in the manner of Agostini, Benato and Detwiler, PRD 96 (2017) 053001"

RECIPES: Final[dict[str, Recipe]] = {
    recipe.name: recipe
    for recipe in (
        Recipe(
            "slides-2025",
            limit_meV=(61.0, 165.0),
            source=(
                f"{_METHOD}, with the limit of KamLAND-Zen 400 (PRL 117 082503). Of about a hundred combinations of "
                "prior, likelihood and cosmology it is the one nearest to that description, not a fit to the "
                "figures of the slides, which no combination gives within 0.05"
            ),
        ),
        Recipe("log-sum-m90-80", limit_meV=(80.0, 80.0), source=f"{_METHOD}, with one limit of 80 meV"),
        Recipe("log-sum-m90-100", limit_meV=(100.0, 100.0), source=f"{_METHOD}, with one limit of 100 meV"),
        Recipe(
            "log-sum-28-122",
            limit_meV=(28.0, 122.0),
            source=f"{_METHOD}, with the limit of the complete KamLAND-Zen data (arXiv:2406.11438)",
        ),
        Recipe(
            "log-sum-cosmology",
            sum_below_eV=0.12,
            source=f"{_METHOD}, with a cosmological bound of 0.12 eV and no limit of m_ββ",
        ),
        Recipe(
            "log-lightest",
            prior="log-lightest",
            cut_meV=165.0,
            source="flat in the logarithm of the lightest mass, with the largest limit of KamLAND-Zen 400 as a cut",
        ),
    )
}
"""All recipes by name. A fraction means nothing without its recipe: with these the fraction of normal
ordering above 20 meV runs from 0.13 to 0.52."""

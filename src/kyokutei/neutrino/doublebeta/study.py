"""The study kind ``neutrino.doublebeta``: half-life limits as effective masses, and how much they leave to explore."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from kyokutei.neutrino.doublebeta.rate_conventions import ConventionName
from kyokutei.neutrino.doublebeta.recipes import Recipe, RecipeName, named_recipe
from kyokutei.neutrino.spectra.global_fits import Release
from kyokutei.study.kind import Findings, StudyKind
from kyokutei.study.settings import Quantity, Settings, StudySettings

if TYPE_CHECKING:
    from kyokutei.study.work import Work


Mass = Annotated[float, Quantity("meV")]


class PublishedRange(Settings):
    """The range of effective masses that the authors of a limit print."""

    low_meV: Mass = Field(gt=0, description="their upper limit for the largest matrix element", examples=["36 meV"])
    high_meV: Mass = Field(gt=0, description="their upper limit for the smallest matrix element", examples=["156 meV"])
    matrix_elements: Literal["same", "other"] = Field(
        default="same",
        description="whether they used the smallest and largest matrix element of this file; only then must the "
        "printed digits come out",
    )
    last_digit_meV: Mass = Field(default=1.0, gt=0, description="what one of the last printed digit is worth")

    @model_validator(mode="after")
    def _in_order(self) -> PublishedRange:
        if self.low_meV > self.high_meV:
            raise ValueError(f"low_meV = {self.low_meV:g} is above high_meV = {self.high_meV:g}")
        return self


class HalfLifeLimit(Settings):
    """A lower limit of the half-life."""

    name: str = Field(description="experiment and year", min_length=1, examples=["KamLAND-Zen 800 (2022)"])
    half_life_yr: Annotated[float, Quantity("yr")] = Field(
        ge=1.0, le=1e60, description="lower limit of the half-life", examples=["2.3e26 yr"]
    )
    confidence: float = Field(default=0.90, gt=0, lt=1, description="its confidence level")
    source: str = Field(description="where it is published", min_length=1, examples=["PRL 130 (2023) 051801"])
    published: PublishedRange | None = Field(default=None, description="the effective masses printed there, if any")

    @property
    def slug(self) -> str:
        """The name as a part of a claim's name."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-") or "limit"


class MatrixElementRange(Settings):
    """The smallest and the largest matrix element that limits are converted with."""

    smallest: float = Field(default=1.11, ge=1e-3, le=1e3, description="smallest matrix element, dimensionless")
    largest: float = Field(default=4.77, ge=1e-3, le=1e3, description="largest matrix element, dimensionless")
    source: str = Field(
        default="1.11: QRPA, PRC 97 (2018) 045503; 4.77: EDF, PRL 111 (2013) 142501",
        description="the calculations they come from",
    )

    @model_validator(mode="after")
    def _in_order(self) -> MatrixElementRange:
        if self.smallest > self.largest:
            raise ValueError(f"smallest = {self.smallest:g} is above largest = {self.largest:g}")
        return self


class QuotedFraction(Settings):
    """An explored fraction that somebody else states; it is quoted beside ours, not tested."""

    ordering: Literal["inverted", "normal"] = Field(description="mass ordering", examples=["inverted"])
    threshold_meV: Mass = Field(gt=0, description="effective mass above which is explored", examples=["20 meV"])
    fraction: float = Field(ge=0, le=1, description="what they state", examples=[0.95])
    source: str = Field(description="where it stands", min_length=1, examples=["talk of March 2025"])


class Coverage(Settings):
    """How the explored fraction of each ordering is computed."""

    thresholds_meV: tuple[Annotated[Mass, Field(ge=1e-3, le=1e4)], ...] = Field(
        default=(20.0, 40.0), description="effective masses above which a decay would be seen", min_length=1
    )
    recipe: RecipeName = Field(default="slides-2025", description="prior, existing limits and cosmology, by name")
    samples: int = Field(default=2_000_000, ge=10_000, le=10**10, description="random points for each ordering")
    pieces: int = Field(
        default=40, ge=2, le=10_000, description="independent pieces, spread over workers and resumable"
    )
    also: tuple[RecipeName, ...] = Field(
        default=(), description="other recipes to set beside it, in a table and as thin lines of the figure"
    )
    also_samples: int = Field(default=200_000, ge=10_000, le=10**10, description="random points for each of those")
    quoted: tuple[QuotedFraction, ...] = Field(default=(), description="fractions that others state")

    @model_validator(mode="after")
    def _thresholds_differ(self) -> Coverage:
        words = [f"{threshold:g}" for threshold in self.thresholds_meV]
        twice = sorted({word for word in words if words.count(word) > 1})
        if twice:
            raise ValueError(f"thresholds_meV has {twice[0]} meV twice")
        return self


class DoubleBetaSettings(StudySettings):
    """Half-life limits of neutrinoless double-beta decay and the parameter space of the two mass orderings."""

    limits: tuple[HalfLifeLimit, ...] = Field(
        description="half-life limits, oldest first; the last one is drawn across the band plot", min_length=1
    )
    matrix_elements: MatrixElementRange = Field(
        default_factory=MatrixElementRange, description="nuclear matrix elements for the conversion"
    )
    convention: ConventionName = Field(
        default="kamland-zen", description="phase-space factor and axial coupling of the conversion, by name"
    )
    oscillation: Release = Field(default="nufit-6.0", description="release of the global fit of oscillation data")
    band_sigmas: float = Field(
        default=3.0,
        ge=0,
        le=5,
        description="the lighter band of the figure is broadened by this many standard deviations",
    )
    cosmology_sum_below_eV: Annotated[float, Quantity("eV"), Field(gt=0.06)] | None = Field(
        default=None, description="draw where the sum of masses exceeds this bound of cosmology", examples=["0.12 eV"]
    )
    coverage: Coverage = Field(default_factory=Coverage, description="the explored fraction of each ordering")

    @model_validator(mode="after")
    def _names_differ(self) -> DoubleBetaSettings:
        slugs = [limit.slug for limit in self.limits]
        twice = [limit.name for limit in self.limits if slugs.count(limit.slug) > 1]
        if twice:
            raise ValueError(f"limits need names that differ in letters or digits: {', '.join(twice)}")
        return self

    def recipe(self, name: str) -> Recipe:
        """A recipe by name, with the oscillation parameters of this study."""
        recipe = named_recipe(name)
        if recipe.oscillation == self.oscillation:
            return recipe
        return replace(recipe, name=f"{name} with {self.oscillation}", oscillation=self.oscillation)


def run(settings: DoubleBetaSettings, work: Work) -> Findings:
    """Convert the limits, draw the bands, and sample the parameter space in resumable pieces."""
    from kyokutei.neutrino.doublebeta import results
    from kyokutei.neutrino.doublebeta.report import findings
    from kyokutei.neutrino.doublebeta.sampling import explore

    with work.step("half-lives and bands of effective mass"):
        converted = results.convert(settings)
        bands = results.bands(settings)
    return findings(settings, converted, bands, explore(settings, work))


KIND = StudyKind(
    name="neutrino.doublebeta",
    summary=(
        "Which effective Majorana masses do half-life limits of neutrinoless double-beta decay exclude, and which "
        "fraction of each mass ordering is explored?"
    ),
    settings=DoubleBetaSettings,
    run=run,
)

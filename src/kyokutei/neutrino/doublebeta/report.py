"""The findings of a double-beta study: claims, labelled arrays, figures, tables, notes and references."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from kyokutei.neutrino.doublebeta import figures
from kyokutei.neutrino.doublebeta.claims import band_claims, explored_claims, mass_claim
from kyokutei.neutrino.doublebeta.results import LIGHTEST_MASS_MEV, ConvertedLimit, OrderingBand
from kyokutei.neutrino.doublebeta.sampling import ORDERINGS, Exploration
from kyokutei.neutrino.spectra.global_fits import oscillation_parameters
from kyokutei.study.kind import Figure, Findings, Table

if TYPE_CHECKING:
    import xarray

    from kyokutei.neutrino.doublebeta.study import Coverage, DoubleBetaSettings


def findings(
    settings: DoubleBetaSettings,
    converted: Sequence[ConvertedLimit],
    bands: Sequence[OrderingBand],
    explored: Exploration,
) -> Findings:
    """Everything that goes into the record."""
    claims = [mass_claim(one, settings.matrix_elements) for one in converted]
    claims += [claim for band in bands for claim in band_claims(band)]
    for whole, halves in zip(explored.main, explored.halves, strict=True):
        claims += explored_claims(whole, halves, settings.coverage)
    return Findings(
        claims=claims,
        data={"limits": _limits_data(converted), "band": _band_data(bands), "explored": _explored_data(explored)},
        figures=(_band_figure(settings, converted, bands), _explored_figure(settings.coverage, explored)),
        tables=(_element_table(converted), _explored_table(settings.coverage, explored)),
        notes=_notes(settings, converted, explored),
        references=_references(settings, converted),
    )


def _band_figure(
    settings: DoubleBetaSettings, converted: Sequence[ConvertedLimit], bands: Sequence[OrderingBand]
) -> Figure:
    broadened = (
        f", outside with its edges moved by {settings.band_sigmas:g} standard deviations of the oscillation data"
    )
    return Figure(
        name="majorana_band",
        caption=(
            "Effective Majorana mass against the lightest neutrino mass. Bands: all Majorana phases, inside at the "
            f"best fit of {settings.oscillation}{broadened if settings.band_sigmas else ''}. Shaded: upper limits from "
            "the latest half-life limit, from the largest to the smallest matrix element. At the side: the same for "
            "every limit, one mark for each published matrix element, and the range that the authors print. Dashed: "
            "the sensitivities whose explored fraction is claimed. "
            f"Convention {converted[0].convention.describe()}."
        ),
        draw=partial(
            figures.draw_band,
            bands=bands,
            limits=converted,
            goals_meV=settings.coverage.thresholds_meV,
            cosmology_sum_eV=settings.cosmology_sum_below_eV,
        ),
        size_inch=(7.2, 4.8),
    )


def _explored_figure(coverage: Coverage, explored: Exploration) -> Figure:
    return Figure(
        name="explored_fraction",
        caption=(
            "Fraction of each ordering's parameter space above a sensitivity. Thick: "
            f"{explored.main[0].recipe.describe()}. Thin: the other recipes of the table. Diamonds: figures that "
            "others state, not fitted to."
        ),
        draw=partial(
            figures.draw_explored,
            main=explored.main,
            others=explored.others,
            thresholds_meV=coverage.thresholds_meV,
            quoted=coverage.quoted,
        ),
        size_inch=(6.4, 4.2),
    )


def _limits_data(converted: Sequence[ConvertedLimit]) -> xarray.Dataset:
    import xarray

    def column(values: Sequence[float], unit: str, name: str) -> tuple[str, Sequence[float], dict[str, str]]:
        return "limit", values, {"units": unit, "long_name": name}

    return xarray.Dataset(
        {
            "half_life": column([c.limit.half_life_yr for c in converted], "yr", "lower limit of the half-life"),
            "confidence": column([c.limit.confidence for c in converted], "1", "confidence level of the limit"),
            "mass_low": column([c.low_meV for c in converted], "meV", "upper limit for the largest matrix element"),
            "mass_high": column([c.high_meV for c in converted], "meV", "upper limit for the smallest matrix element"),
        },
        coords={"limit": [c.limit.name for c in converted]},
    )


def _band_data(bands: Sequence[OrderingBand]) -> xarray.Dataset:
    import xarray

    words = {
        "low_meV": "smallest effective mass at best fit",
        "high_meV": "largest effective mass at best fit",
        "wide_low_meV": f"smallest effective mass, broadened by {bands[0].sigmas:g} standard deviations",
        "wide_high_meV": f"largest effective mass, broadened by {bands[0].sigmas:g} standard deviations",
    }
    return xarray.Dataset(
        {
            name.removesuffix("_meV"): (
                ("ordering", "lightest_mass"),
                np.stack([getattr(band, name) for band in bands]),
                {"units": "meV", "long_name": about},
            )
            for name, about in words.items()
        },
        coords={
            "ordering": list(ORDERINGS),
            "lightest_mass": ("lightest_mass", LIGHTEST_MASS_MEV, {"units": "meV", "long_name": "lightest mass"}),
        },
    )


def _explored_data(explored: Exploration) -> xarray.Dataset:
    import xarray

    rows = (explored.main, *explored.others)
    dimensions = ("recipe", "ordering", "threshold")
    return xarray.Dataset(
        {
            "fraction": (
                dimensions,
                np.array([[one.fraction for one in row] for row in rows]),
                {"units": "1", "long_name": "explored fraction of the parameter space"},
            ),
            "standard_error": (
                dimensions,
                np.array([[one.standard_error for one in row] for row in rows]),
                {"units": "1", "long_name": "statistical error of the fraction"},
            ),
            "effective_samples": (
                dimensions[:2],
                np.array([[one.effective_samples for one in row] for row in rows]),
                {"units": "1", "long_name": "points of equal weight that the weighted points are worth"},
            ),
        },
        coords={
            "recipe": [row[0].recipe.name for row in rows],
            "ordering": list(ORDERINGS),
            "threshold": (
                "threshold",
                explored.main[0].threshold_meV,
                {"units": "meV", "long_name": "effective mass above which is explored"},
            ),
        },
    )


def _element_table(converted: Sequence[ConvertedLimit]) -> Table:
    rows = [
        (
            one.model,
            f"{one.value:g}",
            one.reference,
            *(f"{limit.masses_meV[number]:.1f}" for limit in converted),
            one.note,
        )
        for number, one in enumerate(converted[0].elements)
    ]
    return Table(
        caption=f"Upper limits of the effective mass for each published matrix element of "
        f"{converted[0].convention.isotope}, convention {converted[0].convention.name}.",
        columns=("model", "M0ν", "reference", *(f"{limit.limit.name} (meV)" for limit in converted), "remark"),
        rows=rows,
    )


def _explored_table(coverage: Coverage, explored: Exploration) -> Table:
    wanted = [(one, threshold) for one in range(len(ORDERINGS)) for threshold in coverage.thresholds_meV]
    rows = []
    for row in (explored.main, *explored.others):
        cells = [row[one].at(threshold) for one, threshold in wanted]
        numbers = [f"{cell.fraction:.3f} ± {max(cell.standard_error, 1e-4):.4f}" for cell in cells]
        rows.append((row[0].recipe.describe(), *numbers))
    for source in dict.fromkeys(quoted.source for quoted in coverage.quoted):
        stated = {(q.ordering, q.threshold_meV): q.fraction for q in coverage.quoted if q.source == source}
        cells_of = [stated.get((ORDERINGS[one], threshold)) for one, threshold in wanted]
        rows.append((f"quoted: {source}", *("–" if cell is None else f"{cell:g}" for cell in cells_of)))
    return Table(
        caption="Explored fraction by recipe; the errors are those of the sampling alone.",
        columns=("recipe", *(f"{ORDERINGS[one]}, above {threshold:g} meV" for one, threshold in wanted)),
        rows=rows,
    )


def _notes(settings: DoubleBetaSettings, converted: Sequence[ConvertedLimit], explored: Exploration) -> tuple[str, ...]:
    convention, recipe = converted[0].convention, explored.main[0].recipe
    notes = [
        f"Convention {convention.describe()} ({convention.status}; {convention.source}). {convention.note}".strip()
    ]
    notes += [
        f"The range published with {one.limit.name} used other matrix elements than "
        f"{settings.matrix_elements.largest:g} and {settings.matrix_elements.smallest:g}; it is quoted beside ours, "
        "not reproduced."
        for one in converted
        if one.limit.published is not None and one.limit.published.matrix_elements == "other"
    ]
    notes += [
        "Light-neutrino exchange alone: the short-range term, whose size and sign depend on the matrix element, is "
        "left out; it can move the limits by tens of per cent.",
        f"The explored fraction is a statement about prior and data together ({recipe.source}). Other recipes give "
        "other numbers, as the table shows; none was tuned to the quoted figures.",
    ]
    notes += [
        f"Oscillation parameters, {ordering} ordering: {fit.source}; {fit.status}."
        for ordering in ORDERINGS
        for fit in (oscillation_parameters(settings.oscillation, ordering),)
    ]
    return tuple(notes)


def _references(settings: DoubleBetaSettings, converted: Sequence[ConvertedLimit]) -> tuple[str, ...]:
    found = [
        *(f"{one.limit.name}: {one.limit.source}" for one in converted),
        converted[0].convention.source,
        settings.matrix_elements.source,
        oscillation_parameters(settings.oscillation, "normal").source,
        "Explored fraction: Agostini, Benato and Detwiler, PRD 96 (2017) 053001, arXiv:1705.02996",
    ]
    return tuple(dict.fromkeys(found))

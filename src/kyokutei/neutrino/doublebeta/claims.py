"""The claims of a double-beta study, each with the checks it must pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kyokutei.neutrino.doublebeta.exploration import INTERVAL_CONFIDENCE, ExploredFraction
from kyokutei.neutrino.doublebeta.mass_conversion import half_life
from kyokutei.neutrino.doublebeta.nuclear_matrix_elements import MATRIX_ELEMENTS
from kyokutei.neutrino.doublebeta.phase_scan import scan_phases
from kyokutei.neutrino.doublebeta.results import ConvertedLimit, OrderingBand, Uncertain
from kyokutei.neutrino.spectra.global_fits import oscillation_parameters
from kyokutei.study.claim import Check, Claim

if TYPE_CHECKING:
    from kyokutei.neutrino.doublebeta.study import Coverage, MatrixElementRange, PublishedRange, QuotedFraction

ENOUGH_SAMPLES = 10_000
LARGEST_ERROR = 0.005
HALVES_SIGMAS = 5.0


def mass_claim(converted: ConvertedLimit, elements: MatrixElementRange) -> Claim:
    """A half-life limit as an upper limit of the effective Majorana mass."""
    limit, convention = converted.limit, converted.convention
    statement = (
        f"{limit.name}: a half-life of {convention.isotope} above {_power_of_ten(limit.half_life_yr)} yr "
        f"({100 * limit.confidence:g} % CL) means an effective Majorana mass below {converted.low_meV:.1f} to "
        f"{converted.high_meV:.1f} meV for matrix elements from {elements.largest:g} to {elements.smallest:g} "
        f"(convention {convention.describe()})"
    )
    if limit.published is not None:
        low, high, same = limit.published.low_meV, limit.published.high_meV, limit.published.matrix_elements == "same"
        statement += f"; published: {low:g} to {high:g} meV" + ("" if same else " with other matrix elements")
    return Claim(
        name=f"effective_mass.{limit.slug}",
        statement=statement + ".",
        value=round(converted.high_meV, 2),
        unit="meV",
        interval=(round(converted.low_meV, 2), round(converted.high_meV, 2)),
        limit="upper",
        confidence=limit.confidence,
        method=(
            "m = m_e / (g_A² M √(G T)), light-neutrino exchange without short-range term; the value is the upper limit "
            "for the smallest matrix element, the interval the range of upper limits over the matrix elements"
        ),
        checks=_mass_checks(converted, elements),
        sources=(limit.source, convention.source, elements.source),
    )


def _power_of_ten(value: float) -> str:
    """1.07e26 instead of 1.07e+26."""
    return f"{value:.4g}".replace("e+", "e")


def _mass_checks(converted: ConvertedLimit, elements: MatrixElementRange) -> tuple[Check, ...]:
    limit, convention = converted.limit, converted.convention
    back = half_life(
        np.array([converted.low_meV, converted.high_meV]),
        np.array([elements.largest, elements.smallest]),
        convention=convention,
    )
    off = float(np.max(np.abs(back / limit.half_life_yr - 1.0)))
    checks = [
        Check(
            name="the masses give the half-life back",
            passed=off < 1e-12,
            statement=f"Converted back, both masses give the half-life to {'better' if off < 1e-12 else 'worse'} than "
            "1e-12 of it.",
        ),
        *_element_check(converted, elements),
    ]
    if limit.published is not None:
        checks.append(_published_check(converted, limit.published))
    return tuple(checks)


def _published_check(converted: ConvertedLimit, published: PublishedRange) -> Check:
    ours, theirs = (converted.low_meV, converted.high_meV), (published.low_meV, published.high_meV)
    half = 0.5 * published.last_digit_meV
    words = f"ours {ours[0]:.1f} to {ours[1]:.1f} meV, published {theirs[0]:g} to {theirs[1]:g} meV"
    if published.matrix_elements == "same":
        rounds = all(abs(mine - printed) <= half for mine, printed in zip(ours, theirs, strict=True))
        return Check(
            name="rounds to the published digits",
            passed=rounds,
            statement=f"With convention {converted.convention.name} the range "
            f"{'rounds' if rounds else 'does not round'} to the published digits: {words}.",
        )
    inside = ours[0] <= theirs[0] + half and ours[1] >= theirs[1] - half
    return Check(
        name="holds the published range",
        passed=inside,
        statement=f"The published range, for other matrix elements, lies {'' if inside else 'not '}inside ours: "
        f"{words}.",
    )


def _element_check(converted: ConvertedLimit, elements: MatrixElementRange) -> list[Check]:
    known = [one.value for one in MATRIX_ELEMENTS if one.isotope == converted.convention.isotope]
    if not known:
        return []
    ends = (elements.smallest, elements.largest)
    passed = all(min(abs(end / value - 1.0) for value in known) < 0.01 for end in ends)
    words = "both those of calculations" if passed else "not both those of a calculation"
    return [
        Check(
            name="matrix elements are calculated ones",
            passed=passed,
            statement=f"The matrix elements {ends[0]:g} and {ends[1]:g} are, to 1 %, {words} in the table for "
            f"{converted.convention.isotope}.",
        )
    ]


def band_claims(band: OrderingBand) -> list[Claim]:
    """The edges of a band at a vanishing lightest mass, and the lightest masses where it reaches zero."""
    source = oscillation_parameters(band.oscillation, band.ordering)
    sources = (f"{source.source} ({source.status})",)
    lightest = "m1" if band.ordering == "normal" else "m3"
    claims = [
        _band_claim(
            name=f"band.{band.ordering}.{name}",
            what=f"the {words} effective Majorana mass of {band.ordering} ordering at a vanishing {lightest} is",
            edge=edge,
            checks=_scan_checks(band),
            sources=sources,
        )
        for name, words, edge in zip(("low", "high"), ("smallest", "largest"), band.at_zero_meV, strict=True)
    ]
    if band.cancellation_meV is not None:
        words_of = {"from": "begins", "to": "ends"}
        claims += [
            _band_claim(
                name=f"cancellation.{band.ordering}.{name}",
                what=f"the range of {lightest} where Majorana phases can make the effective mass of {band.ordering} "
                f"ordering vanish {words} at",
                edge=edge,
                checks=(_cancellation_check(band),),
                sources=sources,
            )
            for (name, words), edge in zip(words_of.items(), band.cancellation_meV, strict=True)
        ]
    return claims


def _band_claim(*, name: str, what: str, edge: Uncertain, checks: tuple[Check, ...], sources: tuple[str, ...]) -> Claim:
    low, high = max(edge.value - edge.sigma, 0.0), edge.value + edge.sigma
    return Claim(
        name=name,
        statement=f"{what[0].upper()}{what[1:]} {edge.value:.3g} meV ({low:.3g} to {high:.3g} meV at one standard "
        "deviation of the oscillation parameters).",
        value=round(edge.value, 3),
        unit="meV",
        interval=(round(low, 3), round(high, 3)),
        confidence=INTERVAL_CONFIDENCE,
        method="analytic extremum over Majorana phases; oscillation errors propagated linearly, as if uncorrelated",
        checks=checks,
        sources=sources,
    )


def _scan_checks(band: OrderingBand) -> tuple[Check, ...]:
    scan = scan_phases(0.0, oscillation_parameters(band.oscillation, band.ordering))
    low, high = (edge.value for edge in band.at_zero_meV)
    found = float(scan.min()), float(scan.max())
    off = max(abs(found[0] - low), abs(found[1] - high))
    return (
        Check(
            name="a scan of the phases finds the same edges",
            passed=off < 1e-6,
            statement=f"On a grid of 360 × 360 Majorana phases the effective mass runs from {found[0]:.3f} to "
            f"{found[1]:.3f} meV, which {'is' if off < 1e-6 else 'is not'} the analytic band to 1e-6 meV.",
        ),
    )


def _cancellation_check(band: OrderingBand) -> Check:
    if band.cancellation_meV is None:
        raise ValueError("the band does not close")
    parameters = oscillation_parameters(band.oscillation, band.ordering)
    start, end = (one.value for one in band.cancellation_meV)
    inside, below, above = (
        float(scan_phases(1e-3 * mass, parameters).min()) for mass in (np.sqrt(start * end), 0.8 * start, 1.25 * end)
    )
    passed = inside < 0.05 < min(below, above)
    return Check(
        name="a scan of the phases cancels inside and not outside",
        passed=passed,
        statement="On a grid of 360 × 360 Majorana phases the smallest effective mass is "
        f"{inside:.3f} meV in the middle of the range, {below:.3f} meV a fifth below it and {above:.3f} meV a "
        f"quarter above it; {'as' if passed else 'not as'} the range says.",
    )


def explored_claims(
    explored: ExploredFraction, halves: tuple[ExploredFraction, ExploredFraction], coverage: Coverage
) -> list[Claim]:
    """The explored fraction of one ordering at every threshold that was asked for."""
    return [
        _explored_claim(explored.at(threshold), (halves[0].at(threshold), halves[1].at(threshold)), coverage)
        for threshold in coverage.thresholds_meV
    ]


def _explored_claim(
    explored: ExploredFraction, halves: tuple[ExploredFraction, ExploredFraction], coverage: Coverage
) -> Claim:
    low, high = explored.interval
    threshold, recipe = explored.threshold_meV, explored.recipe
    statement = (
        f"A sensitivity of {threshold:g} meV explores {100 * explored.fraction:.1f} % of the parameter space of "
        f"{explored.ordering} ordering (statistical interval {100 * low:.2f} to {100 * high:.2f} %) by the recipe "
        f"{recipe.describe()}"
    )
    for quoted in coverage.quoted:
        if quoted.ordering == explored.ordering and np.isclose(quoted.threshold_meV, threshold):
            statement += f"; {compared(explored, quoted)}"
    return Claim(
        name=f"explored.{explored.ordering}.{threshold:g}mev".replace("+", ""),
        statement=statement + ".",
        value=round(explored.fraction, 5),
        unit="1",
        interval=(round(low, 5), round(high, 5)),
        confidence=INTERVAL_CONFIDENCE,
        method=f"weighted Monte Carlo, {explored.samples} points in {coverage.pieces} pieces; the interval is that of "
        "the sampling alone, not of prior or data",
        checks=_sampling_checks(explored, halves),
        sources=(recipe.source, oscillation_parameters(recipe.oscillation, explored.ordering).source),
    )


def compared(explored: ExploredFraction, quoted: QuotedFraction) -> str:
    """How a quoted fraction lies to ours, in words."""
    points = f"{100 * (explored.fraction - quoted.fraction):+.1f}".replace("-", "\u2212")
    return f"quoted from {quoted.source}: {100 * quoted.fraction:g} %, from which ours differs by {points} points"


def _sampling_checks(
    explored: ExploredFraction, halves: tuple[ExploredFraction, ExploredFraction]
) -> tuple[Check, ...]:
    low, high = explored.interval
    enough, narrow = explored.effective_samples >= ENOUGH_SAMPLES, 0.5 * (high - low) <= LARGEST_ERROR
    apart = abs(halves[0].fraction - halves[1].fraction)
    error = float(np.hypot(halves[0].standard_error, halves[1].standard_error))
    agree = apart <= HALVES_SIGMAS * max(error, 1.0 / explored.effective_samples)
    return (
        Check(
            name="effective samples",
            passed=enough,
            statement=f"The weighted points are worth {explored.effective_samples:.0f} of equal weight, "
            f"{'at least' if enough else 'fewer than'} {ENOUGH_SAMPLES}.",
        ),
        Check(
            name="statistical error",
            passed=narrow,
            statement=f"Half the statistical interval is {50 * (high - low):.3f} points, "
            f"{'at most' if narrow else 'more than'} {100 * LARGEST_ERROR:g}.",
        ),
        Check(
            name="independent halves agree",
            passed=agree,
            statement=f"The first and the second half of the pieces differ by {100 * apart:.3f} points, "
            f"{'within' if agree else 'more than'} {HALVES_SIGMAS:g} standard deviations of {100 * error:.3f} points.",
        ),
    )

"""The claims of the planner: contrast, normaliser, better energies, and what all measurements determine together."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from kyokutei.glass.pairs import pair_label
from kyokutei.glass.scattering.conditioning import Conditioning
from kyokutei.glass.scattering.element_tables import ANOMALOUS_SOURCE, EDGE_SOURCE, FORM_FACTOR_SOURCE
from kyokutei.glass.scattering.plan import WORTH_WHILE, EdgePlan, Plan, limits_of
from kyokutei.glass.scattering.planning import Assessment
from kyokutei.glass.scattering.settings import PlannerSettings
from kyokutei.study.claim import Check, Claim

__all__ = ["plan_claims"]

_FABER_ZIMAN = "T. E. Faber and J. M. Ziman, Phil. Mag. 11 (1965) 153"
_STABLE = 0.5  # relative change of a condition number by the position of the edges that is still called the same


def plan_claims(settings: PlannerSettings, plan: Plan) -> list[Claim]:
    """All claims of a plan, in the order of the report."""
    makers: tuple[Callable[[PlannerSettings, Plan, EdgePlan], Claim], ...] = (
        _contrast_claim,
        _normaliser_claim,
        _best_claim,
    )
    claims = [make(settings, plan, edge) for edge in plan.edges for make in makers]
    claims.append(_determined_claim(plan))
    if plan.together.is_determined:
        for wavevector in settings.stated_wavevectors_per_angstrom:
            claims += [_condition_claim(settings, plan, wavevector), _inversion_claim(settings, plan, wavevector)]
    return claims


def claim_place(edge: EdgePlan) -> str:
    """The part of a claim's name that says the edge: ``"co-k"``."""
    return f"{edge.chosen.pair.element}-{edge.chosen.pair.edge}".lower()


def _contrast_claim(settings: PlannerSettings, plan: Plan, edge: EdgePlan) -> Claim:
    pair, change = edge.chosen.pair, edge.chosen.change
    own = change[pair.element]
    effect, limit = edge.edge_effect, settings.limits.largest_edge_effect
    passed = effect <= limit
    others = ", ".join(f"{name} by {_signed(value, 2)}" for name, value in change.items() if name != pair.element)
    return Claim(
        name=f"contrast.{claim_place(edge)}",
        statement=f"From {pair.far_eV:g} to {pair.near_eV:g} eV, below the {pair.edge} edge of {pair.element}, f′ of "
        f"{pair.element} changes by {_signed(own, 2)} electrons{f' ({others})' if others else ''}.",
        value=_rounded(abs(own), 3),
        unit="electrons",
        method="difference of tabulated f′, between the points of the table by cubics",
        checks=(
            Check(
                name="f′ falls towards the edge",
                passed=own < 0.0,
                statement=f"f′ of {pair.element} {'falls' if own < 0.0 else 'does not fall'} towards the edge.",
            ),
            Check(
                name="the edge need not be known better",
                passed=passed,
                statement=f"If the edge lies {settings.limits.edge_uncertainty_eV:g} eV off, the contrast changes by "
                f"{100 * effect:.0f} %, {'at most' if passed else 'more than'} {100 * limit:g} %.",
            ),
        ),
        sources=_sources(plan),
    )


def _normaliser_claim(settings: PlannerSettings, plan: Plan, edge: EdgePlan) -> Claim:
    chosen = edge.chosen
    place = int(np.argmin(chosen.contrast))
    share, q = 100.0 * float(chosen.contrast[place]), float(chosen.wavevector_per_angstrom[place])
    return Claim(
        name=f"normaliser.{claim_place(edge)}",
        statement=f"Between {chosen.pair.far_eV:g} and {chosen.pair.near_eV:g} eV ({chosen.pair.label}) at least "
        f"{_percent(share)} % of the coherent intensity changes, least at Q = {q:.1f} 1/Å.",
        value=_rounded(share, 4),
        unit="%",
        method="smallest |α|/|<f>|² of the range of Q, α = |<f>|² near the edge minus far below it",
        checks=_normaliser_checks(settings, chosen),
        sources=(*_sources(plan), _FABER_ZIMAN),
    )


def _normaliser_checks(settings: PlannerSettings, chosen: Assessment) -> tuple[Check, ...]:
    limits = limits_of(settings)
    share = 100.0 * float(chosen.contrast.min())
    enough = float(chosen.contrast.min()) >= limits.smallest_contrast
    return (
        Check(
            name="the normaliser keeps its sign",
            passed=not chosen.changes_sign,
            statement=f"α {'passes through zero' if chosen.changes_sign else 'keeps its sign'} in the range of Q.",
        ),
        _cancellation_check(chosen, limits.largest_amplification),
        Check(
            name="enough of the intensity changes",
            passed=enough,
            statement=f"At least {_percent(share)} % of the coherent intensity changes, "
            f"{'not less' if enough else 'less'} than {100 * limits.smallest_contrast:g} %.",
        ),
    )


def _cancellation_check(chosen: Assessment, limit: float) -> Check:
    place = int(np.argmax(chosen.amplification))
    worst, q = float(chosen.amplification[place]), float(chosen.wavevector_per_angstrom[place])
    passed = worst <= limit
    shares = ", ".join(
        f"{_signed(float(weight[place]), 2)} ({pair_label(pair)})" for pair, weight in chosen.weights.items()
    )
    statement = f"Nothing cancels much: Σ|W| is at most {worst:.2f}, not above {limit:g}."
    if not passed:
        element = chosen.pair.element
        rising = [name for name, value in chosen.change.items() if value * chosen.change[element] < 0.0]
        why = ", ".join(f"{name} gains {chosen.change[name]:.2f}" for name in rising)
        reason = f" While {element} loses {-chosen.change[element]:.2f} electrons, {why}." if rising else ""
        statement = (
            f"What the elements gain and lose cancels: the weights are {shares} at Q = {q:.1f} 1/Å, Σ|W| = {worst:.1f} "
            f"is above {limit:g}.{reason}"
        )
    return Check(name="gains and losses do not cancel", passed=passed, statement=statement)


def _best_claim(settings: PlannerSettings, plan: Plan, edge: EdgePlan) -> Claim:
    chosen, best = edge.chosen, edge.proposed
    before, after = 100.0 * float(chosen.contrast.min()), 100.0 * float(best.contrast.min())
    is_usable = best.meets(limits_of(settings))
    searched = f"{edge.search.offset_eV[0]:g} to {edge.search.offset_eV[-1]:g} eV below the {chosen.pair.label} edge"
    if best.pair == chosen.pair:
        statement = (
            f"No far energy from {searched} changes more than {WORTH_WHILE:g} times as much of the coherent intensity "
            f"as {chosen.pair.far_eV:g} eV, which changes {_percent(before)} % at least."
        )
    else:
        amplified = _amplified(best), _amplified(chosen)
        is_same = amplified[0] == amplified[1]
        cancelling = "" if is_same else f"; the largest Σ|W| would be {amplified[0]} instead of {amplified[1]}"
        statement = (
            f"A far energy of {best.pair.far_eV:g} eV instead of {chosen.pair.far_eV:g} eV, with the near one at "
            f"{chosen.pair.near_eV:g} eV, would change {_percent(after)} % instead of {_percent(before)} % of the "
            f"coherent intensity at least{cancelling}."
        )
    return Claim(
        name=f"best_contrast.{claim_place(edge)}",
        statement=statement,
        value=_rounded(after, 4),
        unit="%",
        method=f"search of the far energy from {searched}: the largest of the smallest |α|/|<f>|², with Σ|W| within "
        "its limit",
        checks=(
            Check(
                name="the best pair is usable",
                passed=is_usable,
                statement=f"With {best.pair.far_eV:g} and {best.pair.near_eV:g} eV the smallest change is "
                f"{_percent(after)} % and the largest Σ|W| is {_amplified(best)}, "
                f"{'within' if is_usable else 'outside'} the limits {100 * settings.limits.smallest_contrast:g} % and "
                f"{settings.limits.largest_amplification:g}.",
            ),
        ),
        sources=(*_sources(plan), _FABER_ZIMAN),
    )


def _amplified(assessment: Assessment) -> str:
    worst = float(assessment.amplification.max())
    return "a value without bound" if assessment.changes_sign else f"{worst:.2f}"


def _determined_claim(plan: Plan) -> Claim:
    found = plan.together
    rank, pairs, sets = int(found.rank.min()), len(found.pairs), len(found.sets)
    possible = min(pairs, sets)
    rest = pairs - rank
    consequence = (
        "each of them could be found by inversion"
        if rest == 0
        else f"{rest} mixture{'s' if rest > 1 else ''} of them must come from a model, such as reverse Monte Carlo"
    )
    return Claim(
        name="determined_partials",
        statement=f"{sets} measurement{'s' if sets > 1 else ''} ({', '.join(found.sets)}) determine {rank} of {pairs} "
        f"partial structure factors or mixtures of them; {consequence}.",
        value=float(rank),
        unit="1",
        method="rank of the matrix of weights at each Q, the smallest of the range",
        checks=(
            Check(
                name="every measurement says something new",
                passed=rank == possible,
                statement=f"The rank is {rank}, {'as many as' if rank == possible else 'less than'} the smaller of "
                f"{sets} measurements and {pairs} partials.",
            ),
        ),
        sources=(*_sources(plan), _FABER_ZIMAN),
    )


def _condition_claim(settings: PlannerSettings, plan: Plan, wavevector: float) -> Claim:
    place = plan.place_of(wavevector)
    number = float(plan.together.condition_number[place])
    proposed = float(plan.proposed_together.condition_number[place])
    other = f"; with the proposed energies it would be {_three_digits(proposed)}" if _is_other(number, proposed) else ""
    return Claim(
        name=f"condition_number.q-{_in_name(wavevector)}",
        statement=f"At Q = {wavevector:g} 1/Å the condition number of the {len(plan.sets)} measurements is "
        f"{_three_digits(number)}: so much may direct inversion multiply relative errors{other}.",
        value=_rounded(number, 2),
        unit="1",
        method="largest over smallest singular value of the matrix of weights",
        checks=(
            _stability_check(
                settings,
                "the condition number",
                number,
                [float(one.condition_number[place]) for one in plan.shifted_together],
            ),
        ),
        sources=(*_sources(plan), _FABER_ZIMAN),
    )


def _is_other(number: float, proposed: float) -> bool:
    return abs(proposed / number - 1.0) > 0.01


def _stability_check(settings: PlannerSettings, what: str, nominal: float, shifted: list[float]) -> Check:
    change = max(abs(value / nominal - 1.0) for value in shifted)
    passed = change <= _STABLE
    return Check(
        name="the position of the edges does not decide",
        passed=passed,
        statement=f"If all edges lie {settings.limits.edge_uncertainty_eV:g} eV off, {what} is "
        f"{_three_digits(min(shifted))} to {_three_digits(max(shifted))}; it changes by {100 * change:.0f} %, "
        f"{'at most' if passed else 'more than'} {100 * _STABLE:g} %.",
    )


def _inversion_claim(settings: PlannerSettings, plan: Plan, wavevector: float) -> Claim:
    place = plan.place_of(wavevector)
    errors = _errors(plan.together, place, settings.intensity_error)
    worst = max(errors, key=lambda label: errors[label])
    proposed = _errors(plan.proposed_together, place, settings.intensity_error)[worst]
    others = ", ".join(f"{label} to ±{_two_digits(value)}" for label, value in errors.items() if label != worst)
    other = f"; with the proposed energies ±{_two_digits(proposed)}" if _is_other(errors[worst], proposed) else ""
    return Claim(
        name=f"inversion_error.q-{_in_name(wavevector)}",
        statement=f"At Q = {wavevector:g} 1/Å, intensities to {100 * settings.intensity_error:g} % would give "
        f"{worst} by direct inversion to ±{_two_digits(errors[worst])}{other}"
        f"{f' (and {others})' if others else ''}.",
        value=float(f"{errors[worst]:.4g}"),
        unit="1",
        method="standard deviation of the worst partial by weighted least squares, independent errors of all "
        "intensities, no smoothing and no model",
        checks=(
            _stability_check(
                settings,
                f"the error of {worst}",
                errors[worst],
                [_errors(one, place, settings.intensity_error)[worst] for one in plan.shifted_together],
            ),
        ),
        sources=(*_sources(plan), _FABER_ZIMAN),
    )


def _errors(found: Conditioning, place: int, intensity_error: float) -> dict[str, float]:
    return {pair_label(pair): intensity_error * float(noise[place]) for pair, noise in found.partial_noise.items()}


def _sources(plan: Plan) -> tuple[str, ...]:
    measured = [f"f′ and f″ of {element}: {table.source}" for element, table in plan.target.tables.items()]
    tabulated = [] if len(measured) == len(plan.target.composition) else [f"f′ and f″: {ANOMALOUS_SOURCE}"]
    return (*measured, *tabulated, f"f0: {FORM_FACTOR_SOURCE}", EDGE_SOURCE)


def _in_name(wavevector: float) -> str:
    return f"{wavevector:g}".replace("+", "").lower()


def _percent(value: float) -> str:
    return f"{value:.2f}" if value >= 0.1 or value == 0.0 else f"{value:.2g}"


def _two_digits(value: float) -> str:
    return f"{float(f'{value:.2g}'):g}" if value < 1e5 else f"{value:.1e}"


def _three_digits(value: float) -> str:
    return f"{float(f'{value:.3g}'):g}" if value < 1e6 else f"{value:.2e}"


def _signed(value: float, decimals: int) -> str:
    return f"{_rounded(value, decimals):+.{decimals}f}".replace("-", "\N{MINUS SIGN}")


def _rounded(value: float, decimals: int) -> float:
    return round(value, decimals) + 0.0 if math.isfinite(value) else value

"""The claims of the reverse Monte Carlo study."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kyokutei.glass.pairs import PairName, pair_label
from kyokutei.glass.rmc.peaks import ReplicaValue, first_peak, over_replicas
from kyokutei.glass.rmc.visibility import HARDLY_SEEN
from kyokutei.glass.scattering.agreement import agreement
from kyokutei.study.claim import Check, Claim

if TYPE_CHECKING:
    from kyokutei.glass.rmc.replicas import Ensemble
    from kyokutei.glass.rmc.report import Result

__all__ = ["all_claims", "peak_positions", "residuals"]

_PEAK_TOLERANCE_ANGSTROM = 0.1


def all_claims(result: Result) -> list[Claim]:
    """Agreement with each data set, the first peak of each pair, coordination numbers, and the worth of data."""
    claims = [_fit_claim(result, place) for place in range(len(result.data))]
    claims += [_peak_claim(result, pair) for pair in result.ensemble.pair_distributions]
    claims += [_coordination_claim(result, place) for place in range(len(result.settings.coordination))]
    if result.without is not None and result.truth is not None:
        claims += [_worth_claim(result, pair) for pair in result.ensemble.pair_distributions]
    return claims


def residuals(result: Result, place: int) -> np.ndarray:
    """``(replica,)`` R_w of S(Q) - 1 of a data set."""
    one = result.data[place]
    first = sum(len(other) for other in result.data[:place])
    fitted = result.ensemble.fitted[:, first : first + len(one)]
    return np.array([agreement(one.value - one.limit, model - one.limit).rw for model in fitted])


def peak_positions(result: Result, ensemble: Ensemble, pair: PairName) -> ReplicaValue:
    """First peak of a pair over the replicas [Å]."""
    positions = np.array([first_peak(result.r, g) for g in ensemble.pair_distributions[pair]])
    width = result.settings.bin_width_angstrom
    return over_replicas(positions, result.settings.confidence, resolution=width / 2.0)


def _convergence_checks(result: Result) -> tuple[Check, ...]:
    verdict = result.convergence
    return (
        Check(
            name="plateau",
            passed=verdict.is_on_plateau,
            statement=f"From the third to the last quarter of the chains χ² changed by {100 * verdict.drift:+.1f} %, "
            f"{'at most' if verdict.is_on_plateau else 'more than'} 10 %.",
        ),
        Check(
            name="replicas agree",
            passed=verdict.do_replicas_agree,
            statement=f"The largest mean χ² of a replica is {verdict.spread:.2f} times the smallest, "
            f"{'at most' if verdict.do_replicas_agree else 'more than'} 1.2.",
        ),
        Check(
            name="independent values",
            passed=verdict.has_enough_values,
            statement=f"The second halves hold {verdict.effective:.0f} independent values of χ², "
            f"{'at least' if verdict.has_enough_values else 'fewer than'} 20.",
        ),
    )


def _slug(text: str) -> str:
    plain = {"Δ": "delta-", "_": "", " ": "-"}
    letters = "".join(plain.get(letter, letter.lower()) for letter in text)
    return "".join(letter for letter in letters if letter.isascii() and (letter.isalnum() or letter == "-")).strip("-")


def _fit_claim(result: Result, place: int) -> Claim:
    one, found = result.data[place], residuals(result, place)
    value = over_replicas(found, result.settings.confidence)
    limit = result.settings.largest_residual
    passed = bool(found.max() <= limit)
    per_point = float(result.ensemble.chi_square[:, -1, place].mean()) / len(one)
    return Claim(
        name=f"residual.{_slug(one.name) or place}",
        statement=f"The atoms describe {one.name} with R_w = {value.mean:.4f} (χ² per point {per_point:.2f}, "
        f"{len(one)} points, mean of {len(found)} replicas).",
        value=round(value.mean, 6),
        unit="1",
        interval=(round(max(0.0, value.interval[0]), 6), round(value.interval[1], 6)),
        confidence=result.settings.confidence,
        method="R_w² = Σ(data − model)² / Σ(data − limit)²; interval: in which a further replica would lie",
        checks=(
            Check(
                name="described",
                passed=passed,
                statement=f"The largest R_w of a replica is {found.max():.4f}, "
                f"{'at most' if passed else 'above'} {limit:g}.",
            ),
            *_convergence_checks(result),
        ),
        sources=_sources(result),
    )


def _peak_claim(result: Result, pair: PairName) -> Claim:
    value, label = peak_positions(result, result.ensemble, pair), pair_label(pair)
    low, high = value.interval
    return Claim(
        name=f"peak.{_slug('-'.join(pair))}",
        statement=f"g(r) of {label} has its first peak at {value.mean:.2f} Å "
        f"({100 * result.settings.confidence:g} % of replicas between {low:.2f} and {high:.2f} Å).",
        value=round(value.mean, 5),
        unit="Å",
        interval=(round(low, 5), round(high, 5)),
        confidence=result.settings.confidence,
        method="highest point of g(r) smoothed by 0.1 Å, by a parabola; interval: in which a further replica would "
        "lie, which is the spread of configurations that describe the data, and no error of a model",
        checks=(_visibility_check(result, pair), *_truth_checks(result, pair, value), *_convergence_checks(result)),
        sources=_sources(result),
    )


def _visibility_check(result: Result, pair: PairName) -> Check:
    share, label = result.open_shares[pair], pair_label(pair)
    passed = share <= HARDLY_SEEN
    word = "see" if passed else "hardly see"
    return Check(
        name="seen by the weights",
        passed=passed,
        statement=f"The weights {word} {label}: the data leave {100 * share:.0f} % of what is open before them, "
        f"{'at most' if passed else 'more than'} {100 * HARDLY_SEEN:g} %.",
    )


def _truth_checks(result: Result, pair: PairName, value: ReplicaValue) -> tuple[Check, ...]:
    if result.truth is None:
        return ()
    truth = first_peak(result.r, result.truth[pair])
    near = abs(value.mean - truth) <= _PEAK_TOLERANCE_ANGSTROM
    passed = near or value.covers(truth)
    how = "within 0.1 Å" if near else "covered by the interval" if passed else "neither near nor covered"
    return (
        Check(
            name="truth of the twin",
            passed=passed,
            statement=f"The truth has its peak at {truth:.2f} Å, {abs(value.mean - truth):.2f} Å away: {how}.",
        ),
    )


def _coordination_claim(result: Result, place: int) -> Claim:
    from kyokutei.glass.rmc.replicas import chain_of
    from kyokutei.glass.structure import coordination

    term = result.settings.coordination[place]
    means = np.array(
        [
            coordination(
                chain_of(result.ensemble.plan, kept).configuration,
                term.centre,
                term.neighbour,
                cutoff_angstrom=term.cutoff_angstrom,
            ).mean
            for kept in result.ensemble.last
        ]
    )
    value = over_replicas(means, result.settings.confidence, resolution=1e-3)
    near = abs(value.mean - term.number) <= 2.0 * term.sigma
    low, high = value.interval
    return Claim(
        name=f"coordination.{_slug(term.centre)}-{_slug(term.neighbour)}",
        statement=f"{term.centre} has {value.mean:.3f} {term.neighbour} neighbours within {term.cutoff_angstrom:g} Å "
        f"({100 * result.settings.confidence:g} % of replicas between {low:.3f} and {high:.3f}); "
        f"{term.number:g} were asked for.",
        value=round(value.mean, 6),
        unit="1",
        interval=(round(low, 6), round(high, 6)),
        confidence=result.settings.confidence,
        method="counted at the end of each replica; a constraint, not a finding",
        checks=(
            Check(
                name="constraint",
                passed=near,
                statement=f"The mean is {abs(value.mean - term.number):.3f} from the number asked for, "
                f"{'within' if near else 'more than'} twice the {term.sigma:g} allowed.",
            ),
        ),
        sources=_sources(result),
    )


def _worth_claim(result: Result, pair: PairName) -> Claim:
    assert result.without is not None  # noqa: S101 - the caller asked
    assert result.truth is not None  # noqa: S101
    near = (result.r > 1.0) & (result.r < 7.0)
    away = [
        float(np.mean(np.abs(ensemble.pair_distributions[pair].mean(axis=0) - result.truth[pair])[near]))
        for ensemble in (result.ensemble, result.without)
    ]
    ratio = away[1] / away[0]
    passed = ratio > 1.0
    names = ", ".join(result.settings.without)
    return Claim(
        name=f"worth.{_slug('-'.join(pair))}",
        statement=f"Without {names} the mean g(r) of {pair_label(pair)} is {ratio:.1f} times as far from the truth "
        f"({away[1]:.3f} instead of {away[0]:.3f}, mean distance from 1 to 7 Å).",
        value=round(ratio, 4),
        unit="1",
        method="mean |g − g_true| of the mean of the replicas, with and without these data",
        checks=(
            Check(
                name="worth something",
                passed=passed,
                statement=f"The data bring g(r) {'nearer to' if passed else 'no nearer to'} the truth.",
            ),
        ),
        sources=_sources(result),
    )


def _sources(result: Result) -> tuple[str, ...]:
    if result.truth is not None:
        return ("synthetic data from a stated truth",)
    return tuple(one.file.name for one in result.settings.data if one.file is not None)

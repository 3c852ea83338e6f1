"""The claims of the structure study about a measured interference function."""

from __future__ import annotations

import math

from kyokutei.glass.structure.analysis import Comparison, NeutronCurve
from kyokutei.glass.structure.claims import ClaimContext, convergence_check, length_sources, normalisation_check
from kyokutei.glass.structure.settings import MeasuredSettings
from kyokutei.glass.structure.wording import rounded
from kyokutei.study.claim import Check, Claim

__all__ = ["comparison_claims"]

_FEWEST_POINTS = 100
_SCALE_TOLERANCE = 0.05  # by which the best scale of data on an absolute scale may differ from 1
_METHOD = (
    "R_w = √(Σ (F_measured − F_computed)² / Σ F_measured²), all points with equal weight; no interval is stated: the "
    "errors of the data are those of counting only, and the misfit of a configuration is not random"
)


def comparison_claims(
    context: ClaimContext, curve: NeutronCurve, comparison: Comparison, measured: MeasuredSettings
) -> list[Claim]:
    """How far the configuration is from the data, without and with a free scale, and whether it describes them."""
    result, data = comparison.agreement, comparison.data
    span = f"{data.wavevector_per_angstrom[0]:.3g} to {data.wavevector_per_angstrom[-1]:.3g} 1/Å"
    what = f"at {result.points} points of Q from {span}"
    sound = (
        _points_check(result.points),
        _range_check(context, comparison),
        convergence_check(curve),
        normalisation_check(context.distribution),
    )
    sources = (
        *context.sources,
        *((measured.source,) if measured.source else ()),
        measured.file.name,
        *length_sources(context),
    )
    return [
        Claim(
            name="neutron_residual.unscaled",
            statement=f"The neutron F(Q) computed from the configuration, without any adjustable number, misses the "
            f"measured one by R_w = {result.rw:.3f} {what}.",
            value=rounded(result.rw),
            unit="1",
            method=_METHOD,
            checks=sound,
            sources=sources,
        ),
        Claim(
            name="neutron_residual.scaled",
            statement=f"With a free scale, best at {result.scale:.3f}, the computed neutron F(Q) misses the measured "
            f"one by R_w = {result.rw_scaled:.3f} {what}.",
            value=rounded(result.rw_scaled),
            unit="1",
            method=f"the computed function times the factor that makes R_w smallest; {_METHOD}",
            checks=sound,
            sources=sources,
        ),
        Claim(
            name="neutron_agreement",
            statement=f"The configuration describes the measured neutron F(Q): R_w = {result.rw:.3f} {what}.",
            value=rounded(result.rw),
            unit="1",
            method=_METHOD,
            checks=(*sound, _quality_check(comparison, measured), _scale_check(comparison)),
            sources=sources,
        ),
    ]


def _points_check(points: int) -> Check:
    passed = points >= _FEWEST_POINTS
    return Check(
        name="enough points",
        passed=passed,
        statement=f"{points} points were compared, {'at least' if passed else 'fewer than'} {_FEWEST_POINTS}.",
    )


def _range_check(context: ClaimContext, comparison: Comparison) -> Check:
    longest = 2.0 * math.pi / float(context.configuration.perpendicular_widths.min())
    lowest = float(comparison.data.wavevector_per_angstrom[0])
    passed = lowest >= longest
    return Check(
        name="waves fit into the cell",
        passed=passed,
        statement=f"The comparison begins at {lowest:.3g} 1/Å, {'not below' if passed else 'below'} 2π/L = "
        f"{longest:.3f} 1/Å, the longest wave that the cell holds.",
    )


def _quality_check(comparison: Comparison, measured: MeasuredSettings) -> Check:
    rw, limit = comparison.agreement.rw, measured.largest_residual
    passed = rw <= limit
    verb = "is not larger" if passed else "is larger"
    return Check(
        name="residual",
        passed=passed,
        statement=f"R_w = {rw:.3f} {verb} than {limit:g}, up to which a configuration is said to describe the data.",
    )


def _scale_check(comparison: Comparison) -> Check:
    scale = comparison.agreement.scale
    passed = abs(scale - 1.0) <= _SCALE_TOLERANCE
    where = "within" if passed else "not within"
    return Check(
        name="absolute scale",
        passed=passed,
        statement=f"The best scale, {scale:.3f}, is {where} 5 % of 1, where it must be if both the configuration and "
        "the normalisation of the data are right.",
    )

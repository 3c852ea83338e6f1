"""The sentences of a liquefier study, each with conditions that could have failed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kyokutei.helium.liquefier.second_law import ROUNDING
from kyokutei.helium.liquefier.sweep import VERDICTS
from kyokutei.study.claim import Check, Claim

if TYPE_CHECKING:
    from kyokutei.helium.liquefier.performance import Cycle
    from kyokutei.helium.liquefier.results import Result

MODEL_SOURCES = (
    "Equation of state of helium-4: D. Ortiz Vega et al., NISTIR 8474 (2023), doi:10.6028/NIST.IR.8474.",
    "Litres at the density of R. J. Donnelly and C. F. Barenghi, J. Phys. Chem. Ref. Data 27, 1217 (1998).",
)
METHOD = (
    "Steady state of the cold box (enthalpy effectiveness, isentropic efficiencies, no pressure drops), for plants "
    "drawn uniformly inside the stated ranges; the interval holds the stated share of those that make liquid"
)
LEAST_SHARE = 0.9
"""Share of drawn plants that must make liquid, or the band speaks of too few of them."""

CLOSURE = 1e-6


def slug(name: str) -> str:
    """A name as the last part of a claim's."""
    return "-".join("".join(c if c.isalnum() and c.isascii() else " " for c in name.lower()).split())


def all_claims(results: Sequence[Result], confidence: float) -> list[Claim]:
    """Yield, litres or flow, work, split and largest loss for each operation."""
    claims: list[Claim] = []
    for result in results:
        claims.append(_yield(result, confidence))
        for make in (_litres, _flow, _work):
            claim = make(result, confidence)
            if claim is not None:
                claims.append(claim)
        claims += [_split(result), _loss(result)]
    return claims


def _name(result: Result) -> str:
    return f"{result.machine.name}, {result.operation.name}"


def _sources(result: Result) -> tuple[str, ...]:
    return (*([result.operation.source] if result.operation.source else []), *MODEL_SOURCES)


def _ends(result: Result, quantity: str, confidence: float, scale: float = 1.0) -> tuple[float, float, float]:
    low, middle, high = (scale * value for value in result.band.quantiles(quantity, confidence))
    return float(f"{low:.4g}"), float(f"{middle:.4g}"), float(f"{high:.4g}")


def _yield(result: Result, confidence: float) -> Claim:
    low, middle, high = _ends(result, "liquid_yield", confidence, 100.0)
    published = result.operation.liquid_yield
    checks = [_enough(result), *_laws(result.cycle)]
    if published is not None:
        checks.append(
            _published("yield", 100.0 * published, (low, high), 100.0 * result.operation.yield_accuracy, unit="%")
        )
    return Claim(
        name=f"liquid_yield.{slug(result.operation.name)}",
        statement=f"{_name(result)}: {middle:.3g} % of the compressed gas becomes liquid ({low:.3g} to {high:.3g} % "
        f"for {100 * confidence:g} % of the plants inside the stated ranges){_beside(published, 100.0, '%')}.",
        value=middle,
        unit="%",
        interval=(low, high),
        confidence=confidence,
        method=METHOD,
        checks=tuple(checks),
        sources=_sources(result),
    )


def _litres(result: Result, confidence: float) -> Claim | None:
    if result.machine.flow_g_per_s is None and result.machine.power_kW is None:
        return None
    low, middle, high = _ends(result, "litres_per_hour", confidence)
    published = result.operation.litres_per_hour
    checks = [_enough(result), *_laws(result.cycle)]
    if published is not None:
        checks.append(_published("rate", published, (low, high), result.operation.litres_accuracy, unit="L/h"))
    return Claim(
        name=f"litres_per_hour.{slug(result.operation.name)}",
        statement=f"{_name(result)}: {middle:.3g} L/h ({low:.3g} to {high:.3g} L/h for {100 * confidence:g} % of the "
        f"plants inside the stated ranges){_beside(published, 1.0, 'L/h')}.",
        value=middle,
        unit="L/h",
        interval=(low, high),
        confidence=confidence,
        method=METHOD,
        checks=tuple(checks),
        sources=_sources(result),
    )


def _flow(result: Result, confidence: float) -> Claim | None:
    published, machine = result.operation.litres_per_hour, result.machine
    if published is None or machine.flow_g_per_s is not None or machine.power_kW is not None:
        return None
    low, middle, high = _ends(result, "flow_g_per_s", confidence)
    return Claim(
        name=f"compressor_flow.{slug(result.operation.name)}",
        statement=f"{_name(result)}: {published:g} L/h need a compressor of {middle:.3g} g/s ({low:.3g} to {high:.3g} "
        f"g/s for {100 * confidence:g} % of the plants inside the stated ranges).",
        value=middle,
        unit="g/s",
        interval=(low, high),
        confidence=confidence,
        method=METHOD,
        checks=(_enough(result), *_laws(result.cycle)),
        sources=_sources(result),
    )


def _work(result: Result, confidence: float) -> Claim | None:
    low, middle, high = _ends(result, "work_kWh_per_L", confidence)
    power, litres = result.machine.power_kW, result.operation.litres_per_hour
    checks = [_enough(result), *_laws(result.cycle)]
    published = power.middle / litres if power is not None and litres is not None else None
    if published is not None:
        checks.append(_published("power over the published rate", published, (low, high), 0.0, unit="kWh/L"))
    nitrogen = result.cycle.nitrogen_litres_per_litre
    rest = f", and {nitrogen:.2f} L of liquid nitrogen (latent heat alone)" if nitrogen > 0.0 else ""
    return Claim(
        name=f"work_per_litre.{slug(result.operation.name)}",
        statement=f"{_name(result)}: one litre takes {middle:.3g} kWh of the compressor ({low:.3g} to {high:.3g} kWh "
        f"for {100 * confidence:g} % of the plants inside the stated ranges){rest}.",
        value=middle,
        unit="kWh/L",
        interval=(low, high),
        confidence=confidence,
        method=METHOD,
        checks=tuple(checks),
        sources=_sources(result),
    )


def _split(result: Result) -> Claim:
    best, cycle, is_pair = result.best, result.cycle, result.machine.cycle == "collins"
    total = sum(best.inputs) if is_pair else best.inputs[0]
    where = f"{100 * total:.0f} % of the flow through the expander"
    if is_pair:
        warm, cold = (f"{100 * share:.0f} %" for share in best.inputs)
        where = f"{100 * total:.0f} % of the flow through the expanders, {warm} through the warm, {cold} the cold one"
    elif result.machine.cycle == "turbines":
        where = f"{100 * total:.0f} % of the flow through the turbines and {best.inputs[1]:.2g} bar between them"
    return Claim(
        name=f"best_split.{slug(result.operation.name)}",
        statement=f"{_name(result)}, in the middle of the ranges: the yield is largest, {100 * best.liquid_yield:.3g} "
        f"%, with {where}.",
        value=float(f"{total:.3g}"),
        unit="1",
        method="Search of the whole region of splits on a grid, then on ever finer ones round the best point",
        checks=tuple(_split_checks(result, cycle)),
        sources=MODEL_SOURCES,
    )


def _split_checks(result: Result, cycle: Cycle) -> list[Check]:
    best = result.best
    inside = "inside the searched region" if best.is_inside else "on the edge of the searched region"
    checks = [Check(name="a true optimum", passed=best.is_inside, statement=f"The largest yield lies {inside}.")]
    ratio = cycle.liquid_yield / best.liquid_yield if best.liquid_yield > 0.0 else np.inf
    checks.append(
        Check(
            name="nothing studied is better",
            passed=ratio <= 1.0 + 1e-6,
            statement=f"The nominal plant of this study makes {100 * ratio:.1f} % of the largest yield.",
        )
    )
    if result.surface is not None:
        largest = float(np.nanmax(result.surface.liquid_yield))
        unsettled = int(np.sum(result.surface.verdict == len(VERDICTS) - 1))
        checks.append(
            Check(
                name="the map agrees",
                passed=largest <= best.liquid_yield * (1.0 + 1e-6) and unsettled == 0,
                statement=f"On the map of {result.surface.verdict.size} cases the largest yield is {100 * largest:.3g} "
                f"%, and {unsettled} cases are without a verdict.",
            )
        )
    return checks


def _loss(result: Result) -> Claim:
    cycle = result.cycle
    lost = [(loss.loss_J_per_kg, loss.component) for loss in cycle.losses]
    largest, component = max(lost)
    share = 100.0 * largest / cycle.exergy_supplied_J_per_kg
    return Claim(
        name=f"largest_loss.{slug(result.operation.name)}",
        statement=f"{_name(result)}, in the middle of the ranges: {100 * cycle.figure_of_merit:.1f} % of the work put "
        f"in is that of an ideal liquefier; most is lost in the {component}, {share:.0f} % of the exergy supplied.",
        value=float(f"{share:.3g}"),
        unit="%",
        method="Exergy balance of every component at the temperature of the hall",
        checks=tuple(_laws(cycle)),
        sources=MODEL_SOURCES,
    )


def _laws(cycle: Cycle) -> list[Check]:
    to_liquid = cycle.liquid_yield * cycle.ideal_work_J_per_L * 1000.0 / cycle.liquid_density_kg_per_m3
    lost = sum(loss.loss_J_per_kg for loss in cycle.losses)
    gap = abs(to_liquid + lost - cycle.exergy_supplied_J_per_kg) / cycle.exergy_supplied_J_per_kg
    least = min(cycle.losses, key=lambda loss: loss.entropy_J_per_kg_K)
    closest = min(cycle.exchangers, key=lambda exchanger: exchanger.closest_approach_K)
    closes = gap < CLOSURE
    obeys = least.entropy_J_per_kg_K > -ROUNDING and closest.closest_approach_K > 0.0
    agreement = "agree to better than one in a million" if closes else f"differ by {gap:.1e} of it"
    breach = "No component destroys entropy" if obeys else f"The {least.component} destroys most entropy"
    return [
        Check(
            name="exergy closes",
            passed=closes,
            statement=f"Exergy supplied, in the liquid and lost by the components {agreement}.",
        ),
        Check(
            name="the second law holds everywhere",
            passed=obeys,
            statement=f"{breach}, and streams come closest in {closest.name}, to {closest.closest_approach_K:.2g} K.",
        ),
    ]


def _enough(result: Result) -> Check:
    share = float(np.mean(result.band.makes_liquid))
    return Check(
        name="most plants make liquid",
        passed=share >= LEAST_SHARE,
        statement=f"{100 * share:.0f} % of {result.band.liquid_yield.size} plants drawn inside the ranges make liquid.",
    )


def _published(what: str, value: float, band: tuple[float, float], accuracy: float, *, unit: str) -> Check:
    low, high = band
    agrees = low - accuracy <= value <= high + accuracy
    within = f", ± {accuracy:.3g} {unit} by its source," if accuracy > 0.0 else ""
    return Check(
        name=f"the published {what} agrees with the band",
        passed=agrees,
        statement=f"The published {value:.3g} {unit}{within} {'agrees' if agrees else 'does not agree'} with the band "
        f"from {low:.3g} to {high:.3g} {unit}.",
    )


def _beside(published: float | None, scale: float, unit: str) -> str:
    return "" if published is None else f"; published are {scale * published:.3g} {unit}"

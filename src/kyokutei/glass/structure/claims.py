"""The claims of the structure study: what each sentence says, and when it stands."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.rmc.configuration import Configuration
from kyokutei.glass.structure.analysis import RESAMPLES, AngleFinding, BondFinding, NeutronCurve, PeakFinding
from kyokutei.glass.structure.block_bootstrap import block_labels
from kyokutei.glass.structure.minimum import CutoffPlace
from kyokutei.glass.structure.pair_distribution import PartialPairDistribution
from kyokutei.glass.structure.peak_shape import SMOOTHING_ANGSTROM
from kyokutei.glass.structure.settings import StructureSettings
from kyokutei.glass.structure.wording import claim_name, decimals_for, pair_label, rounded, signed, span
from kyokutei.study.claim import Check, Claim

__all__ = [
    "ClaimContext",
    "angle_claims",
    "coordination_claim",
    "density_claim",
    "peak_claims",
    "structure_factor_claim",
]

_DENSITY_TOLERANCE = 0.01
_NORMALISED_TOLERANCE = 0.02
_MOST_UNEVEN = 0.5  # of the mean number of atoms in a block, by which one may differ from it
_FILLING_SIGMAS = 5.0  # or this many standard deviations of an ideal gas, where blocks hold few atoms
_FEWEST_COUNTS = 100  # in the highest bin: 10 % of counting noise
_FEWEST_ANGLES = 100
_DEEPEST_DIP = 5.0  # standard deviations of the counts
_SHORTEST_SHARE = 0.5  # of the first peak's position, where the study file states no closest approach
_G_PER_CM3 = 1.66053906660  # of 1 u/Å³; CODATA 2018
_FLATTEST = 0.1  # largest root mean square of S - 1 over the last fifth of Q
_MEAN_OFFSET = 0.02  # largest mean of S - 1 there


@dataclass(frozen=True, eq=False)
class ClaimContext:
    """What all claims of one run share."""

    settings: StructureSettings
    configuration: Configuration
    distribution: PartialPairDistribution

    @property
    def sources(self) -> tuple[str, ...]:
        """The configuration's origin and its file."""
        given = (self.settings.source,) if self.settings.source else ()
        return (*given, self.settings.configuration.name)

    @property
    def interval_words(self) -> str:
        """What the intervals are."""
        return (
            f"interval: percentiles of {RESAMPLES} bootstrap draws of the {self.settings.blocks_per_edge**3} blocks of "
            "this one configuration; it does not cover what another configuration that fits as well would give"
        )

    @property
    def level(self) -> str:
        """The confidence level in words."""
        return f"{100 * self.settings.confidence:g} % interval"


def density_claim(context: ClaimContext) -> Claim:
    """The number density, tested against the measured mass density and against empty parts of the cell."""
    density = context.configuration.number_density
    checks = [_filling_check(context.configuration, context.settings.blocks_per_edge)]
    if context.settings.mass_density_g_per_cm3 is not None:
        checks.insert(0, _mass_density_check(context.configuration, context.settings.mass_density_g_per_cm3))
    edges = np.linalg.norm(context.configuration.cell, axis=1)
    return Claim(
        name="number_density",
        statement=f"The configuration holds {density:.5f} atoms per cubic ångström: {len(context.configuration)} atoms "
        f"in a cell with edges of {edges[0]:.3f}, {edges[1]:.3f} and {edges[2]:.3f} Å.",
        value=rounded(density, 9),
        unit="1/Å3",
        method="atoms over the volume of the cell; exact for this file, so that there is no interval",
        checks=tuple(checks),
        sources=context.sources,
    )


def _filling_check(configuration: Configuration, blocks_per_edge: int) -> Check:
    """Whether the atoms fill the cell: a cell that is too large for them has empty blocks."""
    blocks = blocks_per_edge**3
    numbers = np.bincount(block_labels(configuration, blocks_per_edge), minlength=blocks)
    mean = len(configuration) / blocks
    allowance = max(_MOST_UNEVEN * mean, _FILLING_SIGMAS * math.sqrt(mean))
    passed = bool(np.max(np.abs(numbers - mean)) <= allowance)
    verb = "fill" if passed else "do not fill"
    return Check(
        name="atoms fill the cell",
        passed=passed,
        statement=f"The atoms {verb} the cell evenly: its {blocks} blocks hold {numbers.min()} to {numbers.max()} "
        f"atoms, {mean:.1f} on average, {'all' if passed else 'not all'} within {allowance:.1f} of it.",
    )


def normalisation_check(distribution: PartialPairDistribution) -> Check:
    """Whether the concentration-weighted g(r) tends to 1: where it does not, the cell is too small for S(Q)."""
    total = sum(distribution.numbers.values())
    fractions = {name: number / total for name, number in distribution.numbers.items()}
    weights = {
        pair: fractions[pair[0]] * fractions[pair[1]] * (1.0 if pair[0] == pair[1] else 2.0) for pair in distribution.g
    }
    last = slice(3 * len(distribution.r) // 4, None)
    shells = np.diff(distribution.edges**3)[last]
    mean = float(np.average(distribution.total(weights)[last], weights=shells))
    passed = abs(mean - 1.0) <= _NORMALISED_TOLERANCE
    low, high = distribution.edges[last.start], distribution.edges[-1]
    verb = "tends" if passed else "does not tend"
    return Check(
        name="g(r) tends to 1",
        passed=passed,
        statement=f"The total g(r) {verb} to 1: its mean from {low:.1f} to {high:.1f} Å is {mean:.4f}, "
        f"{'within' if passed else 'not within'} {_NORMALISED_TOLERANCE:g} of 1.",
    )


def _mass_density_check(configuration: Configuration, expected: float) -> Check:
    from kyokutei.physics.elements import atomic_mass_u, is_element

    strangers = [name for name in configuration.species_names if not is_element(name)]
    if strangers:
        statement = f"The mass density cannot be tested: {', '.join(strangers)} is no chemical element."
        return Check(name="mass density", passed=False, statement=statement)
    mass = sum(number * atomic_mass_u(name) for name, number in configuration.counts.items())
    found = mass / configuration.volume * _G_PER_CM3
    passed = abs(found / expected - 1.0) <= _DENSITY_TOLERANCE
    verb = "agrees" if passed else "does not agree"
    return Check(
        name="mass density",
        passed=passed,
        statement=f"The configuration's {found:.3f} g/cm³ {verb} with the stated {expected:g} g/cm³ to 1 %.",
    )


def peak_claims(context: ClaimContext, peak: PeakFinding) -> list[Claim]:
    """Position of the first peak of a g_ij(r), and the shortest distance of its pairs."""
    label, width = pair_label(peak.pair), peak.bin_width_angstrom
    shortest = shortest_check(context, peak)
    low, high = peak.position_interval
    position = Claim(
        name=claim_name("peak_position", peak.pair),
        statement=f"g(r) of {label} is highest at {peak.position_angstrom:.2f} Å ({context.level} {low:.2f} to "
        f"{high:.2f} Å, bins of {width:g} Å), where it reaches {peak.height:#.3g} "
        f"({peak.height_interval[0]:#.3g} to {peak.height_interval[1]:#.3g}).",
        value=rounded(peak.position_angstrom),
        unit="Å",
        interval=(rounded(low), rounded(high)),
        confidence=context.settings.confidence,
        method=f"centre of the highest bin of the histogram; {context.interval_words}; widened by half a bin",
        checks=(
            _counts_check(peak),
            _single_check(peak),
            _wall_check(peak),
            shortest,
        ),
        sources=context.sources,
    )
    distance = Claim(
        name=claim_name("shortest_distance", peak.pair),
        statement=f"No {label} pair of the configuration is closer than {peak.shortest_angstrom:.3f} Å.",
        value=rounded(peak.shortest_angstrom),
        unit="Å",
        method="smallest of all distances; exact for this file, so that there is no interval",
        checks=(shortest,),
        sources=context.sources,
    )
    return [position, distance]


def _counts_check(peak: PeakFinding) -> Check:
    passed = peak.count >= _FEWEST_COUNTS
    return Check(
        name="enough pairs",
        passed=passed,
        statement=f"The highest bin holds {peak.count} pairs, "
        f"{'at least' if passed else 'fewer than'} {_FEWEST_COUNTS}.",
    )


def _single_check(peak: PeakFinding) -> Check:
    """A highest bin beside another one and a dip between them says little about where the peak is."""
    passed = peak.dip.significance <= _DEEPEST_DIP
    smooth = (
        f"smoothed over {SMOOTHING_ANGSTROM:g} Å, g(r) is highest at {peak.smooth_position_angstrom:.2f} Å, where it "
        f"is {peak.smooth_height:#.3g}"
    )
    found = (
        f"No other bin within 0.25 Å is cut off from the highest one by a dip of more than {_DEEPEST_DIP:g} standard "
        f"deviations; {smooth}."
        if passed
        else f"The histogram dips by {peak.dip.significance:.1f} standard deviations between "
        f"{peak.position_angstrom:.2f} and {peak.dip.other_angstrom:.2f} Å: the peak is split, or the bins "
        f"of the fit have left a comb in the configuration; {smooth}."
    )
    return Check(name="one peak, not a comb", passed=passed, statement=found)


def _wall_check(peak: PeakFinding) -> Check:
    """A peak in the first occupied bins is made by a hard-core cut-off, not by the structure."""
    distance = (peak.position_angstrom - peak.shortest_angstrom) / peak.bin_width_angstrom
    passed = distance > 2.0
    where = "behind" if passed else "at"
    return Check(
        name="no pile-up at the cut-off",
        passed=passed,
        statement=f"The peak stands {where} the closest approach of {peak.shortest_angstrom:.3f} Å, "
        f"{max(distance, 0.0):.1f} bins away from it.",
    )


def shortest_check(context: ClaimContext, peak: PeakFinding) -> Check:
    """Whether no pair is closer than the study file allows, or than half the position of the first peak."""
    stated = [entry.distance_angstrom for entry in context.settings.closest if sorted(entry.pair) == sorted(peak.pair)]
    limit = stated[0] if stated else _SHORTEST_SHARE * peak.position_angstrom
    origin = "the closest approach of the study file" if stated else "half the position of the first peak"
    passed = peak.shortest_angstrom >= limit
    return Check(
        name="no unphysically short pair",
        passed=passed,
        statement=f"The shortest {pair_label(peak.pair)} distance, {peak.shortest_angstrom:.3f} Å, is "
        f"{'not below' if passed else 'below'} {limit:.3g} Å, {origin}.",
    )


def coordination_claim(context: ClaimContext, bond: BondFinding, peak: PeakFinding | None) -> Claim:
    """A coordination number."""
    settings, found = bond.settings, bond.coordination
    decimals = max(3, decimals_for(bond.interval))
    checks = [cutoff_check(bond.place, settings.cutoff_angstrom, (settings.centre, settings.neighbour))]
    if peak is not None:
        checks.append(shortest_check(context, peak))
    return Claim(
        name=claim_name("coordination", (settings.centre, settings.neighbour)),
        statement=f"Each {settings.centre} atom has {found.mean:.{decimals}f} {settings.neighbour} neighbours within "
        f"{settings.cutoff_angstrom:g} Å on average ({context.level} {span(bond.interval, decimals)}); moving the "
        f"cutoff by −0.05 and +0.05 Å changes that by {signed(bond.change_below, 3)} and "
        f"{signed(bond.change_above, 3)}.",
        value=rounded(found.mean),
        unit="1",
        interval=(rounded(bond.interval[0]), rounded(bond.interval[1])),
        confidence=context.settings.confidence,
        method=f"neighbours counted within the cutoff around {len(found.atoms)} atoms; {context.interval_words}",
        checks=tuple(checks),
        sources=context.sources,
    )


def cutoff_check(place: CutoffPlace | None, cutoff_angstrom: float, pair: tuple[str, str]) -> Check:
    """Whether a cutoff lies in the minimum of g(r) behind its first peak."""
    name, label = f"the {pair_label(pair)} cutoff lies in a minimum", pair_label(pair)
    if place is None:
        statement = f"g(r) of {label} does not reach the cutoff of {cutoff_angstrom:g} Å."
        return Check(name=name, passed=False, statement=statement)
    verb = "lies" if place.is_in_minimum else "does not lie"
    return Check(
        name=name,
        passed=place.is_in_minimum,
        statement=f"The cutoff {verb} in the minimum behind the first peak: g(r) of {label} is {place.g_at_cutoff:.2f} "
        f"at {cutoff_angstrom:g} Å, {place.g_minimum:.2f} in the minimum at {place.minimum_angstrom:.2f} Å and "
        f"{place.g_peak:.1f} in the peak at {place.peak_angstrom:.2f} Å (smoothed over 0.1 Å).",
    )


def angle_claims(context: ClaimContext, angle: AngleFinding) -> list[Claim]:
    """Mean and width of a distribution of bond angles."""
    settings, angles = angle.settings, angle.angles
    label = "\N{EN DASH}".join(settings.triplet)
    first, centre, last = settings.triplet
    pairs = dict.fromkeys([(centre, first), (centre, last)])
    checks = (
        *(cutoff_check(place, settings.cutoff_angstrom, pair) for place, pair in zip(angle.places, pairs, strict=True)),
        _angles_check(len(angles.degrees)),
    )
    method = f"{len(angles.degrees)} angles between bonds shorter than {settings.cutoff_angstrom:g} Å"
    values = {
        "bond_angle": (angles.mean_degrees, angle.mean_interval, "mean"),
        "bond_angle_spread": (angles.standard_deviation_degrees, angle.deviation_interval, "standard deviation of the"),
    }
    return [
        Claim(
            name=claim_name(kind, settings.triplet),
            statement=f"The {words} {label} angle is {value:.2f}° ({context.level} {span(interval, 2)}°).",
            value=rounded(value),
            unit="deg",
            interval=(rounded(interval[0]), rounded(interval[1])),
            confidence=context.settings.confidence,
            method=f"{method}; {context.interval_words}",
            checks=checks,
            sources=context.sources,
        )
        for kind, (value, interval, words) in values.items()
    ]


def _angles_check(count: int) -> Check:
    passed = count >= _FEWEST_ANGLES
    return Check(
        name="enough angles",
        passed=passed,
        statement=f"There are {count} angles, {'at least' if passed else 'fewer than'} {_FEWEST_ANGLES}.",
    )


def structure_factor_claim(context: ClaimContext, curve: NeutronCurve) -> Claim:
    """The first peak of the neutron structure factor: the highest point of the first stretch where S is above 1."""
    top = first_peak(curve.total)
    position, height = float(curve.wavevector[top]), float(curve.total[top])
    return Claim(
        name="structure_factor_peak",
        statement=f"The first peak of the neutron structure factor of the configuration stands at Q = {position:.2f} "
        f"1/Å, where S = {height:.3f}.",
        value=rounded(position),
        unit="1/Å",
        method="Faber-Ziman sum of partials through g(r); no interval is stated, because the finite cell broadens all "
        f"peaks by about 2π/L = {_longest_wave(context):.2f} 1/Å and its effect on the position is not known",
        checks=(
            convergence_check(curve),
            normalisation_check(context.distribution),
            _inside_check(curve, top),
            _long_wave_check(context, curve),
        ),
        sources=(*context.sources, *length_sources(context)),
    )


def first_peak(total: NDArray[np.float64]) -> int:
    """Place of the highest point of the first stretch where S(Q) is above 1; of all points where there is none."""
    above = np.flatnonzero(total > 1.0)
    if len(above) == 0:
        return int(np.argmax(total))
    end = next((place for place in range(above[0], len(total)) if total[place] <= 1.0), len(total))
    return int(above[0] + np.argmax(total[above[0] : end]))


def convergence_check(curve: NeutronCurve) -> Check:
    """Whether S(Q) has come to 1 in the last fifth of the range of Q."""
    last = curve.wavevector >= curve.wavevector[0] + 0.8 * (curve.wavevector[-1] - curve.wavevector[0])
    offset = float(np.mean(curve.total[last] - 1.0))
    ripple = float(np.sqrt(np.mean((curve.total[last] - 1.0) ** 2)))
    passed = abs(offset) <= _MEAN_OFFSET and ripple <= _FLATTEST
    verb = "has come" if passed else "has not come"
    return Check(
        name="S(Q) tends to 1",
        passed=passed,
        statement=f"S(Q) {verb} to 1 from {curve.wavevector[last][0]:.1f} to {curve.wavevector[-1]:.1f} 1/Å: S − 1 is "
        f"{signed(offset, 4)} on average and {ripple:.3f} in root mean square "
        f"(limits {_MEAN_OFFSET:g} and {_FLATTEST:g}).",
    )


def _inside_check(curve: NeutronCurve, top: int) -> Check:
    passed = 0 < top < len(curve.total) - 1
    where = "inside" if passed else "at an end of"
    return Check(
        name="the peak is inside the range",
        passed=passed,
        statement=f"The peak lies {where} the range of Q, {curve.wavevector[0]:g} to {curve.wavevector[-1]:g} 1/Å.",
    )


def _long_wave_check(context: ClaimContext, curve: NeutronCurve) -> Check:
    longest, lowest = _longest_wave(context), float(curve.wavevector[0])
    passed = lowest >= longest
    return Check(
        name="waves fit into the cell",
        passed=passed,
        statement=f"The range of Q begins at {lowest:g} 1/Å, {'not below' if passed else 'below'} 2π/L = "
        f"{longest:.3f} 1/Å, the longest wave that the cell holds.",
    )


def _longest_wave(context: ClaimContext) -> float:
    return 2.0 * math.pi / float(context.configuration.perpendicular_widths.min())


def length_sources(context: ClaimContext) -> tuple[str, ...]:
    """Where the scattering lengths come from."""
    from kyokutei.physics.elements import NEUTRON_SOURCE

    given = context.settings.neutron.scattering_lengths_fm
    sources = [f"scattering length of {name}: {length:g} fm, from the study file" for name, length in given.items()]
    if any(name not in given for name in context.configuration.species_names):
        sources.append(f"scattering lengths: {NEUTRON_SOURCE}")
    return tuple(sources)

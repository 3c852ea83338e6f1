"""Everything that the study computes of one configuration, before it is put into words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.pairs import PairMapping, PairName
from kyokutei.glass.rmc.configuration import Configuration
from kyokutei.glass.scattering.agreement import Agreement, agreement
from kyokutei.glass.scattering.formats import mint01
from kyokutei.glass.scattering.interference import InterferenceFunction
from kyokutei.glass.scattering.neutron import interference_function, mean_scattering_length_fm, neutron_weights
from kyokutei.glass.structure.angles import BondAngles, bond_angles
from kyokutei.glass.structure.block_bootstrap import block_labels, block_sums, percentile_interval, resampled_totals
from kyokutei.glass.structure.coordination_numbers import Coordination, coordination
from kyokutei.glass.structure.faber_ziman import partial_structure_factors, weighted_sum
from kyokutei.glass.structure.minimum import CutoffPlace, place_of_cutoff
from kyokutei.glass.structure.neighbours import find_neighbours
from kyokutei.glass.structure.pair_counts import DistanceGrid
from kyokutei.glass.structure.pair_distribution import (
    PartialPairDistribution,
    distance_grid,
    pair_distribution_of_counts,
)
from kyokutei.glass.structure.peak_shape import Dip, deepest_dip, smoothed
from kyokutei.glass.structure.settings import AngleSettings, BondSettings, MeasuredSettings, NeutronSettings
from kyokutei.study.data_text import Encoding

if TYPE_CHECKING:
    from kyokutei.study.work import Work

__all__ = [
    "RESAMPLES",
    "AngleFinding",
    "Blocks",
    "BondFinding",
    "Comparison",
    "NeutronCurve",
    "PeakFinding",
    "compare",
    "count_pairs_in_steps",
    "find_angle",
    "find_bond",
    "find_peak",
    "neutron_curve",
]

RESAMPLES = 2000
"""Draws of a bootstrap."""

_PEAK_REACH = 1.3  # peaks are resampled up to this many peak positions
_CUTOFF_STEP_ANGSTROM = 0.05  # by which a cutoff is moved to see what hangs on it

Interval = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Blocks:
    """Blocks of the cell, for intervals by resampling.

    Parameters
    ----------
    labels
        ``(atom,)`` block of each atom.
    count
        How many blocks there are.
    generator
        Source of the draws.
    confidence
        Level of the intervals.
    """

    labels: NDArray[np.int64]
    count: int
    generator: np.random.Generator
    confidence: float

    @classmethod
    def of(
        cls, configuration: Configuration, *, per_edge: int, generator: np.random.Generator, confidence: float
    ) -> Blocks:
        """Cut a cell into ``per_edge``³ blocks."""
        return cls(block_labels(configuration, per_edge), per_edge**3, generator, confidence)

    def totals(self, atoms: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
        """``(resample, quantity)`` resampled totals of ``(item, quantity)`` values that belong to atoms."""
        sums = block_sums(self.labels[atoms], values, self.count)
        return resampled_totals(sums, self.generator, resamples=RESAMPLES)

    def interval(self, values: NDArray[np.float64]) -> Interval:
        """The central part of resampled values; those of draws without a single item are left out."""
        return percentile_interval(values[np.isfinite(values)], self.confidence)


@dataclass(frozen=True, eq=False)
class PeakFinding:
    """The highest bin of one g_ij(r), and its shortest pair.

    Parameters
    ----------
    pair
        The two species.
    position_angstrom, height
        Centre of the highest bin and g there.
    count
        Pairs of atoms in that bin.
    bin_width_angstrom
        Its width.
    position_interval, height_interval
        By resampling; that of the position is widened by half a bin at both ends.
    shortest_angstrom
        Distance of the closest pair.
    smooth_position_angstrom, smooth_height
        The same of g(r) smoothed over 0.1 Å.
    dip
        The deepest dip between the highest bin and another near it.
    """

    pair: PairName
    position_angstrom: float
    height: float
    count: int
    bin_width_angstrom: float
    position_interval: Interval
    height_interval: Interval
    shortest_angstrom: float
    smooth_position_angstrom: float
    smooth_height: float
    dip: Dip


@dataclass(frozen=True, eq=False)
class BondFinding:
    """A coordination number with its interval, what hangs on the cutoff, and where the cutoff lies."""

    settings: BondSettings
    coordination: Coordination
    interval: Interval
    change_below: float
    change_above: float
    place: CutoffPlace | None


@dataclass(frozen=True, eq=False)
class AngleFinding:
    """Bond angles with the intervals of their mean and of their standard deviation, and where the cutoff lies."""

    settings: AngleSettings
    angles: BondAngles
    mean_interval: Interval
    deviation_interval: Interval
    places: tuple[CutoffPlace | None, ...]


@dataclass(frozen=True, eq=False)
class NeutronCurve:
    """Neutron structure factor and its partials."""

    wavevector: NDArray[np.float64]
    partials: PairMapping[NDArray[np.float64]]
    total: NDArray[np.float64]
    weights: dict[PairName, float]
    mean_length_fm: complex


@dataclass(frozen=True, eq=False)
class Comparison:
    """Measured F(Q), the computed one at the same Q, and how they agree."""

    data: InterferenceFunction
    model: NDArray[np.float64]
    agreement: Agreement


def count_pairs_in_steps(
    configuration: Configuration, *, bin_width_angstrom: float, maximum_angstrom: float | None, work: Work
) -> PartialPairDistribution:
    """Partial pair distributions, counted with progress and kept for a run that is resumed."""
    from kyokutei.glass.structure.pair_counts_fast import count_pairs

    grid = distance_grid(configuration, bin_width_angstrom, maximum_angstrom)

    def counted() -> dict[str, NDArray[np.int64]]:
        with work.step("pair distances", total=1.0) as step:
            return {"counts": count_pairs(configuration, grid, advance=step.advance)}

    return pair_distribution_of_counts(configuration, grid, work.remember("pair counts", counted)["counts"])


def find_peak(
    configuration: Configuration, distribution: PartialPairDistribution, pair: PairName, blocks: Blocks
) -> PeakFinding | None:
    """The highest bin of one g_ij(r) with intervals by resampling; None where there is no pair."""
    g, width = distribution.g[pair], float(distribution.edges[1])
    top = int(np.argmax(g))
    if g[top] == 0.0:
        return None
    reach = min(len(g), math.ceil(_PEAK_REACH * (top + 1)))
    grid = DistanceGrid(width, reach)
    bonds = find_neighbours(configuration, *pair, cutoff_angstrom=grid.maximum_angstrom)
    bins = np.minimum((bonds.distance * (1.0 / width)).astype(np.int64), reach - 1)
    # one row for each centre: how many neighbours in each bin, and one for the centre itself
    sums = np.zeros((blocks.count, reach + 1))
    np.add.at(sums, (blocks.labels[bonds.centre], bins), 1.0)
    centres = configuration.species == pair[0]
    sums[:, reach] = np.bincount(blocks.labels[centres], minlength=blocks.count)
    totals = resampled_totals(sums, blocks.generator, resamples=RESAMPLES)
    totals = totals[totals[:, reach] > 0.0]
    others = distribution.numbers[pair[1]] - (pair[0] == pair[1])
    expected = others / distribution.volume * 4.0 / 3.0 * math.pi * np.diff(grid.edges**3)
    resampled = totals[:, :reach] / expected / totals[:, reach:]
    positions = grid.centres[np.argmax(resampled, axis=1)]
    low, high = blocks.interval(positions)
    smooth = smoothed(distribution, pair)
    return PeakFinding(
        pair=pair,
        position_angstrom=float(distribution.r[top]),
        height=float(g[top]),
        count=int(distribution.counts[pair][top]),
        bin_width_angstrom=width,
        position_interval=(low - width / 2.0, high + width / 2.0),
        height_interval=blocks.interval(resampled.max(axis=1)),
        shortest_angstrom=float(bonds.distance.min()),
        smooth_position_angstrom=float(distribution.r[np.argmax(smooth)]),
        smooth_height=float(smooth.max()),
        dip=deepest_dip(distribution, pair),
    )


def find_bond(
    configuration: Configuration, distribution: PartialPairDistribution, settings: BondSettings, blocks: Blocks
) -> BondFinding:
    """A coordination number with its interval by resampling."""
    species, cutoff = (settings.centre, settings.neighbour), settings.cutoff_angstrom
    found, below, above = (
        coordination(configuration, *species, cutoff_angstrom=cutoff + step)
        for step in (0.0, -min(_CUTOFF_STEP_ANGSTROM, cutoff / 2.0), _CUTOFF_STEP_ANGSTROM)
    )
    totals = blocks.totals(found.atoms, np.stack([np.ones(len(found.atoms)), found.numbers], axis=1))
    with np.errstate(invalid="ignore"):
        means = totals[:, 1] / totals[:, 0]
    return BondFinding(
        settings=settings,
        coordination=found,
        interval=blocks.interval(means),
        change_below=below.mean - found.mean,
        change_above=above.mean - found.mean,
        place=place_of_cutoff(distribution, species, cutoff),
    )


def find_angle(
    configuration: Configuration, distribution: PartialPairDistribution, settings: AngleSettings, blocks: Blocks
) -> AngleFinding:
    """Bond angles with the intervals of their mean and width by resampling."""
    angles = bond_angles(configuration, settings.triplet, cutoff_angstrom=settings.cutoff_angstrom)
    about = angles.mean_degrees
    offset = angles.degrees - about
    totals = blocks.totals(angles.atoms, np.stack([np.ones(len(offset)), offset, offset**2], axis=1))
    with np.errstate(invalid="ignore"):
        means, squares = (totals[:, 1:] / totals[:, :1]).T
    first, centre, last = settings.triplet
    pairs = dict.fromkeys([(centre, first), (centre, last)])
    return AngleFinding(
        settings=settings,
        angles=angles,
        mean_interval=blocks.interval(about + means),
        deviation_interval=blocks.interval(np.sqrt(np.maximum(squares - means**2, 0.0))),
        places=tuple(place_of_cutoff(distribution, pair, settings.cutoff_angstrom) for pair in pairs),
    )


def neutron_curve(
    configuration: Configuration,
    distribution: PartialPairDistribution,
    settings: NeutronSettings,
    wavevector: NDArray[np.float64],
) -> NeutronCurve:
    """Neutron structure factor at given Q.

    Raises
    ------
    OutOfRangeError
        If a species has no scattering length.
    """
    lengths = settings.scattering_lengths_fm
    weights = {
        pair: float(weight)
        for pair, weight in neutron_weights(configuration.composition, 0.0, scattering_lengths_fm=lengths).items()
    }
    partials = partial_structure_factors(distribution, wavevector, window=settings.window)
    return NeutronCurve(
        wavevector=wavevector,
        partials=partials,
        total=weighted_sum(partials, weights, wavevector.shape),
        weights=weights,
        mean_length_fm=mean_scattering_length_fm(configuration.composition, scattering_lengths_fm=lengths),
    )


def compare(
    configuration: Configuration,
    distribution: PartialPairDistribution,
    neutron: NeutronSettings,
    measured: MeasuredSettings,
    *,
    encoding: Encoding = "utf-8",
) -> Comparison:
    """Compare the computed F(Q) with a measured one at its own points."""
    data = mint01.read(measured.file, encoding=encoding).between(
        measured.lowest_wavevector_per_angstrom, measured.highest_wavevector_per_angstrom
    )
    curve = neutron_curve(configuration, distribution, neutron, data.wavevector_per_angstrom)
    model = interference_function(
        curve.total, configuration.composition, scattering_lengths_fm=neutron.scattering_lengths_fm
    )
    return Comparison(data=data, model=model, agreement=agreement(data.value, model))

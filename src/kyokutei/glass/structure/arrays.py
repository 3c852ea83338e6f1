"""The results of the structure study as labelled arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kyokutei.glass.structure.analysis import AngleFinding, BondFinding, Comparison, NeutronCurve
from kyokutei.glass.structure.pair_distribution import PartialPairDistribution

if TYPE_CHECKING:
    import xarray

__all__ = [
    "labelled_angles",
    "labelled_comparison",
    "labelled_coordination",
    "labelled_curve",
    "labelled_distribution",
]


def labelled_distribution(distribution: PartialPairDistribution) -> xarray.Dataset:
    """g_ij(r) and counts by pair and distance."""
    import xarray

    pairs = ["-".join(pair) for pair in distribution.g]
    return xarray.Dataset(
        {
            "g": (
                ("pair", "r"),
                np.stack(list(distribution.g.values())),
                _about("1", "partial pair distribution g_ij(r)"),
            ),
            "count": (("pair", "r"), np.stack(list(distribution.counts.values())), _about("1", "pairs of atoms")),
        },
        coords={
            "pair": ("pair", pairs, _about("1", "pair of species")),
            "r": ("r", distribution.r, _about("Å", "distance, centre of the bin")),
        },
    )


def labelled_curve(curve: NeutronCurve) -> xarray.Dataset:
    """S_ij(Q), their neutron weights and S(Q)."""
    import xarray

    pairs = ["-".join(pair) for pair in curve.partials]
    weights = np.array([curve.weights[pair] for pair in curve.partials])
    return xarray.Dataset(
        {
            "partial": (
                ("pair", "wavevector"),
                np.stack(list(curve.partials.values())),
                _about("1", "Faber-Ziman partial structure factor S_ij(Q)"),
            ),
            "weight": ("pair", weights, _about("1", "neutron weight, both orders of unlike pairs")),
            "total": ("wavevector", curve.total, _about("1", "neutron structure factor S(Q)")),
        },
        coords={
            "pair": ("pair", pairs, _about("1", "pair of species")),
            "wavevector": ("wavevector", curve.wavevector, _about("1/Å", "wavevector Q")),
        },
    )


def labelled_comparison(comparison: Comparison) -> xarray.Dataset:
    """Measured and computed F(Q)."""
    import xarray

    data = comparison.data
    return xarray.Dataset(
        {
            "measured": ("wavevector", data.value, _about("barn/sr", "measured F(Q) per atom")),
            "sigma": ("wavevector", data.sigma, _about("barn/sr", "standard deviation of the measured F(Q)")),
            "computed": ("wavevector", comparison.model, _about("barn/sr", "F(Q) of the configuration per atom")),
        },
        coords={"wavevector": ("wavevector", data.wavevector_per_angstrom, _about("1/Å", "wavevector Q"))},
    )


def labelled_coordination(bonds: Sequence[BondFinding]) -> xarray.Dataset:
    """Share of centres by number of neighbours, mean and cutoff of each kind of bond."""
    import xarray

    most = max(len(bond.coordination.histogram) for bond in bonds)
    shares = np.zeros((len(bonds), most))
    for row, bond in zip(shares, bonds, strict=True):
        histogram = bond.coordination.histogram
        row[: len(histogram)] = histogram / histogram.sum()
    names = [f"{bond.settings.centre}-{bond.settings.neighbour}" for bond in bonds]
    cutoffs = np.array([bond.settings.cutoff_angstrom for bond in bonds])
    means = np.array([bond.coordination.mean for bond in bonds])
    return xarray.Dataset(
        {
            "share": (("bond", "neighbours"), shares, _about("1", "share of centres with this many neighbours")),
            "mean": ("bond", means, _about("1", "mean coordination number")),
            "cutoff": ("bond", cutoffs, _about("Å", "largest distance of a bond")),
        },
        coords={
            "bond": ("bond", names, _about("1", "centre and neighbour")),
            "neighbours": ("neighbours", np.arange(most), _about("1", "number of neighbours")),
        },
    )


def labelled_angles(angles: Sequence[AngleFinding]) -> xarray.Dataset:
    """Density of bond angles by triplet."""
    import xarray

    densities: list[NDArray[np.float64]] = []
    for angle in angles:
        degrees, density = angle.angles.distribution()
        densities.append(density)
    names = ["-".join(angle.settings.triplet) for angle in angles]
    return xarray.Dataset(
        {"density": (("triplet", "angle"), np.stack(densities), _about("1/deg", "density of bond angles"))},
        coords={
            "triplet": ("triplet", names, _about("1", "end, centre, end")),
            "angle": ("angle", degrees, _about("deg", "bond angle, centre of the bin")),
        },
    )


def _about(units: str, long_name: str) -> dict[str, str]:
    return {"units": units, "long_name": long_name}

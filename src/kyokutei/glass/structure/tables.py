"""Tables for the report of the structure study."""

from __future__ import annotations

from collections.abc import Sequence

from kyokutei.glass.structure.analysis import BondFinding, NeutronCurve, PeakFinding
from kyokutei.glass.structure.wording import pair_label, signed
from kyokutei.study.kind import Table

__all__ = ["coordination_table", "peak_table", "weight_table"]

_RAREST = 5e-4  # share of centres that is still listed


def peak_table(peaks: Sequence[PeakFinding]) -> Table:
    """Position, height and closest approach of each g_ij(r)."""
    rows = [
        (
            pair_label(peak.pair),
            f"{peak.position_angstrom:.2f}",
            f"{peak.position_interval[0]:.2f} to {peak.position_interval[1]:.2f}",
            f"{peak.height:.2f}",
            f"{peak.height_interval[0]:.2f} to {peak.height_interval[1]:.2f}",
            str(peak.count),
            f"{peak.smooth_position_angstrom:.2f}",
            f"{peak.smooth_height:.2f}",
            f"{peak.shortest_angstrom:.3f}",
        )
        for peak in peaks
    ]
    headings = (
        "pair",
        "highest bin / Å",
        "interval / Å",
        "g there",
        "interval",
        "pairs in it",
        "smoothed peak / Å",
        "g there",
        "shortest pair / Å",
    )
    return Table(
        "The highest bin of each partial pair distribution, and its maximum after smoothing over 0.1 Å.", headings, rows
    )


def coordination_table(bonds: Sequence[BondFinding]) -> Table:
    """How many centres have how many neighbours."""
    rows = []
    for bond in bonds:
        found = bond.coordination
        shares = found.histogram / found.histogram.sum()
        listed = ", ".join(f"{number}: {100 * share:.1f} %" for number, share in enumerate(shares) if share >= _RAREST)
        changes = f"{signed(bond.change_below, 3)} / {signed(bond.change_above, 3)}"
        cutoff = f"{bond.settings.cutoff_angstrom:g}"
        rows.append(
            (f"{bond.settings.neighbour} around {bond.settings.centre}", cutoff, f"{found.mean:.4f}", listed, changes)
        )
    headings = ("neighbours", "cutoff / Å", "mean", "share of the centres by number", "change for cutoff −/+ 0.05 Å")
    return Table("Coordination numbers.", headings, rows)


def weight_table(curve: NeutronCurve) -> Table:
    """Neutron weights of the partial structure factors."""
    rows = [(pair_label(pair), f"{weight:.4f}") for pair, weight in curve.weights.items()]
    return Table(
        "Neutron weights of the partial structure factors; unlike pairs carry both orders.", ("pair", "weight"), rows
    )

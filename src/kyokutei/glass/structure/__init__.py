"""Structure of disordered matter: pair distributions, coordination, bond angles, structure factors."""

from __future__ import annotations

from kyokutei.glass.structure.angles import BondAngles, bond_angles
from kyokutei.glass.structure.coordination_numbers import Coordination, coordination
from kyokutei.glass.structure.faber_ziman import partial_structure_factors, structure_factor
from kyokutei.glass.structure.pair_distribution import PartialPairDistribution, partial_pair_distribution
from kyokutei.glass.structure.reciprocal_sum import reciprocal_structure_factors

__all__ = [
    "BondAngles",
    "Coordination",
    "PartialPairDistribution",
    "bond_angles",
    "coordination",
    "partial_pair_distribution",
    "partial_structure_factors",
    "reciprocal_structure_factors",
    "structure_factor",
]

"""Neutrinoless double-beta decay: half-lives, effective Majorana masses, and what of them is explored."""

from __future__ import annotations

from kyokutei.neutrino.doublebeta.exploration import ExploredFraction, explored_fraction
from kyokutei.neutrino.doublebeta.majorana_band import cancellation_region, mass_band
from kyokutei.neutrino.doublebeta.mass_conversion import effective_mass, half_life
from kyokutei.neutrino.doublebeta.nuclear_matrix_elements import NuclearMatrixElement, matrix_elements
from kyokutei.neutrino.doublebeta.rate_conventions import CONVENTIONS, RateConvention, rate_convention
from kyokutei.neutrino.doublebeta.recipes import RECIPES, Recipe, named_recipe

__all__ = [
    "CONVENTIONS",
    "RECIPES",
    "ExploredFraction",
    "NuclearMatrixElement",
    "RateConvention",
    "Recipe",
    "cancellation_region",
    "effective_mass",
    "explored_fraction",
    "half_life",
    "mass_band",
    "matrix_elements",
    "named_recipe",
    "rate_convention",
]

"""Neutrino spectra, and how neutrinos mix on their way."""

from __future__ import annotations

from kyokutei.neutrino.spectra.global_fits import (
    Measured,
    Ordering,
    OscillationParameters,
    mass_ordering,
    oscillation_parameters,
)

__all__ = ["Measured", "Ordering", "OscillationParameters", "mass_ordering", "oscillation_parameters"]

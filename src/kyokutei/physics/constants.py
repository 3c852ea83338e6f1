"""Constants of nature that more than one room needs, each with its source and edition."""

from __future__ import annotations

ELECTRON_MASS_EV = 510_998.950_69
"""Rest energy of the electron [eV]: 0.510 998 950 69(16) MeV, CODATA 2022 recommended values (NIST SP 961, 2024)."""

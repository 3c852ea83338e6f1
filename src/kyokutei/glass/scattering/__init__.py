"""Scattering: weights of partial structure factors, conventions and measured functions."""

from __future__ import annotations

from kyokutei.glass.scattering.interference import InterferenceFunction
from kyokutei.glass.scattering.neutron import interference_function, mean_scattering_length_fm, neutron_weights

__all__ = ["InterferenceFunction", "interference_function", "mean_scattering_length_fm", "neutron_weights"]

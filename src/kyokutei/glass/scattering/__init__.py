"""Scattering: form factors, weights of partial structure factors, conventions, transforms and measured functions."""

from __future__ import annotations

from kyokutei.glass.scattering.anomalous_factors import AnomalousTable, anomalous_factor
from kyokutei.glass.scattering.causality import kramers_kronig, table_from_absorption
from kyokutei.glass.scattering.conventions import CONVENTIONS, Sample, ashcroft_langreth, convert
from kyokutei.glass.scattering.files import read
from kyokutei.glass.scattering.form_factors import form_factor
from kyokutei.glass.scattering.incoherent import compton_intensity, incoherent_function
from kyokutei.glass.scattering.interference import InterferenceFunction
from kyokutei.glass.scattering.measured_function import MeasuredFunction
from kyokutei.glass.scattering.neutron import interference_function, mean_scattering_length_fm, neutron_weights
from kyokutei.glass.scattering.plausibility import ConventionWarning, Likeness, likeness, warn_if_unlike
from kyokutei.glass.scattering.reduction import ReducedIntensity, reduce_intensity
from kyokutei.glass.scattering.transforms import to_real_space, to_reciprocal_space
from kyokutei.glass.scattering.xray_weights import anomalous_normaliser, anomalous_weights, weights

__all__ = [
    "CONVENTIONS",
    "AnomalousTable",
    "ConventionWarning",
    "InterferenceFunction",
    "Likeness",
    "MeasuredFunction",
    "ReducedIntensity",
    "Sample",
    "anomalous_factor",
    "anomalous_normaliser",
    "anomalous_weights",
    "ashcroft_langreth",
    "compton_intensity",
    "convert",
    "form_factor",
    "incoherent_function",
    "interference_function",
    "kramers_kronig",
    "likeness",
    "mean_scattering_length_fm",
    "neutron_weights",
    "read",
    "reduce_intensity",
    "table_from_absorption",
    "to_real_space",
    "to_reciprocal_space",
    "warn_if_unlike",
    "weights",
]

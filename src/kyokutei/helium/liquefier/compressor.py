"""A compressor between the low- and the high-pressure side, by its isothermal efficiency."""

from __future__ import annotations

from kyokutei.helium.liquefier.isobar import Isobar, at_entropy, entropy_of_temperature


def isothermal_work(low: Isobar, high: Isobar, *, temperature_K: float) -> float:
    """Work of a reversible isothermal compressor [J/kg]: T (s_low - s_high) - (h_low - h_high)."""
    s_low = entropy_of_temperature(low.nodes, temperature_K)
    s_high = entropy_of_temperature(high.nodes, temperature_K)
    h_low, h_high = at_entropy(low.nodes, s_low)[0], at_entropy(high.nodes, s_high)[0]
    return float(temperature_K * (s_low - s_high) - (h_low - h_high))


def compressor_work(low: Isobar, high: Isobar, *, temperature_K: float, isothermal_efficiency: float) -> float:
    """Work of a compressor [J/kg]: that of the reversible isothermal one over the isothermal efficiency."""
    return isothermal_work(low, high, temperature_K=temperature_K) / isothermal_efficiency


def flow_for_power(work_J_per_kg: float, *, power_kW: float) -> float:
    """Mass flow [g/s] that a compressor of given shaft power moves."""
    return 1e6 * power_kW / work_J_per_kg

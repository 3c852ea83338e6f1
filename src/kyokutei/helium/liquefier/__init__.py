"""Machines that liquefy helium: their components, cycles, optimum, and what they deliver."""

from __future__ import annotations

from kyokutei.helium.liquefier.cascade import onnes_cascade
from kyokutei.helium.liquefier.claude import claude_cycle
from kyokutei.helium.liquefier.collins import collins_cycle
from kyokutei.helium.liquefier.joule_thomson import precooled_joule_thomson
from kyokutei.helium.liquefier.turbine_plant import turbine_plant

__all__ = [
    "claude_cycle",
    "collins_cycle",
    "onnes_cascade",
    "precooled_joule_thomson",
    "turbine_plant",
]

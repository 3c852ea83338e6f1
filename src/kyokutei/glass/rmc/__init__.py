"""Reverse Monte Carlo: configurations and their files."""

from __future__ import annotations

from kyokutei.glass.rmc.configuration import Configuration, Moves
from kyokutei.glass.rmc.files import read, write

__all__ = ["Configuration", "Moves", "read", "write"]

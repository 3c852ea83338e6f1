"""The colours of the house: six series, inks and paper, each with its twin for dark pages.

The series keep at least 3:1 contrast with their paper (WCAG 2.2, 1.4.11) and stay apart for protanopes,
deuteranopes and tritanopes (matrices of Machado, Oliveira and Fernandes, doi:10.1109/TVCG.2009.113): hues follow
Okabe and Ito, lightness was searched for the largest smallest distance. The tests state both numbers.
"""

from __future__ import annotations

BLUE = "#225890"
VERMILLION = "#c3552d"
GREEN = "#05876a"
PURPLE = "#711654"
OCHRE = "#c78807"
SKY = "#3895da"

SERIES = (BLUE, VERMILLION, GREEN, PURPLE, OCHRE, SKY)
"""The property cycle: ``C0`` to ``C5``."""

INK = "#1f2429"
"""Text, axes and ticks."""

MUTED = "#5c656e"
"""Reference lines and remarks; still 4.5:1 on paper."""

FAINT = "#cdd3d8"
"""Grids, bands that carry no reading of their own."""

PAPER = "#ffffff"

DARK_PAPER = "#1b2026"

DARK_TWINS = {
    BLUE: "#5896ea",
    VERMILLION: "#f26a3a",
    GREEN: "#2ccba2",
    PURPLE: "#be70a3",
    OCHRE: "#e2b830",
    SKY: "#b6dcfb",
    INK: "#e4e8ec",
    MUTED: "#a3adb7",
    FAINT: "#3d454d",
    PAPER: DARK_PAPER,
    "#000000": "#f2f4f6",
}
"""What a colour of a figure becomes on a dark page."""

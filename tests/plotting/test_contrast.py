"""The palette: contrast on white and dark paper, distance for colour-blind eyes, twins of foreign colours."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyokutei.plotting import palette
from kyokutei.plotting.contrast import contrast_ratio, dark_twin

# Machado, Oliveira and Fernandes, doi:10.1109/TVCG.2009.113, table of severity 1.0
COLOUR_BLINDNESS = {
    "none": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def oklab(colour: str, blindness: str) -> np.ndarray:
    encoded = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(COLOUR_BLINDNESS[blindness]) @ linear, 0, 1)
    to_cones = [
        [0.41222147, 0.53633254, 0.05144599],
        [0.2119035, 0.68069955, 0.10739696],
        [0.08830246, 0.28171884, 0.6299787],
    ]
    to_lab = [
        [0.21045426, 0.79361779, -0.00407205],
        [1.9779985, -2.42859221, 0.45059371],
        [0.02590404, 0.78277177, -0.80867577],
    ]
    return np.array(to_lab) @ np.cbrt(np.array(to_cones) @ seen)


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast_ratio("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)  # WCAG's own example of a near miss


@pytest.mark.parametrize("colour", palette.SERIES)
def test_series_are_seen_on_white_and_on_dark_paper(colour: str) -> None:
    assert contrast_ratio(colour, palette.PAPER) >= 3.0
    assert contrast_ratio(dark_twin(colour), palette.DARK_PAPER) >= 4.5


@pytest.mark.parametrize("colour", [palette.INK, palette.MUTED])
def test_text_is_read_on_white_and_on_dark_paper(colour: str) -> None:
    assert contrast_ratio(colour, palette.PAPER) >= 4.5
    assert contrast_ratio(dark_twin(colour), palette.DARK_PAPER) >= 4.5


@pytest.mark.parametrize("blindness", COLOUR_BLINDNESS)
@pytest.mark.parametrize("is_dark", [False, True])
def test_series_stay_apart_for_every_eye(blindness: str, *, is_dark: bool) -> None:
    series = [dark_twin(colour) if is_dark else colour for colour in palette.SERIES]
    seen = [oklab(colour, blindness) for colour in series]
    assert min(np.linalg.norm(one - other) for one, other in combinations(seen, 2)) > 0.09


@given(COLOURS)
def test_a_mark_is_seen_on_dark_paper(colour: str) -> None:
    if contrast_ratio(colour, palette.PAPER) >= 3.0:
        assert contrast_ratio(dark_twin(colour), palette.DARK_PAPER) > 2.9


@given(st.integers(0x20, 0xFF))
def test_greys_keep_their_contrast(level: int) -> None:
    grey = f"#{level:02x}{level:02x}{level:02x}"
    on_white = contrast_ratio(grey, palette.PAPER)
    if grey not in palette.DARK_TWINS and on_white < 14:
        assert contrast_ratio(dark_twin(grey), palette.DARK_PAPER) == pytest.approx(on_white, rel=0.03)


def test_paper_and_ink_change_places() -> None:
    assert dark_twin("#FFFFFF") == palette.DARK_PAPER
    assert contrast_ratio(dark_twin("#000000"), palette.DARK_PAPER) > 12

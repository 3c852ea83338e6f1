"""Validity ranges."""

from __future__ import annotations

import numpy as np
import pytest

from kyokutei.errors import OutOfRangeError
from kyokutei.physics.validity import require_range


def test_values_inside_come_back_as_float64() -> None:
    inside = require_range("temperature_K", [2, 300], 2, 300, unit="K")
    assert inside.dtype == np.float64
    assert inside.tolist() == [2.0, 300.0]


def test_nan_in_the_middle_of_an_array_is_named_by_its_index() -> None:
    with pytest.raises(OutOfRangeError, match=r"K303.*\n.*temperature_K = nan K at index 1, 0.*2 to 300 K"):
        require_range("temperature_K", [[4, 5], [np.nan, 6]], 2, 300, unit="K")


def test_a_value_outside_is_a_value_error_that_says_the_range() -> None:
    with pytest.raises(ValueError, match=r"1\.5 K; expected 2\.1768 to 1500 K"):
        require_range("temperature_K", 1.5, 2.1768, 1500, unit="K", why="")

"""Small cells whose chains can be followed by hand."""

from __future__ import annotations

import numpy as np
import pytest


@pytest.fixture
def cube() -> np.ndarray:
    return np.eye(3) * 14.0


@pytest.fixture
def sheared() -> np.ndarray:
    return np.array([[15.0, 0.0, 0.0], [3.0, 13.5, 0.0], [-2.0, 4.0, 14.0]])

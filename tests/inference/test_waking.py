"""What importing the room costs."""

from __future__ import annotations

import subprocess
import sys


def test_the_room_wakes_without_numpy_and_scipy() -> None:
    code = "import sys, kyokutei.inference; print('numpy' in sys.modules, 'scipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "False"]


def test_finding_the_intervals_does_not_load_scipy() -> None:
    code = "import sys; from kyokutei.inference import feldman_cousins; print('scipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False"]

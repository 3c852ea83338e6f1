"""What every benchmark shares: one thread for each library, and peers beside ours in one table."""

from __future__ import annotations

import os

import pytest

# before NumPy is imported: what is compared is work, not the number of threads that share it
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
os.environ.setdefault("MPLBACKEND", "agg")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where one case of a test measures a peer, `make peers` runs the whole test, so that both stand in one table."""
    with_peer = {item.nodeid.partition("[")[0] for item in items if item.get_closest_marker("peer")}
    for item in items:
        if item.nodeid.partition("[")[0] in with_peer:
            item.add_marker(pytest.mark.peer)

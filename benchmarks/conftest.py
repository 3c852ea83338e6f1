"""What every benchmark shares: one thread for each library, and the CPU time of a command."""

from __future__ import annotations

import os

# before NumPy is imported: what is compared is work, not the number of threads that share it
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
os.environ.setdefault("MPLBACKEND", "agg")

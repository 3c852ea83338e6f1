"""Gate: waking costs nothing; CPU time of `import kyokutei` and of the quick commands stays under its limit."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
KYOKUTEI = str(Path(sys.executable).with_name("kyokutei"))
STUDIES = sorted(str(path) for path in (ROOT / "studies").glob("*.toml"))
RUNS = 7  # the minimum of several runs is what the machine can do; the rest is its other work

# seconds of CPU, user and system, beyond the bare interpreter for the import, in all for the commands
LIMITS = {"import kyokutei": 0.1, "kyokutei --help": 0.5, **{f"kyokutei check {Path(s).name}": 0.5 for s in STUDIES}}


def least_cpu_seconds(command: list[str], *, runs: int = RUNS) -> float:
    """CPU time of a command [s], user and system, the least of several runs after one that warms the caches."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    times = []
    for _ in range(runs + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment, cwd=ROOT)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times[1:])


def measured() -> dict[str, float]:
    """Seconds of CPU by the names of `LIMITS`."""
    bare = least_cpu_seconds([sys.executable, "-c", ""])
    seconds = {
        "import kyokutei": least_cpu_seconds([sys.executable, "-c", "import kyokutei"]) - bare,
        "kyokutei --help": least_cpu_seconds([KYOKUTEI, "--help"]),
    }
    for study in STUDIES:
        seconds[f"kyokutei check {Path(study).name}"] = least_cpu_seconds([KYOKUTEI, "check", study])
    return seconds


def main() -> int:
    """Print a line for each limit; 1 if one is exceeded."""
    seconds = measured()
    for name, value in seconds.items():
        verdict = "ok" if value < LIMITS[name] else "TOO SLOW"
        print(f"{name:44} {value:6.3f} s of CPU   limit {LIMITS[name]:.1f} s   {verdict}")
    return int(any(value >= LIMITS[name] for name, value in seconds.items()))


if __name__ == "__main__":
    sys.exit(main())

"""Gate: the commands that the README shows work, typed one after another in a fresh copy of the project."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
# A block after this comment is not run: cloning, or what the gates have just done.
NOT_RUN = "<!-- not run by tools/readme_commands.py -->\n"
BLOCK = re.compile(rf"({re.escape(NOT_RUN)})?^```(?:sh|shell|bash|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands(page: str) -> list[str]:
    """The command lines of the shell blocks of a page in Markdown, in order."""
    blocks = [block for not_run, block in BLOCK.findall(page) if not not_run]
    lines = (line.removeprefix("$ ").strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def copy_project(target: Path) -> None:
    """Copy what belongs to the project, changed files included, and nothing that git ignores."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    for name in filter(None, names):
        source = ROOT / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes(source.read_bytes())
            (target / name).chmod(source.stat().st_mode)


def main() -> int:
    """Run every command; 1 at the first that fails."""
    lines = commands((ROOT / "README.md").read_text("utf-8"))
    if not lines:
        print("README.md shows no commands")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        copy_project(Path(folder))
        path = f"{folder}/.venv/bin:{os.environ.get('PATH', os.defpath)}"
        environment = {name: os.environ[name] for name in ("HOME", "LANG", "CI") if name in os.environ} | {"PATH": path}
        for line in lines:
            print(f"$ {line}", flush=True)
            began = time.monotonic()
            done = subprocess.run(["bash", "-euc", line], cwd=folder, env=environment, check=False)
            print(f"    exit {done.returncode} after {time.monotonic() - began:.1f} s", flush=True)
            if done.returncode:
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

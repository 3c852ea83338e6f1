"""A fourth wing from outside, installed for the tests, and a small study of its kind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from kyokutei.study import registry

WING = Path(__file__).parent.parent / "outside_wing"


@pytest.fixture(scope="session")
def outside_wing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the outside package was installed."""
    source = tmp_path_factory.mktemp("outside") / "source"
    shutil.copytree(WING, source)
    site = source.with_name("site")
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    installer = (
        [uv, "pip", "install", "--offline", "--python", sys.executable]
        if uv
        else [sys.executable, "-m", "pip", "install"]
    )
    flags = ["--quiet", "--no-deps", "--no-build-isolation", "--target", str(site), str(source)]
    subprocess.run([*installer, *flags], check=True)
    return site


@dataclass(frozen=True)
class OutsideStudy:
    """A study of the outside kind, run as a person runs it: as a command."""

    file: Path
    site: Path

    @property
    def record(self) -> Path:
        return self.file.with_suffix(".record")

    @property
    def claims(self) -> bytes:
        return (self.record / "claims.json").read_bytes()

    @property
    def environment(self) -> Mapping[str, str]:
        return os.environ | {"PYTHONPATH": str(self.site)}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "kyokutei", "run", str(self.file), *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, env=self.environment, stdout=pipe, stderr=pipe, text=True, start_new_session=True
        )

    def finish(self, *arguments: str) -> tuple[int, str, str]:
        with self.start(*arguments) as process:
            output, errors = process.communicate(timeout=120)
        return process.returncode, output, errors


@pytest.fixture
def outside_study(outside_wing: Path, tmp_path: Path) -> Callable[..., OutsideStudy]:
    """Makes a study of the outside kind in a folder of its own."""

    def make(folder: str = "study", *, repetitions: int = 40, pause: str = "0 s") -> OutsideStudy:
        home = tmp_path / folder
        home.mkdir()
        np.savetxt(home / "times.txt", np.random.default_rng(5).exponential(2.2, 100))
        (home / "muon.toml").write_text(
            'kind = "muon.lifetime"\ntitle = "Muons in the cellar (synthetic)"\ndecay_times = "times.txt"\n'
            f'repetitions = {repetitions}\npause = "{pause}"\n'
        )
        return OutsideStudy(home / "muon.toml", outside_wing)

    return make


@pytest.fixture
def with_outside_wing(outside_wing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets this very process see the outside package."""
    monkeypatch.syspath_prepend(str(outside_wing))
    registry._entries.cache_clear()
    monkeypatch.setattr("kyokutei.study.registry._entries", registry._entries.__wrapped__)

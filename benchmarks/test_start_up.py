"""What waking costs: CPU time of importing kyokutei and of its quick commands, beside the units library pint."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

ROOT = Path(__file__).parent.parent
KYOKUTEI = str(Path(sys.executable).with_name("kyokutei"))
READ_OURS = 'from kyokutei.physics.units import parse_quantity; parse_quantity("0.8 1/Å", "1/Å")'
READ_PINT = 'import pint; pint.UnitRegistry()("0.8 1/angstrom")'
# compiled files are kept as on a user's machine, whatever this shell says
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def python(statement: str) -> list[str]:
    return [sys.executable, "-c", statement]


def command(*arguments: str) -> list[str]:
    return [KYOKUTEI, *arguments]


def waking(benchmark: BenchmarkFixture, arguments: list[str]) -> None:
    def wake() -> None:
        subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT, cwd=ROOT)

    benchmark.pedantic(wake, rounds=9, warmup_rounds=1)


CPU_OF_CHILDREN = pytest.mark.benchmark(timer=lambda: sum(os.times()[2:4]))


@CPU_OF_CHILDREN
@pytest.mark.benchmark(group="import")
@pytest.mark.parametrize("statement", ["pass", "import kyokutei"])
def test_import(benchmark: BenchmarkFixture, statement: str) -> None:
    waking(benchmark, python(statement))


@pytest.mark.peer
@CPU_OF_CHILDREN
@pytest.mark.benchmark(group="one quantity read")
@pytest.mark.parametrize("statement", [READ_OURS, READ_PINT], ids=["kyokutei", "pint"])
def test_one_quantity(benchmark: BenchmarkFixture, statement: str) -> None:
    if statement == READ_PINT:
        pytest.importorskip("pint")
    waking(benchmark, python(statement))


@CPU_OF_CHILDREN
@pytest.mark.benchmark(group="commands")
@pytest.mark.parametrize(
    "study", [None, *sorted((ROOT / "studies").glob("*.toml"))], ids=lambda path: getattr(path, "stem", "help")
)
def test_command(benchmark: BenchmarkFixture, study: Path | None) -> None:
    waking(benchmark, command("--help") if study is None else command("check", str(study)))

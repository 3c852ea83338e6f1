"""The house's own rules: arrows, waking, one page for each code, documented names, locks without addresses."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import get_origin

import pytest

import kyokutei
from kyokutei.errors.codes import CODES, explanation

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "kyokutei"
HEAVY = ("numba", "scipy", "xarray", "matplotlib", "h5netcdf", "pandas", "distributed", "periodictable")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
KINDS = PROJECT["project"]["entry-points"]["kyokutei.studies"]
MODULES = sorted(
    ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")
    for path in SOURCE.rglob("*.py")
    if path.name != "__main__.py"
)
WINGS = ("helium", "glass", "neutrino")
ROOMS = sorted(
    path.parent.name
    for path in (
        *SOURCE.glob("*/__init__.py"),
        *(path for wing in WINGS for path in SOURCE.glob(f"{wing}/*/__init__.py")),
    )
)
DOORS = ("kyokutei", "kyokutei.cli", "kyokutei.errors", *(target.partition(":")[0] for target in KINDS.values()))


def imported_by(statement: str) -> set[str]:
    """Names of the modules that a fresh interpreter holds after a statement."""
    code = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


# --- arrows and waking


def test_arrows_run_downwards_only() -> None:
    pytest.importorskip("importlinter")
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_package_wakes_with_the_standard_library_alone() -> None:
    ours = {name for name in imported_by("import kyokutei") if name.startswith("kyokutei")}
    assert ours == {"kyokutei"}
    assert not {"numpy", "pydantic", "click", "rich", *HEAVY} & imported_by("import kyokutei")


@pytest.mark.parametrize("module", DOORS)
def test_a_door_imports_nothing_heavy(module: str) -> None:
    assert not set(HEAVY) & imported_by(f"import {module}")


def test_no_module_draws_while_it_is_imported() -> None:
    assert "matplotlib" not in imported_by(f"import {', '.join(MODULES)}")


@pytest.mark.parametrize("room", ROOMS)
def test_the_architecture_page_names_every_room(room: str) -> None:
    built = (ROOT / "docs" / "architecture.md").read_text("utf-8").partition("## Planned and not built")[0]
    assert f"`{room}/`" in built


# --- errors


@pytest.mark.parametrize("code", CODES)
def test_the_page_of_a_code_has_its_title_an_example_and_a_remedy(code: str) -> None:
    page = explanation(code)
    assert page.splitlines()[0] == f"# {code} – {CODES[code]}"
    assert re.search(rf"^```text\n{code}\b.*kyokutei explain {code}\n```$", page, re.MULTILINE | re.DOTALL)
    assert "## How to mend it" in page


def test_there_is_no_page_without_a_code() -> None:
    assert {path.stem for path in (SOURCE / "errors" / "pages").glob("*.md")} == set(CODES)


def sources_of(folder: Path) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(folder.rglob("*.py")))


def test_the_package_raises_no_code_that_is_not_catalogued() -> None:
    assert set(re.findall(r'"(K\d{3})"', sources_of(SOURCE))) <= set(CODES)


# --- public names


@pytest.mark.parametrize("module", MODULES)
def test_a_module_says_in_one_sentence_what_it_is(module: str) -> None:
    words = importlib.import_module(module).__doc__ or ""
    first = words.strip().split("\n\n")[0]
    assert first.endswith(".")
    assert len(first) < 200


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_is_there_and_documented(module: str) -> None:
    found = importlib.import_module(module)
    for name in getattr(found, "__all__", ()):
        thing = getattr(found, name)
        if callable(thing) and get_origin(thing) is None:
            assert thing.__doc__, f"{module}.{name}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_a_page_and_an_example(kind: str) -> None:
    assert (ROOT / "docs" / "studies" / f"{kind.replace('.', '-')}.md").is_file()
    examples = [tomllib.loads(path.read_text("utf-8"))["kind"] for path in (ROOT / "studies").glob("*.toml")]
    assert kind in examples


# --- versions and locks


def test_one_version_everywhere() -> None:
    version = kyokutei.__version__
    assert PROJECT["project"]["version"] == version
    assert re.search(rf"^version: {re.escape(version)}$", (ROOT / "CITATION.cff").read_text("utf-8"), re.MULTILINE)
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_versions_and_checksums_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert "://" not in text
    pins = re.findall(r"^([a-z0-9-]+)==[^\n]*\\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[a-z]", text, re.MULTILINE))
    needed = PROJECT["project"]["dependencies"]
    assert {re.split(r"[<>=~!]", name)[0] for name in needed} <= set(pins)


# --- contributing


def test_the_worked_example_of_contributing_runs(tmp_path: Path) -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    study = next(block for block in re.findall(r"```toml\n(.*?)```", page, re.DOTALL) if block.startswith("kind"))
    (tmp_path / "boil_off_study.py").write_text(code)
    (tmp_path / "boil-off.toml").write_text(study)
    (tmp_path / "vessel.txt").write_text("0 31.30\n1 31.11\n2 30.88\n4 30.52\n7 29.91\n")
    registered = tmp_path / "boil_off-1.0.dist-info"
    registered.mkdir()
    (registered / "METADATA").write_text("Metadata-Version: 2.1\nName: boil-off\nVersion: 1.0\n")
    (registered / "entry_points.txt").write_text("[kyokutei.studies]\nhelium.boil_off = boil_off_study:KIND\n")
    command = [sys.executable, "-m", "kyokutei", "run", "boil-off.toml", "--json"]
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    document = json.loads((tmp_path / "boil-off.record" / "claims.json").read_text("utf-8"))
    (claim,) = document["claims"]
    assert claim["stands"]
    assert claim["value"] == pytest.approx(0.199, abs=0.002)  # 1.39 kg in 7 days

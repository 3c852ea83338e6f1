"""The README's answers are those of the shipped studies, digit for digit."""

from __future__ import annotations

from pathlib import Path

import pytest

import kyokutei

ROOT = Path(__file__).parent.parent
README = " ".join((ROOT / "README.md").read_text("utf-8").split())


def answers(study: str, folder: Path) -> dict[str, float]:
    """Values of the claims of a shipped study by name."""
    record = kyokutei.run(ROOT / "studies" / f"{study}.toml", output=folder)
    return {claim.name: claim.value for claim in record.claims}


@pytest.mark.slow
def test_the_readme_tells_the_helium_balance(tmp_path: Path) -> None:
    value = answers("helium-balance", tmp_path)
    rate = {
        name: f"{value[f'recovery_rate.{name}']:.1f}" for name in ("all", "main", "low-temperature", "spectroscopy")
    }
    assert f"{rate['all']} % came back" in README
    assert f"({rate['main']}, {rate['low-temperature']} and {rate['spectroscopy']} % by building)" in README
    assert value["closure.total"] == 0
    assert f"{value['discrepancy.printed_loss']:.1f} m³ of one building stand under another" in README


@pytest.mark.slow
def test_the_readme_tells_the_double_beta_limits(tmp_path: Path) -> None:
    record = kyokutei.run(ROOT / "studies" / "neutrino-doublebeta.toml", output=tmp_path)
    limits = [record.claim(f"effective_mass.kamland-zen-{name}") for name in ("800-2022", "complete-2024")]
    ranges = [claim.interval for claim in limits if claim.interval is not None]
    first, second = (f"{low:.0f}–{high:.0f}" for low, high in ranges)
    assert f"below {first} and {second} meV, by matrix element" in README
    explored = {ordering: record.claim(f"explored.{ordering}.20mev").value for ordering in ("inverted", "normal")}
    assert f"explores {explored['inverted']:.0%} of the inverted ordering".replace("%", " %") in README
    assert f"and {explored['normal']:.0%} of the normal one".replace("%", " %") in README


@pytest.mark.slow
def test_the_readme_tells_the_structure_of_silica(tmp_path: Path) -> None:
    value = answers("glass-structure-silica", tmp_path)
    assert f"An Si has {value['coordination.si-o']:.3f} O neighbours" in README
    angles = f"O–Si–O is {value['bond_angle.o-si-o']:.2f}°, Si–O–Si {value['bond_angle.si-o-si']:.2f}°"
    assert angles in README


@pytest.mark.slow
@pytest.mark.reference_data
def test_the_readme_tells_how_silica_meets_its_measurement(tmp_path: Path, reference_data: Path) -> None:
    record = kyokutei.run(ROOT / "studies" / "glass-structure-silica.toml", output=tmp_path)
    residual = {name: record.claim(f"neutron_residual.{name}").value for name in ("unscaled", "scaled")}
    assert f"misses it by R_w = {residual['unscaled']:.3f}, and still by {residual['scaled']:.3f}" in README
    assert not record.claim("neutron_agreement").stands
    assert "the claim that they agree does not stand" in README

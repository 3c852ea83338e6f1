"""Numbers with units, and the keys under which they may stand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import Field, ValidationError

from kyokutei.study.settings import FileContext, InputFile, OptionalReferenceFile, Quantity, Settings, is_present


class Cryostat(Settings):
    temperature_K: Annotated[float, Quantity("K"), Field(gt=0)] = 4.2
    cutoff_per_angstrom: Annotated[float, Quantity("1/Å")] | None = None
    density_kg_per_m3: Annotated[float, Quantity("kg/m3")] = 125.0
    fields_T: tuple[Annotated[float, Quantity("T")], ...] = ()


def test_a_bare_number_is_in_the_unit_of_its_key() -> None:
    assert Cryostat(temperature_K=77).temperature_K == 77.0


@pytest.mark.parametrize(
    ("given", "field", "value"),
    [
        ({"temperature_K": "20 °C"}, "temperature_K", 293.15),
        ({"temperature": "4200 mK"}, "temperature_K", 4.2),
        ({"cutoff": "24 1/nm"}, "cutoff_per_angstrom", 2.4),
        ({"cutoff_per_angstrom": "24 1/nm"}, "cutoff_per_angstrom", 2.4),
        ({"density": "0.125 g/cm3"}, "density_kg_per_m3", 125.0),
        ({"fields_T": ["500 mT", 9]}, "fields_T", (0.5, 9.0)),
    ],
)
def test_a_string_may_have_any_unit_of_the_dimension(given: dict[str, Any], field: str, value: object) -> None:
    assert getattr(Cryostat.model_validate(given), field) == pytest.approx(value)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"temperature_K": "20 s"}, "K110"),
        ({"temperature_K": "20 furlong"}, "K110"),
        ({"temperature_K": "20"}, "K111"),
        ({"temperature_K": "warm"}, "K111"),
        ({"temperature": 20}, "K111"),
        ({"temperature": "20 K", "temperature_K": 20}, "K111"),
    ],
)
def test_a_unit_that_makes_no_sense_has_its_code(given: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Cryostat.model_validate(given)
    assert caught.value.errors()[0]["ctx"]["code"] == code


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "nan K", -1.0])
def test_nan_and_impossible_numbers_are_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        Cryostat.model_validate({"temperature_K": value})


class Data(Settings):
    table: InputFile
    measured: OptionalReferenceFile | None = None


def test_paths_are_relative_to_the_study_file_and_remembered(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("x")
    context = FileContext(tmp_path)
    assert Data.model_validate({"table": "table.csv"}, context=context).table == tmp_path / "table.csv"
    assert context.inputs == {"table.csv": tmp_path / "table.csv"}


def test_reference_data_may_be_absent_where_the_study_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "table.csv").write_text("x")
    given = {"table": "table.csv", "measured": "reference:glass/data.mint01"}
    monkeypatch.delenv("KYOKUTEI_REFERENCE_DATA", raising=False)
    absent = Data.model_validate(given, context=FileContext(tmp_path)).measured
    assert absent is not None
    assert not is_present(absent)
    (tmp_path / "glass").mkdir()
    (tmp_path / "glass" / "data.mint01").write_text("x")
    monkeypatch.setenv("KYOKUTEI_REFERENCE_DATA", str(tmp_path))
    context = FileContext(tmp_path)
    present = Data.model_validate(given, context=context).measured
    assert present is not None
    assert is_present(present)
    assert context.inputs["reference:glass/data.mint01"] == present

"""Study settings: closed pydantic models whose numbers carry units and whose paths name their files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError, core_schema

from kyokutei.physics.units import UnitError, parse_quantity
from kyokutei.study.reference_data import REFERENCE_PREFIX, reference_path

__all__ = ["FileContext", "InputFile", "OptionalReferenceFile", "Quantity", "Settings", "StudySettings", "is_present"]


@dataclass(frozen=True)
class Quantity:
    """Marks a float that has a unit: ``temperature_K: Annotated[float, Quantity("K"), Gt(0)]``.

    The study file may give a bare number under the full key (``temperature_K = 295``), a string with any
    unit of the same dimension (``temperature_K = "20 °C"``), or such a string under the key without its
    unit (``temperature = "295 K"``). In Python it is always a float in this unit.
    """

    unit: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(self._to_float, handler(source))

    def _to_float(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return parse_quantity(value, self.unit)
        except UnitError as error:
            code = "K111" if "without a unit" in str(error) or "begin with a number" in str(error) else "K110"
            raise PydanticCustomError(
                "kyokutei",
                "{found}",
                {
                    "code": code,
                    "found": str(error),
                    "expected": f'a number in {self.unit} or a string such as "1 {self.unit}"',
                },
            ) from None


@dataclass(frozen=True)
class FileContext:
    """What the validation of a study file knows of files: where it lies, and which inputs it named."""

    folder: Path
    inputs: dict[str, Path] = field(default_factory=dict)


def _resolve(path: Any, info: ValidationInfo) -> Any:
    if not isinstance(path, str | Path):
        return path
    text, context = str(path), info.context
    if text.startswith(REFERENCE_PREFIX):
        resolved = reference_path(text)
    else:
        resolved = context.folder / text if isinstance(context, FileContext) else Path(text)
    if resolved is None:
        return path
    if isinstance(context, FileContext):
        context.inputs[text] = resolved
    return resolved


def _must_exist(path: Path) -> Path:
    if str(path).startswith(REFERENCE_PREFIX):
        raise PydanticCustomError(
            "kyokutei",
            "{found}",
            {
                "code": "K206",
                "found": f'"{path}", but KYOKUTEI_REFERENCE_DATA does not hold it',
                "expected": "the file there",
            },
        )
    if not path.is_file():
        found = f'"{path}", which is a folder' if path.is_dir() else f'"{path}", which does not exist'
        raise PydanticCustomError(
            "kyokutei", "{found}", {"code": "K201", "found": found, "expected": "a data file", "path": str(path)}
        )
    return path


InputFile = Annotated[Path, BeforeValidator(_resolve), AfterValidator(_must_exist)]
"""A data file that must exist: relative to the study file, or ``"reference:folder/file"`` in the reference data.

Its content belongs to the study: it is checksummed into the record.
"""

OptionalReferenceFile = Annotated[Path, BeforeValidator(_resolve)]
"""A reference-data file that need not be there; the study asks `is_present` and says what it left out."""


def is_present(path: Path) -> bool:
    """Whether an `OptionalReferenceFile` is on this machine."""
    return not str(path).startswith(REFERENCE_PREFIX) and path.is_file()


class Settings(BaseModel):
    """A table of a study file: unknown keys are errors, values do not change, NaN is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, validate_default=True)

    @model_validator(mode="before")
    @classmethod
    def _accept_keys_without_their_unit(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        renamed = dict(values)
        for full, stem in unit_stems(cls):
            if stem not in renamed or stem in cls.model_fields:
                continue
            if full in renamed:
                raise PydanticCustomError(
                    "kyokutei",
                    "{found}",
                    {"code": "K111", "found": f"both {stem} and {full}", "expected": "one of them", "key": stem},
                )
            if not isinstance(renamed[stem], str):
                raise PydanticCustomError(
                    "kyokutei",
                    "{found}",
                    {
                        "code": "K111",
                        "found": f"{stem} = {renamed[stem]!r}, a number without a unit",
                        "expected": f"{full} = {renamed[stem]!r}, or a string with its unit",
                        "key": stem,
                    },
                )
            renamed[full] = renamed.pop(stem)
        return renamed


def unit_stems(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Pairs of a field whose name ends in its unit and the same name without it."""
    for name, info in model.model_fields.items():
        for mark in (*info.metadata, *_marks_inside(info.annotation)):
            if isinstance(mark, Quantity) and name.endswith(f"_{key_suffix(mark.unit)}"):
                yield name, name.removesuffix(f"_{key_suffix(mark.unit)}")


def _marks_inside(annotation: Any) -> Iterator[Any]:
    # the marks of ``Annotated[float, Quantity("K")] | None`` stand one level deeper than those of a field without None
    if get_origin(annotation) in {Union, UnionType}:
        for part in get_args(annotation):
            yield from getattr(part, "__metadata__", ())


def key_suffix(unit: str) -> str:
    """How a unit is written at the end of a key: ``"1/Å"`` is ``per_angstrom``, ``"kg/m3"`` is ``kg_per_m3``."""
    words = unit.replace("Å", "angstrom").replace("%", "percent").replace(" ", "_").split("/")
    first = "" if words[0] == "1" else words[0]
    return "_per_".join([first, *words[1:]]).lstrip("_") if len(words) > 1 else first


class StudySettings(Settings):
    """What every study file holds: its kind, a title for people, and the seed of all random numbers."""

    kind: str = Field(description="which question this file asks")
    title: str = Field(description="one line for people: what was measured, where, when", min_length=1)
    seed: int = Field(default=1, ge=0, description="seed of all random numbers; the same seed gives the same claims")

"""A commented study file to start from, written from the settings class of its kind."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from kyokutei.study.kind import StudyKind

_UNKNOWN = "..."


def blank_study(kind: StudyKind) -> str:
    """The text of a study file: every key with its meaning, optional ones commented out with their defaults."""
    lines = [*_comment(kind.summary), *_comment("kyokutei check FILE validates it, kyokutei run FILE runs it."), ""]
    lines += _table(kind.settings, (), {"kind": kind.name}, active=True)
    return "\n".join(lines).rstrip() + "\n"


def _table(model: type[BaseModel], path: tuple[str, ...], given: dict[str, Any], *, active: bool) -> Iterator[str]:
    nested = {
        name: found for name, field in model.model_fields.items() if (found := _nested(field.annotation)) is not None
    }
    for name, field in model.model_fields.items():
        if name not in nested:
            yield from _key(name, field, given.get(name), active=active)
    for name, (inner, header) in nested.items():
        field = model.model_fields[name]
        is_active = active and field.is_required()
        inner_path = (*path, name)
        yield ""
        yield from _comment(field.description or "")
        yield ("" if is_active else "# ") + header.format(".".join(inner_path))
        yield from _table(inner, inner_path, {}, active=is_active)


def _key(name: str, field: FieldInfo, given: Any, *, active: bool) -> Iterator[str]:
    value = given if given is not None else _example(field)
    yield from _comment(field.description or "")
    if active and (given is not None or field.is_required() or _is_usual(field)):
        yield f"{name} = {_toml(value)}"
    else:
        yield f"# {name} = {'...' if value is _UNKNOWN else _toml(value)}"


def _is_usual(field: FieldInfo) -> bool:
    """Whether nearly every study gives this optional key; its field says ``json_schema_extra={"usual": True}``."""
    return isinstance(field.json_schema_extra, dict) and field.json_schema_extra.get("usual") is True


def _example(field: FieldInfo) -> Any:
    if field.examples:
        return field.examples[0]
    default = field.get_default(call_default_factory=True) if not field.is_required() else PydanticUndefined
    return _UNKNOWN if default is PydanticUndefined or default is None else default


def _nested(annotation: Any) -> tuple[type[BaseModel], str] | None:
    """The table that a field holds and how its header is written, or None for a plain value."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, "[{}]"
    origin, parts = get_origin(annotation), get_args(annotation)
    for part in parts:
        found = _nested(part)
        if found is not None:
            if origin in {list, tuple}:
                return found[0], "[[{}]]"
            return (found[0], "[{}.example]") if origin is dict else found
    return None


def _toml(value: Any) -> str:
    import tomlkit

    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json", exclude_none=True)
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{tomlkit.key(key).as_string()} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return str(tomlkit.item(str(value) if isinstance(value, Path) else value).as_string()).strip()


def _comment(text: str) -> list[str]:
    return textwrap.wrap(text, 100, initial_indent="# ", subsequent_indent="# ")

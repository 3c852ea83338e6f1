"""pydantic's validation errors in the words of a study file: found, expected, nearest key."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kyokutei.errors import Problem, nearest
from kyokutei.study.settings import unit_stems
from kyokutei.study.toml_lines import KeyPath, line_of

_RANGE_TYPES = (
    "greater_than",
    "less_than",
    "too_short",
    "too_long",
    "literal_error",
    "enum",
    "finite_number",
    "multiple_of",
    "string_pattern_mismatch",
    "union_tag_invalid",
    "string_too_short",
    "string_too_long",
)


def problem_from_validation(item: Any, model: type[BaseModel], lines: dict[KeyPath, int]) -> Problem:
    """Word one entry of ``ValidationError.errors()`` as a `Problem` with line and key."""
    path = _written_path(item["loc"], lines)
    words = _words(item, model)
    if extra := item.get("ctx", {}).get("key"):
        path = (*path, extra)
    if words.code == "K107":
        path = tuple(item["loc"])
    key = ".".join(str(part) for part in path)
    return Problem(words.code, words.found, words.expected, words.hint, line=line_of(lines, path), key=key)


def is_echo(item: Any, items: Sequence[Any]) -> bool:
    """Whether an error only repeats another one: pydantic calls a list too short when its items are wrong."""
    below = len(item["loc"])
    return item["type"] == "too_short" and any(
        len(other["loc"]) > below and other["loc"][:below] == item["loc"] for other in items
    )


def _written_path(location: KeyPath, lines: Mapping[KeyPath, int]) -> KeyPath:
    # pydantic adds the tag of a union to the location; the file does not have it; and a key may lack its unit
    path: KeyPath = ()
    for part in location:
        if (*path, part) in lines:
            path = (*path, part)
        elif isinstance(part, str):
            stem = next(
                (
                    known[-1]
                    for known in lines
                    if known[:-1] == path and known and isinstance(known[-1], str) and part.startswith(f"{known[-1]}_")
                ),
                None,
            )
            path = (*path, stem) if stem is not None else path
    return path or location


def _words(item: Any, model: type[BaseModel]) -> Problem:
    kind, context, location = item["type"], item.get("ctx", {}), item["loc"]
    if kind == "kyokutei":
        return Problem(context["code"], context["found"], context.get("expected", ""), context.get("hint", ""))
    if kind == "extra_forbidden":
        return _unknown_key(model, location)
    if kind == "missing":
        field = _field_at(model, location)
        return Problem("K107", "nothing", _described(location[-1], field))
    if kind == "value_error":
        return Problem("K112", item["msg"].removeprefix("Value error, ").rstrip("."), "")
    code = "K109" if kind.startswith(_RANGE_TYPES) else "K108"
    hint = _nearest_choice(item) if kind in {"literal_error", "enum"} else ""
    return Problem(code, _shown(item["input"]), _expected(item, _field_at(model, location)), hint)


def _nearest_choice(item: Any) -> str:
    close = nearest(str(item["input"]), re.findall(r"'([^']*)'", item["ctx"]["expected"]))
    return f'Did you mean "{close}"?' if close else ""


def _unknown_key(model: type[BaseModel], location: KeyPath) -> Problem:
    name = str(location[-1])
    parent = _model_at(model, location[:-1])
    choices = [] if parent is None else [*parent.model_fields, *(stem for _, stem in unit_stems(parent))]
    close = nearest(name, choices)
    hint = f'Did you mean "{close}"?' if close else ""
    return Problem(
        "K106", f'the unknown key "{name}"', f"one of {', '.join(choices)}" if choices else "no such key", hint
    )


def _described(name: str | int, field: FieldInfo | None) -> str:
    if field is None:
        return f"the key {name}"
    example = f", such as {name} = {_toml(field.examples[0])}" if field.examples else ""
    return f"the key {name} ({field.description or 'required'}{example})"


def _expected(item: Any, field: FieldInfo | None) -> str:
    words = str(item["msg"]).removeprefix("Input should be ")
    words = words[:1].lower() + words[1:]
    if words.startswith(("greater", "less")):
        words = f"a value {words}"
    about = f" ({field.description})" if field is not None and field.description else ""
    return f"{words}{about}"


def _shown(value: Any) -> str:
    text = _toml(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return str(value)


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]


def _model_at(model: type[BaseModel], location: KeyPath) -> type[BaseModel] | None:
    current: list[type[BaseModel]] = [model]
    for part in location:
        fields = [known.model_fields[part] for known in current if isinstance(part, str) and part in known.model_fields]
        if fields:
            current = [found for field in fields for found in _models_in(field.annotation)]
    return current[0] if current else None


def _field_at(model: type[BaseModel], location: KeyPath) -> FieldInfo | None:
    names = [position for position, part in enumerate(location) if isinstance(part, str)]
    for position in reversed(names):
        parent = _model_at(model, location[:position])
        if parent is not None and location[position] in parent.model_fields:
            return parent.model_fields[str(location[position])]
    return None

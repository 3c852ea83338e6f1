"""Lines of keys."""

from __future__ import annotations

import tomllib
from typing import Any

import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from kyokutei.study.toml_lines import key_lines, line_of

TEXT = '''# a comment with = and [brackets]
kind = "glass.structure"   # another
title = """two
lines = 3"""
"quoted.key" = 'x # no comment'
bins = [
    1,   # one
    [2, 3],
]
inline = { a = 1, b = { c = "]" } }

[sample.before]
spectra = "a.dat"
q.low = 0.8

[[limits]]
name = "first"
[limits.origin]
year = 2016
[[limits]]
name = "second"
'''


def test_every_key_has_the_line_on_which_it_begins() -> None:
    lines = key_lines(TEXT)
    wanted = {
        ("kind",): 2, ("title",): 3, ("quoted.key",): 5, ("bins",): 6, ("bins", 0): 7, ("bins", 1, 1): 8,
        ("inline", "b", "c"): 10, ("sample", "before"): 12, ("sample", "before", "spectra"): 13,
        ("sample", "before", "q", "low"): 14, ("limits", 0, "name"): 17, ("limits", 0, "origin", "year"): 19,
        ("limits", 1, "name"): 21,
    }  # fmt: skip
    assert {path: lines[path] for path in wanted} == wanted


def test_an_absent_key_has_the_line_of_its_table() -> None:
    assert line_of(key_lines(TEXT), ("sample", "before", "missing")) == 12
    assert line_of(key_lines(TEXT), ("nowhere",)) is None


def _paths(value: Any, prefix: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    found = set()
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        found |= {(*prefix, key)} | _paths(item, (*prefix, key))
    return found


_KEYS = st.text("abc-_", min_size=1, max_size=3)
_VALUES = st.recursive(
    st.integers(-9, 9) | st.text('ab"#=[]{},\n', max_size=6) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(_KEYS, _VALUES, max_size=4))
def test_whatever_toml_can_say_every_path_has_a_line(document: dict[str, Any]) -> None:
    text = tomlkit.dumps(document)
    assert tomllib.loads(text) == document
    assert _paths(document) <= set(key_lines(text))

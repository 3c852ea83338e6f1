"""Figures inside a page: unique ids, colours that follow the page, nothing that acts or loads."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kyokutei.plotting.draw import draw_figure
from kyokutei.plotting.inline import dark_rules, inline_figure

HOSTILE = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
width="10pt" height="20pt" onload="alert(1)"><script>alert(2)</script><style>@import url(https://example.org/a.css)</style>
<a xlink:href="https://example.org"><path d="M 0 0 L 1.23456 1" style="fill: url(https://example.org/b.svg)"/></a>
<image xlink:href="https://example.org/c.png"/><image xlink:href="data:image/png;base64,AAAA"/>
<foreignObject><p>text</p></foreignObject><use xlink:href="#mark"/><path id="mark" d="M 0 0"/>
<path id="alone" d="M 0 0"/></svg>"""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> str:
    def draw(axes: Any) -> None:
        axes.plot([0, 1, 2], [2, 0, 1], "o-", label="synthetic")
        axes.imshow([[0, 1], [1, 0]], extent=(0, 1, 0, 1))
        axes.bar([2], [1], hatch="//")

    folder: Path = tmp_path_factory.mktemp("figures")
    return draw_figure("some", draw, folder).svg.read_text("utf-8")


def test_ids_of_two_figures_do_not_meet(drawn: str) -> None:
    markup = [inline_figure(drawn, prefix=prefix, label="x").markup for prefix in ("figure-1", "figure-2")]
    first, second = (set(re.findall(r'\bid="([^"]+)"', text)) for text in markup)
    assert first
    assert not first & second


def test_every_reference_finds_its_target(drawn: str) -> None:
    markup = inline_figure(drawn, prefix="f", label="x").markup
    targets = set(re.findall(r'\bid="([^"]+)"', markup))
    assert set(re.findall(r'href="#([^"]+)"', markup)) | set(re.findall(r"url\(#([^)]+)\)", markup)) == targets


def test_every_colour_is_a_variable_with_a_twin(drawn: str) -> None:
    figure = inline_figure(drawn, prefix="f", label="x")
    without_variables = re.sub(r"var\(--c-[0-9a-f]{6}, #[0-9a-f]{6}\)", "", figure.markup)
    assert not re.search(r"(fill|stroke): #", without_variables)
    rules = dark_rules(figure.colours)
    assert set(re.findall(r"--c-([0-9a-f]{6}), ", figure.markup.replace("var(", ""))) <= {c[1:] for c in figure.colours}
    assert all(f"--c-{colour[1:]}: #" in rules for colour in figure.colours)


def test_a_figure_says_what_it_shows_to_those_who_do_not_see_it(drawn: str) -> None:
    markup = inline_figure(drawn, prefix="f", label='losses <b> & "more"').markup
    assert 'role="img" aria-label="losses &lt;b&gt; &amp; &quot;more&quot;"' in markup


def test_nothing_acts_or_loads_from_elsewhere() -> None:
    markup = inline_figure(HOSTILE, prefix="f", label="x").markup
    assert "example.org" not in markup
    assert "alert" not in markup
    assert "foreignObject" not in markup
    assert 'href="data:image/png;base64,AAAA"' in markup
    assert '<use href="#f-mark"' in markup
    assert "alone" not in markup
    assert 'd="M 0 0 L 1.23 1"' in markup
    assert 'viewBox="0 0 10 20"' in markup


@pytest.mark.parametrize("text", ["", "no svg", "<html/>", '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>'])
def test_what_is_no_figure_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="SVG"):
        inline_figure(text, prefix="f", label="x")

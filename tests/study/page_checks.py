"""Checks that every page of the house must pass: well-formed, unique ids, headings in order, nothing from elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "link", "br", "hr", "img", "input", "col", "wbr", "source", "base"}
_LOADING = {"src", "srcset", "href", "xlink:href", "action", "formaction", "poster", "data", "background"}
_ELSEWHERE = re.compile(r"\s*([a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


@dataclass
class Page(HTMLParser):
    """A parsed page: what is wrong with it, its text and its links."""

    problems: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    open_tags: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, attrs)
        if tag not in _VOID:
            self.open_tags.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self.open_tags or self.open_tags[-1] != tag:
            self.problems.append(f"</{tag}> at line {self.getpos()[0]} closes {self.open_tags[-1:] or 'nothing'}")
        else:
            self.open_tags.pop()

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open_tags):
            self.words.append(data)

    @property
    def text(self) -> str:
        """What a reader reads, with single spaces."""
        return " ".join(" ".join(self.words).split())

    def _look(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.problems.append(f"<{tag}> has an attribute twice")
        self.tags.append((tag, dict(attrs)))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name.startswith("on"):
                self.problems.append(f"<{tag}> acts by {name}")
            if name in _LOADING:
                self.links.append(value or "")
                if _ELSEWHERE.match(value or "") and not (value or "").startswith("data:image/"):
                    self.problems.append(f'<{tag} {name}="{(value or "")[:40]}"> loads from elsewhere')


def read_page(html: str) -> Page:
    """Parse a page and assert what must hold for all of them."""
    page = Page()
    page.feed(html)
    page.close()
    tags = dict(page.tags)
    assert page.problems == []
    assert page.open_tags == []
    assert html.lstrip().startswith("<!doctype html>")
    assert tags["html"]["lang"] == "en"
    assert tags["title"] is not None
    assert len(page.ids) == len(set(page.ids)), sorted(i for i in page.ids if page.ids.count(i) > 1)
    assert [link for link in page.links if link.startswith("#") and link[1:] not in page.ids] == []
    labels = [attrs.get("aria-labelledby") for _, attrs in page.tags]
    assert [label for label in labels if label and label not in page.ids] == []
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in zip(page.headings, page.headings[1:], strict=False))
    assert not re.search(r"@import|url\((?!#)", html)
    policies = [attrs for tag, attrs in page.tags if tag == "meta" and "http-equiv" in attrs]
    assert "default-src 'none'" in str(policies[0]["content"])
    assert "script-src 'unsafe-inline'" not in str(policies[0]["content"])
    return page

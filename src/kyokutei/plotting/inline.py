"""Figures that stand inside an HTML page: clean SVG markup whose colours follow the page into the dark."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

from kyokutei.plotting.contrast import dark_twin

_DRAWN = frozenset({
    "svg", "g", "path", "use", "defs", "clipPath", "rect", "image", "pattern", "polygon", "polyline", "line", "circle",
    "ellipse", "text", "tspan", "mask", "linearGradient", "stop", "filter", "feColorMatrix", "feComponentTransfer",
    "feComposite", "feFuncA",
})  # fmt: skip
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")
_LOCAL_URL = re.compile(r"url\(#([^)]+)\)")
_DIGITS = re.compile(r"(\.\d\d)\d+")


@dataclass(frozen=True)
class InlineFigure:
    """SVG markup for a page, its width as drawn, and the colours in it that need a twin on dark pages."""

    markup: str
    width_pt: float
    colours: frozenset[str]


def inline_figure(svg: str, *, prefix: str, label: str) -> InlineFigure:
    """Make the text of an SVG file fit to stand inside a page.

    Ids become unique by ``prefix`` and are dropped where nothing refers to them, colours become CSS variables with the
    printed colour as fallback, coordinates keep a hundredth of a point. What does not draw (metadata, scripts, links,
    style sheets, anything loaded from elsewhere) is left out.

    Parameters
    ----------
    svg
        Text of an SVG file.
    prefix
        Letters, digits and hyphens, different for each figure of a page.
    label
        What the figure shows, for those who do not see it.

    Raises
    ------
    ValueError
        If the text is not an SVG document.
    """
    root = _parse(svg)
    targets = set(_LOCAL_URL.findall(svg)) | set(re.findall(r'href="#([^"]+)"', svg))
    colours: set[str] = set()
    _clean(root, prefix, targets, colours)
    width = _fit_to_page(root)
    root.attrib.update({"role": "img", "aria-label": label, "focusable": "false"})
    return InlineFigure(ElementTree.tostring(root, encoding="unicode"), width, frozenset(colours))


def _fit_to_page(root: ElementTree.Element) -> float:
    """Let the page choose the size; return the width as drawn, in points."""
    size = [root.attrib.pop(name, "").removesuffix("pt") for name in ("width", "height")]
    box = root.attrib.setdefault("viewBox", f"0 0 {' '.join(size)}").replace(",", " ").split()
    root.attrib.pop("version", None)
    try:
        _, _, width, _ = (float(number) for number in box)
    except ValueError:
        raise ValueError("an SVG file without its size") from None
    return width


def dark_rules(colours: Iterable[str]) -> str:
    """CSS declarations that give each colour its twin: ``--c-225890: #5896ea; …``."""
    return " ".join(f"--c-{colour[1:]}: {dark_twin(colour)};" for colour in sorted(set(colours)))


def _parse(svg: str) -> ElementTree.Element:
    if "<!ENTITY" in svg:
        raise ValueError("an SVG file that defines entities")
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314 - no entities, see above
    except ElementTree.ParseError as error:
        raise ValueError(f"not an SVG file: {error}") from None
    if root.tag.rpartition("}")[2] != "svg":
        raise ValueError(f"not an SVG file: it begins with <{root.tag}>")
    return root


def _clean(element: ElementTree.Element, prefix: str, targets: set[str], colours: set[str]) -> None:
    element.tag = element.tag.rpartition("}")[2]
    element.text = element.text if element.tag in {"text", "tspan"} else None
    element.tail = None
    element.attrib = _clean_attributes(element.attrib, prefix, targets, colours)
    for child in list(element):
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name == "a":  # a link keeps what it draws
            child.tag, child.attrib = "g", {}
        elif name not in _DRAWN:
            element.remove(child)
            continue
        _clean(child, prefix, targets, colours)


def _clean_attributes(attributes: dict[str, str], prefix: str, targets: set[str], colours: set[str]) -> dict[str, str]:
    def coloured(match: re.Match[str]) -> str:
        colour = match.group().lower()
        colours.add(colour)
        return f"var(--c-{colour[1:]}, {colour})"

    kept = {}
    for full, text in attributes.items():
        name, value = full.rpartition("}")[2], " ".join(text.split())
        if name == "id" and value in targets:
            kept[name] = f"{prefix}-{value}"
        elif name == "href" and value.startswith("#"):
            kept[name] = f"#{prefix}-{value[1:]}"
        elif name == "href" and value.startswith("data:image/"):
            kept[name] = value
        elif name in {"d", "x", "y", "points"}:
            kept[name] = _DIGITS.sub(r"\1", value)
        elif name not in {"id", "href", "class"} and not name.startswith("on"):
            local = _LOCAL_URL.sub(rf"url(#{prefix}-\1)", value)
            kept[name] = _COLOUR.sub(coloured, local) if "url(" not in _LOCAL_URL.sub("", value) else ""
    return kept

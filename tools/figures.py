"""Copy the figures of the shipped studies from their records into docs/figures, and write the gallery page."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, PngImagePlugin

from kyokutei.study.record import Record

ROOT = Path(__file__).parent.parent
FIGURES = ROOT / "docs" / "figures"
HEAD = """\
# Figures

As the shipped studies draw them. Each stands in its record as SVG and PNG, with the study, seed and versions in its
metadata. `make figures` draws this page again. Where the reference data are present (`KYOKUTEI_REFERENCE_DATA`), the
structure factor of silica has the measured points in it.
"""


def copy_small(source: Path, target: Path) -> None:
    """Copy a PNG with at most 128 colours, and with what it says of its origin."""
    with Image.open(source) as image:
        origin = PngImagePlugin.PngInfo()
        for name, words in image.info.items():
            if isinstance(words, str):
                origin.add_itxt(str(name), words)
        image.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(target, optimize=True, pnginfo=origin)


def copy_figures(record: Record) -> list[str]:
    """Copy the PNG of every figure of a record; lines of Markdown that show them with their captions."""
    name = record.path.name.removesuffix(".record")
    kind = record.manifest["kind"]
    lines = [f"## {record.manifest['title']}", "", f"[{kind}](studies/{kind.replace('.', '-')}.md)", ""]
    for figure in record.manifest["figures"]:
        target = FIGURES / f"{name}-{figure['name'].replace('_', '-')}.png"
        copy_small(record.path / "figures" / f"{figure['name']}.png", target)
        lines += [f"![{figure['name'].replace('_', ' ')}](figures/{target.name})", "", figure["caption"], ""]
    return lines


def main() -> int:
    """Write docs/figures and docs/gallery.md from the records of the shipped studies."""
    FIGURES.mkdir(exist_ok=True)
    for old in FIGURES.glob("*.png"):
        old.unlink()
    page = [HEAD]
    for study in sorted((ROOT / "studies").glob("*.toml")):
        page += copy_figures(Record.open(ROOT / "records" / f"{study.stem}.record"))
    (ROOT / "docs" / "gallery.md").write_text("\n".join(page), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

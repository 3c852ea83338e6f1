"""Copy the figures of the shipped studies from their records into docs/figures, and write the gallery page."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from kyokutei.study.record import Record

ROOT = Path(__file__).parent.parent
FIGURES = ROOT / "docs" / "figures"
HEAD = """\
# Figures

As `make run` draws them. Each stands in its record as SVG and PNG, with the study, seed and versions in its metadata.
`make figures` draws this page again.
"""


def copy_figures(record: Record) -> list[str]:
    """Copy the PNG of every figure of a record; lines of Markdown that show them with their captions."""
    name = record.path.name.removesuffix(".record")
    kind = record.manifest["kind"]
    lines = [f"## {record.manifest['title']}", "", f"[{kind}](studies/{kind.replace('.', '-')}.md)", ""]
    for figure in record.manifest["figures"]:
        target = FIGURES / f"{name}-{figure['name'].replace('_', '-')}.png"
        shutil.copyfile(record.path / "figures" / f"{figure['name']}.png", target)
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

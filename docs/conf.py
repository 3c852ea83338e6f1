"""How Sphinx builds these pages; what can be derived from the package is generated first."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from sphinx.application import Sphinx

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from generate import write_generated_pages  # noqa: E402

import kyokutei  # noqa: E402

write_generated_pages(HERE / "_generated")

project = "kyokutei"
author = "The kyokutei developers"
copyright = author
version = release = kyokutei.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_attr_annotations = False  # types stand in the signature
python_maximum_signature_line_length = 88
default_role = "code"
toc_object_entries = False

html_theme = "pydata_sphinx_theme"
html_title = f"kyokutei {release}"
html_static_path = ["_static"]
html_css_files = ["kyokutei.css"]
html_sidebars = {"getting-started": [], "gallery": []}  # nothing below them to list
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "show_prev_next": False,
    "navigation_with_keys": False,
    "secondary_sidebar_items": ["page-toc"],
    "navbar_align": "left",
    "footer_start": ["copyright"],
    "footer_end": [],
}


def show_bars_as_written(
    _app: object, _what: str, _name: str, _thing: object, _options: object, lines: list[str]
) -> None:
    """In a docstring |x| is an absolute value, not a substitution of docutils; literals stay as they are."""
    for position, line in enumerate(lines):
        parts = re.split(r"(``.*?``)", line)
        lines[position] = "".join(part if part.startswith("``") else part.replace("|", r"\|") for part in parts)


def setup(app: Sphinx) -> None:
    """Connect the hooks; Sphinx calls this."""
    app.connect("autodoc-process-docstring", show_bars_as_written)

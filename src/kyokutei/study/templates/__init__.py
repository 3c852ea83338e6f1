"""Pages from templates: every value escaped, styles, scripts and figures inside the page."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

from kyokutei.study import wording

if TYPE_CHECKING:
    from jinja2 import Environment


def render(template: str, **values: Any) -> str:
    """Fill a template of this folder; a name that it does not get is an error, not a gap in the page."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader(__name__, ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "bytes": wording.format_bytes,
        "checks_words": wording.checks_words,
        "claim_number": wording.claim_number,
        "interval_words": wording.interval_words,
        "significance_words": wording.significance_words,
        "time": wording.format_time,
        "verdict_words": wording.verdict_words,
    }
    return environment


def script_hash(template: str) -> str:
    """The hash that lets a script of this folder, standing inside a page, pass the page's content security policy."""
    text = render(template)
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"

"""Makes HTML pages from the templates: what an author wrote is text in them, and no page needs a network."""

from __future__ import annotations

import jinja2

from rulewright.diagnostics.terminal_text import visible


def page_environment() -> jinja2.Environment:
    """Return an environment with the templates of all pages and the style that they share."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("rulewright.reports"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        finalize=_shown,
    )


def _shown(value: object) -> object:
    """Return what is put into the page, without characters that control or turn it; markup stays as it is."""
    return visible(value) if type(value) is str else value

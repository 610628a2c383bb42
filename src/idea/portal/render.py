"""Answers with a page: the one call every view ends with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page that another part of the portal makes; `template` shows `section`."""

    template: str  # e.g. idea/quality/on_dataset.html
    context: Mapping[str, Any] = field(default_factory=dict)


def page(
    request: HttpRequest, template: str, section: str = "", *, status: int = 200, **context: Any
) -> HttpResponse:
    """Render `idea/<template>.html`; `section` marks where in the site the reader is."""
    html = render_to_string(f"idea/{template}.html", {"section": section, **context}, request)
    return HttpResponse(html, status=status)

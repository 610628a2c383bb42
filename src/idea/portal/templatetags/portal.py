"""Small pieces of HTML that templates ask for: icons, dates, numbers, sizes.

Formats what it is given; reads nothing.
"""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.kernel import clock

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return the line icon `name` of `icons.svg`; it is decoration, the words stand beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" width="20" height="20"><use href="{}#{}"/></svg>',
        static("idea/icons.svg"),
        name,
    )


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """Return a `<time>` with the day as the reader's language writes it."""
    if value is None:
        return ""
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return format_html(
        '<time datetime="{}">{}</time>',
        value.isoformat(),
        clock.format_date(local, get_language() or "zh-hant"),
    )


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Return a `<time>` with the day and the time of day (24 h)."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{} {}</time>',
        value.isoformat(),
        clock.format_date(local.date(), get_language() or "zh-hant"),
        local.strftime("%H:%M"),
    )


@register.filter
def number(value: float | None) -> str:
    """Return 1,234,567 with thousands separators; nothing for None."""
    return "" if value is None else f"{value:,}"


@register.filter
def size(value: int | None) -> str:
    """Return a file size in words: 512 B, 1.4 MB."""
    if value is None:
        return ""
    amount = float(value)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":  # noqa: PLR2004  SI prefixes step by a thousand
            return (
                f"{amount:.0f} {unit}" if unit == "B" or amount >= 100 else f"{amount:.1f} {unit}"
            )  # noqa: PLR2004
        amount /= 1000
    return ""


@register.filter
def distance(metres: float | None) -> str:
    """Return a distance in words: 350 m, 2.4 km."""
    if metres is None:
        return ""
    if metres < 1000:  # noqa: PLR2004  a kilometer
        return _("%(meters)d m") % {"meters": round(metres, -1)}
    return _("%(kilometers).1f km") % {"kilometers": metres / 1000}


@register.simple_tag(takes_context=True)
def query(context: template.RequestContext, **changes: Any) -> str:
    """Return this page's address with some query parameters changed; empty values are left out."""
    request: HttpRequest = context["request"]
    kept = {key: value for key, value in request.GET.items() if key not in changes}
    wanted = {key: value for key, value in {**kept, **changes}.items() if value not in ("", None)}
    return f"?{urlencode(wanted)}" if wanted else request.path

"""Small pieces of HTML that templates ask for: icons, dates, numbers, sizes.

Formats what it is given; reads nothing.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import translate_url
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from idea.engines.catalog.types import ChangeKind
from idea.engines.sources.types import Column, ColumnType
from idea.kernel import clock
from idea.kernel.boundaries import Area
from idea.kernel.jobs.types import JobInfo, JobState
from idea.kernel.search import api as search
from idea.kernel.search.types import Hit
from idea.portal.action_words import ACTION_WORDS
from idea.portal.area_words import area_words
from idea.portal.doors import Door
from idea.portal.kinds import kind_label

NUMERIC = {ColumnType.INTEGER, ColumnType.NUMBER}
KILO = 1000
CELL = 200  # characters; the whole text is in the downloads

register = template.Library()


def in_language(item: Any, field: str) -> tuple[str, bool]:
    """Return `field` in the reader's language, and whether it had to fall back to Chinese.

    `item` has `<field>` in Chinese and `<field>_en`, as every data set, agency and area has.
    """
    if (get_language() or "").startswith("en"):
        english = str(getattr(item, f"{field}_en", "") or "")
        return (english, False) if english else (str(getattr(item, field)), True)
    return str(getattr(item, field) or getattr(item, f"{field}_en", "")), False


@register.filter
def plain(item: Any, field: str) -> str:
    """Return a text of `item` in the reader's language, for attributes and titles."""
    return in_language(item, field)[0]


@register.filter
def say(item: Any, field: str) -> SafeString | str:
    """Return a text of `item` in the reader's language; marked as Chinese where it had to be."""
    text, foreign = in_language(item, field)
    return format_html('<span lang="zh-Hant">{}</span>', text) if foreign else text


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
    if value < KILO:
        return f"{value} B"
    amount, unit = float(value), "B"
    for unit in ("kB", "MB", "GB"):  # noqa: B007  the last one is wanted
        amount /= KILO
        if amount < KILO:
            break
    return f"{amount:.0f} {unit}" if amount >= KILO / 10 else f"{amount:.1f} {unit}"


@register.filter
def distance(meters: float | None) -> str:
    """Return a distance in words: 350 m, 2.4 km."""
    if meters is None:
        return ""
    if meters < KILO:
        return _("%(meters)d m") % {"meters": round(meters, -1)}
    return _("%(kilometers)s km") % {"kilometers": f"{meters / KILO:.1f}".removesuffix(".0")}


CHANGE_WORDS = {
    ChangeKind.CREATED: gettext_lazy("new"),
    ChangeKind.UPDATED: gettext_lazy("new version"),
    ChangeKind.EDITED: gettext_lazy("description edited"),
    ChangeKind.WITHDRAWN: gettext_lazy("withdrawn"),
    ChangeKind.RESTORED: gettext_lazy("restored"),
}


@register.simple_tag
def change_word(kind: ChangeKind) -> str:
    return str(CHANGE_WORDS[kind])


@register.simple_tag
def door_number(door: Door, count: int) -> SafeString:
    """Return a door's live number in its words, the number itself set off."""
    words = str(door.counted % {"count": count, "n": "\N{OBJECT REPLACEMENT CHARACTER}"})
    before, _mark, after = words.partition("\N{OBJECT REPLACEMENT CHARACTER}")
    return format_html("{}<strong>{}</strong>{}", before, f"{count:,}", after)


@register.simple_tag
def kind_word(kind: str) -> str:
    return kind_label(kind)


@register.simple_tag
def area_title(area: Area) -> str:
    """Return a town with its county, as the reader's language orders them."""
    return area_words(area, get_language() or "zh-hant")


@register.simple_tag
def local_url(url: str) -> str:
    """Return a page of this site in the reader's language; engines hold Chinese addresses."""
    return _in_language(url, get_language() or "zh-hant")


@lru_cache(maxsize=8_192)  # a page of fifty neighbors would spend most of its time here
def _in_language(url: str, language: str) -> str:
    return str(translate_url(url, language))


@register.simple_tag
def hit_title(hit: Hit) -> SafeString:
    """Return a hit's title in the reader's language with the found words marked."""
    english = (get_language() or "").startswith("en")
    if english and hit.title_en:
        return search.highlighted(hit.title_en, hit.title_en_marks)
    title = search.highlighted(hit.title, hit.title_marks)
    return format_html('<span lang="zh-Hant">{}</span>', title) if english else title


@register.simple_tag
def hit_snippet(hit: Hit) -> SafeString:
    return search.highlighted(hit.snippet, hit.snippet_marks)


TYPE_WORDS = {
    ColumnType.STRING: gettext_lazy("text"),
    ColumnType.INTEGER: gettext_lazy("whole number"),
    ColumnType.NUMBER: gettext_lazy("number"),
    ColumnType.BOOLEAN: gettext_lazy("yes or no"),
    ColumnType.DATE: gettext_lazy("date"),
    ColumnType.DATETIME: gettext_lazy("date and time"),
    ColumnType.TIME: gettext_lazy("time of day"),
}


@register.simple_tag
def type_word(kind: ColumnType) -> str:
    return str(TYPE_WORDS[kind])


@register.filter
def cells(row: Sequence[Any], columns: Sequence[Column]) -> list[tuple[str, str]]:
    """Return (text, class) of each cell, cut to what a cell can show."""
    return [
        (cell_text(value), "number" if column.type in NUMERIC else "")
        for value, column in zip(row, columns, strict=True)
    ]


def cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    text = str(value)
    return text if len(text) <= CELL else f"{text[:CELL]}…"


JOB_WORDS = {
    JobState.QUEUED: gettext_lazy("waiting"),
    JobState.RUNNING: gettext_lazy("under way"),
    JobState.DONE: gettext_lazy("done"),
    JobState.FAILED: gettext_lazy("failed"),
}
JOB_TAGS = {JobState.DONE: "tag tag--good", JobState.FAILED: "tag tag--attention"}


@register.simple_tag
def job_state(job: JobInfo) -> SafeString:
    if job.canceled:
        return format_html('<span class="tag">{}</span>', _("canceled"))
    tag = JOB_TAGS.get(job.state, "tag")
    return format_html('<span class="{}">{}</span>', tag, JOB_WORDS[job.state])


@register.simple_tag
def action_word(action: str) -> str:
    """Return what an audit entry says was done, in words; the code itself where none are known."""
    return str(ACTION_WORDS.get(action, action))


@register.simple_tag(takes_context=True)
def sort_url(context: template.RequestContext, column: str, now: str) -> str:
    """Return the address of the table sorted by `column`; a second time turns the order round."""
    wanted = f"-{column}" if now == column else column
    return query(context, sort=wanted, after="") + "#rows"


@register.simple_tag
def sorted_as(column: str, now: str) -> SafeString:
    """Return the attribute that tells a screen reader how the column is sorted."""
    order = {column: "ascending", f"-{column}": "descending"}.get(now)
    return format_html(' aria-sort="{}"', order) if order else SafeString()


@register.simple_tag(takes_context=True)
def facet_url(context: template.RequestContext, field: str, value: str) -> str:
    """Return this list with one facet set or removed, from its first page."""
    return query(context, **{field: value, "page": ""})


@register.simple_tag(takes_context=True)
def query(context: template.RequestContext, **changes: Any) -> str:
    """Return this page's address with some query parameters changed; empty values are left out."""
    request: HttpRequest = context["request"]
    kept = {key: value for key, value in request.GET.items() if key not in changes}
    wanted = {key: value for key, value in {**kept, **changes}.items() if value not in ("", None)}
    return f"?{urlencode(wanted)}" if wanted else request.path

"""Template tags of accounts' pages: a form field's input without the placeholder over it."""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from idea.engines.identity.types import InvitationInfo, MembershipInfo, OrganizationInfo

register = template.Library()


@register.filter
def bare(field: BoundField) -> SafeString:
    """Render a field's input. The label stands above it; a placeholder would say it again."""
    return field.as_widget(attrs={"placeholder": False})


@register.filter
def kind(field: BoundField) -> str:
    """Return "checkbox", "set" (several inputs under one legend) or "line"."""
    if getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset:
        return "checkbox"
    return "set" if field.use_fieldset else "line"


@register.filter
def has_tag(tags: list[str] | str | None, name: str) -> bool:
    """Tell whether an allauth element carries a tag; exact, where `in` would find parts."""
    return name in (tags.split(",") if isinstance(tags, str) else tags or [])


@register.filter
def called(agency: OrganizationInfo | MembershipInfo | InvitationInfo) -> str:
    """Return an agency's name in the language of the page, where it has one in it."""
    if isinstance(agency, MembershipInfo | InvitationInfo):
        name, english = agency.organization, agency.organization_en
    else:
        name, english = agency.name, agency.name_en
    return english if english and (get_language() or "").startswith("en") else name


# Order matters: later ones name the earlier ones too (Edge says Chrome, Chrome says Safari).
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Line/", "LINE"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@register.filter
def browser(user_agent: str) -> str:
    """Return "Firefox · Windows" of a User-Agent header, or its beginning where it is unknown."""
    found = [
        next((name for mark, name in names if mark in user_agent), "")
        for names in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(filter(None, found)) or user_agent[:40]

"""Data sets and agencies as people name them in a form: by address, short name or name."""

from urllib.parse import unquote, urlsplit

from django import forms

from idea.engines.identity import api as identity
from idea.engines.identity.types import OrganizationInfo
from idea.kernel.errors import Problem

OFFERED = 400  # agencies offered while one types; more would weigh more than the page


def slug_in(text: str) -> str:
    """Return the short name in an address of a data set's page; a short name is itself."""
    parts = [part for part in urlsplit(text.strip()).path.split("/") if part]
    if "datasets" in parts[:-1]:
        return unquote(parts[parts.index("datasets") + 1])
    return unquote(parts[-1]) if parts else ""


def agency_in(form: forms.Form, field: str = "organization") -> str:
    """Return the slug of the agency named in a form's field; a wrong name is the field's error."""
    said = str(form.cleaned_data.get(field) or "").strip()
    if not said:
        return ""
    try:
        return identity.organization(said).slug
    except Problem as problem:
        form.add_error(field, f"{problem.detail} {problem.remedy}")
        return ""


def agencies() -> list[OrganizationInfo]:
    return [each for each in identity.organizations() if each.active][:OFFERED]

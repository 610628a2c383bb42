"""What the data-set page shows of the full metadata: facts, promises of columns, machine forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.translation import gettext as _

from idea.engines.catalog import api as catalog
from idea.engines.catalog.types import Access, Dataset, Declared
from idea.engines.sources.types import Column, ColumnType, Role

_CODES: Final = 8  # shown before "and so on"
_FIELDS: Final = 60
_RDF: Final = {
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
    "application/n-triples": "nt",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of facts. `text` may be long; `url` makes it a link."""

    label: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column as detected and as promised."""

    name: str
    title: str
    type: str
    example: str
    nulls: int | None
    note: str
    promises: tuple[str, ...]
    personal: bool
    closed: bool = False  # its cells are given to nobody


def rdf_ending(request: HttpRequest) -> str:
    """Return the ending of the RDF a program would rather have than the page, "" for the page."""
    best = request.get_preferred_type(["text/html", *_RDF])
    return _RDF.get(best or "", "")


def context(dataset: Dataset) -> Mapping[str, Any]:
    """Return what the templates of this part need."""
    columns = _columns(dataset)
    return {
        "access_words": catalog.access_label(dataset.access),
        "is_open": dataset.access is Access.OPEN,
        "license_words": dataset.license_given or catalog.license_label(dataset.license),
        "license_url": dataset.license_url or catalog.LICENSE_URLS.get(dataset.license, ""),
        "frequency_words": dataset.frequency_given or catalog.frequency_label(dataset.frequency),
        "facts": _facts(dataset),
        "columns": columns,
        # Names alone, as most portals tell them, need no table.
        "bare": dataset.current is None and not any(c.note or c.promises for c in columns),
        "machine": _machine(dataset),
        "links": [(link, urlsplit(link.url).hostname or "") for link in dataset.linked or ()],
    }


def _facts(dataset: Dataset) -> list[Fact]:
    said = [
        Fact(_("How the data came about"), dataset.provenance),
        Fact(_("Remarks"), dataset.notes),
        Fact(_("Standard it follows"), dataset.conforms_to, _web(dataset.conforms_to)),
        Fact(_("Reason of the class"), dataset.access_why),
        Fact(_("Fee"), dataset.fee, dataset.fee_url),
        Fact(_("Cost basis of the fee"), dataset.fee_basis),
        Fact(_("Law of the fee"), dataset.fee_law),
        Fact(_("Language of the data"), dataset.language),
        Fact(_("The publisher's number for it"), dataset.identifier),
        Fact(_("Address at the source"), dataset.origin_url, _web(dataset.origin_url)),
        *(Fact(_("Page about it"), url, _web(url)) for url in dataset.related[:20]),
    ]
    # Names of a source's own fields, where they are words and not those of a program.
    extra = [(str(key), str(value)) for key, value in dataset.extra.items()]
    further = [Fact(key, value) for key, value in extra if not key.isascii()]
    return [fact for fact in (*said, *further[:20]) if fact.text]


def _columns(dataset: Dataset) -> list[ShownColumn]:
    promised = {column.name: column for column in dataset.declared}
    if dataset.current is not None and dataset.access is Access.OPEN:
        known = (*dataset.current.columns, *dataset.current.hidden)
        return [_shown(column, promised.get(column.name)) for column in known]
    if dataset.declared:
        return [_declared(column) for column in dataset.declared]
    told = dict.fromkeys(pair for link in dataset.linked or () for pair in link.fields)
    return [
        ShownColumn(name, "", "", "", None, words, (), personal=False)
        for name, words in list(told)[:_FIELDS]
    ]


def _shown(found: Column, said: Declared | None) -> ShownColumn:
    personal = found.role is Role.PERSONAL or bool(said and said.personal)
    return ShownColumn(
        name=found.name,
        title=(said.title if said else "") or found.title,
        type=(said.type if said else "") or str(found.type),
        example="" if personal else found.example,
        nulls=found.nulls,
        note=" ".join(filter(None, ((said.description if said else ""), found.note))),
        promises=_promises(said) if said else (),
        personal=personal,
        closed=bool(said and said.personal),
    )


def _declared(said: Declared) -> ShownColumn:
    return ShownColumn(
        name=said.name,
        title=said.title or said.name,
        type=said.type or str(ColumnType.STRING),
        example="",
        nulls=None,
        note=said.description,
        promises=_promises(said),
        personal=said.personal,
    )


def _promises(said: Declared) -> tuple[str, ...]:
    codes = [f"{code} {words}".strip() for code, words in said.codes[:_CODES]]
    if len(said.codes) > _CODES:
        codes.append("…")
    listed = [
        _("unit %(unit)s") % {"unit": said.unit} if said.unit else "",
        _("never empty") if said.required else "",
        _("no value twice") if said.unique else "",
        _("at least %(value)s") % {"value": said.minimum} if said.minimum else "",
        _("at most %(value)s") % {"value": said.maximum} if said.maximum else "",
        _("pattern %(pattern)s") % {"pattern": said.pattern} if said.pattern else "",
        _("codes: %(codes)s") % {"codes": "、".join(codes)} if codes else "",
    ]
    return tuple(filter(None, listed))


def _machine(dataset: Dataset) -> list[tuple[str, str]]:
    """Return (label, address) of the descriptions for programs."""
    links = [
        (name, catalog.rdf_path(dataset.slug, ending))
        for name, ending in (
            ("DCAT (Turtle)", "ttl"),
            ("DCAT (JSON-LD)", "jsonld"),
            ("DCAT (RDF/XML)", "rdf"),
        )
    ]
    links.append((_("Taiwan's metadata (JSON)"), catalog.api_url(dataset.slug, "/taiwan")))
    links.append(("CKAN", f"/api/3/action/package_show?id={dataset.id}"))
    if dataset.current is not None and dataset.access is Access.OPEN:
        links.append(("Table Schema", catalog.api_url(dataset.slug, "/schema")))
        package = catalog.api_url(dataset.slug, "/datapackage.json")
        links.append(("Data Package", package))
    return links


def _web(text: str) -> str:
    return text if text.startswith(("https://", "http://")) else ""

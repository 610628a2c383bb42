"""Finds out what an answer is, and which reader reads it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from idea.engines.catalog.faces.exchange import FORM
from idea.engines.catalog.harvest.errors import NotACatalog
from idea.engines.catalog.harvest.readers import ckan, dcat, dcat_us, ide, iso19139, lists, opening
from idea.engines.catalog.harvest.types import Kind, Page, Reading

_LOOK: Final = 65_536


def read(page: Page, kind: Kind, *, now: datetime, mapping: Mapping[str, Any]) -> Reading:
    """Read a page as `kind`, or as what it is. Problems of errors.py where it cannot be read."""
    found = kind_of(page) if kind is Kind.AUTO else kind
    if found is Kind.LIST:
        return lists.read(page, now=now, mapping=mapping)
    readers = {
        Kind.CKAN: ckan.read,
        Kind.DCAT: dcat.read,
        Kind.DCAT_US: dcat_us.read,
        Kind.ISO19139: iso19139.read,
        Kind.IDEA: ide.read,
    }
    return replace(readers[found](page, now=now), kind=found)


def first(kind: Kind, url: str) -> str:
    """Return the address to begin with: many people give the site's, not the list's."""
    if kind is Kind.CKAN:
        return ckan.first(url)
    if kind is Kind.IDEA:
        return ide.first(url)
    return iso19139.first(url) if kind is Kind.ISO19139 and "?" not in url else url


def kind_of(page: Page) -> Kind:
    start = opening.head(page.path, _LOOK).lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not start:
        raise NotACatalog(_("The answer is empty."))
    if start.startswith((b"{", b"[")):
        return _of_json(start)
    if start.lower().startswith((b"<!doctype html", b"<html")):
        raise NotACatalog(
            _("The answer is a web page, not a catalog."),
            remedy=_("Give the address of the list itself: its API, RDF, JSON or CSV."),
        )
    if start.startswith(b"<") and not start.startswith((b"<http", b"<urn", b"<file")):
        rdf = b"www.w3.org/1999/02/22-rdf-syntax-ns#" in start and b"RDF" in start
        iso = b"isotc211.org/2005/gmd" in start and b"MD_Metadata" in start
        inside = start.find(b":RDF") if rdf else -1
        return Kind.ISO19139 if iso and inside < 0 else Kind.DCAT
    turtle = b"@prefix" in start or b"PREFIX " in start or start.startswith((b"<http", b"_:"))
    return Kind.DCAT if turtle else Kind.LIST


def _of_json(start: bytes) -> Kind:
    head = start[:_LOOK]
    if FORM.encode() in head.split(b"\n", 1)[0]:
        return Kind.IDEA
    if b'"@type"' in head and (b"ns/dcat#" in head or b'"@graph"' in head):
        return Kind.DCAT
    if b'"@context"' in head and b"project-open-data" not in head and b"dcat" in head:
        return Kind.DCAT
    if b"project-open-data" in head or b'"DCAT-US' in head or b'"dcat:Dataset"' in head:
        return Kind.DCAT_US
    if (b'"success"' in head and b'"result"' in head) or (
        b'"resources"' in head and b'"name"' in head
    ):
        return Kind.CKAN
    return Kind.LIST

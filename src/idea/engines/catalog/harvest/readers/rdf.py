"""Loads RDF of every syntax into a store, past broken statements where the syntax allows it."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _
from pyoxigraph import BlankNode, Quad, RdfFormat, Store, parse

from idea.engines.catalog.harvest.compose import issue
from idea.engines.catalog.harvest.conf import conf
from idea.engines.catalog.harvest.errors import NotACatalog
from idea.engines.catalog.harvest.readers.opening import whole
from idea.engines.catalog.harvest.types import Page
from idea.kernel.errors import Issue

NOWHERE: Final = "https://source.invalid/"  # relative addresses of a file without one
_BATCH: Final = 10_000
_ON_DISK: Final = 64 << 20  # larger graphs are not held in memory
_FAULTS: Final = 100  # broken statements after which the rest is not believed
_RESOURCE: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_ENTITIES: Final = 100
_ENTITY: Final = re.compile(rb"""<!ENTITY\s+([\w.:-]+)\s+("[^"]*"|'[^']*')\s*>""")
_REFERENCE: Final = re.compile(rb"&(?!#|(?:amp|lt|gt|quot|apos);)")
_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"


@contextmanager
def loaded(page: Page) -> Iterator[tuple[Store, list[Issue]]]:
    """Yield the graph of a page and what was wrong with it; NotACatalog where nothing holds."""
    data = whole(page.path)
    base = page.url or NOWHERE
    issues: list[Issue] = []
    with tempfile.TemporaryDirectory(prefix="harvest-") as folder:
        store = Store(folder) if len(data) > _ON_DISK else Store()
        for number, (part, form) in enumerate(_parts(data)):
            _fill(store, part, form, base, issues=issues, names=_Names(number))
        if not len(store):
            raise NotACatalog(
                _("The answer is no RDF that can be read: %(why)s")
                % {"why": (issues[0].value if issues else None) or _("it is empty")},
                remedy=_("Tell the keeper of the source. What was harvested before is kept."),
            )
        yield store, issues
        del store


class _Names:
    """Names blank nodes by where they first stand in a part of the answer.

    The library's own names are drawn by chance; what is sorted by them would differ at each run.
    """

    def __init__(self, part: int) -> None:
        self._part = part
        self._names: dict[BlankNode, BlankNode] = {}

    def plain(self, quad: Quad) -> Quad:
        """Return the statement without its graph, and with our names."""
        return Quad(self._name(quad.subject), quad.predicate, self._name(quad.object))

    def _name(self, node: Any) -> Any:
        if not isinstance(node, BlankNode):
            return node
        fresh = BlankNode(f"b{self._part:04d}n{len(self._names):09d}")
        return self._names.setdefault(node, fresh)


def _fill(
    store: Store, data: bytes, form: RdfFormat, base: str, *, issues: list[Issue], names: _Names
) -> None:
    if form is RdfFormat.RDF_XML:
        _fill_whole(store, data, base, issues, names)
        return
    parser = parse(data, format=form, base_iri=base, lenient=True)
    batch: list[Quad] = []
    faults = 0
    while True:
        try:
            quad = next(parser)
        except StopIteration:
            break
        except SyntaxError as error:
            faults += 1
            found = re.search(r"line (\d+)", str(error))
            row = int(found[1]) if found else None
            issues.append(issue("broken-statement", value=str(error), row=row))
            if faults == _FAULTS or form is RdfFormat.JSON_LD:
                # JSON cannot go on after a fault, and half a record would pass for a whole.
                issues.append(issue("cut-graph", severity="error", row=row))
                break
            continue
        batch.append(names.plain(quad))
        if len(batch) == _BATCH:
            store.extend(batch)
            batch = []
    if faults and form is RdfFormat.JSON_LD:
        return  # nothing of this part is believed
    store.extend(batch)


def _fill_whole(store: Store, data: bytes, base: str, issues: list[Issue], names: _Names) -> None:
    """Load RDF/XML, which cannot be read on after a fault; a common one is mended first."""
    _check_entities(data)
    for attempt in (data, _mended(data)):
        if attempt is None:
            continue
        try:
            quads = list(parse(attempt, format=RdfFormat.RDF_XML, base_iri=base, lenient=True))
        except SyntaxError as error:
            fault = issue("broken-statement", value=str(error))
            continue
        if attempt is not data:
            issues.append(issue("mended-graph", value=fault.value or ""))
        store.extend(map(names.plain, quads))
        return
    issues.extend((fault, issue("cut-graph", severity="error")))


def _check_entities(data: bytes) -> None:
    """Refuse XML whose entities grow into more than may be read: the parser would follow them.

    Plain abbreviations of addresses, as ontologies have them, are fine (XML 1.0, clause 4.4).
    """
    count = data.count(b"<!ENTITY")
    found = _ENTITY.findall(data)
    inner = any(_REFERENCE.search(value) for _name, value in found)
    wide = any("<!ENTITY".encode(each) in data for each in ("utf-16-le", "utf-16-be"))
    sound = count == len(found) <= _ENTITIES and not inner and not wide
    grown = sum(data.count(b"&%s;" % name) * len(value) for name, value in found) if sound else 0
    if not sound or grown > conf().harvest_tree_mb << 20:
        raise NotACatalog(
            _("The XML declares entities within entities, or elsewhere; they are not followed."),
            remedy=_("Tell the keeper of the source. What was harvested before is kept."),
        )


def _mended(data: bytes) -> bytes | None:
    """Return RDF/XML in which no property has both an address and words: the address is meant."""
    try:
        root = ET.fromstring(data)  # noqa: S314  expat bounds entities; external ones are not read
    except ET.ParseError:
        return None
    for node in root.iter():
        if node.get(_RESOURCE) is not None:
            node.text = None
            for child in list(node):
                node.remove(child)
    return ET.tostring(root)


def _parts(data: bytes) -> list[tuple[bytes, RdfFormat]]:
    """Return the RDF documents in an answer: one, or those inside a CSW answer."""
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"{", b"[")):
        return [(data, RdfFormat.JSON_LD)]
    if not start.startswith((b"<?xml", b"<rdf:", b"<csw", b"<!DOCTYPE", b"<!--", b"<RDF")):
        triples = start.startswith((b"<", b"_:")) and b"@prefix" not in data[:HEAD_LOOK]
        return [(data, RdfFormat.N_TRIPLES if triples and _plain(start) else RdfFormat.TURTLE)]
    if b"GetRecordsResponse" not in data[:4096] and b"GetRecordByIdResponse" not in data[:4096]:
        return [(data, RdfFormat.RDF_XML)]
    try:
        tree = ET.fromstring(data)  # noqa: S314  expat bounds entities; external ones are not read
    except ET.ParseError as error:
        raise NotACatalog(
            _("The answer is no well-formed XML: %(why)s.") % {"why": str(error)[:200]},
            remedy=_("Tell the keeper of the source. What was harvested before is kept."),
        ) from error
    return [(ET.tostring(part), RdfFormat.RDF_XML) for part in tree.iter(_RDF)]


HEAD_LOOK: Final = 65_536


def _plain(start: bytes) -> bool:
    """Tell whether the first line is a triple that ends on it, as N-Triples has them."""
    first = start.split(b"\n", 1)[0].rstrip()
    return first.endswith(b".") and b";" not in first.rsplit(b">", 1)[-1]

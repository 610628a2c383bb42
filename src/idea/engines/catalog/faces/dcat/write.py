"""Triples as text: Turtle, JSON-LD, RDF/XML, N-Triples; whole, or part by part in a stream."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, Final

import orjson
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from idea.engines.catalog.faces.dcat.graph import PREFIXES, TYPE, Graph

_STRING: Final = PREFIXES["xsd"] + "string"


class Rdf(StrEnum):
    """A way to write RDF; the value is the ending of its addresses."""

    TURTLE = "ttl"
    JSON_LD = "jsonld"
    XML = "rdf"
    N_TRIPLES = "nt"

    @property
    def media_type(self) -> str:
        return FORMATS[self][0]


FORMATS: Final[dict[Rdf, tuple[str, RdfFormat]]] = {
    Rdf.TURTLE: ("text/turtle", RdfFormat.TURTLE),
    Rdf.JSON_LD: ("application/ld+json", RdfFormat.JSON_LD),
    Rdf.XML: ("application/rdf+xml", RdfFormat.RDF_XML),
    Rdf.N_TRIPLES: ("application/n-triples", RdfFormat.N_TRIPLES),
}


def written(graph: Graph, form: Rdf, root: str = "") -> bytes:
    """Return the triples as text. JSON-LD is a tree that begins at the node `root`."""
    if form is Rdf.JSON_LD:
        return orjson.dumps(tree(graph, root))
    return _text(_by_subject(graph), form)


def parts(graphs: Iterable[Graph], form: Rdf) -> Iterator[bytes]:
    """Yield the text of one graph after the other; together they are one document.

    For N-Triples and Turtle only: the others have a beginning and an end.
    """
    if form not in {Rdf.N_TRIPLES, Rdf.TURTLE}:
        raise ValueError(f"{form} cannot be written part by part")
    for graph in graphs:
        yield _text(_by_subject(graph), form)


def tree(graph: Iterable[Triple], root: str) -> dict[str, Any]:
    """Return JSON-LD with prefixed names: each node once, where it is first spoken of."""
    nodes: dict[str, dict[str, list[Any]]] = {}
    for triple in graph:
        subject = nodes.setdefault(_value(triple.subject), {})
        subject.setdefault(triple.predicate.value, []).append(triple.object)
    said: set[str] = set()

    def show(name: str) -> dict[str, Any]:
        said.add(name)
        shown: dict[str, Any] = {"@id": name}
        for predicate, values in nodes[name].items():
            if predicate == TYPE.value:
                kinds = [_short(_value(value)) for value in values]
                shown["@type"] = kinds[0] if len(kinds) == 1 else kinds
                continue
            items = [_object(value) for value in values]
            shown[_short(predicate)] = items[0] if len(items) == 1 else items
        return shown

    def _object(value: Any) -> Any:
        if isinstance(value, Literal):
            return _literal(value)
        name = _value(value)
        return show(name) if name in nodes and name not in said else {"@id": name}

    tops = [show(name) for name in [root, *nodes] if name in nodes and name not in said]
    body = tops[0] if len(tops) == 1 else {"@graph": tops}
    return {"@context": PREFIXES, **body}


def _text(triples: list[Triple], form: Rdf) -> bytes:
    prefixes = None if form is Rdf.N_TRIPLES else _used(triples)
    text = serialize(triples, format=FORMATS[form][1], prefixes=prefixes)
    return text or b""


def _by_subject(graph: Graph) -> list[Triple]:
    """Return the triples with all that is said of a node together, as Turtle is written best."""
    groups: dict[str, list[Triple]] = {}
    for triple in graph:
        groups.setdefault(_value(triple.subject), []).append(triple)
    return [triple for group in groups.values() for triple in group]


def _used(triples: list[Triple]) -> dict[str, str]:
    names = {triple.predicate.value for triple in triples}
    names |= {o.value for t in triples if isinstance(o := t.object, NamedNode)}
    names |= {o.datatype.value for t in triples if isinstance(o := t.object, Literal)}
    return {
        prefix: base
        for prefix, base in PREFIXES.items()
        if any(name.startswith(base) for name in names)
    }


def _literal(value: Literal) -> Any:
    if value.language:
        return {"@language": value.language, "@value": value.value}
    if value.datatype.value == _STRING:
        return value.value
    return {"@type": _short(value.datatype.value), "@value": value.value}


def _short(name: str) -> str:
    for prefix, base in PREFIXES.items():
        if name.startswith(base):
            return f"{prefix}:{name[len(base) :]}"
    return name


def _value(node: Any) -> str:
    return str(node.value)

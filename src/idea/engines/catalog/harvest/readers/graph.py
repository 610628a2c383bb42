"""A small view of an RDF graph: what a node says, in the language wanted; no inference.

The graph is held by pyoxigraph; one answer of a source is one graph.
"""

from collections.abc import Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple

_NAMES: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "schema": "http://schema.org/",
    "schemas": "https://schema.org/",
    "adms": "http://www.w3.org/ns/adms#",
    "spdx": "http://spdx.org/rdf/terms#",
    "locn": "http://www.w3.org/ns/locn#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "dcatap": "http://data.europa.eu/r5r/",
}
_LABELS: Final = ("rdfs:label", "skos:prefLabel", "dct:title", "foaf:name", "vcard:fn", "rdf:value")


def name(short: str) -> NamedNode:
    """Return the name `dct:title` stands for."""
    prefix, _colon, rest = short.partition(":")
    return NamedNode(_NAMES[prefix] + rest)


class Graph:
    """Reads of one store. `languages`: wanted first, from the best."""

    def __init__(self, store: Store, languages: tuple[str, ...] = ("zh", "en")) -> None:
        self.store = store
        self.languages = languages

    def typed(self, short: str) -> Iterator[Node]:
        """Yield the nodes of a type, each once, in a fixed order."""
        found = {
            quad.subject
            for quad in self.store.quads_for_pattern(None, name("rdf:type"), name(short), None)
            if isinstance(quad.subject, NamedNode | BlankNode)
        }
        yield from sorted(found, key=lambda node: (isinstance(node, BlankNode), node.value))

    def all(self, node: Node, *shorts: str) -> list[Term]:
        """Return the values of the first of the properties that has any."""
        for short in shorts:
            found = [
                quad.object for quad in self.store.quads_for_pattern(node, name(short), None, None)
            ]
            if found:
                return sorted(found, key=str)
        return []

    def nodes(self, node: Node, *shorts: str) -> list[Node]:
        found = self.all(node, *shorts)
        return [each for each in found if isinstance(each, NamedNode | BlankNode)]

    def text(self, node: Node, *shorts: str, language: str = "") -> str:
        """Return the literal in the best language, of the first property that has one.

        With `language`, only one that is in it.
        """
        for short in shorts:
            literals = [each for each in self.all(node, short) if isinstance(each, Literal)]
            if language:
                literals = [each for each in literals if _in(each, language)]
            if literals:
                return min(literals, key=self._rank).value
        return ""

    def words(self, node: Node, *shorts: str) -> tuple[str, ...]:
        """Return every value as words: literals, labels of nodes, else their addresses."""
        found = (self.label(each) for each in self.all(node, *shorts))
        return tuple(dict.fromkeys(filter(None, found)))

    def value(self, node: Node, *shorts: str) -> str:
        """Return one value: a literal, or the address of a node."""
        for each in self.all(node, *shorts):
            if isinstance(each, Literal | NamedNode):
                return each.value
        return ""

    def label(self, term: Term) -> str:
        if isinstance(term, Literal):
            return term.value
        if isinstance(term, Triple):
            return ""
        return self.text(term, *_LABELS) or (term.value if isinstance(term, NamedNode) else "")

    def _rank(self, literal: Literal) -> tuple[int, str]:
        for at, language in enumerate(self.languages):
            if _in(literal, language):
                return at, literal.value
        untold = literal.language is None
        return len(self.languages) + (0 if untold else 1), literal.value


def _in(literal: Literal, language: str) -> bool:
    said = (literal.language or "").casefold()
    return said == language or said.startswith(f"{language}-")

"""Walks an XML file record by record: what stands right below its root, one at a time.

A declaration of a document type is refused, so that no entity can grow or read another file
(XML 1.0, clause 4). What a record says is for the readers.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from django.utils.translation import gettext as _

from idea.engines.sources.conf import limits
from idea.engines.sources.errors import TooLarge, UnreadableFile
from idea.engines.sources.reading.log import Log

_CHUNK: Final = 1 << 20
_DEEP: Final = 64


class Document:
    """The records of an XML file, by their local names; `root` and `said` are known at the first.

    Raises TooLarge and UnreadableFile; where a file breaks off, the records before are given and
    the place is named.
    """

    def __init__(self, path: Path, log: Log) -> None:
        if path.stat().st_size > (most := limits().max_memory_file_bytes):
            raise TooLarge(
                _("The XML file has {size} MB; at most {most} MB can be read.").format(
                    size=f"{path.stat().st_size / 1e6:,.0f}", most=f"{most / 1e6:,.0f}"
                ),
                remedy=_("Cut it into parts, or give it as GeoPackage or Parquet."),
            )
        self.root = ""
        self.said: dict[str, str] = {}
        self._path, self._log = path, log
        self._depth = 0
        self._builder = TreeBuilder()
        self._ready: list[Element] = []

    def __iter__(self) -> Iterator[Element]:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse
        count = 0
        with self._path.open("rb") as file:
            while True:
                chunk = file.read(_CHUNK)
                fault = None
                try:
                    parser.Parse(chunk, not chunk)
                except (expat.ExpatError, ValueError, LookupError) as error:
                    fault = error
                for record in self._ready:
                    count += 1
                    yield record
                self._ready.clear()
                if fault is not None:
                    self._broken(parser, count)
                if fault is not None or not chunk:
                    return

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEP:
            raise UnreadableFile(
                _("The XML is nested more than {most} deep; no map file is.").format(most=_DEEP),
                remedy=_("Export it again from the program it was made with."),
            )
        if self._depth == 1:
            self.root, self.said = _local(name), attributes
        else:
            self._builder.start(_local(name), attributes)

    def _end(self, name: str) -> None:
        if self._depth > 1:
            self._builder.end(_local(name))
        self._depth -= 1
        if self._depth == 1:
            self._ready.append(self._builder.close())
            self._builder = TreeBuilder()

    def _text(self, text: str) -> None:
        if self._depth > 1:
            self._builder.data(text)

    def _broken(self, parser: "expat.XMLParserType", count: int) -> None:
        where = {"line": parser.ErrorLineNumber, "column": parser.ErrorColumnNumber + 1}
        if not count:
            raise UnreadableFile(
                _("The XML is broken at line {line}, column {column}.").format(**where),
                remedy=_("Save or download it again; it may have been cut off."),
            )
        self._log.add(
            "xml-broken",
            _("The XML is broken at line {line}, column {column}; what is whole was kept.").format(
                **where
            ),
            row=count + 1,
        )


def _refuse(*_declared: object) -> None:
    raise UnreadableFile(
        _("The XML declares a document type, which can hide a trap (entities that grow)."),
        remedy=_("Do not trust this file; export it again from the program it was made with."),
    )


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def text_in(record: Element, name: str) -> str:
    """Return the text of a child, "" where it has none."""
    return (record.findtext(name) or "").strip()

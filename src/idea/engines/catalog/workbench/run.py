"""One question in SQL, from its text to its result: a turn, a sandbox, the tables it names, rows.

The only way a query of a stranger is run; who may ask how often is for the entrance.
"""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from idea.engines.catalog.workbench import explain, results, tables
from idea.engines.catalog.workbench.conf import conf
from idea.engines.catalog.workbench.errors import BadQuery, QueryRefused
from idea.engines.catalog.workbench.process import Sandbox
from idea.engines.catalog.workbench.sandbox.refused import Refused
from idea.engines.catalog.workbench.turns import Turn, turn
from idea.engines.catalog.workbench.types import Asked, Result, ResultColumn, Source
from idea.kernel import clock
from idea.kernel.errors import NotFound
from idea.kernel.ids import uuid7

LONGEST: Final = 20_000  # letters of a query
MOST_TABLES: Final = 20
_GRACE: Final = 5.0  # seconds beyond the query's own clock until its process is ended


def ask(sql: str, *, asked: Asked, rows: int, query_id: UUID | None = None) -> Result:
    """Run the query; return at most `rows` rows, and how they were made.

    `query_id` is what `cancel` takes. Raises BadQuery, QueryRefused, QueryTooSlow,
    QueryTooLarge, QueryCancelled, WorkbenchBusy, and what names of tables may raise.
    """
    _check(sql)
    query_id = query_id or uuid7()
    with turn(query_id, asked) as mine:
        try:
            return _run(sql, rows=rows, query_id=query_id, mine=mine)
        except Refused as refused:
            raise explain.problem(refused, sql) from None


def answer(sql: str, *, asked: Asked, rows: int, query_id: UUID | None = None) -> Result:
    """Do as `ask` does, or return what was found a moment ago for the same rows."""
    _check(sql)
    found = results.get(sql, rows)
    if found is None or not _is_current(found):
        found = ask(sql, asked=asked, rows=rows, query_id=query_id)
        results.keep(found, rows, conf().workbench_keep_seconds)
    return found


def etag(result: Result, form: str) -> str:
    """Return what names these rows: the query and the versions it was asked of."""
    versions = [f"{source.slug}@{source.number}" for source in result.sources]
    text = "\0".join([result.sql, form, str(len(result.rows)), *versions])
    moment = "" if result.steady else str(result.id)
    return hashlib.sha256(f"{text}\0{moment}".encode()).hexdigest()[:32]


def _check(sql: str) -> None:
    if not sql.strip():
        raise explain.problem(Refused("empty"), sql)
    if len(sql) > LONGEST:
        raise BadQuery(
            _("The query is longer than %(most)d characters.") % {"most": LONGEST},
            remedy=_("Make it shorter."),
        )
    if "\0" in sql or any("\ud800" <= letter <= "\udfff" for letter in sql):
        raise BadQuery(
            _("The query holds a character that no text has."),
            remedy=_("Write the query anew where it was copied from a broken file."),
        )


def _run(sql: str, *, rows: int, query_id: UUID, mine: Turn) -> Result:
    room = conf().workbench_result_mb << 20
    seconds = conf().workbench_seconds
    at = clock.now()
    with Sandbox(seconds=seconds + _GRACE, room=room, cancelled=mine.cancelled) as sandbox:
        sandbox.send(
            {
                "sql": sql,
                "folder": str(mine.folder),
                "seconds": seconds,
                "memory_mb": conf().workbench_memory_mb,
                "rows": rows,
                "bytes": room,
            }
        )
        needs = sandbox.receive()
        attached, sources = _attach(needs["tables"], needs["maybe"], mine.folder)
        sandbox.send({"tables": attached})
        columns = tuple(ResultColumn(**column) for column in sandbox.receive()["columns"])
        found: list[tuple[Any, ...]] = []
        truncated = False
        while "rows" in (message := sandbox.receive()):
            found += map(tuple, message["rows"])
            truncated = bool(message["truncated"])
    return Result(
        id=query_id,
        sql=sql,
        columns=columns,
        rows=tuple(found[:rows]),
        truncated=truncated,
        seconds=float(message["seconds"]),
        at=at,
        sources=tuple(sources),
        steady=bool(needs["steady"]),
        size=sandbox.received,
    )


def _attach(
    names: Sequence[str], maybe: Sequence[str], folder: Path
) -> tuple[list[dict[str, Any]], list[Source]]:
    """Find the tables a query names; raise what is wrong with a name that must be one."""
    if len(names) + len(maybe) > MOST_TABLES:
        raise QueryRefused(
            _("A query may name %(most)d tables at most.") % {"most": MOST_TABLES},
        )
    attached: list[dict[str, Any]] = []
    sources: list[Source] = []
    for name in (*names, *maybe):
        try:
            dataset, version = tables.find(name)
        except NotFound:
            if name in maybe:
                continue  # it is what the query itself calls so
            raise
        path = _put(tables.file(dataset, version), folder / f"{len(attached) + 1}.parquet")
        columns = tables.columns(version)
        attached.append({"name": name, "path": str(path), "columns": columns})
        sources.append(tables.source(name, dataset, version))
    return attached, sources


def _put(path: Path, place: Path) -> Path:
    """Give the file a name in the query's folder, so that no other path is ever told."""
    try:
        os.link(path, place)
    except OSError:  # another disk, or one without links
        return path
    return place


def _is_current(result: Result) -> bool:
    """Tell whether each name still stands for the rows and terms the result was made of."""
    for source in result.sources:
        try:
            dataset, version = tables.find(source.name)
        except NotFound:
            return False
        if tables.source(source.name, dataset, version) != source:
            return False
    return True

"""The process in which one query runs: takes a job from its pipe, answers, ends.

Speaks JSON, one object a line. First it says which tables the query names; then it is told
where they are, shuts itself in, and sends columns, rows, and how it ended.
"""

import json
import os
import select
import sys
import threading
import time
from typing import Any

import duckdb

from idea.engines.catalog.workbench.sandbox import cells, confine, lockdown
from idea.engines.catalog.workbench.sandbox.checking import check
from idea.engines.catalog.workbench.sandbox.refused import Refused

IDLE = 600  # seconds a process waits for a job before it ends
BATCH = 1000  # rows
_EXPLAIN = "EXPLAIN "


def main() -> None:
    """Run one job. Every way out is an answer, or the end of the process."""
    confine.early()
    if not select.select([sys.stdin], [], [], IDLE)[0]:
        return
    job = _receive()
    try:
        _work(job)
    except Refused as refused:
        _send({"refused": refused.as_dict()})
    except MemoryError:
        _send({"refused": {"code": "memory"}})
    except duckdb.Error as error:
        _send({"refused": failure(error, sql=str(job["sql"])).as_dict()})


def _work(job: dict[str, Any]) -> None:
    os.chdir(job["folder"])
    sql = str(job["sql"])
    connection = lockdown.connect(job["memory_mb"])
    needs = check(connection, sql)
    _send({"tables": needs.tables, "maybe": needs.maybe, "steady": needs.steady})
    tables = [
        lockdown.Attached(table["name"], table["path"], tuple(table["columns"]))
        for table in _receive()["tables"]
    ]
    seconds = float(job["seconds"])
    timer = threading.Timer(seconds, connection.interrupt)
    timer.daemon = True
    timer.start()
    confine.late([table.path for table in tables], seconds=seconds, memory_mb=int(job["memory_mb"]))
    lockdown.lock(connection, tables)
    started = time.monotonic()
    relation = _bound(connection, sql)
    _send(
        {
            "columns": [
                {"name": name, "type": str(kind)}
                for name, kind in zip(relation.columns, relation.types, strict=True)
            ]
        }
    )
    _send_rows(relation, most=int(job["rows"]), room=int(job["bytes"]))
    _send({"seconds": round(time.monotonic() - started, 3)})
    timer.cancel()


def _bound(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.DuckDBPyRelation:
    try:
        return connection.sql(sql)
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        try:  # asked in this way DuckDB also tells where in the text
            connection.execute(_EXPLAIN + sql)
        except duckdb.Error as again:
            raise failure(again, sql=sql, before=len(_EXPLAIN)) from error
        raise


def _send_rows(relation: duckdb.DuckDBPyRelation, *, most: int, room: int) -> None:
    """Send rows until there are none, or `most`; one more tells that there are more."""
    wanted = relation.project(cells.selection(relation)).limit(most + 1)
    sent = 0
    while batch := wanted.fetchmany(min(BATCH, most + 1 - sent) or 1):
        over = sent + len(batch) > most
        rows = [[cells.cell(value) for value in row] for row in batch[: most - sent]]
        line = json.dumps({"rows": rows, "truncated": over}, ensure_ascii=False)
        room -= len(line)
        if room < 0:
            raise Refused("large")
        _send_text(line)
        sent += len(rows)
        if over:
            break


def failure(error: duckdb.Error, *, sql: str = "", before: int = 0) -> Refused:
    """Return what DuckDB says, without its wrapping; `before`: letters put before the query."""
    if isinstance(error, duckdb.InterruptException):
        return Refused("time")
    if isinstance(error, duckdb.OutOfMemoryException):
        return Refused("memory")
    _kind, _colon, text = str(error).partition(": ")
    try:
        told = json.loads(text)
    except ValueError:
        told = {"exception_message": text.partition("\n\nLINE ")[0]}
    if isinstance(error, duckdb.PermissionException):
        return Refused("permission")
    place = int(told.get("position", -1)) - before
    at = len(sql.encode()[:place].decode(errors="ignore")) if place >= 0 else -1
    return Refused(
        "query",
        name=str(told.get("name", "")),
        message=str(told.get("exception_message", "")),
        position=at,
        candidates=str(told.get("candidates", "")),
    )


def _receive() -> dict[str, Any]:
    line = sys.stdin.buffer.readline()
    if not line:
        sys.exit(0)  # whoever asked is gone
    return dict(json.loads(line))


def _send(message: dict[str, Any]) -> None:
    _send_text(json.dumps(message, ensure_ascii=False))


def _send_text(line: str) -> None:
    sys.stdout.buffer.write(line.encode(errors="replace") + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()

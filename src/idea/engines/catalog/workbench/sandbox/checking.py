"""First wall: reads a statement with DuckDB's own parser and lets pass one SELECT, no more.

Says which tables it names. The other walls (`lockdown.py`, `confine.py`) hold without this one.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import duckdb

from idea.engines.catalog.workbench.sandbox.functions import (
    FUNCTIONS,
    TABLE_FUNCTIONS,
    UNSTEADY,
)
from idea.engines.catalog.workbench.sandbox.refused import Refused

_NOWHERE: Final = 1 << 62  # DuckDB writes 2^64 - 1 where it knows no place
_HOME: Final = (None, "", "main")  # DuckDB writes [1] as main.list_value(1)
_QUERIES: Final = frozenset(("SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"))
_SOURCES: Final = frozenset(
    (
        "BASE_TABLE",
        "COLUMN_DATA",
        "EMPTY",
        "EXPRESSION_LIST",
        "JOIN",
        "PIVOT",
        "SHOW_REF",
        "SUBQUERY",
        "TABLE_FUNCTION",
    )
)
_EXPRESSIONS: Final = frozenset(
    (
        "BETWEEN",
        "CASE",
        "CAST",
        "COLLATE",
        "COLUMN_REF",
        "COMPARISON",
        "CONJUNCTION",
        "CONSTANT",
        "FUNCTION",
        "LAMBDA",
        "LAMBDA_REF",
        "OPERATOR",
        "POSITIONAL_REFERENCE",
        "STAR",
        "SUBQUERY",
        "TYPE",
        "WINDOW",
    )
)


@dataclass(frozen=True)
class Needs:
    """What a query reads. `maybe`: names of its own WITH clauses, which may also be tables."""

    tables: tuple[str, ...]
    maybe: tuple[str, ...]
    steady: bool  # the same rows always give the same answer


def check(connection: duckdb.DuckDBPyConnection, sql: str) -> Needs:
    """Return what the statement needs; Refused where it is not one SELECT of known parts."""
    node = _parse(connection, sql)
    named: dict[str, int] = {}
    own: set[str] = set()
    steady = True
    for part in _parts(node):
        own |= _own_names(part)
        steady = steady and not part.get("sample")
        if "function_name" in part:
            steady = steady and _function(part).lower() not in UNSTEADY
        elif "class" in part:
            _expression(part)
        elif "cte_map" in part:
            _one_of(part, _QUERIES)
        elif "sample" in part:
            _source(part)
            if part["type"] == "BASE_TABLE":
                named.setdefault(_table(part), _place(part))
    tables = tuple(name for name in named if name.casefold() not in own)
    maybe = tuple(name for name in named if name.casefold() in own)
    return Needs(tables, maybe, steady)


def _parse(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any]:
    try:
        found = connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [sql]).fetchone()
        tree = json.loads(found[0]) if found else {}
    except RecursionError:
        raise Refused("deep") from None
    if tree.get("error"):
        if tree.get("error_type") == "parser":
            message = str(tree.get("error_message", ""))
            if "expression depth" in message:
                raise Refused("deep")
            raise Refused("syntax", message=message, position=int(tree.get("position", -1)))
        raise Refused("not-select")
    statements = tree["statements"]
    if len(statements) != 1:
        raise Refused("several" if statements else "empty")
    return dict(statements[0])


def _parts(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every object of the tree, without a call a level: hostile queries nest deeply."""
    waiting: list[Any] = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += reversed(part)
            continue
        if isinstance(part, dict):
            if part.get("type") == "TABLE_FUNCTION" and isinstance(part.get("function"), dict):
                part["function"]["makes_rows"] = True
            yield part
            waiting += reversed(list(part.values()))


def _own_names(part: dict[str, Any]) -> set[str]:
    names = {str(part["cte_name"])} if part.get("cte_name") else set()
    if isinstance(part.get("cte_map"), dict):
        names |= {str(entry.get("key", "")) for entry in part["cte_map"].get("map", [])}
    return {name.casefold() for name in names}


def _function(part: dict[str, Any]) -> str:
    name = str(part["function_name"])
    known = TABLE_FUNCTIONS if part.get("makes_rows") else FUNCTIONS | {"unnest"}
    elsewhere = part.get("catalog") or part.get("schema") not in _HOME
    if name.lower() not in known or elsewhere:
        raise Refused("function", name=name, position=_place(part))
    return name


def _expression(part: dict[str, Any]) -> None:
    if part["class"] not in _EXPRESSIONS:
        code = "parameter" if part["class"] == "PARAMETER" else "unknown"
        raise Refused(code, name=str(part["class"]).lower(), position=_place(part))


def _source(part: dict[str, Any]) -> None:
    _one_of(part, _SOURCES)
    if part["type"] == "SHOW_REF" and not part.get("query"):
        raise Refused("show")


def _one_of(part: dict[str, Any], known: frozenset[str]) -> None:
    if part.get("type") not in known:
        raise Refused("unknown", name=str(part.get("type", "")).lower(), position=_place(part))


def _table(part: dict[str, Any]) -> str:
    name = str(part["table_name"])
    if part.get("catalog_name") or part.get("schema_name"):
        full = ".".join(filter(None, (part["catalog_name"], part["schema_name"], name)))
        raise Refused("schema", name=full, position=_place(part))
    return name


def _place(part: dict[str, Any]) -> int:
    place = part.get("query_location", -1)
    return place if isinstance(place, int) and place < _NOWHERE else -1

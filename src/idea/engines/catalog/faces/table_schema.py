"""The columns of a data set as a Frictionless Table Schema: what was detected and what is promised.

What the publisher declared goes before what the reader found; both are told where they differ.
"""

from collections.abc import Sequence
from typing import Any, Final

from idea.engines.catalog.types import Declared, Version
from idea.engines.sources.types import Column, ColumnType, Role

PROFILE: Final = "https://datapackage.org/profiles/2.0/tableschema.json"
_ORDERED: Final = {
    ColumnType.INTEGER,
    ColumnType.NUMBER,
    ColumnType.DATE,
    ColumnType.DATETIME,
    ColumnType.TIME,
}


def table_schema(version: Version | None, declared: Sequence[Declared] = ()) -> dict[str, Any]:
    """Return the descriptor; without a version, of what is declared of files elsewhere."""
    promised = {column.name: column for column in declared}
    if version is None:
        fields = [_field(None, column) for column in declared]
    else:
        fields = [_field(column, promised.get(column.name)) for column in version.columns]
    return {"$schema": PROFILE, "fields": fields, "missingValues": [""]}


def _field(found: Column | None, said: Declared | None) -> dict[str, Any]:
    name = found.name if found else (said.name if said else "")
    kind = _type(found, said)
    field: dict[str, Any] = {"name": name, "type": str(kind)}
    title = (said.title if said else "") or (found.title if found else "")
    if title and title != name:
        field["title"] = title
    description = (said.description if said else "") or (found.note if found else "")
    if description:
        field["description"] = description
    if found is not None:
        if found.example:
            field["example"] = found.example
        if found.role is not Role.NONE:
            field["idea:role"] = str(found.role)
        if kind is not found.type:
            field["idea:detected"] = str(found.type)
    if said is not None:
        _promises(field, kind, said)
    if (said is not None and said.personal) or (found is not None and found.role is Role.PERSONAL):
        field["idea:personal"] = True
    return field


def _type(found: Column | None, said: Declared | None) -> ColumnType:
    if said is not None and said.type in set(ColumnType):
        return ColumnType(said.type)
    return found.type if found is not None else ColumnType.STRING


def _promises(field: dict[str, Any], kind: ColumnType, said: Declared) -> None:
    if said.title_en:
        field["idea:title_en"] = said.title_en
    if said.unit:
        field["unit"] = said.unit  # UCUM
    constraints: dict[str, Any] = {}
    if said.required:
        constraints["required"] = True
    if said.unique:
        constraints["unique"] = True
    if said.pattern and kind is ColumnType.STRING:
        constraints["pattern"] = said.pattern
    limits = (("minimum", said.minimum), ("maximum", said.maximum)) if kind in _ORDERED else ()
    values = {name: _value(kind, text) for name, text in limits}
    constraints |= {name: value for name, value in values.items() if value is not None}
    if said.codes and kind is not ColumnType.BOOLEAN:
        _codes(field, constraints, kind, said)
    if constraints:
        field["constraints"] = constraints


def _codes(
    field: dict[str, Any], constraints: dict[str, Any], kind: ColumnType, said: Declared
) -> None:
    values = [(_value(kind, code), words) for code, words in said.codes]
    values = [(value, words) for value, words in values if value is not None]
    constraints["enum"] = [value for value, _words in values]
    if kind in {ColumnType.STRING, ColumnType.INTEGER}:  # as the specification has it
        field["categories"] = [
            {"value": value, "label": words or str(value)} for value, words in values
        ]


def _value(kind: ColumnType, text: str) -> Any:
    """Return a limit or code in the column's own type, None where it is none."""
    if not text:
        return None
    try:
        if kind is ColumnType.INTEGER:
            return int(text)
        if kind is ColumnType.NUMBER:
            return float(text)
    except ValueError:
        return None
    return text

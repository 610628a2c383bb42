"""Staged tables and collections for tests, made by hand: no other engine is needed."""
# ruff: noqa: S608  the tests' own SQL

from datetime import UTC, datetime
from pathlib import Path

from idea.engines.features import api
from idea.engines.features.types import Collection, Layer
from idea.engines.sources.types import Column, ColumnType, Format, Geometry, Staged
from idea.kernel import duck
from idea.kernel.ids import uuid7
from idea.kernel.lake import lake

TYPES = {
    "BIGINT": ColumnType.INTEGER,
    "INTEGER": ColumnType.INTEGER,
    "DOUBLE": ColumnType.NUMBER,
    "BOOLEAN": ColumnType.BOOLEAN,
    "DATE": ColumnType.DATE,
    "TIMESTAMP": ColumnType.DATETIME,
}


def staged(folder: Path, select: str, *, made_from: str = "") -> Staged:
    """Stage what `select` gives (columns `_row`, …, `geometry`) as `sources` would."""
    database = folder / "staged.duckdb"
    database.unlink(missing_ok=True)
    connection = duck.connect(database)
    connection.execute(f"CREATE TABLE rows AS {select}")
    described = connection.execute("DESCRIBE rows").fetchall()
    count, rows, *bbox = connection.execute(
        "SELECT count(geometry) FILTER (NOT ST_IsEmpty(geometry)), count(*), min(ST_XMin(geometry)), min(ST_YMin(geometry)),"
        " max(ST_XMax(geometry)), max(ST_YMax(geometry)) FROM rows"
    ).fetchone()
    kinds = [
        kind
        for (kind,) in connection.execute(
            "SELECT DISTINCT ST_GeometryType(geometry)::VARCHAR FROM rows WHERE geometry IS NOT NULL"
        ).fetchall()
    ]
    connection.close()
    names = {"POINT": "Point", "LINESTRING": "LineString", "POLYGON": "Polygon"}
    names |= {f"MULTI{key}": f"Multi{value}" for key, value in names.items()}
    kind = names[kinds[0]] if len(kinds) == 1 and kinds[0] in names else "Mixed"
    columns = tuple(
        Column(name, name, TYPES.get(type_, ColumnType.STRING))
        for name, type_, *_ in described
        if name not in ("_row", "geometry")
    )
    geometry = Geometry(kind, tuple(bbox), count, "OGC:CRS84", made_from) if count else None
    return Staged(database, "made.csv", Format.CSV, "utf-8", columns, rows, 0, geometry=geometry)


def collection(folder: Path, select: str, *, name: str = "made", made_from: str = "") -> Collection:
    """Stage, write, keep and register a collection; return it."""
    return as_layer(folder, staged(folder, select, made_from=made_from), name=name)


def as_layer(folder: Path, table: Staged, *, name: str) -> Collection:
    """Write, keep and register a staged table."""
    out = folder / f"{name}.parquet"
    layer: Layer = api.write(table, out=out)
    key = f"test/{uuid7()}.parquet"
    lake().put(out, key)
    made = Collection(
        id=name,
        title=f"圖層 {name}",
        title_en=f"Layer {name}",
        description="測試用",
        lake_key=key,
        layer=layer,
        columns=tuple(column.name for column in table.columns),
        updated_at=datetime(2026, 11, 22, tzinfo=UTC),
    )
    api.register(made)
    return made


def points(count: int, *, seed: float = 0.4) -> str:
    """Return the SQL of `count` seeded points over Taiwan, every hundredth without a place."""
    return (
        f"SELECT i AS _row, 'p' || i AS name, (i * 7) % 50 AS kind, i / 4.0 AS value, "
        f"DATE '2026-01-01' + (i % 100)::INTEGER AS day, i % 2 = 0 AS even, "
        f"CASE WHEN i % 100 <> 0 THEN ST_Point(120 + 2 * x, 22 + 3 * y) END AS geometry "
        f"FROM (SELECT i::BIGINT AS i, hash(i, {seed}) % 1000003 / 1000003.0 AS x, "
        f"hash(i, {seed}, 1) % 1000003 / 1000003.0 AS y FROM range({count}) t(i))"
    )

"""Writes rows as the kinds of files that agencies really send."""

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

Row = Sequence[Any]
_STAMP = "2026-11-01T00:00:00Z"


def write_csv(path: Path, header: Row, rows: Iterable[Row], *, encoding: str = "utf-8-sig") -> None:
    delimiter = "\t" if path.suffix == ".tsv" else ","
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_json(path: Path, header: Row, rows: Iterable[Row]) -> None:
    """Write an array, or one object a line where the name ends so."""
    records = [dict(zip(header, row, strict=True)) for row in rows]
    if path.suffix == ".jsonl":
        text = "\n".join(json.dumps(record, ensure_ascii=False) for record in records) + "\n"
    else:
        text = json.dumps(records, ensure_ascii=False, indent=1)
    path.write_text(text, encoding="utf-8")


def write_geojson(path: Path, header: Row, rows: Iterable[Row], shapes: Iterable[Any]) -> None:
    import shapely

    features = [
        {
            "type": "Feature",
            "properties": dict(zip(header, row, strict=True)),
            "geometry": shapely.geometry.mapping(shape),
        }
        for row, shape in zip(rows, shapes, strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")


def write_geopackage(path: Path, header: Row, rows: Iterable[Row], shapes: Sequence[Any]) -> None:
    """Write a GeoPackage with the same bytes every time: its time stamp is set."""
    import numpy as np
    import pyogrio
    import shapely

    columns = list(zip(*rows, strict=True))
    data = [
        np.array(column, dtype=object if isinstance(column[0], str) else None) for column in columns
    ]
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _STAMP})
    try:
        pyogrio.raw.write(
            str(path),
            geometry=np.array(shapely.to_wkb(np.array(shapes, dtype=object)), dtype=object),
            field_data=data,
            fields=np.array(header, dtype=object),
            geometry_type=shapes[0].geom_type,
            crs="EPSG:4326",
            driver="GPKG",
            layer=path.stem,
        )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def write_parquet(path: Path, header: Row, rows: Iterable[Row]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = list(zip(*rows, strict=True))
    pq.write_table(pa.table(dict(zip(header, map(list, columns), strict=True))), path)

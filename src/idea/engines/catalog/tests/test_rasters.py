"""A GeoTIFF is published as a data set: a row a band, the cells as a download, tiles and a map."""

import numpy as np
import pytest
import rasterio
from rio_cogeo import cog_validate

from idea.engines.catalog import api
from idea.engines.catalog.tests.factories import ACTOR
from idea.engines.catalog.types import Download, Draft
from idea.engines.features.rasters.tests.factories import GRID, colors, dem, heights, write
from idea.kernel.errors import BadInput

pytestmark = pytest.mark.django_db


def publish(path, **said):
    return api.publish(actor=ACTOR, path=path, draft=Draft(**said))


def test_a_raster_is_a_data_set_whose_rows_are_its_bands(tmp_path, client):
    published = publish(colors(tmp_path), title="正射影像")
    version = published.version
    assert (version.format, version.rows) == ("tif", 3)
    assert version.layer.bbox == pytest.approx((121, 24, 122, 25))
    assert version.layer.raster.crs == "EPSG:4326"
    rows = client.get(f"/api/v1/datasets/{published.dataset.slug}/rows").json()
    assert "blue" in str(rows)
    assert Download.TIFF in api.formats(version)


def test_the_cells_are_downloaded_cloud_optimized_and_by_ranges(tmp_path, client):
    slug = publish(dem(tmp_path, 1200)).dataset.slug
    address = f"/download/{slug}/{slug}.tif"
    whole = client.get(address)
    assert whole["Content-Type"].startswith("image/tiff")
    assert (whole["Accept-Ranges"], whole.status_code) == ("bytes", 200)
    body = b"".join(whole.streaming_content)
    (tmp_path / "got.tif").write_bytes(body)
    assert cog_validate(tmp_path / "got.tif", strict=True)[0]
    with rasterio.open(tmp_path / "got.tif") as read:
        assert np.array_equal(read.read(), heights(1200))
    part = client.get(address, headers={"Range": "bytes=4-19", "If-Range": whole["ETag"]})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, body[4:20])
    changed = client.get(address, headers={"Range": "bytes=4-19", "If-Range": '"other"'})
    assert changed.status_code == 200
    beyond = client.get(address, headers={"Range": f"bytes={len(body)}-"})
    assert beyond.status_code == 416
    assert client.get(f"/download/{slug}/original").status_code == 200


def test_a_new_version_of_the_raster_has_cells_of_its_own(tmp_path, client):
    one = publish(dem(tmp_path), slug="dem", title="高程")
    two = publish(dem(tmp_path, 700), slug="dem")
    assert (one.version.number, two.version.number) == (1, 2)
    assert one.version.layer.raster.key != two.version.layer.raster.key
    sizes = []
    for number in (1, 2):
        response = client.get(f"/download/dem/v{number}/dem.tif")
        sizes.append(len(b"".join(response.streaming_content)))
    assert sizes == [one.version.layer.raster.size, two.version.layer.raster.size]


def test_its_tiles_go_when_it_is_withdrawn_and_come_back(tmp_path, client):
    slug = publish(dem(tmp_path)).dataset.slug
    address = f"/ogc/collections/{slug}/map/tiles/WebMercatorQuad/10/439/857.png"
    assert client.get(address).status_code == 200
    api.withdraw(actor=ACTOR, slug=slug, why="wrong")
    assert client.get(address).status_code == 404
    assert client.get(f"/download/{slug}/{slug}.tif").status_code == 410
    api.restore(actor=ACTOR, slug=slug)
    assert client.get(address).status_code == 200


def test_a_table_has_no_raster(tmp_path, client):
    from idea.engines.catalog.tests.factories import publish as table

    slug = table(tmp_path).dataset.slug
    assert client.get(f"/download/{slug}/{slug}.tif").status_code == 404


def _claims(tmp_path, side):
    """A file of a few bytes that claims `side` x `side` cells."""
    path = tmp_path / "claims.tif"
    with rasterio.open(
        path, "w", driver="GTiff", width=side, height=side, count=1, dtype="uint8",
        crs="EPSG:3826", transform=rasterio.transform.from_bounds(*GRID, side, side),
        sparse_ok=True, tiled=True, blockxsize=512, blockysize=512, compress="deflate",
    ):  # fmt: skip
        pass
    return path


def _torn(tmp_path):
    whole = dem(tmp_path, 500)
    path = tmp_path / "torn.tif"
    path.write_bytes(whole.read_bytes()[:300_000])
    return path


def _cells(kind="uint8", count=1):
    return np.ones((count, 64, 64), dtype=kind)


BAD = {
    "torn": _torn,
    "a torn head": lambda folder: _written(folder / "h.tif", b"II*\0\x08\0\0\0\xff"),
    "a bomb": lambda folder: _claims(folder, 60_000),
    "no reference system": lambda folder: write(folder / "c.tif", _cells(), crs=None),
    "no place": lambda folder: write(
        folder / "p.tif", _cells(), transform=rasterio.Affine.identity()
    ),
    "rotated": lambda folder: write(
        folder / "r.tif", _cells(), transform=rasterio.Affine(10, 3, 250_000, 3, -10, 2_700_000)
    ),
    "upside down": lambda folder: write(
        folder / "u.tif", _cells(), transform=rasterio.Affine(10, 0, 250_000, 0, 10, 2_700_000)
    ),
    "complex": lambda folder: write(folder / "x.tif", _cells("complex64")),
    "too many bands": lambda folder: write(folder / "b.tif", _cells(count=33)),
    "off the planet": lambda folder: write(
        folder / "o.tif", _cells(), crs="EPSG:4326", bounds=(500, 95, 501, 96)
    ),
}


def _written(path, data):
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_served_is_refused_and_leaves_nothing(tmp_path, case):
    from idea.engines.catalog import models

    path = BAD[case](tmp_path)
    with pytest.raises(BadInput) as told:
        publish(path)
    assert told.value.status in (400, 422)
    assert not models.Dataset.objects.exists()


def test_twenty_bands_are_twenty_rows(tmp_path):
    assert publish(write(tmp_path / "many.tif", _cells("uint16", 20))).version.rows == 20


def test_vectors_and_rasters_are_read_in_one_process(tmp_path):
    import json

    shape = {"type": "Point", "coordinates": [121.5, 25]}
    places = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": "a"}, "geometry": shape}]}  # fmt: skip
    import pyogrio
    from shapely.geometry import Point

    pyogrio.raw.write(
        tmp_path / "p.gpkg", geometry=np.array([Point(121.5, 25).wkb], dtype=object),
        field_data=[np.array(["a"])], fields=["name"], geometry_type="Point", crs="EPSG:4326",
        driver="GPKG",
    )  # fmt: skip
    (tmp_path / "p.geojson").write_text(json.dumps(places))
    for _turn in range(2):
        assert publish(dem(tmp_path, 200 + _turn), slug="dem").version.layer.raster is not None
        assert publish(tmp_path / "p.gpkg").version.layer.raster is None
        assert publish(tmp_path / "p.geojson").version.layer.kind == "Point"

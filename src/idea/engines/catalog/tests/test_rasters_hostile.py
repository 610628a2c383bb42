"""Promise: a raster is read from the bytes that were sent and from nothing they point at."""

import socket
from threading import Thread

import numpy as np
import pytest
import rasterio

from idea.engines.catalog import api, models
from idea.engines.catalog.tests.factories import ACTOR
from idea.engines.catalog.types import Draft
from idea.engines.features.rasters.tests.factories import GRID, dem, write
from idea.kernel.errors import BadInput

pytestmark = pytest.mark.django_db
VRT = (
    '<VRTDataset rasterXSize="600" rasterYSize="600"><SRS>EPSG:3826</SRS>'
    "<GeoTransform>250000, 100, 0, 2760000, 0, -100</GeoTransform>"
    '<VRTRasterBand dataType="Float32" band="1"><SimpleSource>'
    '<SourceFilename relativeToVRT="0">{source}</SourceFilename><SourceBand>1</SourceBand>'
    "</SimpleSource></VRTRasterBand></VRTDataset>"
)


def publish(path):
    return api.publish(actor=ACTOR, path=path, draft=Draft(title="影像"))


@pytest.fixture
def listener():
    """A port of this machine, and the calls that came in."""
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)

        def listen():
            while server.fileno() >= 0:
                try:
                    server.accept()[0].close()
                    calls.append(1)
                except (TimeoutError, OSError):
                    continue

        Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x.tif", calls


@pytest.mark.parametrize("way", ["/vsicurl/{address}", "/vsigzip//vsicurl/{address}", "{file}"])
def test_a_vrt_called_tif_is_refused_and_its_source_not_read(tmp_path, listener, way):
    address, calls = listener
    secret = dem(tmp_path)
    path = tmp_path / "innocent.tif"
    path.write_text(VRT.format(source=way.format(address=address, file=secret)))
    with pytest.raises(BadInput) as told:
        publish(path)
    assert str(told.value.detail)
    assert not calls
    assert not models.Dataset.objects.exists()


@pytest.mark.parametrize("name", ["x.tif.aux.xml", "x.tif.ovr", "x.tfw", "x.tif.msk"])
def test_what_lies_beside_it_is_not_looked_at(tmp_path, listener, name):
    address, calls = listener
    path = write(tmp_path / "x.tif", np.ones((1, 64, 64), dtype=np.uint8))
    (tmp_path / name).write_text(VRT.format(source=f"/vsicurl/{address}"))
    assert publish(path).version.layer.raster.bands[0].minimum == 1
    assert not calls


def test_a_file_named_like_an_address_is_a_file(tmp_path, listener, monkeypatch):
    _address, calls = listener
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "vsicurl"
    folder.mkdir()
    publish(write(folder / "http:x.tif", np.ones((1, 64, 64), dtype=np.uint8)))
    assert not calls


def test_a_hundred_thousand_cells_a_side_are_refused_by_their_number(tmp_path):
    side, path = 100_000, tmp_path / "wide.tif"
    with rasterio.open(
        path, "w", driver="GTiff", width=side, height=side, count=1, dtype="uint8",
        crs="EPSG:3826", transform=rasterio.transform.from_bounds(*GRID, side, side),
        sparse_ok=True, tiled=True, compress="deflate",
    ):  # fmt: skip
        pass
    with pytest.raises(BadInput) as told:
        publish(path)
    assert "100000 × 100000" in str(told.value.detail)


def test_sixteen_bits_nodata_and_alpha_in_systems_of_all_kinds(tmp_path, client):
    box = (121.4, 24.9, 121.6, 25.1)
    for number, (crs, bounds) in enumerate(
        {"EPSG:4326": box, "EPSG:32651": (300_000, 2_750_000, 320_000, 2_770_000)}.items()
    ):
        cells = np.full((1, 300, 300), 40_000, dtype=np.uint16)
        cells[0, :150] = 0
        path = write(tmp_path / f"h{number}.tif", cells, crs=crs, bounds=bounds, nodata=0)
        [band] = publish(path).version.layer.raster.bands
        assert (band.data_type, band.nodata, band.minimum, band.valid) == ("uint16", 0, 40_000, 50)
    cells = np.full((4, 300, 300), 200, dtype=np.uint8)
    cells[3] = np.where(np.arange(300) < 150, 0, 255)
    path = write(
        tmp_path / "alpha.tif", cells, crs="EPSG:4326", bounds=box, photometric="RGB", ALPHA="YES"
    )
    slug = publish(path).dataset.slug
    drawn = client.get(f"/ogc/collections/{slug}/map?bbox=121.4,24.9,121.6,25.1&width=100")
    with rasterio.io.MemoryFile(drawn.content) as file, file.open() as read:
        cover = read.read(4)
    assert not cover[:, :45].any()
    assert (cover[:, 55:] == 255).all()

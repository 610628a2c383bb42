import resource

import numpy as np
import pytest
import rasterio
from rio_cogeo import cog_validate

from idea.engines.features import api
from idea.engines.features.errors import BadRaster
from idea.engines.features.rasters.tests.factories import classes, colors, dem, heights, write


def made(folder, source):
    return api.write_raster(source, out=folder / "out.tif", key="k.tif")


def test_what_is_written_is_cloud_optimized(tmp_path):
    raster = made(tmp_path, dem(tmp_path, 1500))
    valid, errors, _warnings = cog_validate(tmp_path / "out.tif", strict=True)
    assert valid, errors
    with rasterio.open(tmp_path / "out.tif") as read:
        assert read.overviews(1)
        assert read.compression.name == "deflate"
        assert np.array_equal(read.read(), heights(1500))
    assert (raster.crs, raster.width, raster.height) == ("EPSG:3826", 1500, 1500)
    assert raster.cell == (40.0, 40.0)
    assert raster.size == (tmp_path / "out.tif").stat().st_size


def test_figures_are_those_of_the_cells(tmp_path):
    (band,) = made(tmp_path, dem(tmp_path)).bands
    known = heights()[heights() > -9999]
    assert (band.name, band.nodata, band.data_type) == ("height", -9999.0, "float32")
    assert band.valid == pytest.approx(99.0)
    assert (band.minimum, band.maximum) == pytest.approx((known.min(), known.max()))
    assert band.mean == pytest.approx(known.mean(), rel=1e-3)
    assert band.deviation == pytest.approx(known.std(), rel=1e-3)
    assert (band.low, band.high) == pytest.approx(np.percentile(known, [2, 98]), rel=0.01)


def test_overviews_of_classes_hold_no_other_classes(tmp_path):
    raster = made(tmp_path, classes(tmp_path, 1600))
    assert raster.palette[7] == (255, 128, 0, 255)
    with rasterio.open(tmp_path / "out.tif", overview_level=0) as read:
        assert set(np.unique(read.read())) == {0, 7}


def test_bands_say_what_they_show(tmp_path):
    assert [band.shows for band in made(tmp_path, colors(tmp_path)).bands] == [
        "red",
        "green",
        "blue",
    ]


def test_a_raster_of_nothing_has_no_figures(tmp_path):
    empty = np.full((1, 64, 64), -1, dtype=np.int16)
    (band,) = made(tmp_path, write(tmp_path / "e.tif", empty, nodata=-1)).bands
    assert (band.valid, band.low, band.mean) == (0.0, None, None)


def test_nan_and_infinite_are_no_figures(tmp_path):
    cells = np.full((1, 64, 64), 5, dtype=np.float32)
    cells[0, 0, :3] = np.nan, np.inf, -np.inf
    (band,) = made(tmp_path, write(tmp_path / "n.tif", cells, nodata=np.nan)).bands
    assert (band.minimum, band.maximum, band.nodata) == (5.0, 5.0, None)


@pytest.mark.parametrize("part", [0.3, 0.9])
def test_a_torn_file_is_refused_and_leaves_nothing(tmp_path, part):
    whole = dem(tmp_path, tiled=True, blockxsize=128, blockysize=128, compress="deflate")
    with rasterio.open(whole):
        data = whole.read_bytes()
    torn = tmp_path / "torn.tif"
    torn.write_bytes(data[: int(len(data) * part)])
    with pytest.raises(BadRaster):
        made(tmp_path, torn)
    assert not (tmp_path / "out.tif").exists()


def test_memory_does_not_grow_with_the_file(tmp_path):
    made(tmp_path, dem(tmp_path, 500))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    big = tmp_path / "big.tif"
    with rasterio.open(
        big, "w", driver="GTiff", width=12_000, height=12_000, count=1, dtype="float32",
        crs="EPSG:3826", transform=rasterio.transform.from_origin(250_000, 2_760_000, 5, 5),
        sparse_ok=True, compress="deflate", tiled=True,
    ) as file:  # fmt: skip
        strip = np.random.default_rng(1).normal(size=(1, 12_000)).astype(np.float32)
        for at in range(0, 12_000, 512):
            rows = min(512, 12_000 - at)
            file.write(
                np.repeat(strip, rows, axis=0), 1,
                window=rasterio.windows.Window(0, at, 12_000, rows),
            )  # fmt: skip
    made(tmp_path, big)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert (after - before) / 1024 < 400  # MB; the cells are 576 MB

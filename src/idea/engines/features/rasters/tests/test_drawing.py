import numpy as np
import pytest

from idea.engines.features import api
from idea.engines.features.errors import BadRaster
from idea.engines.features.rasters.drawing import pixels, ramp, shown
from idea.engines.features.rasters.tests.factories import GRID, classes, colors, dem, write
from idea.kernel.lake import lake


def kept(folder, source, key="rasters/test.tif"):
    raster = api.write_raster(source, out=folder / "out.tif", key=key)
    lake().put(folder / "out.tif", key)
    return raster


def test_heights_go_from_dark_to_light_and_nothing_is_see_through(tmp_path):
    raster = kept(tmp_path, dem(tmp_path), "rasters/dem.tif")
    drawn = pixels(raster, GRID, "EPSG:3826", 100, 100)
    assert drawn.shape == (4, 100, 100)
    assert drawn[3, 2, 2] == 0
    assert (drawn[:3, 2, 2] == 0).all()
    assert drawn[3, 50, 50] == 255
    assert np.abs(drawn[:3, 50, 1].astype(int) - ramp()[0]).max() < 8
    assert np.abs(drawn[:3, 50, 98].astype(int) - ramp()[255]).max() < 8
    assert (np.diff(drawn[:3, 50].astype(int).sum(axis=0)) >= -1).mean() > 0.8


def test_colors_are_drawn_as_they_are_in_any_system(tmp_path):
    raster = kept(tmp_path, colors(tmp_path), "rasters/colors.tif")
    assert shown(raster) == (0, 1, 2)
    drawn = pixels(raster, (121, 24, 122, 25), "OGC:CRS84", 50, 50)
    assert drawn[:, 25, 25].tolist() == pytest.approx([127, 127, 128, 255], abs=5)
    assert drawn[0, 25, 45] > drawn[0, 25, 5] + 150
    assert drawn[1, 45, 25] > drawn[1, 5, 25] + 150
    outside = pixels(raster, (13_000_000, 2_000_000, 13_100_000, 2_100_000), "EPSG:3857", 8, 8)
    assert not outside.any()


def test_classes_keep_their_colors(tmp_path):
    raster = kept(tmp_path, classes(tmp_path), "rasters/classes.tif")
    drawn = pixels(raster, (121, 24, 122, 25), "OGC:CRS84", 64, 64)
    found = {tuple(color) for color in drawn[:3].reshape(3, -1).T.tolist()}
    assert found == {(0, 0, 255), (255, 128, 0)}


def test_twenty_bands_are_drawn_by_their_first(tmp_path):
    cells = np.arange(20 * 32 * 32, dtype=np.uint16).reshape(20, 32, 32)
    raster = kept(tmp_path, write(tmp_path / "many.tif", cells), "rasters/many.tif")
    assert len(raster.bands) == 20
    assert shown(raster) == (0,)
    assert pixels(raster, GRID, "EPSG:3826", 16, 16)[3].all()


@pytest.mark.parametrize("value", [b"-9999999999", b"nan", b"300.5"])
def test_a_value_for_no_data_that_no_cell_can_hold_does_no_harm(tmp_path, value):
    said = b"-2147483648"
    cells = np.full((1, 32, 32), 9, dtype=np.int32)
    source = write(tmp_path / "wrong.tif", cells, nodata=int(said))
    data = source.read_bytes()
    assert data.count(said) == 1
    source.write_bytes(data.replace(said, value.ljust(len(said), b"\0")))
    raster = kept(tmp_path, source, f"rasters/wrong{len(value)}.tif")
    assert raster.bands[0].minimum == 9
    assert pixels(raster, GRID, "EPSG:3826", 8, 8)[3].all()


def test_a_broken_file_is_told(tmp_path):
    raster = kept(tmp_path, dem(tmp_path), "rasters/broken.tif")
    lake().local(raster.key).write_bytes(b"II*\0nothing")
    with pytest.raises(BadRaster):
        pixels(raster, GRID, "EPSG:3826", 8, 8)

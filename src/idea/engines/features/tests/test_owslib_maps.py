"""OWSLib, which QGIS and others are built on, opens WMS and WMTS and fetches maps and tiles.

It runs in a process of its own: the server needs this one.
"""

import json
import subprocess
import sys

import pytest

from idea.engines.features.tests.services import one_point

pytestmark = pytest.mark.django_db(transaction=True)
CLIENT = """
import base64, json, sys
from owslib.wms import WebMapService
from owslib.wmts import WebMapTileService
from owslib.util import ServiceException
site = sys.argv[1]
said = {}
for version in ("1.3.0", "1.1.1"):
    wms = WebMapService(f"{site}/ogc/wms", version=version)
    layer = wms["stop"]
    box = dict(layers=["stop"], styles=["default"], bbox=(121, 24.5, 122, 25.5), size=(100, 100))
    map_ = wms.getmap(**box, srs="EPSG:4326", format="image/png", transparent=True)
    info = wms.getfeatureinfo(
        **box, srs="EPSG:4326", format="image/png", query_layers=["stop"],
        info_format="application/json", xy=(50, 50), feature_count=5,
    )
    try:
        wms.getmap(**{**box, "layers": ["nothing"]}, srs="EPSG:4326", format="image/png")
        refused = ""
    except ServiceException as error:
        refused = str(error)
    said[version] = {
        "version": wms.version,
        "operations": sorted(each.name for each in wms.operations),
        "formats": wms.getOperationByName("GetMap").formatOptions,
        "box": layer.boundingBoxWGS84,
        "systems": sorted(layer.crsOptions),
        "styles": list(layer.styles),
        "map": base64.b64encode(map_.read()).decode(),
        "info": json.loads(info.read())["features"][0]["properties"],
        "refused": refused,
    }
wmts = WebMapTileService(f"{site}/ogc/wmts")
rest = WebMapTileService(f"{site}/ogc/wmts/1.0.0/WMTSCapabilities.xml")
place = dict(layer="stop", tilematrixset="WebMercatorQuad", tilematrix="0", row=0, column=0)
said["wmts"] = {
    "sets": sorted(wmts.tilematrixsets),
    "layer": list(wmts.contents["stop"].tilematrixsetlinks),
    "matrices": len(wmts.tilematrixsets["WebMercatorQuad"].tilematrix),
    "tile": base64.b64encode(wmts.gettile(**place, format="image/png").read()).decode(),
    "rest": [each["resourceType"] for each in rest.contents["stop"].resourceURLs],
}
print(json.dumps(said))
"""


@pytest.fixture
def said(live_server, tmp_path):
    one_point(tmp_path)
    command = [sys.executable, "-c", CLIENT, live_server.url]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    return json.loads(run.stdout)


def test_owslib_opens_maps_and_tiles(said):
    from base64 import b64decode

    from idea.engines.features.tests.services import middle, pixels

    for version in ("1.3.0", "1.1.1"):
        found = said[version]
        assert found["version"] == version
        assert {"GetCapabilities", "GetMap", "GetFeatureInfo"} <= set(found["operations"])
        assert found["formats"] == ["image/png"]
        assert {"EPSG:4326", "EPSG:3857", "EPSG:3826"} <= set(found["systems"])
        assert found["box"][0] <= 121.5 <= found["box"][2]
        assert list(found["styles"]) == ["default"]
        assert found["info"]["name"] == "站"
        assert "nothing" in found["refused"]
        # The client turns the axes of EPSG:4326 for 1.3.0; the place stays in the middle.
        assert middle(pixels(b64decode(found["map"]))) == pytest.approx((50, 50), abs=1)
    tiles = said["wmts"]
    assert tiles["sets"] == ["TWD97TM2Quad", "WebMercatorQuad", "WorldCRS84Quad"]
    assert set(tiles["layer"]) == set(tiles["sets"])
    assert tiles["matrices"] == 23
    assert pixels(b64decode(tiles["tile"])).shape == (256, 256, 4)
    assert "tile" in tiles["rest"]

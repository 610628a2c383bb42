"""OWSLib, the client of QGIS and others, opens the service, asks, filters and turns pages.

It runs in a process of its own, as GDAL does: the server needs this one.
"""

import json
import subprocess
import sys

import pytest

from idea.engines.features.tests.conformance.asking import rows
from idea.engines.features.tests.conformance.layers import POINTS
from idea.engines.features.tests.factories import collection

pytestmark = pytest.mark.django_db(transaction=True)
CLIENT = """
import json, sys
import requests
from owslib.ogcapi.features import Features
service = Features(sys.argv[1])
ids = lambda body: sorted(each["id"] for each in body["features"])
page = service.collection_items("made", limit=200)
seen = ids(page)
while following := [each for each in page["links"] if each["rel"] == "next"]:
    page = requests.get(following[0]["href"], timeout=20).json()
    seen += ids(page)
print(json.dumps({
    "collections": service.feature_collections(),
    "classes": len(service.conformance()["conformsTo"]),
    "paths": len(service.api()["paths"]),
    "queryables": sorted(service.collection_queryables("made")["properties"]),
    "box": ids(service.collection_items("made", bbox=[120.5, 22.5, 121.5, 24], limit=500)),
    "filter": ids(service.collection_items("made", filter="kind = 7 AND name LIKE 'p%'", limit=500)),
    "one": service.collection_item("made", "42")["properties"]["name"],
    "seen": seen,
}))
"""


def test_owslib_opens_asks_filters_and_turns_pages(live_server, tmp_path):
    layer = collection(tmp_path, POINTS)
    done = subprocess.run(
        [sys.executable, "-c", CLIENT, f"{live_server.url}/ogc/"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["collections"] == ["made"]
    assert told["classes"] > 15
    assert told["paths"] > 8
    assert {"kind", "geometry"} <= set(told["queryables"])
    inside = "ST_X(geometry) BETWEEN 120.5 AND 121.5 AND ST_Y(geometry) BETWEEN 22.5 AND 24"
    assert told["box"] == rows(layer, inside) != []
    assert told["filter"] == rows(layer, "kind = 7") != []
    assert told["one"] == "p42"
    assert sorted(told["seen"]) == list(range(500))

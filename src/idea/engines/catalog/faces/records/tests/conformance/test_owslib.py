"""OWSLib, the client of QGIS's catalog search, finds the catalog and reads records from it.

It runs in a process of its own: the server needs this one.
"""

import json
import subprocess
import sys

import pytest

from idea.engines.catalog.faces.records.tests.factories import catalog

pytestmark = pytest.mark.django_db(transaction=True)
CLIENT = """
import json, sys
from owslib.ogcapi.records import Records
service = Records(sys.argv[1])
(name,) = service.records()
ids = lambda body: sorted(each["id"] for each in body["features"])
print(json.dumps({
    "name": name,
    "queryables": sorted(service.collection_queryables(name)["properties"]),
    "all": ids(service.collection_items(name)),
    "box": ids(service.collection_items(name, bbox=[120.4, 23.4, 120.5, 23.6])),
    "words": ids(service.collection_items(name, q="buses")),
    "filter": ids(service.collection_items(name, filter="theme = 'ENVI'")),
    "title": service.collection_item(name, sys.argv[2])["properties"]["title"],
}))
"""


def test_owslib_finds_the_catalog_and_searches_it(live_server, tmp_path):
    stops, air, food = catalog(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", CLIENT, f"{live_server.url}/ogc/", stops],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["name"] == "records"
    assert {"title", "geometry"} <= set(told["queryables"])
    assert told["all"] == sorted([stops, air, food])
    assert told["box"] == told["words"] == [stops]
    assert told["filter"] == [air]
    assert told["title"] == "公車站牌"

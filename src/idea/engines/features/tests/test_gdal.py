"""GDAL's own OGC API Features client reads the layers: an independent judge of the service.

It runs in a process of its own, for it would hold the interpreter's lock that the server needs.
"""

import json
import os
import subprocess
import sys

import pytest

from idea.engines.features.reading import query
from idea.engines.features.tests.factories import collection, points
from idea.engines.features.types import Query

pytestmark = pytest.mark.django_db(transaction=True)
CLIENT = """
import json, sys, pyogrio
address, options = sys.argv[1], json.loads(sys.argv[2])
if "bbox" in options:
    options["bbox"] = tuple(options["bbox"])
layers = [str(name) for name, _kind in pyogrio.list_layers(address)]
meta, _ids, geometry, fields = pyogrio.raw.read(address, layer="dots", **options)
names = list(fields[list(meta["fields"]).index("name")])
print(json.dumps([layers, len(geometry), sorted(names)]))
"""


def ask(server, **options):
    """Return the layers' names, the number of features, their names, as GDAL sees them."""
    options = json.dumps(options)
    command = [sys.executable, "-c", CLIENT, f"OAPIF:{server.url}/ogc/", options]
    # The site's own GDAL has no drivers that call addresses (idea.kernel.gdal); a client's has.
    client = {key: value for key, value in os.environ.items() if key != "GDAL_SKIP"}
    done = subprocess.run(
        command, env=client, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_gdal_follows_the_pages_to_every_feature(live_server, tmp_path):
    collection(tmp_path, points(250), name="dots")
    layers, count, names = ask(live_server, PAGE_SIZE=60)
    assert layers == ["dots", "records"]  # the catalog's records (OGC API Records) are read, too
    assert count == 250
    assert names == sorted(f"p{i}" for i in range(250))


def test_gdal_filters_by_box(live_server, tmp_path):
    made = collection(tmp_path, points(250), name="dots")
    box = (120.2, 22.2, 121.1, 23.9)
    _layers, count, names = ask(live_server, bbox=box)
    expected = query(made.id, Query(bbox=box, limit=250))
    assert count == expected.matched > 20
    assert names == sorted(f["properties"]["name"] for f in expected.features)

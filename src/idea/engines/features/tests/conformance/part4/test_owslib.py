"""OWSLib creates, replaces and deletes features over the wire; it runs in a process of its own."""

import json
import subprocess
import sys

import pytest

from idea.engines.features import api
from idea.engines.features.live.tests.conftest import SYSTEM, point

pytestmark = pytest.mark.django_db(transaction=True)
CLIENT = """
import json, sys
from owslib.ogcapi.features import Features
service = Features(
    sys.argv[1], headers={"Authorization": sys.argv[2], "Content-Type": "application/geo+json"}
)
feature = json.loads(sys.argv[3])
done = [service.collection_item_create("works", json.dumps(feature))]
made = service.response_headers["Location"].rsplit("/", 1)[1]
feature["properties"]["name"] = "OWSLib"
done.append(service.collection_item_update("works", made, json.dumps(feature)))
done.append(service.collection_item_delete("works", "1"))
print(json.dumps({
    "done": done, "made": made, "schema": sorted(service.collection_schema("works")["properties"]),
    "ids": [each["id"] for each in service.collection_items("works")["features"]],
    "name": service.collection_item("works", made)["properties"]["name"],
}))
"""


def test_owslib_creates_replaces_and_deletes(live_server, works, editor, token):
    api.create_feature("works", point(), actor=SYSTEM)
    bearer = token(editor)["HTTP_AUTHORIZATION"]
    address = f"{live_server.url}/ogc/"
    done = subprocess.run(
        [sys.executable, "-c", CLIENT, address, bearer, json.dumps(point(121.2, 24.8))],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["done"] == [True, True, True]
    assert told["ids"] == [2] == [int(told["made"])]
    assert told["name"] == "OWSLib"
    assert {"name", "geometry", "state"} <= set(told["schema"])

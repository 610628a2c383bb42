"""OWSLib's client of OGC API Maps finds the layers that are maps, and fetches one.

It runs in a process of its own: the server needs this one.
"""

import base64
import json
import subprocess
import sys

import pytest

from idea.engines.features.tests.services import middle, one_point, pixels

pytestmark = pytest.mark.django_db(transaction=True)
CLIENT = """
import base64, json, sys
from owslib.ogcapi.maps import Maps
service = Maps(sys.argv[1])
asked = dict(bbox=[121, 24.5, 122, 25.5], width=100, height=100, transparent=False)
print(json.dumps({
    "maps": service.maps(),
    "map": base64.b64encode(service.map("stop", **asked).read()).decode(),
}))
"""


def test_owslib_finds_and_fetches_a_map(live_server, tmp_path):
    one_point(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", CLIENT, f"{live_server.url}/ogc/"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert told["maps"] == ["stop"]
    drawn = pixels(base64.b64decode(told["map"]))
    assert drawn.shape == (100, 100, 4)
    assert middle(drawn) == pytest.approx((50, 50), abs=1)

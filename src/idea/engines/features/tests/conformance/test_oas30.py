"""OGC API Features part 1 (17-069r4), conformance class OpenAPI 3.0: annex A.7."""

import re

import pytest
from openapi_spec_validator import validate

from idea.engines.features.tests.conformance.asking import BASE, get
from idea.engines.features.tests.factories import collection, points

pytestmark = pytest.mark.django_db


def test_the_definition_is_valid_and_names_every_parameter_that_is_known(client, tmp_path):
    response = get(client, "/ogc/api")
    assert response["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    body = response.json()
    validate(body)
    listed = body["paths"]["/collections/{collectionId}/items"]["get"]["parameters"]
    told = {each["$ref"].rsplit("/", 1)[1] for each in listed if "$ref" in each}
    told -= {"collectionId"}
    collection(tmp_path, "SELECT 1 AS _row, ST_Point(121, 24) AS geometry")
    refusal = get(client, f"{BASE}/items?nope=1", 400).json()["remedy"]
    assert told == set(re.findall(r"[a-z-]+", refusal.split("：")[-1].split(": ")[-1]))


def test_every_path_of_the_definition_answers(client, tmp_path):
    collection(tmp_path, points(20))
    filled = {"collectionId": "made", "featureId": "3", "z": "0", "x": "0", "y": "0"}
    filled |= {"styleId": "default"}
    filled |= {
        "tileMatrixSetId": "WebMercatorQuad",
        "tileMatrix": "0",
        "tileRow": "0",
        "tileCol": "0",
    }
    for path, operations in get(client, "/ogc/api").json()["paths"].items():
        if "{recordId}" in path:  # there is none without a data set; tried beside the catalog
            continue
        real = re.sub(r"\{(\w+)\}", lambda found: filled[found[1]], path)
        if not path.endswith(".svg"):  # drawn by what test_http has
            answer = get(client, f"/ogc{real}")
            kinds = operations["get"]["responses"]["200"]["content"]
            assert answer["Content-Type"].split(";")[0] in {kind.split(";")[0] for kind in kinds}

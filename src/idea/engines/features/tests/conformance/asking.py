"""How the conformance tests ask: over HTTP, for JSON, and beside it in plain SQL."""
# ruff: noqa: S608  the tests' own SQL

import re

from idea.engines.features import store

BASE = "/ogc/collections/made"


def get(client, path, status=200, parameters=None, **headers):
    response = client.get(path, parameters or {}, headers=headers)
    assert response.status_code == status, response.content[:500]
    return response


def items(client, **parameters):
    named = {re.sub("_", "-", name): value for name, value in parameters.items()}
    return get(client, f"{BASE}/items", parameters=named).json()


def every_id(client, **parameters):
    """Return the ids of all features that match, in order, along the next links."""
    body, ids = items(client, **parameters), []
    while True:
        ids += [each["id"] for each in body["features"]]
        following = rels(body).get("next")
        if following is None:
            assert body["numberMatched"] == len(ids)
            return ids
        body = get(client, following["href"]).json()


def refused(client, path=f"{BASE}/items", status=400, **parameters):
    named = {re.sub("_", "-", name): value for name, value in parameters.items()}
    response = get(client, path, status, parameters=named)
    assert response["Content-Type"] == "application/problem+json"
    return response.json()


def rels(body):
    return {item["rel"]: item for item in body["links"]}


def rows(layer, condition):
    """Return the ids plain SQL gives for a condition that was written by hand."""
    with store.reader() as cursor:
        sql = f"SELECT _row FROM {store.table(layer)} WHERE {condition} ORDER BY _row"
        return [row for (row,) in cursor.execute(sql).fetchall()]

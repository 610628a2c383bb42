"""How the tests ask for records: over HTTP, for JSON."""

HERE = "/ogc/collections/records"


def get(client, path=HERE, status=200, **parameters):
    named = {name.replace("_", "-"): value for name, value in parameters.items()}
    response = client.get(path, named)
    assert response.status_code == status, response.content[:500]
    return response


def ids(client, **parameters):
    """Return the ids that match, in order; the count told must be theirs."""
    body = get(client, f"{HERE}/items", **parameters).json()
    assert body["numberReturned"] == len(body["features"])
    return [each["id"] for each in body["features"]]


def refused(client, **parameters):
    response = get(client, f"{HERE}/items", 400, **parameters)
    assert response["Content-Type"] == "application/problem+json"
    return response.json()


def rels(body):
    return {item["rel"]: item for item in body["links"]}

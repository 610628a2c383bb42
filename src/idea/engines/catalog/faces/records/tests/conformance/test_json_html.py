"""Conformance classes json, html and record-api: media types, pages, what is no more."""

import pytest

from idea.engines.catalog import api
from idea.engines.catalog.faces.records.tests.asking import HERE, get
from idea.engines.catalog.tests.factories import ACTOR


def test_media_types(client, slugs):
    assert get(client)["Content-Type"] == "application/json"
    assert get(client, f"{HERE}/items")["Content-Type"] == "application/geo+json"
    one = get(client, f"{HERE}/items/{slugs[0]}")
    assert one["Content-Type"] == "application/geo+json"
    again = client.get(f"{HERE}/items/{slugs[0]}", headers={"If-None-Match": one["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["", "/items", "/queryables", "/sortables"])
def test_pages(client, slugs, path):
    response = get(client, f"{HERE}{path}", f="html")
    assert response["Content-Type"].startswith("text/html")


def test_the_page_of_a_record(client, slugs):
    text = get(client, f"{HERE}/items/{slugs[0]}", f="html").content.decode()
    assert "公車站牌" in text
    assert f"/download/{slugs[0]}" in text or "/download/" in text


def test_what_is_not_there_is_404_and_what_was_withdrawn_410(client, slugs):
    get(client, f"{HERE}/items/none", 404)
    api.withdraw(actor=ACTOR, slug=slugs[0], why="wrong")
    get(client, f"{HERE}/items/{slugs[0]}", 410)
    body = get(client, f"{HERE}/items").json()
    assert {each["id"] for each in body["features"]} == set(slugs[1:])


def test_what_changed_is_found_at_once(client, slugs):
    from idea.engines.catalog.types import Draft

    assert get(client, f"{HERE}/items", q="kangaroo").json()["numberMatched"] == 0
    api.edit(actor=ACTOR, slug=slugs[0], draft=Draft(description="kangaroo"))
    assert get(client, f"{HERE}/items", q="kangaroo").json()["numberMatched"] == 1


def test_the_number_of_queries_does_not_grow(client, slugs, django_assert_num_queries):
    get(client, f"{HERE}/items")
    with django_assert_num_queries(3):
        get(client, f"{HERE}/items", limit=1)
    with django_assert_num_queries(3):
        get(client, f"{HERE}/items", limit=3, q="a", filter="theme <> 'X'")

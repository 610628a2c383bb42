"""What people upload and write is text, whatever it looks like."""

import json

import pytest
from django.urls import reverse

from idea.portal.tests.html import Page

SCRIPT = "<script>alert(1)</script>"
BREAKS = f"\"></title></script>{SCRIPT}<img src=x onerror=alert(1)> {{{{ 7|add:7 }}}} ' & <!--"


@pytest.fixture
def hostile(publish):
    text = f'名稱,lon,lat,"{SCRIPT}"\n"{SCRIPT}",121.5198,25.0324,=cmd()\n<b>x</b>,121.52,25.03,2\n'
    return publish(
        title=BREAKS,
        title_en=BREAKS,
        slug="hostile",
        text=text,
        filename="a<svg onload=alert(1)>.csv",
        description=BREAKS,
        description_en=BREAKS,
        keywords=(SCRIPT,),
        note=SCRIPT,
    )


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_nothing_gets_out_of_its_place(client, hostile, person, prefix):
    person("manager")
    addresses = [
        "/",
        "/datasets/",
        "/datasets/hostile/",
        "/search/?q=alert",
        "/agencies/test-city/",
    ]
    addresses += ["/near/?lon=121.52&lat=25.03", "/desk/", "/desk/datasets/hostile/", "/my/"]
    addresses += ["/desk/publish/?dataset=hostile"]
    for address in addresses:
        html = client.get(prefix + address).content.decode()
        page = Page(html)
        assert page.faults == [], address
        assert SCRIPT not in html, address


@pytest.mark.parametrize(
    "query",
    [
        "q={}",
        "find={}",
        "sort={}",
        "organization={}",
        "theme={}",
        "keyword={}",
        "page={}",
        "after={}",
    ],
)
def test_what_is_asked_comes_back_as_text(client, publish, query):
    publish(slug="water")
    for path in ("/search/", "/datasets/", "/near/", "/datasets/water/", "/search/suggest.json"):
        for value in (BREAKS, "%00", "-1", "9" * 30, "٣", "💧" * 300):
            response = client.get(f"{path}?{query.format('')}", {query[:-3]: value})
            assert response.status_code == 200, (path, query, value)
            if "json" not in path:
                assert Page(response.content.decode()).faults == []


def test_linked_data_cannot_end_its_tag(client, hostile):
    html = client.get("/datasets/hostile/").content.decode()
    block = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(block)["name"].startswith('"></title>')
    assert "<" not in block


def test_an_agency_s_address_may_hold_any_letter(client, publish):
    dataset = publish(title="飲水機")
    address = reverse("portal:dataset", args=[dataset.slug])
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 19, "-1", "1e9"])
def test_numbers_beyond_all_measure_are_no_crash(client, hostile, number):
    for path in (
        f"/datasets/?page={number}",
        f"/search/?q=a&page={number}",
        f"/datasets/hostile/?after={number}",
        f"/api/v1/datasets?offset={number}",
        f"/api/v1/search?q=a&offset={number}",
    ):
        assert client.get(path).status_code in {200, 422}, path
    whole = client.get("/download/hostile/hostile.csv", headers={"Range": f"bytes=0-{number}"})
    assert whole.status_code in {200, 206}


@pytest.mark.parametrize(
    "path",
    [
        "/datasets/%00/",
        "/agencies/%00/",
        "/datasets/?theme=%00",
        "/search/?q=a%00",
        "/api/v1/datasets/%00",
        "/api/v1/datasets?keyword=%00",
        "/api/v1/identity/organizations/%00",
        "/feeds/changes.atom?organization=%00",
        "/ogc/collections/%00",
        "/download/%00/x.csv",
    ],
)
def test_nul_in_an_address_is_malformed_on_every_database(client, db, path):
    assert client.get(path).status_code == 400

"""A column declared as personal is read by nobody: every address of the site is walked for it."""

import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from itertools import product
from urllib.parse import quote, urlencode

import pyarrow.parquet as pq
import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver
from pmtiles.reader import MemorySource, all_tiles

from idea.engines.catalog import api as catalog
from idea.engines.catalog.ckan.calls import actions
from idea.engines.catalog.corrections import api as corrections
from idea.engines.catalog.quality import api as quality
from idea.engines.catalog.types import Declared, Download, Draft
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.portal.tests.conftest import SYSTEM

pytestmark = pytest.mark.django_db

SECRET = re.compile(rb"zqx-secret|918273645")
CLOSED = ("聯絡人", "身分碼")
NEVER_READS = {"admin", "accounts", "identity"}  # no data sets there
PERSONAL = (
    Declared(name="聯絡人", personal=True, pattern="[A-Z]+"),
    Declared(name="身分碼", personal=True),
)
OPEN = (Declared(name="聯絡人", pattern="[A-Z]+"),)


def table(first: str) -> str:
    rows = [
        f"{first if n == 1 else f'zqx-secret-{n}'},{918273645000 + n},據點{n},"
        f"{121.5 + n / 1000},25.03,{n * 3}"
        for n in range(1, 35)
    ]
    rows.append("zqx-secret-bad,zqx-secret-unreadable,據點35,121.6,25.03,9")
    return "\n".join(["聯絡人,身分碼,名稱,lon,lat,容納人數", *rows, ""])


@pytest.fixture
def people(publish, django_user_model):
    """A data set in two versions that quotes persons in all that can be quoted, not closed yet."""
    publish("據點", table("zqx-secret-old"), "people.csv", slug="people", declared=OPEN)
    found = publish("據點", table("zqx-secret-new"), "people.csv", slug="people")
    resident = django_user_model.objects.create_user("resident@example.org")
    actor = Actor(kind="person", id=str(resident.pk), label="resident")
    said = {"actor": actor, "person_id": str(resident.pk), "slug": "people", "why": "看過"}
    corrections.correct_row(row=3, cells={"聯絡人": "zqx-secret-mended"}, **said)
    corrections.correct_row(row=4, cells={}, remove=True, **said)
    quality.measure_datasets([found.id])
    return found


def close():
    catalog.edit(actor=SYSTEM, slug="people", draft=Draft(declared=PERSONAL))


def walk(client, found) -> dict[str, bytes]:
    """Return the body of every address the site has that answers GET, filled in for `found`."""
    bodies = {}
    for path in addresses(found):
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code < 500, path
        bodies[path] = unpacked(body) + str(dict(answer.headers)).encode()
    return bodies


def addresses(found) -> list[str]:
    resource = {"resource_id": csv_resource(found)}
    sql = 'SELECT * FROM "people"'
    further = [
        *(f"/api/v1/datasets/people/rows?{urlencode(asked)}" for asked in ROWS),
        "/api/v1/datasets/people/versions/2/diff?against=1&format=csv",
        "/api/v1/datasets/people/versions/2/diff?key=lon",
        "/datasets/people/?find=zqx&sort=聯絡人",
        "/datasets/people/?sort=-身分碼",
        "/api/3/action/datastore_search?" + urlencode(resource),
        "/api/3/action/datastore_search?" + urlencode(resource | {"q": "zqx", "sort": "聯絡人"}),
        "/api/3/action/datastore_info?" + urlencode(resource),
        "/api/3/action/datastore_search_sql?" + urlencode({"sql": sql}),
        "/api/v1/workbench/query?" + urlencode({"sql": sql}),
        "/ogc/collections/people/items?limit=1000",
        "/ogc/collections/people/items?properties=" + quote("聯絡人"),
        "/ogc/collections/people/tiles/16/54886/28070.mvt",
        "/ogc/collections/people/tiles/WebMercatorQuad/16/28070/54886",
        *(f"/ogc/wms?{urlencode(MAP | {'INFO_FORMAT': kind})}" for kind in INFO),
        "/near/?q=121.505,25.03",
        "/search/?q=zqx",
        "/api/v1/search?q=zqx",
    ]
    return [*dict.fromkeys(filled(found)), *further]


ROWS = (
    {"limit": "100"},
    *({"limit": "100", "format": form} for form in ("csv", "geojson", "jsonld", "parquet")),
    {"q": "zqx"},
    {"sort": "聯絡人"},
    {"select": "聯絡人"},
    {"聯絡人__startswith": "zqx"},
    {"aggregate": "count,max:身分碼", "group": "聯絡人"},
    {"version": "1"},
    {"at": "2999-01-01"},
)


MAP = {
    "SERVICE": "WMS", "VERSION": "1.3.0", "REQUEST": "GetFeatureInfo", "LAYERS": "people",
    "QUERY_LAYERS": "people", "STYLES": "", "CRS": "CRS:84", "BBOX": "121.5,25.02,121.52,25.04",
    "WIDTH": 100, "HEIGHT": 100, "I": 50, "J": 50, "FEATURE_COUNT": 50,
}  # fmt: skip
INFO = ("application/json", "text/html", "text/plain")
AT = {"i": 161, "j": 109}  # a pixel of tile 10/857/438 near the places


def csv_resource(found) -> str:
    from idea.engines.catalog.ckan import shapes

    return shapes.own_id(found, str(Download.CSV))


def filled(found) -> Iterator[str]:
    values = {
        "slug": ["people", "test-city"],
        "collection_id": ["people"],
        "number": ["1", "2"],
        "feature_id": ["2"],
        "ending": [*map(str, Download), "ttl", "jsonld", "rdf", "nt"],
        "language": ["zh-hant", "en"],
        "name": sorted(name for name, action in actions.items() if not action.writes),
        "z": ["10"],
        "x": ["857"],
        "y": ["438"],
        "layer": ["people"],
        "style": ["default"],
        "matrices": ["WebMercatorQuad"],
        "row": ["438"],
        "column": ["857"],
        **{pixel: [str(at)] for pixel, at in AT.items()},
    }
    for route, pattern in routes(get_resolver()):
        if route.partition("/")[0] in NEVER_READS:
            continue
        names = list(pattern.pattern.regex.groupindex)
        for chosen in product(*(values.get(name, [str(found.id)]) for name in names)):
            path = filled_in(route, dict(zip(names, chosen, strict=True)))
            yield f"/{path}?id={found.id}&q=zqx" if "action/" in path else f"/{path}"
            if "(?:v(?P<number>" in route:
                yield f"/{filled_in(route.replace('?P<number>', ''), dict(zip(names, chosen, strict=True)))}"


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route, each
        else:
            yield from routes(each, route)


def filled_in(route: str, given: dict[str, str]) -> str:
    """Return the path of a route: `<int:number>` and the regular expressions the site uses."""
    path = re.sub(r"\(\?P=(\w+)\)", lambda found: given[found[1]], route)
    path = re.sub(r"<(?:\w+:)?(\w+)>(?![^()]*\))", lambda found: given[found[1]], path)
    path = re.sub(r"\(\?:v\(\[0-9\]\{1,40\}\)/\)\?", "", path)
    path = re.sub(r"\(\?:v\(\?P<number>[^)]*\)/\)\?", lambda _f: f"v{given['number']}/", path)
    path = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda found: given[found[1]], path)
    return path.replace("(?:3/)?", "3/").replace("/?$", "").translate({36: "", 94: "", 92: ""})


def unpacked(body: bytes) -> bytes:
    """Return what a file holds as text: an Excel sheet and Parquet are packed."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    if body.startswith(b"PAR1"):
        return str(pq.read_table(io.BytesIO(body)).to_pylist()).encode()
    if body.startswith(b"PMTiles"):
        return b"".join(gzip.decompress(tile) for _place, tile in all_tiles(MemorySource(body)))
    return body


def told(bodies: dict[str, bytes]) -> set[str]:
    return {path for path, body in bodies.items() if SECRET.search(body)}


def test_no_face_tells_a_column_declared_as_personal(client, people):
    before = told(walk(client, people))
    for face in FACES:  # the walker sees them while they are open, and the caches are warm
        assert any(path.startswith(face) for path in before), face
    close()
    bodies = walk(client, people)
    assert told(bodies) == set()
    assert "據點2" in bodies["/api/v1/datasets/people/rows"].decode()  # what is open still is
    quality.measure_datasets([people.id])
    assert told(walk(client, people)) == set()
    catalog.edit(actor=SYSTEM, slug="people", draft=Draft(declared=OPEN))
    quality.measure_datasets([people.id])
    assert told(walk(client, people)) == before  # nothing was lost


FACES = (
    "/datasets/people/",
    "/datasets/people/versions/2/",
    "/datasets/people/quality/",
    "/download/people/people.csv",
    "/download/people/people.xlsx",
    "/download/people/people.json",
    "/download/people/people.geojson",
    "/download/people/people.parquet",
    "/download/people/original",
    "/download/people/v1/original",
    "/download/people/chart-",
    "/api/v1/datasets/people/rows",
    "/api/v1/datasets/people/versions/2/diff",
    "/api/v1/datasets/people/quality",
    "/api/v1/datasets/people/schema",
    "/api/v1/corrections/1/changes",
    "/api/v1/workbench/query",
    "/corrections/2/",
    "/api/3/action/datastore_search?",
    "/api/3/action/datastore_search_sql",
    "/ogc/collections/people/items",
    "/ogc/collections/people/tiles",
    "/ogc/collections/people/tiles.pmtiles",
    "/ogc/wms?",
    "/ogc/wmts/1.0.0/people",
)


def test_the_file_as_it_came_is_refused_with_the_reason(client, people):
    close()
    for path in ("/download/people/original", "/download/people/v1/original"):
        refused = client.get(path, HTTP_ACCEPT="application/json")
        assert refused.status_code == 404
        assert "聯絡人" in refused.json()["detail"]
    page = client.get("/datasets/people/").content.decode()
    assert "/download/people/original" not in page
    assert "聯絡人、身分碼" in page
    assert client.get("/api/v1/datasets/people").json()["current"]["sha256"] == ""


def test_its_own_agency_takes_the_whole_file_and_that_is_written_down(client, people, person):
    close()
    for path in ("/download/people/whole/original", "/download/people/whole/people.csv"):
        assert client.get(path).status_code in {302, 401, 403}
    person("editor")
    for path in ("/download/people/whole/original", "/download/people/v1/whole/people.csv"):
        answer = client.get(path)
        assert b"zqx-secret" in b"".join(answer.streaming_content)
        assert answer["Cache-Control"] == "private, no-store"
    entries = [one.action for one in audit.history("dataset:people", 10)]
    assert entries.count("catalog.personal") == 2
    assert (
        "/download/people/whole/original" in client.get("/desk/datasets/people/").content.decode()
    )
    assert b"zqx-secret" not in client.get("/api/v1/datasets/people/rows").content


def test_another_agency_may_not(client, people, person, other_agency):
    close()
    person("manager", where=other_agency)
    assert client.get("/download/people/whole/original").status_code == 403


@pytest.mark.parametrize("name", ["lon", "lat"])
def test_a_place_told_by_a_closed_column_is_on_no_map(client, publish, name):
    publish("據點", table("a"), "people.csv", slug="people")
    assert client.get("/ogc/collections/people/items").status_code == 200
    draft = Draft(declared=(Declared(name=name, personal=True),))
    found = catalog.edit(actor=SYSTEM, slug="people", draft=draft)
    assert not found.has_map
    assert client.get("/ogc/collections/people/items").status_code == 404
    assert client.get("/download/people/people.geojson").status_code == 404
    assert b"POINT" not in b"".join(client.get("/download/people/people.csv").streaming_content)


def test_a_data_set_of_nothing_else_gives_nothing(client, publish):
    text = "聯絡人\n" + "\n".join(f"zqx-secret-{n}" for n in range(9))
    publish("人", text, "people.csv", slug="people")
    declared = (Declared(name=" 聯絡人", personal=True),)  # a space is no way around
    found = catalog.edit(actor=SYSTEM, slug="people", draft=Draft(declared=declared))
    assert not found.offered
    assert told(walk(client, found)) == set()


def test_a_correction_of_open_cells_keeps_the_closed_ones(people, person):
    close()
    who = person("editor")
    editor = Actor(kind="person", id=str(who.pk), label="e")
    posted = corrections.correct_row(
        actor=editor,
        person_id=str(who.pk),
        slug="people",
        row=5,
        cells={"容納人數": "77"},
        why="數過",
    )
    corrections.decide(actor=editor, number=posted.number, accept=True)
    corrections.apply(actor=editor, number=posted.number)
    _version, path = catalog.whole(actor=editor, slug="people", format=Download.CSV)
    text = path.read_text(encoding="utf-8-sig")
    assert "zqx-secret-4,918273645004" in text
    assert ",77" in text
    assert "聯絡人" not in catalog.download("people", Download.CSV).read_text(encoding="utf-8-sig")

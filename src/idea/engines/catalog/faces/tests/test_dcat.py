"""Promises of DCAT: valid by the profile's own shapes, and the same triples in every format."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pyoxigraph
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idea.engines.catalog import api
from idea.engines.catalog.faces import load
from idea.engines.catalog.faces.dcat import (
    FORMATS,
    Page,
    Publisher,
    Rdf,
    catalog_graph,
    dataset_graph,
    series_graph,
    written,
)
from idea.engines.catalog.faces.dcat.measured import say_measurements
from idea.engines.catalog.faces.tests import rich
from idea.engines.catalog.faces.tests.described import described
from idea.engines.catalog.faces.types import SeriesInfo
from idea.engines.catalog.quality import api as quality
from idea.engines.catalog.tests.factories import ACTOR, FOOD, publish

PUBLISHER = Publisher(UUID(int=7), "甲局", "Bureau A")
NOW = datetime(2026, 11, 22, tzinfo=UTC)
_RDFLIB = {Rdf.TURTLE: "turtle", Rdf.JSON_LD: "json-ld", Rdf.XML: "xml", Rdf.N_TRIPLES: "nt"}
# Recommended, and not known of an agency, a license or a service of the whole site.
NOT_SAID = {
    ("Agent", "dct:type"),
    ("LicenseDocument", "dct:type"),
    *(("DataService", f"dc{name}") for name in ("at:contactPoint", "at:keyword", "at:theme")),
    ("DataService", "dct:publisher"),
}


def _cases():
    return {
        "rich": described(rich.RICH, rich.LINKS, origin_url="https://example.org/dataset/1"),
        "poor": described(rich.POOR),
        "strange": described(rich.STRANGE, rich.STRANGE_LINKS),
        "serial": described(rich.POOR, rich.LINKS, series="s", series_title="年報"),
        "withdrawn": described(rich.RICH, rich.LINKS, withdrawn_at=NOW),
    }


def _same_everywhere(graph, root):
    wanted = {str(triple) for triple in graph}
    for form in Rdf:
        text = written(graph, form, root)
        read = {str(quad.triple) for quad in pyoxigraph.parse(text, format=FORMATS[form][1])}
        assert read == wanted, form
        other = rdflib.Graph().parse(data=text, format=_RDFLIB[form])
        assert len(other) == len(wanted), form
        again = other.serialize(format="nt", encoding="utf-8")
        back = pyoxigraph.parse(again, format=pyoxigraph.RdfFormat.N_TRIPLES)
        assert {str(quad.triple) for quad in back} == wanted, form


@pytest.mark.parametrize("name", _cases())
def test_every_format_says_the_same(name):
    _same_everywhere(dataset_graph(_cases()[name]), api.page_url("set"))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(), st.text(), st.text())
def test_whatever_is_said_can_be_written_and_read(title, url, words):
    draft = replace(rich.RICH, title=title, keywords=(words,), landing_page=url, related=(url,))
    links = (replace(rich.LINKS[0], access_url=url, download_url=url, checksum=words),)
    graph = dataset_graph(described(draft, links))
    for form in (Rdf.N_TRIPLES, Rdf.JSON_LD, Rdf.TURTLE):
        text = written(graph, form, api.page_url("set"))
        read = {str(quad.triple) for quad in pyoxigraph.parse(text, format=FORMATS[form][1])}
        assert read == {str(triple) for triple in graph}


def _validate(shared_data, graph, shapes):
    pyshacl = pytest.importorskip("pyshacl")
    path = shared_data(f"catalog/shacl/{shapes}")
    data = rdflib.Graph().parse(data=written(graph, Rdf.N_TRIPLES), format="nt")
    assert len(data) == len(graph)
    _conforms, report, text = pyshacl.validate(data, shacl_graph=str(path), advanced=True)
    found = list(report.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult))
    return found, text


@pytest.mark.data
def test_no_violation_of_the_profile(shared_data):
    graph = catalog_graph(
        [
            replace(case, slug=name, id=UUID(int=at))
            for at, (name, case) in enumerate(_cases().items())
        ],
        publisher=PUBLISHER,
        modified=NOW,
        page=Page(2, 100, 250, "https://city.example/catalog.ttl"),
    )
    series_graph(
        SeriesInfo(UUID(int=1), "s", "年報", "", "", UUID(int=2), "甲局", "", "jia", 1, NOW), graph
    )
    found, text = _validate(shared_data, graph, "dcat-ap-3.0.1_shapes.ttl")
    assert found == [], text


@pytest.mark.data
@pytest.mark.django_db(transaction=True)
def test_published_data_sets_have_no_violation_and_the_rich_one_all_that_is_recommended(
    shared_data, tmp_path
):
    publish(tmp_path, "poor.csv", FOOD)
    slug = publish(tmp_path, title="車站", **_but_title(rich.RICH)).dataset.slug
    api.register(actor=ACTOR, draft=replace(rich.RICH, title="別處"), distributions=rich.LINKS)
    quality.measure_datasets(quality.ids_of())
    graph = catalog_graph(load.page(1, 100), publisher=PUBLISHER, modified=NOW)
    assert "hasQualityMeasurement" in str(list(graph))
    found, text = _validate(shared_data, graph, "dcat-ap-3.0.1_shapes.ttl")
    assert found == [], text
    own = dataset_graph(api.dataset(slug))
    say_measurements(own, api.dataset(slug), quality.measurement(slug))
    found, text = _validate(shared_data, own, "dcat-ap-3.0.1_shapes_recommended.ttl")
    left_out = {(_kind(own, item), _path(item)) for item in _parts(text)}
    assert left_out == NOT_SAID, text


def _parts(text):
    return [part for part in text.split("Validation Result in") if "Result Path" in part]


def _path(part):
    return part.split("Result Path: ")[1].split()[0]


def _kind(graph, part):
    node = part.split("Focus Node: <")[1].split(">")[0]
    kind = graph_kind(graph, node)
    return kind.rpartition("/")[2].rpartition("#")[2]


def graph_kind(graph, node):
    return next(
        triple.object.value
        for triple in graph
        if triple.subject.value == node and triple.predicate.value.endswith("#type")
    )


def _but_title(draft):
    names = (
        "title",
        "slug",
        "synthetic",
        "organization",
        "series",
        "note",
        "extra",
        "access",
        "access_why",
    )
    return {n: getattr(draft, n) for n in draft.__dataclass_fields__ if n not in names}


def test_a_strange_address_never_stops_the_catalog():
    text = written(dataset_graph(_cases()["strange"]), Rdf.JSON_LD, api.page_url("set"))
    node = json.loads(text)
    files = node["dcat:distribution"]
    assert len(files) == 2
    assert all(item["dcat:accessURL"]["@id"].startswith("http") for item in files)

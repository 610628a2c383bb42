"""The addresses of the faces outside the REST interface: one line an entrance."""

from django.urls import path, re_path

from idea.engines.catalog.faces.http import lists, rdf

app_name = "faces"
_ENDINGS = "(?P<ending>ttl|jsonld|rdf|nt)"
urlpatterns = [
    path("catalog", rdf.catalog, name="catalog"),
    re_path(rf"^catalog\.{_ENDINGS}$", rdf.catalog, name="catalog_as"),
    re_path(r"^catalog/all\.(?P<ending>ttl|nt)$", rdf.everything, name="everything"),
    re_path(rf"^datasets/(?P<slug>[^/]+)\.{_ENDINGS}$", rdf.dataset, name="dataset"),
    re_path(rf"^series/(?P<slug>[^/]+)\.{_ENDINGS}$", rdf.series, name="series"),
    path("data.json", lists.us_data_json, name="data_json"),
]

"""Addresses below /download/."""

from django.urls import URLPattern, path, re_path

from idea.engines.catalog.http import downloads, tiles3d

# The file's name repeats the slug, so that what is saved has a name.
_FILE = r"(?P<slug>[^/]+)/(?:v(?P<number>[0-9]{1,40})/)?"

urlpatterns: list[URLPattern] = [
    path("<str:slug>/chart-<str:language>.svg", downloads.chart, name="download-chart"),
    re_path(rf"^{_FILE}3dtiles/(?P<name>.+)$", tiles3d.file, name="download-3dtiles"),
    re_path(rf"^{_FILE}whole/(?P<ending>original)$", downloads.whole, name="download-whole"),
    re_path(rf"^{_FILE}whole/(?P=slug)\.(?P<ending>[a-z]+)$", downloads.whole),
    re_path(rf"^{_FILE}original$", downloads.original, name="download-original"),
    re_path(rf"^{_FILE}(?P=slug)\.(?P<ending>[a-z]+)$", downloads.file, name="download"),
]

"""Catalogs as a little web server gives them, for the harvest's tests."""

import json
from urllib.parse import parse_qs, urlsplit

from idea.engines.catalog.harvest.tests.factories import source
from idea.kernel.tests.web import routes

PREFIXES = """@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix hydra: <http://www.w3.org/ns/hydra/core#> .
"""


class Ckan:
    """A portal with a list of packages, asked by `start` and `rows`."""

    def __init__(self, server, count, most=500):
        self.server, self.most = server, most
        self.packages = [package(number) for number in range(count)]
        self.asked, self.broken = [], {}
        routes(server, **{"api/3/action/package_search": self.answer})

    def answer(self, handler):
        query = parse_qs(urlsplit(handler.path).query)
        start, rows = int(query["start"][0]), int(query["rows"][0])
        self.asked.append(start)
        if start in self.broken:
            self.broken[start](handler)
            return
        found = self.packages[start : start + min(rows, self.most)]
        give(handler, {"success": True, "result": {"count": len(self.packages), "results": found}})


def package(number, **said):
    url = f"https://files.example/{number}.csv"
    return {
        "id": f"set-{number:03}",
        "name": f"set-{number:03}",
        "title": f"資料集 {number}",
        "resources": [{"url": url, "format": "CSV"}],
    } | said


def give(handler, said, **headers):
    text = said if isinstance(said, bytes) else json.dumps(said).encode()
    handler.give(200, text, **headers)


def rows(*numbers, **said):
    return [
        {"identifier": f"set-{n}", "title": f"資料集 {n}", "url": f"https://f.example/{n}.csv"}
        | said
        for n in numbers
    ]


def turtle(number, following="", total=0):
    view = f"<#view> hydra:next <{following}> .\n" if following else ""
    whole = f"<#all> a hydra:Collection ; hydra:totalItems {total} .\n" if total else ""
    return (
        f'{PREFIXES}<https://d.example/{number}> a dcat:Dataset ; dct:title "資料集 {number}"@zh .\n'
        f"{view}{whole}"
    ).encode()


def portal(server, path="/", **said):
    return source(url=f"{server.url}{path}", **said)


def conditional(said, etag="", modified=""):
    """Answer 304 to who knows it."""

    def route(handler):
        told = {"ETag": etag} if etag else {}
        told |= {"Last-Modified": modified} if modified else {}
        same = (etag and handler.headers.get("If-None-Match") == etag) or (
            modified and not etag and handler.headers.get("If-Modified-Since") == modified
        )
        if same:
            handler.give(304, length=False)
        else:
            give(handler, said() if callable(said) else said, **told)

    return route

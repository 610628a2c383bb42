"""Makes the catalog of records known to the map, under whose landing page it stands."""

from idea.engines.features.plugin import Guest, guests

ID = "records"


def declare() -> None:
    guests.register(ID, _guest)


def _guest() -> Guest:
    from idea.engines.catalog.faces.records.http.views import guest  # DuckDB: not at each start

    return guest()

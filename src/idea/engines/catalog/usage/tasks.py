"""The daily work of usage counts: popularity, and forgetting what is old."""

from idea.engines.catalog.usage.popularity import forget, renew
from idea.kernel.jobs import api as jobs

DAY = 86_400


@jobs.periodic("usage.popularity", DAY)
def renew_popularity() -> None:
    renew()
    forget()

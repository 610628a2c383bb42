"""What can be wrong with a request for a face."""

from idea.kernel.errors import BadInput, NotFound


class SeriesNotFound(NotFound):
    code = "series-not-found"


class PageNotFound(NotFound):
    code = "catalog-page-not-found"


class NoSuchForm(BadInput):
    code = "no-such-form"

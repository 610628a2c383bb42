"""The files of a data set's 3D Tiles, as they came: what Cesium, QGIS and their like ask for.

The version's address never changes what it gives, so it may be kept; the one without a number
gives the current version and asks each time.
"""

from pathlib import PurePosixPath
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from idea.engines.catalog import downloads, queries
from idea.kernel.serving import serve

# A day where it was read, an hour in what stands between: a data set may be withdrawn.
_KEEP: Final = "public, max-age=86400, s-maxage=3600, immutable"
_GOOD: Final = (200, 206, 304)


@require_safe
def file(request: HttpRequest, slug: str, name: str, number: str | None = None) -> HttpResponseBase:
    """Answer /download/<slug>/[v<number>/]3dtiles/<name>."""
    version = queries.version(slug, None if number is None else int(number), with_issues=False)
    found = downloads.tile_file(version, name)
    response = serve(
        request,
        found.path,
        filename=PurePosixPath(name).name,
        media_type=found.media_type,
        etag=f"{version.id}-{found.start}-{found.checksum}",
        modified=version.created_at,
        span=(found.start, found.size),
    )
    if found.gzip and response.status_code in _GOOD:
        response["Content-Encoding"] = "gzip"
    if number is not None and response.status_code in _GOOD:
        response["Cache-Control"] = _KEEP
    return response

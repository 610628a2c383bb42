"""Every address of the site: one line an entrance.

Wires entrances; what they answer is in each package's `http/` or, for pages, in `portal`.
"""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from idea.kernel import health
from idea.project.api import api

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("api/v1/", api.urls),
    path("api/", include("idea.engines.catalog.ckan.http.urls")),
    path("ogc/", include("idea.engines.catalog.faces.records.http.urls")),
    path("ogc/", include("idea.engines.features.http.urls")),
    path("stac/", include("idea.engines.catalog.faces.stac.http.urls")),
    path("feeds/", include("idea.engines.catalog.http.feed_urls")),
    path("datasets/", include("idea.engines.catalog.quality.http.urls")),
    path("download/", include("idea.engines.catalog.http.download_urls")),
    path("", include("idea.engines.catalog.faces.http.urls")),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("accounts/", include("allauth.urls")),
        path("identity/", include("idea.engines.identity.http.urls")),
        path("", include("idea.portal.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "idea.portal.errors.bad_request"
handler403 = "idea.portal.errors.forbidden"
handler404 = "idea.portal.errors.not_found"
handler500 = "idea.portal.errors.server_error"

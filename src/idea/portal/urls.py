"""The addresses of the pages: one line a page."""

from django.urls import path

from idea.portal.addresses.urls import urlpatterns as address_pages
from idea.portal.areas import views as areas
from idea.portal.areas.urls import urlpatterns as area_pages
from idea.portal.atlas.urls import urlpatterns as atlas_pages
from idea.portal.contributions.urls import urlpatterns as contribution_pages
from idea.portal.corrections.urls import urlpatterns as correction_pages
from idea.portal.describe import columns as describe_columns
from idea.portal.describe import links as describe_links
from idea.portal.describe import series as describe_series
from idea.portal.desk import dataset as desk_dataset
from idea.portal.desk import front, jobs, publish
from idea.portal.desk import near as desk_near
from idea.portal.harvest.urls import urlpatterns as harvest_pages
from idea.portal.hooks.urls import urlpatterns as hook_pages
from idea.portal.inventory.urls import urlpatterns as inventory_pages
from idea.portal.live.urls import urlpatterns as live_pages
from idea.portal.operations import pages as operations
from idea.portal.pages import (
    agency,
    dataset,
    datasets,
    datasets_csv,
    home,
    machine,
    my,
    near,
    search,
    sitemap,
    texts,
)
from idea.portal.quality import desk as quality_desk
from idea.portal.quality import views as quality
from idea.portal.requests.urls import urlpatterns as request_pages
from idea.portal.styles.urls import urlpatterns as style_pages
from idea.portal.versions import views as versions
from idea.portal.workbench import keeping as workbench_queries
from idea.portal.workbench import views as workbench

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.everything, name="search"),
    path("search/suggest.json", search.suggest, name="suggest"),
    path("datasets/", datasets.datasets, name="datasets"),
    path("datasets/list.csv", datasets_csv.as_csv, name="datasets_csv"),
    path("datasets/<str:slug>/", dataset.dataset, name="dataset"),
    path("datasets/<str:slug>/versions/<int:number>/", versions.version, name="version"),
    path("datasets/<str:slug>/areas/", areas.area_map, name="dataset_areas"),
    path("datasets/<str:slug>/quality/", quality.dataset_quality, name="dataset_quality"),
    path("quality/", quality.league, name="quality"),
    path("quality/agencies.csv", quality.league_csv, name="quality_csv"),
    path("agencies/<str:slug>/", agency.agency, name="agency"),
    path("series/", describe_series.every, name="all_series"),
    path("series/<str:slug>/", describe_series.one, name="series"),
    path("near/", near.near, name="near"),
    path("my/", my.my, name="my"),
    path("desk/", front.desk, name="desk"),
    path("desk/publish/", publish.publish, name="desk_publish"),
    path("desk/jobs/<uuid:id>/", jobs.job, name="desk_job"),
    path("desk/jobs/<uuid:id>/state.json", jobs.state, name="desk_job_state"),
    path("desk/jobs/<uuid:id>/cancel/", jobs.cancel, name="desk_job_cancel"),
    path("desk/operations/", operations.operations, name="operations"),
    path("desk/operations/retry/", operations.retry, name="operations_retry"),
    path("desk/links/", describe_links.new, name="desk_new_links"),
    path("desk/series/", describe_series.new, name="desk_new_series"),
    path("desk/datasets/<str:slug>/columns/", describe_columns.columns, name="desk_columns"),
    path("desk/datasets/<str:slug>/links/", describe_links.links, name="desk_links"),
    path("desk/datasets/<str:slug>/", desk_dataset.dataset, name="desk_dataset"),
    path("desk/datasets/<str:slug>/near/", desk_near.decide, name="desk_near"),
    path("desk/datasets/<str:slug>/withdraw/", desk_dataset.withdraw, name="desk_withdraw"),
    path("desk/datasets/<str:slug>/restore/", desk_dataset.restore, name="desk_restore"),
    path("workbench/", workbench.bench, name="workbench"),
    path("workbench/queries/", workbench_queries.queries, name="workbench_queries"),
    path("workbench/save/", workbench_queries.save, name="workbench_save"),
    path("workbench/publish/", workbench_queries.publish, name="workbench_publish"),
    path("workbench/q/<str:key>/", workbench_queries.query, name="workbench_query"),
    path("workbench/q/<str:key>/edit/", workbench_queries.edit, name="workbench_edit"),
    path("workbench/q/<str:key>/delete/", workbench_queries.delete, name="workbench_delete"),
    path("desk/quality/", quality_desk.front, name="desk_quality"),
    path("desk/quality/<str:slug>/", quality_desk.dataset, name="desk_quality_dataset"),
    path("desk/quality/<str:slug>/measure/", quality_desk.measure, name="desk_quality_measure"),
    *address_pages,
    *area_pages,
    *atlas_pages,
    *inventory_pages,
    *harvest_pages,
    *hook_pages,
    *contribution_pages,
    *live_pages,
    *correction_pages,
    *request_pages,
    *style_pages,
    path("developers/", texts.api_guide, name="api_guide"),
    path("about/", texts.about, name="about"),
    path("accessibility/", texts.accessibility, name="accessibility"),
    path("privacy/", texts.privacy, name="privacy"),
    path("manifest.webmanifest", machine.manifest, name="manifest"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-pages.xml", sitemap.pages, name="sitemap_pages"),
    path("sitemap-<int:number>.xml", sitemap.part, name="sitemap_part"),
    path("robots.txt", machine.robots, name="robots"),
    path("favicon.ico", machine.favicon, name="favicon"),
]

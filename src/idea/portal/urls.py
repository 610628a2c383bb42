"""The addresses of the pages: one line a page."""

from django.urls import path

from idea.portal.desk import dataset as desk_dataset
from idea.portal.desk import front, jobs, publish
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
    texts,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.everything, name="search"),
    path("search/suggest.json", search.suggest, name="suggest"),
    path("datasets/", datasets.datasets, name="datasets"),
    path("datasets/list.csv", datasets_csv.as_csv, name="datasets_csv"),
    path("datasets/<str:slug>/", dataset.dataset, name="dataset"),
    path("agencies/<str:slug>/", agency.agency, name="agency"),
    path("near/", near.near, name="near"),
    path("my/", my.my, name="my"),
    path("desk/", front.desk, name="desk"),
    path("desk/publish/", publish.publish, name="desk_publish"),
    path("desk/jobs/<uuid:id>/", jobs.job, name="desk_job"),
    path("desk/jobs/<uuid:id>/state.json", jobs.state, name="desk_job_state"),
    path("desk/datasets/<str:slug>/", desk_dataset.dataset, name="desk_dataset"),
    path("desk/datasets/<str:slug>/withdraw/", desk_dataset.withdraw, name="desk_withdraw"),
    path("desk/datasets/<str:slug>/restore/", desk_dataset.restore, name="desk_restore"),
    path("developers/", texts.api_guide, name="api_guide"),
    path("about/", texts.about, name="about"),
    path("accessibility/", texts.accessibility, name="accessibility"),
    path("privacy/", texts.privacy, name="privacy"),
    path("manifest.webmanifest", machine.manifest, name="manifest"),
    path("sitemap.xml", machine.sitemap, name="sitemap"),
    path("robots.txt", machine.robots, name="robots"),
    path("favicon.ico", machine.favicon, name="favicon"),
]

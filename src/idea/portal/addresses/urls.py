"""The addresses of address positioning: one line a page."""

from django.urls import path

from idea.portal.addresses import lists, views

urlpatterns = [
    path("addresses/", views.addresses, name="addresses"),
    path("addresses/suggest.json", views.suggest, name="addresses_suggest"),
    path("addresses/list/", lists.many, name="addresses_list"),
    path("addresses/jobs/<uuid:id>/", lists.job, name="addresses_job"),
]

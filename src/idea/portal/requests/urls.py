"""The addresses of requests and showcases: one line a page."""

from django.urls import path

from idea.portal.requests import asking, desk, listing, one, showcases

urlpatterns = [
    path("requests/", listing.listing, name="requests"),
    path("requests/list.csv", listing.as_csv, name="requests_csv"),
    path("requests/overdue/", listing.overdue, name="requests_overdue"),
    path("requests/new/", asking.ask, name="request_new"),
    path("requests/letters/<str:token>/", one.silence, name="request_silence"),
    path("requests/<int:number>/", one.one, name="request"),
    path("requests/<int:number>/support/", one.support, name="request_support"),
    path("requests/<int:number>/hide/", one.hide, name="request_hide"),
    path("showcases/", showcases.listing, name="showcases"),
    path("showcases/new/", showcases.propose, name="showcase_new"),
    path("showcases/<uuid:key>/picture.jpg", showcases.picture, name="showcase_picture"),
    path("desk/requests/", desk.front, name="desk_requests"),
    path("desk/requests/<int:number>/", desk.one, name="desk_request"),
    path("desk/showcases/<uuid:key>/", desk.showcase, name="desk_showcase"),
]

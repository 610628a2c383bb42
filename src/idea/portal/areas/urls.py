"""The addresses of areas: one line a page."""

from django.urls import path

from idea.portal.areas import declaring, pages

urlpatterns = [
    path("areas/", pages.geographies, name="geographies"),
    path("areas/<str:geography>/", pages.units, name="areas_of"),
    path("areas/<str:geography>/<str:code>/", pages.area, name="area"),
    path("areas/<str:geography>/<str:code>/map.svg", pages.picture, name="area_picture"),
    path("desk/datasets/<str:slug>/geography/", declaring.declare, name="desk_geography"),
]

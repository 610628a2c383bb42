"""The addresses of contributions: one line a page."""

from django.urls import path

from idea.portal.contributions import desk, pages

urlpatterns = [
    path("contributions/", pages.listing, name="contributions"),
    path("contributions/<int:number>/", pages.one, name="contribution"),
    path("contributions/<int:number>/photo.jpg", pages.photo, name="contribution_photo"),
    path("contributions/<int:number>/answer/", pages.answer, name="contribution_answer"),
    path("contributions/<int:number>/withdraw/", pages.withdraw, name="contribution_withdraw"),
    path("contributions/<int:number>/unname/", pages.unname, name="contribution_unname"),
    path("contribute/<str:collection_id>/", pages.layer, name="contribute"),
    path("contribute/<str:collection_id>/new/", pages.draw, name="contribute_new"),
    path("contribute/<str:collection_id>/file/", pages.file, name="contribute_file"),
    path("contribute/<str:collection_id>/<int:feature_id>/", pages.draw, name="contribute_feature"),
    path("desk/contributions/", desk.front, name="desk_contributions"),
    path("desk/contributions/<int:number>/", desk.one, name="desk_contribution"),
    path("desk/contributions/<int:number>/undo/", desk.undo, name="desk_contribution_undo"),
    path("desk/contributions/layers/<str:collection_id>/", desk.rule, name="desk_contribute"),
]

"""Addresses of identity's pages; accounts' own (sign-in, passkeys, sessions) are allauth's."""

from django.urls import path

from idea.engines.identity.http.pages import agencies, ends, invitations, mine, setup

app_name = "identity"
urlpatterns = [
    path("", mine.profile, name="profile"),
    path("tokens/", mine.tokens, name="tokens"),
    path("tokens/<uuid:token_id>/revoke/", mine.revoke_token, name="revoke_token"),
    path("data/", mine.data, name="data"),
    path("data/export/", mine.export, name="export"),
    path("data/erase/", mine.erase, name="erase"),
    path("agencies/", agencies.agencies, name="agencies"),
    path("add-agency/", agencies.add, name="add_agency"),
    path("agencies/<slug:slug>/", agencies.agency, name="agency"),
    path("agencies/<slug:slug>/edit/", agencies.edit, name="edit_agency"),
    path("agencies/<slug:slug>/move/", agencies.move, name="move_agency"),
    path("agencies/<slug:slug>/dissolve/", ends.dissolve, name="dissolve_agency"),
    path("agencies/<slug:slug>/reactivate/", ends.reactivate, name="reactivate_agency"),
    path("agencies/<slug:slug>/merge/", ends.merge, name="merge_agency"),
    path("agencies/<slug:slug>/people/<uuid:membership_id>/", agencies.member, name="member"),
    path(
        "agencies/<slug:slug>/invitations/<uuid:invitation_id>/void/", invitations.void, name="void"
    ),
    path("invitations/<str:secret>/", invitations.invitation, name="invitation"),
    path("setup/<str:secret>/", setup.setup, name="setup"),
]

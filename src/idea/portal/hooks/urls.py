"""The addresses of web hooks: one line a page."""

from django.urls import path

from idea.portal.hooks import pages

urlpatterns = [
    path("desk/hooks/", pages.front, name="desk_hooks"),
    path("desk/hooks/<uuid:hook_id>/", pages.one, name="desk_hook"),
    path("desk/hooks/<uuid:hook_id>/<str:deed>/", pages.do, name="desk_hook_do"),
]

"""The addresses of corrections and derived data sets: one line a page."""

from django.urls import path

from idea.portal.corrections import desk, pages

urlpatterns = [
    path("corrections/", pages.listing, name="corrections"),
    path("corrections/<int:number>/", pages.one, name="correction"),
    path("corrections/<int:number>/withdraw/", pages.withdraw, name="correction_withdraw"),
    path("datasets/<str:slug>/correct/", pages.choose, name="correct"),
    path("datasets/<str:slug>/correct/file/", pages.file, name="correct_file"),
    path("datasets/<str:slug>/correct/<int:number>/", pages.row, name="correct_row"),
    path("datasets/<str:slug>/derive/", pages.derive, name="derive"),
    path("desk/corrections/", desk.front, name="desk_corrections"),
    path("desk/corrections/<int:number>/", desk.one, name="desk_correction"),
    path("desk/corrections/<int:number>/publish/", desk.publish, name="desk_correction_publish"),
    path("desk/corrections/<int:number>/hide/", desk.hide, name="desk_correction_hide"),
]

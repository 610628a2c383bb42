"""The addresses of the inventory, its committees, licences and fees: one line a page."""

from django.urls import path

from idea.portal.inventory import committees, licenses, pages
from idea.portal.inventory.desk import applying, board, entry, fees, front, listing

urlpatterns = [
    path("inventory/", pages.items, name="inventory"),
    path("inventory/list.csv", pages.as_csv, name="inventory_csv"),
    path("inventory/list.xlsx", pages.as_xlsx, name="inventory_xlsx"),
    path("inventory/calendar/", pages.calendar, name="inventory_calendar"),
    path("inventory/notices/", pages.notices, name="inventory_notices"),
    path("inventory/<uuid:item_id>/", pages.item, name="inventory_item"),
    path("inventory/<uuid:item_id>/apply/", pages.apply, name="inventory_apply"),
    path("inventory/<uuid:item_id>/appeal/", pages.appeal, name="inventory_appeal"),
    path("committees/", committees.committees, name="committees"),
    path("committees/<str:slug>/", committees.committee, name="committee"),
    path("committees/<str:slug>/meetings/<int:number>/", committees.meeting, name="meeting"),
    path("licenses/", licenses.licenses_page, name="licenses"),
    path("licenses/combine/", licenses.combine, name="licenses_combine"),
    path("fees/", licenses.fees, name="fees"),
    path("desk/inventory/", front.front, name="desk_inventory"),
    path("desk/inventory/new/", entry.new, name="desk_inventory_new"),
    path("desk/inventory/template.csv", listing.template, name="desk_inventory_template"),
    path("desk/inventory/import/", listing.take, name="desk_inventory_import"),
    path("desk/inventory/reviewers/", front.reviewers, name="desk_reviewers"),
    path("desk/inventory/<uuid:item_id>/", entry.item, name="desk_inventory_item"),
    path("desk/inventory/<uuid:item_id>/step/", entry.step, name="desk_inventory_step"),
    path("desk/inventory/<uuid:item_id>/dataset/", entry.link, name="desk_inventory_link"),
    path("desk/inventory/<uuid:item_id>/ledger/", applying.ledger, name="desk_ledger"),
    path("desk/committees/new/", board.new, name="desk_committee_new"),
    path("desk/committees/<str:slug>/", board.committee, name="desk_committee"),
    path("desk/committees/<str:slug>/members/", board.members, name="desk_committee_members"),
    path("desk/committees/<str:slug>/call/", board.call, name="desk_committee_call"),
    path("desk/committees/<str:slug>/<int:number>/", board.meeting, name="desk_meeting"),
    path("desk/fees/<str:slug>/", fees.fee, name="desk_fee"),
]

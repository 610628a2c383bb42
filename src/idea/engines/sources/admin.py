"""Raw files in the site administration: to look at, never to change."""

from typing import Any

from django.contrib import admin

from idea.engines.sources.models import Payload


@admin.register(Payload)
class PayloadAdmin(admin.ModelAdmin[Payload]):
    list_display = ("filename", "size", "source_url", "retrieved_at", "sha256")
    search_fields = ("filename", "sha256", "source_url")

    def has_add_permission(self, _request: Any) -> bool:
        return False

    def has_change_permission(self, _request: Any, _obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, _request: Any, _obj: Any = None) -> bool:
        return False

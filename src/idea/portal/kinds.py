"""The words for kinds of things the search finds; an engine that indexes a new kind adds a row."""

from django.utils.translation import gettext_lazy as _

KINDS = {"dataset": _("data set"), "page": _("page"), "request": _("request for data")}


def kind_label(kind: str) -> str:
    return str(KINDS.get(kind, kind))

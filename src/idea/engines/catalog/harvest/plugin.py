"""The harvest's permission, made known when the app is ready."""

from django.utils.translation import gettext_lazy as _

from idea.engines.catalog.harvest.privacy import exporter
from idea.engines.identity import api as identity
from idea.engines.identity.plugin import exporters
from idea.engines.identity.types import Permission, Role

HARVEST = Permission("catalog.harvest", Role.MANAGER, _("Harvest other catalogs"))


def declare() -> None:
    identity.declare(HARVEST)
    exporters.register("catalog.harvest", exporter)

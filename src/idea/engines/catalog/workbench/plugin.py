"""What the workbench tells the others of itself: a token scope, and the personal data it holds."""

from django.utils.translation import gettext_lazy as _

from idea.engines.catalog.workbench.privacy import exporter
from idea.engines.identity import api as identity
from idea.engines.identity.plugin import exporters
from idea.engines.identity.types import Scope

QUERIES = Scope("queries", _("Save and share queries of the workbench"))


def declare() -> None:
    """Make them known; called once, when the app is ready."""
    identity.declare_scope(QUERIES)
    exporters.register("workbench", exporter)

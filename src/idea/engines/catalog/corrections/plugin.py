"""What corrections tell the others of themselves: a token scope, and the personal data held."""

from django.utils.translation import gettext_lazy as _

from idea.engines.catalog.corrections.access import PARTICIPATE
from idea.engines.catalog.corrections.privacy import exporter
from idea.engines.identity import api as identity
from idea.engines.identity.plugin import exporters
from idea.engines.identity.types import Scope


def declare() -> None:
    """Make them known; called once, when the app is ready."""
    identity.declare_scope(
        Scope(PARTICIPATE, _("Post requests, corrections and showcases in your name"))
    )
    exporters.register("corrections", exporter)

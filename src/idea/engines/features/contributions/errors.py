"""What can be wrong with a contribution; stable codes for callers."""

from django.utils.translation import gettext_lazy as _

from idea.kernel.errors import BadInput, Conflict, NotFound


class ContributionNotFound(NotFound):
    code = "contribution-not-found"
    title = _("No such contribution")


class BadContribution(BadInput):
    code = "bad-contribution"
    title = _("The contribution cannot be taken as it is")


class NotOpen(Conflict):
    """The collection takes no contributions, or not this one any more."""

    code = "contributions-closed"
    title = _("Contributions are closed")


class ContributionDecided(Conflict):
    code = "contribution-decided"
    title = _("The contribution is decided already")


class ContributionMovedOn(Conflict):
    """Somebody answered, or another officer acted, while a page was open."""

    code = "contribution-moved-on"
    title = _("The contribution has moved on meanwhile")


class FeatureMoved(Conflict):
    """The feature changed between the proposal and the decision."""

    code = "feature-moved"
    title = _("The feature has changed meanwhile")


class BadPhoto(BadInput):
    code = "bad-photo"
    title = _("The photo cannot be taken")

"""What can go wrong when a live collection is declared or its features are changed."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from idea.kernel.errors import BadInput, Conflict, NotFound, Problem


class NoLive(NotFound):
    code = "live-collection-not-found"
    title = _("No such live layer")


class BadDeclaration(BadInput):
    code = "bad-live-collection"
    title = _("The layer cannot be declared like this")


class BadFeature(BadInput):
    """A feature that its collection's schema or the map refuses; `issues` point to the members."""

    code = "bad-feature"
    title = _("The feature cannot be kept as it is")


class BadShape(BadFeature):
    code = "bad-geometry"
    title = _("The place of the feature cannot be kept as it is")


class TooLarge(Problem):
    code = "feature-too-large"
    status: ClassVar[int] = 413
    title = _("The feature is too large")


class LayerFull(Conflict):
    code = "live-collection-full"
    title = _("The layer is full")


class RevisionMoved(Problem):
    """The feature has changed since it was read (RFC 9110, clause 13.1.1)."""

    code = "revision-moved"
    status: ClassVar[int] = 412
    title = _("Somebody else has changed the feature")


class BadBody(BadInput):
    code = "bad-body"
    status: ClassVar[int] = 400
    title = _("What was sent cannot be read")


class WrongMedia(Problem):
    code = "unsupported-media-type"
    status: ClassVar[int] = 415
    title = _("This media type is not taken here")

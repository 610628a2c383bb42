"""What can be wrong with a style."""

from django.utils.translation import gettext_lazy as _

from idea.kernel.errors import BadInput, Conflict, NotFound


class NoStyle(NotFound):
    code = "style-not-found"
    title = _("No such style")


class BadStyle(BadInput):
    """A style that cannot be drawn; each issue's `column` is a JSON pointer to the place."""

    code = "bad-style"
    title = _("The style cannot be used")


class StyleExists(Conflict):
    code = "style-exists"
    title = _("A style of this name is there already")

"""What can be wrong with a declared validity."""

from django.utils.translation import gettext_lazy as _

from idea.kernel.errors import BadInput


class BadValidity(BadInput):
    """The columns are not there, or do not say dates."""

    code = "bad-validity"
    title = _("These columns do not tell the time")

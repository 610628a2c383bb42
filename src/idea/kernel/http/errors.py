"""Why something could not be fetched."""

from django.utils.translation import gettext_lazy as _

from idea.kernel.errors import BadInput, Problem, Unavailable


class BadAddress(BadInput):
    """The address is no http or https address, or holds a password."""

    code = "http-bad-address"
    title = _("This address cannot be fetched")


class AddressRefused(BadInput):
    """The address leads into a private network (server-side request forgery, CWE-918)."""

    code = "http-address-refused"
    title = _("This address is not public")


class NotReached(Unavailable):
    """No such host, no connection, no valid certificate, or the connection broke."""

    code = "http-not-reached"
    title = _("The other server cannot be reached")


class TooSlow(Unavailable):
    code = "http-too-slow"
    status = 504
    title = _("The other server is too slow")


class BadAnswer(Problem):
    """The server answered, but not with the file. `answer` is its HTTP status."""

    code = "http-bad-answer"
    status = 502
    title = _("The other server did not give the file")
    answer: int = 0


class TooLarge(BadInput):
    code = "http-too-large"
    status = 413
    title = _("The file is too large")

"""What can be wrong with a call of the Action API, in CKAN's classes of error."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from idea.kernel.errors import BadInput, NotFound


class InvalidCall(BadInput):
    """Members of the call that cannot be used; `fields` tells of each what is wrong."""

    code = "ckan-validation"

    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        said = "; ".join(f"{name}: {' '.join(faults)}" for name, faults in fields.items())
        super().__init__(said, remedy=_("Mend these and try again. Nothing has been changed."))
        self.fields = dict(fields)


class BadSearch(BadInput):
    """A search whose syntax is not understood."""

    code = "ckan-search-query"


class NoSuchAction(BadInput):
    code = "ckan-no-such-action"


class NotThere(NotFound):
    code = "ckan-not-found"

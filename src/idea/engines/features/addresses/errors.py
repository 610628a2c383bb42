"""What can go wrong with addresses and the lists they are looked up in."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idea.kernel.errors import BadInput, Forbidden, NotFound


class NotAList(BadInput):
    code = "address-list-unknown"
    title = gettext_lazy("This is no list of addresses")

    @classmethod
    def of(cls, filename: str) -> "NotAList":
        return cls(
            _("“%(file)s” has none of the columns that a list of addresses has.")
            % {"file": filename[:80]},
            remedy=_(
                "Load road names (county, town, road), postal ranges (with their scope), villages "
                "(code, name, longitude, latitude) or door plates (address and coordinates)."
            ),
        )

    @classmethod
    def empty(cls, filename: str, reasons: Mapping[str, int]) -> "NotAList":
        return cls(
            _("No row of “%(file)s” can be used: %(why)s.")
            % {"file": filename[:80], "why": ", ".join(reasons) or "-"},
            remedy=_("Look whether its columns hold what their names say."),
        )


class NoList(NotFound):
    code = "address-list-not-found"
    title = gettext_lazy("No such list of addresses")


class MayNotLoad(Forbidden):
    code = "address-list-forbidden"
    title = gettext_lazy("Only site administrators load lists of addresses")


class BadBatch(BadInput):
    code = "address-batch-bad"
    title = gettext_lazy("The list cannot be used as it is")


class BadPoint(BadInput):
    code = "address-point-bad"
    title = gettext_lazy("These numbers are no place on the planet")

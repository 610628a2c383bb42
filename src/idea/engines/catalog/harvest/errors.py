"""What can go wrong with a whole harvest; what is wrong with one record is an issue of the run."""

from django.utils.translation import gettext_lazy as _

from idea.kernel.errors import BadInput, Conflict, NotFound


class SourceNotFound(NotFound):
    code = "harvest-source-not-found"
    title = _("No such harvest source")


class RunNotFound(NotFound):
    code = "harvest-run-not-found"
    title = _("No such harvest run")


class BadSource(BadInput):
    code = "harvest-bad-source"
    title = _("The harvest source cannot be saved as it is")


class NotACatalog(BadInput):
    """The answer is none of the formats a catalog is read from, or is broken as a whole."""

    code = "harvest-not-a-catalog"
    title = _("No catalog could be read")


class EmptyCatalog(BadInput):
    code = "harvest-empty"
    title = _("The source gave no data set")


class TooMuchLost(Conflict):
    """More of the data sets are missing than the source may lose at once."""

    code = "harvest-too-much-lost"
    title = _("The source lost too much at once")


class AlreadyRunning(Conflict):
    code = "harvest-already-running"
    title = _("This source is being harvested now")


class HarvestedElsewhere(Conflict):
    """A data set that comes from a harvest is edited at its source."""

    code = "harvested-dataset"
    title = _("This data set is kept elsewhere")

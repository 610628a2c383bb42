"""What can be wrong with an inventory, a committee or an application; stable codes."""

from idea.kernel.errors import BadInput, Conflict, Forbidden, NotFound


class ItemNotFound(NotFound):
    code = "inventory-item-not-found"


class CommitteeNotFound(NotFound):
    code = "committee-not-found"


class ApplicationNotFound(NotFound):
    code = "application-not-found"


class BadItem(BadInput):
    code = "bad-inventory-item"


class BadCommittee(BadInput):
    code = "bad-committee"


class BadApplication(BadInput):
    code = "bad-application"


class NotNow(Conflict):
    """The item is elsewhere on its way: this step does not follow."""

    code = "inventory-step-not-now"


class SamePerson(Forbidden):
    """A second pair of eyes is asked for."""

    code = "second-person-needed"


class ClassForbids(Conflict):
    """The class of the data does not allow that they be published openly."""

    code = "class-forbids"

"""What the audit log's codes mean, in words a person reads."""

from django.utils.translation import gettext_lazy as _

ACTION_WORDS = {
    "catalog.publish": _("Published a version"),
    "catalog.edit": _("Edited what is said of a data set"),
    "catalog.withdraw": _("Withdrew a data set"),
    "catalog.restore": _("Restored a data set"),
    "identity.account-changed": _("Changed the account"),
    "identity.agency-added": _("Added an agency"),
    "identity.agency-edited": _("Edited an agency"),
    "identity.agency-moved": _("Moved an agency"),
    "identity.first-administrator": _("Became the first administrator"),
    "identity.person-erased": _("Erased a person"),
    "identity.role-changed": _("Gave a role"),
    "identity.role-taken": _("Took a role away"),
    "identity.token-made": _("Made an API token"),
    "identity.token-revoked": _("Revoked an API token"),
}

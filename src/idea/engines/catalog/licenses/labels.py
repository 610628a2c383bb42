"""The words for what licences allow, ask and forbid."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from idea.engines.catalog.licenses.types import Act, Answer, Ban, Duty

ACTS: dict[Act, Promise] = {
    Act.REPRODUCE: _("copy"),
    Act.DISTRIBUTE: _("give on"),
    Act.DERIVE: _("change and mix"),
    Act.SHARE: _("publish on the network"),
}
DUTIES: dict[Duty, Promise] = {
    Duty.ATTRIBUTION: _("name who provides the data"),
    Duty.NOTICE: _("keep the notice of the license"),
    Duty.SHARE_ALIKE: _("give the result on under the same license"),
    Duty.STATE_CHANGES: _("say that you changed it"),
}
BANS: dict[Ban, Promise] = {
    Ban.COMMERCIAL: _("commercial use"),
    Ban.SHARED_CHANGES: _("giving on what you changed"),
}
ANSWERS: dict[Answer, Promise] = {
    Answer.YES: _("Yes, these may be mixed"),
    Answer.ASK: _("Ask before you give it on"),
    Answer.NO: _("No, a mixture may not be given on"),
}

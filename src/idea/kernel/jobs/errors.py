"""Why a job ended without a result and without a fault."""

from django.utils.translation import gettext_lazy as _

from idea.kernel.errors import Problem


class Canceled(Problem):
    """Somebody who may stopped the job."""

    code = "job-canceled"
    status = 409
    title = _("Canceled")

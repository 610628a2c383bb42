"""A fee without its cost basis and its law is refused (規費法 第10條); what is free passes.

Fees of data sets harvested from elsewhere are told as they were given.
"""

from typing import Final

from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.errors import BadDraft
from idea.kernel.errors import Issue

FREE: Final = frozenset({"", "0", "free", "none", "free of charge", "免費", "無", "不收費"})


def check(row: models.Dataset) -> None:
    """Raise BadDraft where the data set costs something and does not say on what basis."""
    if row.origin or row.fee.strip().lower() in FREE:
        return
    issues = [
        Issue(code="fee-without-basis", message=message, column=column, value=row.fee[:80])
        for column, missing, message in (
            ("fee_basis", not row.fee_basis, _("A fee needs its cost analysis, item by item.")),
            ("fee_law", not row.fee_law, _("A fee needs the law it rests on.")),
        )
        if missing
    ]
    if issues:
        raise BadDraft(
            " ".join(issue.message for issue in issues),
            remedy=_("Data are free of charge; a fee is the exception. Give its basis and law."),
            issues=tuple(issues),
        )

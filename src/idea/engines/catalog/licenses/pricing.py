"""Fees as an exception: set with their costs, law and day of review, lifted, and listed.

What may be counted as a cost is the law's (規費法 第10條); here the costs are asked for and shown.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idea.engines.catalog import access, models
from idea.engines.catalog.committing import lock, save_edit
from idea.engines.catalog.errors import BadDraft
from idea.engines.catalog.licenses.basis import FREE
from idea.engines.catalog.licenses.types import Cost, FeeInfo
from idea.engines.catalog.queries import stored
from idea.engines.identity.types import Permission, Role
from idea.kernel import clock
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Issue

REVIEW: Final = timedelta(days=3 * 365 + 1)  # at least every three years (規費法 第11條)
MOST: Final = Decimal("9999999999.99")
MOST_COSTS: Final = 50
SET_FEE: Final = Permission("catalog.fee", Role.MANAGER, gettext_lazy("Set and lift fees"))


def set_fee(
    *,
    actor: Actor,
    slug: str,
    amount: Decimal,
    unit: str,
    costs: Sequence[Cost],
    law: str,
    review_on: date,
    explained: str = "",
    why: str = "",
) -> FeeInfo:
    """Make a data set cost something, on a basis everybody can read. Raises BadDraft."""
    today = clock.now().astimezone(clock.TAIPEI).date()
    unit, law, explained = unit.strip(), law.strip(), explained.strip()
    _check(amount, unit, costs, law=law, review_on=review_on, today=today)
    with transaction.atomic():
        row = lock(stored(slug).id)
        access.check(actor, SET_FEE, row.organization.id)
        fee, _made = models.Fee.objects.update_or_create(
            dataset=row,
            defaults={
                "amount": amount,
                "unit": unit[:100],
                "costs": [[cost.what.strip()[:200], str(cost.amount)] for cost in costs],
                "explained": explained,
                "law": law[:300],
                "set_on": today,
                "review_on": review_on,
            },
        )
        row.fee = words_of(amount, unit)[:300]
        row.fee_law = law[:300]
        row.fee_basis = "\n".join(
            [*(f"{cost.what.strip()}：NT$ {cost.amount:,}" for cost in costs), explained]
        ).strip()
        save_edit(actor, row, ["fee", "fee_basis", "fee_law"], why=why)
        return _info(row, fee, today)


def lift_fee(*, actor: Actor, slug: str, why: str = "") -> None:
    """Make a data set free again, which is the rule; the history stays in the audit log."""
    with transaction.atomic():
        row = lock(stored(slug).id)
        access.check(actor, SET_FEE, row.organization.id)
        models.Fee.objects.filter(dataset=row).delete()
        if row.fee or row.fee_basis or row.fee_law:
            row.fee = row.fee_basis = row.fee_law = row.fee_url = ""
            save_edit(actor, row, ["fee", "fee_basis", "fee_law"], why=why)


def fee(slug: str) -> FeeInfo | None:
    """Return what a data set costs and why, None where it is free."""
    row = models.Dataset.objects.select_related("organization", "priced").get(id=stored(slug).id)
    today = clock.now().astimezone(clock.TAIPEI).date()
    return None if row.fee.strip().lower() in FREE else _info(row, _priced(row), today)


def fees() -> list[FeeInfo]:
    """Return every fee of this site's own data sets, by agency."""
    today = clock.now().astimezone(clock.TAIPEI).date()
    rows = (
        models.Dataset.objects.filter(models.LISTED, origin="")
        .exclude(fee="")
        .select_related("organization", "priced")
        .order_by("organization__name", "title")
    )
    return [_info(row, _priced(row), today) for row in rows if row.fee.strip().lower() not in FREE]


def words_of(amount: Decimal, unit: str) -> str:
    """Return `NT$ 300／幅`."""
    whole = amount == amount.to_integral()
    return f"NT$ {amount.quantize(Decimal(1)) if whole else amount:,}／{unit}"


def _check(
    amount: Decimal, unit: str, costs: Sequence[Cost], *, law: str, review_on: date, today: date
) -> None:
    total = sum((cost.amount for cost in costs), Decimal(0))
    faults = [
        (column, message)
        for column, wrong, message in (
            ("amount", not 0 < amount <= MOST, _("The fee must be more than nothing.")),
            ("unit", not unit, _("Say what the fee is for: a sheet, a download, a year.")),
            (
                "costs",
                not costs
                or len(costs) > MOST_COSTS
                or any(not cost.what.strip() or cost.amount <= 0 for cost in costs),
                _("A fee needs its cost analysis, item by item."),
            ),
            (
                "amount",
                bool(costs) and amount > total,
                _("The fee is higher than the costs it rests on: %(total)s.")
                % {"total": f"NT$ {total:,}"},
            ),
            ("law", not law, _("A fee needs the law it rests on.")),
            (
                "review_on",
                not today < review_on <= today + REVIEW,
                _("A fee is reviewed at least every three years: choose a day within them."),
            ),
        )
        if wrong
    ]
    if faults:
        raise BadDraft(
            " ".join(message for _column, message in faults),
            remedy=_("Mend these and try again. Nothing has been changed."),
            issues=tuple(
                Issue(code="bad-fee", message=message, column=column) for column, message in faults
            ),
        )


def _priced(row: models.Dataset) -> models.Fee | None:
    return getattr(row, "priced", None)


def _info(row: models.Dataset, fee: models.Fee | None, today: date) -> FeeInfo:
    return FeeInfo(
        slug=row.slug,
        title=row.title,
        title_en=row.title_en,
        organization=row.organization.name,
        organization_en=row.organization.name_en,
        organization_slug=row.organization.slug,
        amount=fee.amount if fee else None,
        unit=fee.unit if fee else "",
        words=row.fee,
        costs=tuple(Cost(what, Decimal(amount)) for what, amount in fee.costs) if fee else (),
        explained=fee.explained if fee else row.fee_basis,
        law=row.fee_law,
        set_on=fee.set_on if fee else None,
        review_on=fee.review_on if fee else None,
        overdue=fee is not None and fee.review_on < today,
    )

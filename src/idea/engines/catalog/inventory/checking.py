"""What a business unit says of data it holds: tidied and checked, every fault named at once.

Asks the domain's vocabulary which laws and categories there are; writes nothing.
"""

from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext as _

from idea.engines.catalog import plugin
from idea.engines.catalog.inventory.errors import BadItem
from idea.engines.catalog.inventory.types import Answer, Owner, Said
from idea.engines.catalog.types import Access
from idea.kernel.errors import Issue
from idea.kernel.written import many_lines, one_line

LINES: Final = {
    "system": 200,
    "title": 300,
    "title_en": 300,
    "unit": 200,
    "legal_basis": 500,
    "owner_who": 300,
    "law_text": 500,
}
TEXTS: Final = ("what", "contract_limits", "why", "fee_question", "loosening")
TEXT_LENGTH: Final = 20_000
FIELDS: Final = 2000


def checked(said: Said) -> Said:
    """Return what was said with spaces tidied. Raises BadItem."""
    tidied: dict[str, Any] = {name: one_line(getattr(said, name)) for name in LINES}
    tidied |= {name: many_lines(getattr(said, name)) for name in TEXTS}
    tidy = replace(
        said,
        **tidied,
        fields=tuple(filter(None, map(one_line, said.fields))),
        laws=tuple(dict.fromkeys(said.laws)),
        categories=tuple(dict.fromkeys(said.categories)),
    )
    faults = [
        (name, _("This must not be empty.")) for name in ("system", "title") if not _of(tidy, name)
    ]
    faults += [
        (name, _("%(field)s is longer than %(most)d characters.") % {"field": name, "most": most})
        for name, most in {**LINES, **dict.fromkeys(TEXTS, TEXT_LENGTH)}.items()
        if len(_of(tidy, name)) > most
    ]
    faults += [
        ("laws", _("There is no law %(code)s in the vocabulary.") % {"code": code[:80]})
        for code in tidy.laws
        if code not in plugin.laws
    ]
    faults += [
        ("categories", _("There is no category %(code)s.") % {"code": code[:80]})
        for code in tidy.categories
        if code not in plugin.categories
    ]
    if len(tidy.fields) > FIELDS:
        faults.append(("fields", _("At most %(most)d columns.") % {"most": FIELDS}))
    _raise(faults)
    return tidy


def ready(said: Said) -> None:
    """Raise BadItem unless what is said is enough for a class to be proposed."""
    faults = []
    if said.proposed is None:
        faults.append(("proposed", _("Choose a class.")))
    elif said.proposed is not Access.OPEN:
        if not said.why:
            faults.append(("why", _("Give the reason for this class: it is shown to the public.")))
        if not said.law_text and not any(_limits(code, said.proposed) for code in said.laws):
            faults.append(("laws", _("Name the law, to the article, that this class rests on.")))
    else:
        faults += _hindrances(said)
    if not said.what:
        faults.append(("what", _("Say what the data are.")))
    if said.proposed is not Access.CLOSED and said.may_license is Answer.UNKNOWN:
        faults.append(("may_license", _("Find out whether the agency may license the data on.")))
    _raise(faults)


def _hindrances(said: Said) -> list[tuple[str, str]]:
    """Return what is said that does not go with openness."""
    faults = []
    if said.personal:
        faults.append(
            (
                "personal",
                _("Personal data cannot be open. Take them out, or propose class B or C."),
            )
        )
    if said.owner in {Owner.OTHER, Owner.SHARED} and said.may_license is not Answer.YES:
        faults.append(
            ("may_license", _("Others hold rights in the data: they have to agree first."))
        )
    elif said.may_license is Answer.NO:
        faults.append(("may_license", _("What may not be licensed on cannot be open.")))
    return faults


def _limits(code: str, access: Access) -> bool:
    law = next((row for row in plugin.laws if row.code == code), None)
    return (
        law is not None
        and law.bearing is plugin.Bearing.LIMITS
        and (not law.classes or access in law.classes)
    )


def _raise(faults: list[tuple[str, str]]) -> None:
    if faults:
        raise BadItem(
            " ".join(message for _column, message in faults),
            remedy=_("Mend these and try again. Nothing has been changed."),
            issues=tuple(
                Issue(code="bad-inventory-item", message=message, column=column)
                for column, message in faults
            ),
        )


def _of(said: Said, name: str) -> str:
    return str(getattr(said, name))

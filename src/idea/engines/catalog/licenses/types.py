"""What a licence allows and asks, and what may be mixed with what."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from idea.engines.catalog.types import License


class Act(StrEnum):
    """What a licence can permit (cc:Permission)."""

    REPRODUCE = "Reproduction"
    DISTRIBUTE = "Distribution"
    DERIVE = "DerivativeWorks"
    SHARE = "Sharing"


class Duty(StrEnum):
    """What a licence can ask (cc:Requirement)."""

    ATTRIBUTION = "Attribution"
    NOTICE = "Notice"
    SHARE_ALIKE = "ShareAlike"
    STATE_CHANGES = "StateChanges"


class Ban(StrEnum):
    """What a licence can forbid (cc:Prohibition), and changes that may not be passed on."""

    COMMERCIAL = "CommercialUse"
    SHARED_CHANGES = "SharingDerivatives"


class Answer(StrEnum):
    YES = "yes"
    ASK = "ask"  # nobody can say without the rights holder
    NO = "no"


@dataclass(frozen=True, slots=True)
class Terms:
    """A licence as a machine reads it. `acts` empty: nothing is known."""

    license: License
    acts: frozenset[Act] = frozenset()
    duties: frozenset[Duty] = frozenset()
    bans: frozenset[Ban] = frozenset()
    spdx: str = ""
    uri: str = ""
    into: frozenset[License] = frozenset()  # under which a mixture with it may be given on
    perhaps: frozenset[License] = frozenset()  # lawyers differ, or it takes a waiver
    norm: str = ""  # clause that says so


@dataclass(frozen=True, slots=True)
class Source:
    """Something to be mixed: a data set, or a licence alone (then without names)."""

    license: License
    slug: str = ""
    title: str = ""
    title_en: str = ""
    organization: str = ""
    organization_en: str = ""
    year: int | None = None
    url: str = ""
    license_given: str = ""
    refusal: str = ""  # why the data cannot be taken freely: class or fee


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether sources may be mixed and given on, and how."""

    answer: Answer
    results: tuple[License, ...]  # licences the mixture may bear, the most open first
    attribution: tuple[str, ...]  # a line a source
    reasons: tuple[str, ...]
    duties: tuple[Duty, ...] = ()
    bans: tuple[Ban, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def text(self) -> str:
        """Return the attribution to copy."""
        return "\n".join(self.attribution)


@dataclass(frozen=True, slots=True)
class Cost:
    """One line of a fee's cost analysis."""

    what: str
    amount: Decimal  # New Taiwan dollars


@dataclass(frozen=True, slots=True)
class FeeInfo:
    slug: str
    title: str
    title_en: str
    organization: str
    organization_en: str
    organization_slug: str
    amount: Decimal | None  # None: said in words only
    unit: str
    words: str
    costs: tuple[Cost, ...]
    explained: str
    law: str
    set_on: date | None
    review_on: date | None
    overdue: bool = False

    @property
    def total(self) -> Decimal:
        return sum((cost.amount for cost in self.costs), Decimal(0))

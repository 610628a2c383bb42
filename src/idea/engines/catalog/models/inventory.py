"""Storage of the inventory: systems, what is in them, how each was classed, and by whom.

Storage only: which step may follow which is in `inventory/workflow.py`.
"""

from django.db import models
from django.utils import timezone

from idea.engines.catalog.models.datasets import Dataset
from idea.kernel.ids import uuid7


class System(models.Model):
    """A system of an agency's business (業務系統) that holds data."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(
        "identity.Organization", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=200, blank=True)  # the business unit that runs it
    what = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="system_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """Data that a system holds: rights, limits, the class proposed and the class in force."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(
        "identity.Organization", on_delete=models.PROTECT, related_name="+"
    )
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="items")
    dataset = models.ForeignKey(
        Dataset, on_delete=models.SET_NULL, null=True, related_name="inventoried"
    )
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    what = models.TextField(blank=True)
    fields = models.JSONField(default=list)  # names of columns
    legal_basis = models.CharField(max_length=500, blank=True)  # by which law the data are held
    must_open = models.BooleanField(default=False)  # a law says that they be public
    personal = models.BooleanField(default=False)
    owner = models.CharField(max_length=12, default="agency")
    owner_who = models.CharField(max_length=300, blank=True)
    contract_limits = models.TextField(blank=True)
    may_license = models.CharField(max_length=8, default="unknown")
    categories = models.JSONField(default=list)
    proposed = models.CharField(max_length=12, blank=True)  # an Access
    why = models.TextField(blank=True)
    laws = models.JSONField(default=list)  # codes of the domain's vocabulary
    law_text = models.CharField(max_length=500, blank=True)
    fee_question = models.TextField(blank=True)
    planned_on = models.DateField(null=True)
    loosening = models.TextField(blank=True)  # which rule is to be eased, so that it can open
    state = models.CharField(max_length=12, default="draft")
    awaited = models.CharField(max_length=12, blank=True)  # decided, not yet in force
    access = models.CharField(max_length=12, blank=True)  # the class in force
    access_why = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=12, blank=True)  # a Level
    proposer_id = models.CharField(max_length=80, blank=True)
    score = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    modified_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "title"], name="item_title_once")]
        indexes = [
            models.Index(fields=["-score", "id"], name="item_first"),
            models.Index(fields=["organization", "state"], name="item_waiting"),
            models.Index(fields=["organization", "title"], name="item_agency_title"),
            models.Index(fields=["access", "planned_on"], name="item_planned"),
        ]

    def __str__(self) -> str:
        return self.title


class Step(models.Model):
    """One step of an item's way: from where to where, when, by which office, and why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField(default=timezone.now)
    move = models.CharField(max_length=16)
    state = models.CharField(max_length=12)  # after the step
    access = models.CharField(max_length=12, blank=True)  # the class proposed or decided
    laws = models.JSONField(default=list)
    law_text = models.CharField(max_length=500, blank=True)
    office = models.CharField(max_length=12)  # who acted, as the public is told
    who = models.CharField(max_length=200, blank=True)  # shown to staff only
    who_id = models.CharField(max_length=80, blank=True)
    why = models.TextField(blank=True)
    agenda = models.ForeignKey("Agenda", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["item", "at"], name="step_item"),
            models.Index(fields=["move", "-at"], name="step_move"),
            models.Index(fields=["who_id"], name="step_who"),
        ]

    def __str__(self) -> str:
        return f"{self.move} {self.item_id}"


class Committee(models.Model):
    """An advisory committee on open data, of an agency or of the nation."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.CharField(max_length=120, unique=True)
    organization = models.ForeignKey(
        "identity.Organization", on_delete=models.PROTECT, related_name="+"
    )
    level = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    mandate = models.TextField(blank=True)
    reviews = models.JSONField(default=list)  # classes an agency's decision on comes here

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "level"], name="committee_once")
        ]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """Somebody who sits on a committee for a term."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="members")
    person_id = models.UUIDField(null=True)  # their account, where they have one
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=200, blank=True)  # e.g. 資訊長, 民間代表
    outside = models.BooleanField(default=False)  # from outside government
    chair = models.BooleanField(default=False)
    start = models.DateField()
    end = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person_id"], name="member_person")]

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """A meeting of a committee: announced with an agenda, closed with minutes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="meetings")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True)
    minutes = models.TextField(blank=True)
    minutes_at = models.DateTimeField(null=True)
    present = models.ManyToManyField(Member, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "number"], name="meeting_number_once")
        ]
        indexes = [models.Index(fields=["-at"], name="meeting_newest")]

    def __str__(self) -> str:
        return f"{self.committee_id} {self.number}"


class Agenda(models.Model):
    """One point of a meeting's agenda: an item, or a matter in words, and what was decided."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveIntegerField()
    item = models.ForeignKey(Item, on_delete=models.CASCADE, null=True, related_name="agenda")
    title = models.CharField(max_length=300, blank=True)
    verdict = models.CharField(max_length=12, blank=True)
    why = models.TextField(blank=True)
    votes_for = models.PositiveSmallIntegerField(null=True)
    votes_against = models.PositiveSmallIntegerField(null=True)
    votes_none = models.PositiveSmallIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["meeting", "position"]

    def __str__(self) -> str:
        return self.title


class Dissent(models.Model):
    """What a member who did not agree wants on record."""

    agenda = models.ForeignKey(Agenda, on_delete=models.CASCADE, related_name="dissents")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField()

    def __str__(self) -> str:
        return self.text


class Application(models.Model):
    """Somebody's wish to use restricted data (class 乙), and what the agency answered."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="applications")
    applicant = models.CharField(max_length=300, blank=True)  # an organization
    private = models.BooleanField(default=False)  # a natural person: the name is not public
    contact = models.CharField(max_length=300, blank=True)  # not public
    purpose = models.TextField()
    person_id = models.CharField(max_length=80, blank=True)  # who applied here, if anybody did
    state = models.CharField(max_length=12, default="asked")
    fee = models.CharField(max_length=300, blank=True)
    conditions = models.TextField(blank=True)
    why = models.TextField(blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    until = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["item", "-asked_at"], name="application_item"),
            models.Index(fields=["person_id"], name="application_person"),
        ]

    def __str__(self) -> str:
        return self.purpose[:60]


class Fee(models.Model):
    """The exception: what a data set costs, with the costs it rests on (規費法 第10條)."""

    dataset = models.OneToOneField(
        Dataset, on_delete=models.CASCADE, primary_key=True, related_name="priced"
    )
    amount = models.DecimalField(max_digits=12, decimal_places=2)  # New Taiwan dollars
    unit = models.CharField(max_length=100)
    costs = models.JSONField(default=list)  # [what it costs, dollars]
    explained = models.TextField(blank=True)
    law = models.CharField(max_length=300)
    set_on = models.DateField()
    review_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.amount}/{self.unit}"


class Reviewer(models.Model):
    """Somebody designated to confirm classes for an agency's legal unit."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(
        "identity.Organization", on_delete=models.CASCADE, related_name="+"
    )
    person_id = models.UUIDField()
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "person_id"], name="reviewer_once")
        ]
        indexes = [models.Index(fields=["person_id"], name="reviewer_person")]

    def __str__(self) -> str:
        return str(self.person_id)

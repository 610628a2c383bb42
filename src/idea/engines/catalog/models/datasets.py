"""Storage of data sets, their distributions and versions, and what happened to them.

Storage only: writes are in `actions.py` and `publishing.py`, reads in `queries.py`.
The agency is a foreign key by name (the database keeps it whole); only its slug and
names are read through it.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from idea.kernel.ids import uuid7

LISTED = Q(withdrawn_at__isnull=True)


class Series(models.Model):
    """Data sets that belong together, e.g. one a year (dcat:DatasetSeries)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.CharField(_("short name in addresses"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=300)
    title_en = models.CharField(_("English title"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True)
    organization = models.ForeignKey(
        "identity.Organization", on_delete=models.PROTECT, related_name="+"
    )
    origin = models.CharField(max_length=80, blank=True, editable=False)  # a harvest source
    identifier = models.CharField(max_length=500, blank=True, editable=False)  # its name there
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("data-set series")
        verbose_name_plural = _("data-set series")
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "identifier"],
                condition=~Q(origin=""),
                name="series_of_source_once",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Dataset(models.Model):
    """What is said of a data set, and a few facts of its current version that lists sort by."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.CharField(_("short name in addresses"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=300)
    title_en = models.CharField(_("English title"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True)
    description_en = models.TextField(_("English description"), blank=True)
    organization = models.ForeignKey(
        "identity.Organization",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("agency"),
    )
    license = models.CharField(_("license"), max_length=40)
    frequency = models.CharField(_("update frequency"), max_length=20)
    theme = models.CharField(_("theme"), max_length=8, blank=True)
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    landing_page = models.URLField(_("landing page"), max_length=1000, blank=True)
    identifier = models.CharField(_("identifier"), max_length=500, blank=True)
    contact_name = models.CharField(_("contact"), max_length=200, blank=True)
    contact_email = models.CharField(_("contact's e-mail"), max_length=254, blank=True)
    contact_phone = models.CharField(_("contact's telephone"), max_length=100, blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    start = models.DateField(_("data from"), null=True, blank=True)
    end = models.DateField(_("data to"), null=True, blank=True)
    place = models.CharField(_("area covered"), max_length=300, blank=True)
    bbox = models.JSONField(null=True, blank=True)
    access = models.CharField(_("class"), max_length=12, default="open")
    access_why = models.TextField(_("reason of the class"), blank=True)
    fee = models.CharField(_("fee"), max_length=300, blank=True)
    fee_basis = models.TextField(_("cost basis of the fee"), blank=True)
    fee_law = models.CharField(_("law of the fee"), max_length=300, blank=True)
    fee_url = models.CharField(max_length=1000, blank=True)
    license_given = models.CharField(_("license in its own words"), max_length=500, blank=True)
    license_url = models.CharField(max_length=1000, blank=True)
    frequency_given = models.CharField(max_length=200, blank=True)
    conforms_to = models.CharField(_("conforms to"), max_length=1000, blank=True)
    provenance = models.TextField(_("provenance"), blank=True)
    notes = models.TextField(_("notes"), blank=True)
    related = models.JSONField(default=list, blank=True)
    series = models.ForeignKey(
        Series, on_delete=models.SET_NULL, null=True, blank=True, related_name="members"
    )
    declared = models.JSONField(default=list, blank=True)  # what is promised of the columns
    extra = models.JSONField(default=dict, blank=True)  # further fields of the source, as given
    origin = models.CharField(max_length=80, blank=True, editable=False)  # a harvest source
    origin_url = models.CharField(max_length=1000, blank=True, editable=False)
    synthetic = models.BooleanField(_("made up for the demo"), default=False)
    published_at = models.DateTimeField(_("published"), default=timezone.now, editable=False)
    modified_at = models.DateTimeField(_("modified"), default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_why = models.TextField(_("reason of withdrawal"), blank=True, editable=False)

    current = models.ForeignKey(
        "Version", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    format = models.CharField(max_length=20, blank=True, editable=False)
    formats = models.JSONField(default=list, editable=False)  # of all its distributions
    rows = models.BigIntegerField(default=0, editable=False)
    has_map = models.BooleanField(default=False, editable=False)
    quality_points = models.PositiveSmallIntegerField(null=True, editable=False)
    quality_badge = models.CharField(max_length=12, blank=True, editable=False)
    popularity = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("data set")
        verbose_name_plural = _("data sets")
        indexes = [
            models.Index(fields=["-modified_at", "-id"], condition=LISTED, name="dataset_newest"),
            models.Index(fields=["-published_at", "-id"], condition=LISTED, name="dataset_born"),
            models.Index(fields=["title", "id"], condition=LISTED, name="dataset_title"),
            models.Index(fields=["-rows", "-id"], condition=LISTED, name="dataset_rows"),
            models.Index(
                fields=["organization", "-modified_at"], condition=LISTED, name="dataset_agency"
            ),
            models.Index(fields=["theme", "-modified_at"], condition=LISTED, name="dataset_theme"),
            models.Index(fields=["license"], condition=LISTED, name="dataset_license"),
            models.Index(fields=["format"], condition=LISTED, name="dataset_format"),
            models.Index(fields=["has_map"], condition=LISTED, name="dataset_map"),
            models.Index(fields=["origin", "identifier"], name="dataset_origin"),
            models.Index(fields=["organization", "title"], name="dataset_agency_title"),
        ]

    def __str__(self) -> str:
        return self.title


class Distribution(models.Model):
    """A file or service elsewhere; downloads of our own versions are made, not stored."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="distributions")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=500, blank=True)
    description = models.TextField(blank=True)
    access_url = models.TextField(blank=True)
    download_url = models.TextField(blank=True)
    format = models.CharField(max_length=40, blank=True)
    media_type = models.CharField(max_length=200, blank=True)
    encoding = models.CharField(max_length=40, blank=True)
    size = models.BigIntegerField(null=True)
    license = models.CharField(max_length=40, blank=True)
    issued = models.DateTimeField(null=True)
    modified = models.DateTimeField(null=True)
    checksum = models.CharField(max_length=200, blank=True)
    rows = models.BigIntegerField(null=True)
    fields = models.JSONField(default=list)
    service = models.BooleanField(default=False)
    identifier = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["dataset", "position"]
        indexes = [models.Index(fields=["dataset", "position"], name="distribution_order")]

    def __str__(self) -> str:
        return self.title or self.download_url or self.access_url


class Stamp(models.Model):
    """Tells every process that a data set's line in the list changed (`shelf.py`)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dataset_id = models.UUIDField(null=True)  # None: any number of them

    def __str__(self) -> str:
        return str(self.dataset_id)


class Version(models.Model):
    """One immutable publication. Its rows are in the lake; nothing here changes later."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.CharField(max_length=200)
    created_by_id = models.CharField(max_length=80, blank=True)
    note = models.TextField(blank=True)
    filename = models.CharField(max_length=300)
    format = models.CharField(max_length=20)
    encoding = models.CharField(max_length=40, blank=True)
    source_url = models.TextField(blank=True)
    payload_key = models.CharField(max_length=300)
    payload_size = models.BigIntegerField(default=0)
    lake_key = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)  # of the file as it came
    hints = models.JSONField(default=dict)  # what the publisher said of how to read it
    size = models.BigIntegerField()
    rows = models.BigIntegerField()
    rejected = models.BigIntegerField()
    columns = models.JSONField()
    layer = models.JSONField(null=True)
    issues = models.JSONField(default=list)
    issue_count = models.BigIntegerField(default=0)
    notes = models.JSONField(default=list)
    chart = models.JSONField(null=True)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(fields=["dataset", "number"], name="version_number_once")
        ]
        indexes = [
            models.Index(fields=["created_by_id"], name="version_by"),
            models.Index(fields=["sha256"], name="version_sha256"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset_id} v{self.number}"


class Change(models.Model):
    """A line of the change feed; written in the transaction of the change it tells of."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="changes")
    organization = models.ForeignKey(
        "identity.Organization", on_delete=models.CASCADE, related_name="+"
    )
    version = models.ForeignKey(Version, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=12)
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="change_newest"),
            models.Index(fields=["organization", "-at"], name="change_agency"),
            models.Index(fields=["dataset", "-at"], name="change_dataset"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.dataset_id}"

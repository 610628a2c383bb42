"""Which collections there are and where their features lie; the features themselves are files."""

from typing import ClassVar

from django.db import models

from idea.engines.features.contributions import models as _contributions  # noqa: F401  found here


class CollectionRecord(models.Model):
    """One row a collection: small enough to be read with every request."""

    id = models.CharField(primary_key=True, max_length=200)
    title = models.CharField(max_length=500)
    title_en = models.CharField(max_length=500, blank=True)
    description = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    attribution = models.CharField(max_length=500, blank=True)
    synthetic = models.BooleanField(default=False)
    lake_key = models.CharField(max_length=500)
    kind = models.CharField(max_length=40)
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    count = models.BigIntegerField()
    rows = models.BigIntegerField()
    columns = models.JSONField(default=list)
    raster = models.JSONField(null=True)  # what draws it, where its rows are the bands of one
    validity = models.JSONField(null=True)  # of `ValidityRecord`, where its columns are served
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "features_collection"
        verbose_name = "collection"
        ordering: ClassVar = ["id"]
        # What is near a place is chosen among ten thousand and more from the index alone.
        indexes: ClassVar = [
            models.Index(fields=["west", "east", "south", "north", "id"], name="features_bounds")
        ]

    def __str__(self) -> str:
        return self.id


class ValidityRecord(models.Model):
    """Which columns say when a collection's features count, as its agency declared.

    Bound to the collection by its id alone: it outlives the days a layer is withdrawn.
    """

    collection = models.CharField(primary_key=True, max_length=200)
    start = models.CharField(max_length=500, blank=True)
    end = models.CharField(max_length=500, blank=True)
    through = models.BooleanField(default=False)

    class Meta:
        db_table = "features_validity"
        verbose_name = "validity of a collection"
        ordering: ClassVar = ["collection"]

    def __str__(self) -> str:
        return self.collection


class GeographyRecord(models.Model):
    """A layer whose polygons are a set of areas with codes; the areas themselves are its file.

    No constraint ties it to its layer: a data set that is withdrawn and restored is one again.
    """

    layer = models.OneToOneField(
        CollectionRecord,
        primary_key=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="geography",
    )
    kind = models.CharField(max_length=20)
    columns = models.JSONField()
    parent = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "features_geography"
        verbose_name = "geography"
        ordering: ClassVar = ["layer_id"]

    def __str__(self) -> str:
        return self.layer_id


class ResidentsRecord(models.Model):
    """What an agency said of a layer and the near-me page; a layer without a row is not shown.

    Bound to the layer by its id alone, as styles are.
    """

    collection = models.CharField(primary_key=True, max_length=200)
    shown = models.BooleanField()

    class Meta:
        db_table = "features_residents"
        verbose_name = "layer for residents"
        ordering: ClassVar = ["collection"]

    def __str__(self) -> str:
        return self.collection


class LiveRecord(models.Model):
    """A collection whose features are rows here and change one by one."""

    id = models.CharField(primary_key=True, max_length=200)
    title = models.CharField(max_length=500)
    title_en = models.CharField(max_length=500, blank=True)
    description = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    attribution = models.CharField(max_length=500, blank=True)
    synthetic = models.BooleanField(default=False)
    organization_id = models.UUIDField()
    shape = models.CharField(max_length=20)
    fields = models.JSONField(default=list)
    closed = models.JSONField(default=list)  # names of properties that residents do not see
    writers = models.CharField(max_length=20)
    public = models.BooleanField(default=True)
    offered = models.BooleanField(default=True)
    revision = models.BigIntegerField(default=0)
    last_number = models.BigIntegerField(default=0)
    count = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "features_live"
        verbose_name = "live collection"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.id


class LiveVersion(models.Model):
    """A feature from one revision of its collection until another: rows are added, none is changed.

    Only `until` is set once, when the next version of the feature, or its end, is added.
    """

    id = models.UUIDField(primary_key=True)
    collection = models.ForeignKey(LiveRecord, on_delete=models.PROTECT, related_name="versions")
    number = models.BigIntegerField()
    revision = models.BigIntegerField()
    until = models.BigIntegerField(null=True)
    deed = models.CharField(max_length=20)
    geometry = models.BinaryField(null=True)  # WKB, CRS84; none: deleted
    west = models.FloatField(null=True)
    south = models.FloatField(null=True)
    east = models.FloatField(null=True)
    north = models.FloatField(null=True)
    properties = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200, blank=True)
    by_id = models.CharField(max_length=80, blank=True, db_index=True)
    why = models.TextField(blank=True)

    class Meta:
        db_table = "features_live_version"
        verbose_name = "version of a live feature"
        ordering: ClassVar = ["collection_id", "number", "-revision"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collection", "number", "revision"], name="features_live_once"
            ),
            models.UniqueConstraint(
                fields=["collection", "number"],
                condition=models.Q(until__isnull=True),
                name="features_live_current",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["collection", "revision", "until"], name="features_live_span")
        ]

    def __str__(self) -> str:
        return f"{self.collection_id} {self.number} {self.revision}"


class AddressList(models.Model):
    """One list that addresses are looked up in; its rows are a file of the lake."""

    name = models.CharField(primary_key=True, max_length=200)
    kind = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    rows = models.BigIntegerField()
    left_out = models.BigIntegerField(default=0)
    reasons = models.JSONField(default=dict)
    lake_key = models.CharField(max_length=200)
    loaded_at = models.DateTimeField()

    class Meta:
        db_table = "features_address_list"
        verbose_name = "list of addresses"
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class StyleRevision(models.Model):
    """One saved state of a collection's style; rows are added and never changed.

    Bound to the collection by its id alone: a style outlives the days a layer is withdrawn.
    Who saved it stands in the audit log.
    """

    collection = models.CharField(max_length=200)
    style = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    symbology = models.JSONField(null=True)
    layers = models.JSONField(null=True)
    removed = models.BooleanField(default=False)
    why = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "features_style"
        verbose_name = "revision of a style"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collection", "style", "number"], name="features_style_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.collection}/{self.style} {self.number}"

"""No table is forgotten in a backup, and none of its values is changed by one."""

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connection, models

from idea.project.archive import tables

# Tables without a model, or made again from others: the search's index, Django's own list.
NOT_ROWS_OF_A_SITE = {"django_migrations"}
MADE_AGAIN = ("search_index", "sqlite_")
MOMENT = datetime(2026, 11, 23, 8, 9, 10, 123456, tzinfo=UTC)
SAMPLES = [  # the first that fits: subclasses before their bases
    (models.DateTimeField, MOMENT),
    (models.DateField, date(2026, 11, 23)),
    (models.TimeField, time(8, 9, 10, 123456)),
    (models.DurationField, timedelta(days=1, microseconds=7)),
    (models.UUIDField, UUID(int=2**100 + 7)),
    (models.DecimalField, Decimal("1.5")),
    (models.BooleanField, True),
    (models.FloatField, 0.1 + 0.2),
    (models.IntegerField, 7),
    (models.BinaryField, bytes(range(256))),
    (models.JSONField, {"名": [1, None, 0.5, "<\u2028>"], "b": {"z": 1, "a": 2}}),
    (models.GenericIPAddressField, "192.0.2.1"),
    (models.FileField, "x/y"),
    (models.CharField, "臺\t北\n'\""),
    (models.TextField, "臺\t北\n'\""),
]
EVERY = apps.get_models(include_auto_created=True)


def test_each_model_is_kept_or_left_out_by_name():
    kept = {model._meta.label_lower for model in tables.tables()}
    every = {model._meta.label_lower for model in EVERY if not model._meta.proxy}
    assert kept | tables.LEFT_OUT >= every
    assert kept >= tables.UNMANAGED_KEPT
    assert not kept & tables.LEFT_OUT


@pytest.mark.django_db
def test_each_table_of_the_database_belongs_to_one():
    known = {model._meta.db_table for model in EVERY} | NOT_ROWS_OF_A_SITE
    names = connection.introspection.table_names()
    assert [name for name in names if name not in known and not name.startswith(MADE_AGAIN)] == []


@pytest.mark.parametrize("model", tables.tables(), ids=lambda model: model._meta.label_lower)
def test_its_manager_hides_no_row(model):
    assert type(model._default_manager).get_queryset is models.Manager.get_queryset


def sample(field):
    kind = field
    while isinstance(kind, models.ForeignKey):
        kind = kind.target_field
    if isinstance(kind, models.OneToOneField):
        kind = kind.target_field
    return next(value for base, value in SAMPLES if isinstance(kind, base))


@pytest.mark.parametrize("model", tables.tables(), ids=lambda model: model._meta.label_lower)
def test_its_values_come_back_as_they_were(model):
    fields = model._meta.concrete_fields
    row = model(**{field.attname: sample(field) for field in fields})
    many = [field.name for field in model._meta.many_to_many]
    plain = [field.name for field in fields if field.name not in many]
    (item,) = serializers.serialize("python", [row], fields=plain)
    line = json.dumps(item, ensure_ascii=False, default=tables._plain)
    (back,) = serializers.deserialize("python", [json.loads(line)])
    for field in fields:
        assert getattr(back.object, field.attname) == getattr(row, field.attname), field.name

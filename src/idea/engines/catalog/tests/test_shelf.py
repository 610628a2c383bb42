"""Promises of the list in memory: renewed piece by piece it is what reading it anew gives."""

from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
import pytest

from idea.engines.catalog import models, shelf
from idea.engines.catalog.coded import many, single
from idea.engines.catalog.listing import SORTS
from idea.engines.catalog.tests.factories import publish
from idea.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 1, tzinfo=UTC)


def some(dice, organization_id, count):
    return [
        models.Dataset(
            id=uuid7(),
            slug=f"some-{uuid7()}",
            title=dice.choice(["河川水位", "公車站牌", "預算", "Zoo"]),
            organization_id=organization_id,
            license="OGDL-Taiwan-1.0",
            frequency="monthly",
            theme=dice.choice(["TRAN", "ENVI", ""]),
            formats=dice.sample(["csv", "json", "xlsx"], dice.randrange(3)),
            keywords=dice.sample(["水", "路", "人", "水"], dice.randrange(4)),
            rows=dice.randrange(3),
            quality_points=dice.choice([None, 0, 300]),
            popularity=dice.randrange(3),
            # Whole seconds and fractions: their texts have different lengths.
            modified_at=START + timedelta(microseconds=dice.choice([0, 1, 500_000, 1_000_000])),
        )
        for _ in range(count)
    ]


def told(now):
    """Return everything a shelf tells, by the ids of the data sets."""
    everything = np.ones(now.size, dtype=bool)
    orders = {sort: now.page(everything, sort, slice(None)) for sort in SORTS}
    held = {
        (name, value): set(now.page(column.holds(value, now.size), "title", slice(None)))
        for name, column in now.columns.items()
        for value, _count in column.counts(everything, 100, "none")
        if value != "none"
    }
    counts = {name: each.counts(everything, 100) for name, each in now.columns.items()}
    maps = set(now.page(now.has_map, "title", slice(None)))
    return orders, held, counts, maps


def test_what_changed_is_put_in_place_as_if_all_were_read_again(tmp_path, monkeypatch):
    done = publish(tmp_path)
    organization = models.Dataset.objects.get(pk=done.dataset.id).organization_id
    dice = Random(3)
    rows = models.Dataset.objects.bulk_create(some(dice, organization, 40))
    shelf.touch()
    shelf.shelf()
    reads = []
    whole = shelf._read
    monkeypatch.setattr(shelf, "_read", lambda ids, known: reads.append(ids) or whole(ids, known))
    for turn in range(6):
        changed = dice.sample(rows, 5)
        for row in changed:
            fresh = some(dice, organization, 1)[0]
            fresh.id, fresh.slug = row.id, row.slug
            fresh.withdrawn_at = START if dice.random() < 0.3 else None
            fresh.save(force_update=True)
        added = models.Dataset.objects.bulk_create(some(dice, organization, turn))
        shelf.touch([row.id for row in [*changed, *added]])
        seen = shelf.shelf()
        assert reads[-1] is not None, "few changes do not make it read everything"
        assert told(seen) == told(whole(None, seen.known)), turn


def test_orders_are_those_of_the_columns_with_the_id_between_equals(tmp_path):
    done = publish(tmp_path)
    organization = models.Dataset.objects.get(pk=done.dataset.id).organization_id
    models.Dataset.objects.bulk_create(some(Random(5), organization, 60))
    shelf.touch()
    orders = told(shelf.shelf())[0]
    rows = list(models.Dataset.objects.all())
    keys = {
        "-modified": lambda row: row.modified_at,
        "-published": lambda row: row.published_at,
        "title": lambda row: row.title,
        "-rows": lambda row: row.rows,
        "-quality": lambda row: -1 if row.quality_points is None else row.quality_points,
        "-popularity": lambda row: row.popularity,
    }
    for sort, key in keys.items():
        ordered = sorted(rows, key=lambda row: (key(row), row.id), reverse=sort.startswith("-"))
        assert orders[sort] == [row.id for row in ordered], sort


def test_the_most_frequent_values_come_first_and_equals_by_name():
    column = single([f"v{number % 50:02}" for number in range(225)] + [None] * 300)
    everything = np.ones(525, dtype=bool)
    assert column.counts(everything, 3) == [("v00", 5), ("v01", 5), ("v02", 5)]
    assert column.counts(everything, 2, "none") == [("none", 300), ("v00", 5)]
    assert column.counts(~everything, 3) == []
    assert len(column.counts(everything, 100)) == 50


def test_a_list_that_names_a_value_twice_counts_once():
    column = many(['["水", "水", "路"]', "[]", '["水"]'])
    assert column.counts(np.ones(3, dtype=bool), 5) == [("水", 2), ("路", 1)]
    assert column.holds("水", 3).tolist() == [True, False, True]
    assert column.holds("沒有", 3).tolist() == [False, False, False]

"""A small catalog whose data sets differ in what searches ask about."""

from datetime import date

from idea.engines.catalog.tests.factories import FOOD, STOPS, publish


def catalog(folder):
    """Publish three data sets; return their slugs: with places, elsewhere's box and time, bare."""
    stops = publish(
        folder, title="公車站牌", title_en="Bus stops", description="Where buses stop in Taipei.",
        keywords=("公車", "transport"), theme="TRAN", identifier="A-1", license="CC-BY-4.0",
        contact_phone="+886 2 1234 5678", contact_email="stops@example.org",
    )  # fmt: skip
    air = publish(
        folder, "air.csv", STOPS.replace("1200", "1201"), title="空氣品質", title_en="Air quality",
        description="Hourly air\n  quality of the east coast", theme="ENVI", identifier="B-2",
        start=date(2020, 1, 1), end=date(2021, 12, 31), bbox=(121.2, 22.5, 121.9, 24.5),
        language="en",
    )  # fmt: skip
    food = publish(folder, "food.csv", FOOD, title="食物", title_en="Food", start=date(2024, 1, 1))
    return [each.dataset.slug for each in (stops, air, food)]

"""Registers the vocabulary of open government data with the catalog."""

from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    name = "idea.domains.opendata"
    label = "opendata"

    def ready(self) -> None:
        from idea.domains.opendata import categories, criteria, laws
        from idea.engines.catalog import plugin

        for law in laws.ROWS:
            plugin.laws.register(law.code, law)
        for category in categories.ROWS:
            plugin.categories.register(category.code, category)
        for criterion in criteria.ROWS:
            plugin.criteria.register(criterion.code, criterion)

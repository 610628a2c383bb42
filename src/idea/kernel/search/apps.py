from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "idea.kernel.search"
    label = "search"

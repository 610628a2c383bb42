from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "idea.kernel.events"
    label = "events"

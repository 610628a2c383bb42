from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "idea.kernel.jobs"
    label = "jobs"

    def ready(self) -> None:
        autodiscover_modules("tasks")  # every app's tasks.py: its jobs and periodic work

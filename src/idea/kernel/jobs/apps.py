from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "idea.kernel.jobs"
    label = "jobs"

"""`manage search_rebuild [KIND …]`: index anew what every engine supplies."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from idea.kernel.search import api


class Command(BaseCommand):
    help = "Index anew everything that can be found, or only the kinds named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kinds", nargs="*", metavar="KIND")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  Django's signature
        for kind, count in api.rebuild(options["kinds"]).items():
            self.stdout.write(f"{kind}: {count}")

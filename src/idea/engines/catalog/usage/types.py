"""How often data sets are used, and which words found nothing: numbers without people."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Use(StrEnum):
    VIEW = "view"  # the page was looked at
    DOWNLOAD = "download"
    API = "api"


@dataclass(frozen=True, slots=True)
class Day:
    day: date  # in Taipei
    views: int
    downloads: int
    api: int

    @property
    def total(self) -> int:
        return self.views + self.downloads + self.api


@dataclass(frozen=True, slots=True)
class Usage:
    """The uses of one data set, a line for every day, those without any too."""

    days: tuple[Day, ...]

    @property
    def views(self) -> int:
        return sum(day.views for day in self.days)

    @property
    def downloads(self) -> int:
        return sum(day.downloads for day in self.days)

    @property
    def api(self) -> int:
        return sum(day.api for day in self.days)

    @property
    def total(self) -> int:
        return self.views + self.downloads + self.api


@dataclass(frozen=True, slots=True)
class Missed:
    """Words that found nothing, often enough that they tell of nobody."""

    words: str
    times: int
    last_day: date

"""What a county or town is to those who ask for it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    COUNTY = "county"  # 縣, 直轄市, 市
    TOWN = "town"  # 鄉, 鎮, 縣轄市, 區


@dataclass(frozen=True, slots=True)
class Area:
    """A county or a town. Codes are the Ministry of the Interior's: 5 digits, 8 for a town.

    `name` is the official Chinese name (臺北市, 信義區). A county's own name is its
    `county_name` as well.
    """

    code: str
    name: str
    name_en: str
    kind: Kind
    county_code: str
    county_name: str
    county_name_en: str = ""

    @property
    def full_name(self) -> str:
        """臺北市信義區, or 臺北市 for a county."""
        return self.name if self.kind is Kind.COUNTY else f"{self.county_name}{self.name}"

    @property
    def full_name_en(self) -> str:
        """Xinyi District, Taipei City."""
        if self.kind is Kind.COUNTY:
            return self.name_en
        return f"{self.name_en}, {self.county_name_en}"

"""Pages of a list with addresses that can be shared: `?page=3`."""

from dataclasses import dataclass

from django.http import HttpRequest

DIGITS = 18
AROUND = 2  # pages shown on each side of this one


@dataclass(frozen=True, slots=True)
class Paging:
    """Where the reader is in a list; pages count from 1."""

    number: int
    total: int  # things
    size: int  # things on a page

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first_shown(self) -> int:
        return min(self.offset + 1, self.total)

    @property
    def last_shown(self) -> int:
        return min(self.offset + self.size, self.total)

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1

    @property
    def numbers(self) -> list[int | None]:
        """Return the page numbers to show; None stands for a gap."""
        near = range(max(1, self.number - AROUND), min(self.last, self.number + AROUND) + 1)
        shown = sorted({1, self.last, *near})
        found: list[int | None] = []
        for before, each in zip([0, *shown], shown, strict=False):
            if each - before > 1:
                found.append(None)
            found.append(each)
        return found


def asked_page(request: HttpRequest, most: int = 10_000) -> int:
    """Return the page a request asks for; 1 where it asks for nonsense."""
    number = asked_number(request.GET.get("page", "1"))
    return 1 if number is None else min(max(1, number), most)


def asked_number(text: str) -> int | None:
    """Return a whole number of at most 18 digits, which every database holds; None for others."""
    plain = text.isascii() and text.isdigit() and len(text) <= DIGITS
    return int(text) if plain else None

"""What an OpenStreetMap file holds: nodes, ways and relations (its wiki: Elements).

Holds; files are read in `osm`, shapes made in `osm_shapes`.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

Tags = dict[str, str]


@dataclass(frozen=True, slots=True)
class Way:
    id: int
    nodes: tuple[int, ...]
    tags: Tags


@dataclass(frozen=True, slots=True)
class Relation:
    id: int
    members: tuple[tuple[str, int, str], ...]  # type, id, role
    tags: Tags


@dataclass(slots=True)
class Map:
    """What a file holds; nodes lie in one array, because there are many."""

    ways: dict[int, Way] = field(default_factory=dict)
    relations: dict[int, Relation] = field(default_factory=dict)
    tagged: dict[int, Tags] = field(default_factory=dict)
    _places: "array[float]" = field(default_factory=lambda: array("d"))
    _index: dict[int, int] = field(default_factory=dict)

    def put(self, node: int, place: tuple[float, float]) -> None:
        self._index[node] = len(self._places)
        self._places.extend(place)

    def place(self, node: int) -> tuple[float, float] | None:
        at = self._index.get(node)
        return None if at is None else (self._places[at], self._places[at + 1])

    def places(self, nodes: Iterable[int]) -> list[tuple[float, float]]:
        """Return where those of the nodes are that the file holds."""
        return [place for node in nodes if (place := self.place(node)) is not None]

    def nodes(self) -> Iterable[int]:
        return self._index

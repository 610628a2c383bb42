"""What others tell the map: which layers a field needs, which further collections stand under /ogc.

Registries only; files are found and published elsewhere, guests answer at their own addresses.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from idea.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class LayerKind:
    """A kind of layer, known by words in the name of its file."""

    code: str  # flood-sensors
    names: tuple[str, ...]  # words in small letters, any of which the file's name holds
    title: str
    title_en: str
    theme: str  # EU data theme
    keywords: tuple[str, ...] = ()


layer_kinds: Registry[LayerKind] = Registry("kind of layer")


@dataclass(frozen=True, slots=True)
class Guest:
    """A collection under /ogc that is no layer; its engine answers below /ogc/collections/<id>."""

    id: str
    rel: str  # what the landing page calls the link to it
    title: Callable[[], str]
    describe: Callable[[str], Mapping[str, Any]]  # by the landing page's address: the collection
    conforms: tuple[str, ...]  # conformance classes it adds to those declared
    paths: Callable[[], Mapping[str, Any]]  # OpenAPI 3.0 paths, complete in themselves


# Each is asked for when it is needed: what answers for it need not be loaded at every start.
guests: Registry[Callable[[], Guest]] = Registry("guest collection")

# Who owns a collection: the agency's id, None where the asked one does not know the collection.
owners: Registry[Callable[[str], UUID | None]] = Registry("owner of collections")

"""Which layers are for residents, and how one stands."""

from idea.engines.features import queries as layers
from idea.engines.features.models import ResidentsRecord
from idea.engines.features.residents import proposing
from idea.engines.features.residents.types import Standing
from idea.engines.features.types import Collection


def shown() -> list[Collection]:
    """Return the layers of the near-me page that are served now, by id."""
    ids = ResidentsRecord.objects.filter(shown=True).values_list("collection", flat=True)
    return sorted(layers.named(list(ids)).values(), key=lambda layer: layer.id)


def standing(collection_id: str) -> Standing:
    """Return whether a layer is shown and what is proposed, or raise NoCollection."""
    layer = layers.collection(collection_id)
    row = ResidentsRecord.objects.filter(collection=layer.id).first()
    return Standing(bool(row and row.shown), row is not None, proposing.reason(layer))

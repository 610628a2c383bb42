"""Which lists addresses are looked up in."""

from idea.engines.features.addresses.types import ListKind, Loaded
from idea.engines.features.models import AddressList


def lists() -> list[Loaded]:
    """Return the loaded lists by name."""
    return [
        Loaded(one.name, ListKind(one.kind), one.rows, one.left_out, reasons=one.reasons)
        for one in AddressList.objects.all()
    ]

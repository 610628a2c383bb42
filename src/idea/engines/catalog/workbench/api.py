"""The face of the workbench: ask in SQL, keep queries, draw and publish results.

Thin: each name is explained where it is defined.
"""

from idea.engines.catalog.workbench.conf import conf
from idea.engines.catalog.workbench.picture import picture
from idea.engines.catalog.workbench.provenance import attributions, license_of, provenance
from idea.engines.catalog.workbench.publishing import publish_result
from idea.engines.catalog.workbench.run import LONGEST, answer, ask
from idea.engines.catalog.workbench.saved import delete, edit, listed, own, save, saved
from idea.engines.catalog.workbench.tables import tables, there
from idea.engines.catalog.workbench.turns import cancel

__all__ = [
    "LONGEST",
    "answer",
    "ask",
    "attributions",
    "cancel",
    "conf",
    "delete",
    "edit",
    "license_of",
    "listed",
    "own",
    "picture",
    "provenance",
    "publish_result",
    "save",
    "saved",
    "tables",
    "there",
]

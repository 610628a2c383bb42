"""Storage of the catalog, one module a part; everything else reads it through this name.

Storage only: no rule lives here.
"""

from idea.engines.catalog.models.corrections import Correction, CorrectionChange, Derivation
from idea.engines.catalog.models.datasets import (
    LISTED,
    Change,
    Dataset,
    Distribution,
    Series,
    Stamp,
    Version,
)
from idea.engines.catalog.models.harvest import HarvestPath, HarvestRun, HarvestSource
from idea.engines.catalog.models.hooks import Hook, HookMessage
from idea.engines.catalog.models.inventory import (
    Agenda,
    Application,
    Committee,
    Dissent,
    Fee,
    Item,
    Meeting,
    Member,
    Reviewer,
    Step,
    System,
)
from idea.engines.catalog.models.quality import LinkCheck, Measurement
from idea.engines.catalog.models.requests import DataRequest, RequestEntry, Showcase, Support
from idea.engines.catalog.models.usage import DailyUse, Miss
from idea.engines.catalog.models.workbench import SavedQuery

__all__ = [
    "LISTED",
    "Agenda",
    "Application",
    "Change",
    "Committee",
    "Correction",
    "CorrectionChange",
    "DailyUse",
    "DataRequest",
    "Dataset",
    "Derivation",
    "Dissent",
    "Distribution",
    "Fee",
    "HarvestPath",
    "HarvestRun",
    "HarvestSource",
    "Hook",
    "HookMessage",
    "Item",
    "LinkCheck",
    "Measurement",
    "Meeting",
    "Member",
    "Miss",
    "RequestEntry",
    "Reviewer",
    "SavedQuery",
    "Series",
    "Showcase",
    "Stamp",
    "Step",
    "Support",
    "System",
    "Version",
]

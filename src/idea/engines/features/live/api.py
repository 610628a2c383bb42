"""The face of live collections.

Thin: each name is explained where it is defined.
"""

from idea.engines.features.live.access import WRITE
from idea.engines.features.live.actions import (
    create_feature,
    create_features,
    delete_feature,
    replace_feature,
    revert,
    update_feature,
)
from idea.engines.features.live.declaring import declare_live
from idea.engines.features.live.queries import (
    history,
    is_live,
    latest_changes,
    live_collection,
    live_collections,
    live_feature,
    live_features,
)

__all__ = [
    "WRITE",
    "create_feature",
    "create_features",
    "declare_live",
    "delete_feature",
    "history",
    "is_live",
    "latest_changes",
    "live_collection",
    "live_collections",
    "live_feature",
    "live_features",
    "replace_feature",
    "revert",
    "update_feature",
]

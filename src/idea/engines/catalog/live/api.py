"""What other packages may ask of live layers in the catalog."""

from idea.engines.catalog.live.declaring import declare
from idea.engines.catalog.live.snapshots import publish_snapshot

__all__ = ["declare", "publish_snapshot"]

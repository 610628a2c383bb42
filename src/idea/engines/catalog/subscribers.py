"""Brings the subscribers of the catalog's parts to where the kernel looks for them.

One line a part; what each does is in its own `subscribers.py`.
"""

from idea.engines.catalog.agencies import subscribers as agencies
from idea.engines.catalog.corrections import subscribers as corrections
from idea.engines.catalog.hooks import subscribers as hooks
from idea.engines.catalog.live import subscribers as live
from idea.engines.catalog.quality import subscribers as quality
from idea.engines.catalog.requests import subscribers as requests

__all__ = ["agencies", "corrections", "hooks", "live", "quality", "requests"]

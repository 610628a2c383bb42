"""ide@: the open platform of a smart nation."""

__version__ = "0.1.0"

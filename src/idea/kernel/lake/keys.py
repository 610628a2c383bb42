"""What a key of the lake may look like: a relative path that stays inside, on every store alike."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idea.kernel.errors import BadInput

# No leading dot (hidden files, "..", our own temporary files), nothing a shell, a URL or another
# operating system reads in a way of its own. Letters of any language are letters.
_SEGMENT = re.compile(r"[\w=@+-][\w.=@+-]{0,199}", re.ASCII)
_SEGMENT_ANY = re.compile(r"[\w=@+-][\w.=@+-]{0,199}")
_LONGEST = 800  # bytes; S3 allows 1,024 with the prefix, and folders need some of them
TABLES = "tables"  # the folder of the Delta tables: no key leads there
LOG = "_delta_log"  # of each table (Delta protocol, "Delta Log Entries")


class BadKey(BadInput):
    code = "lake-bad-key"
    title = gettext_lazy("This name cannot be used in the data lake")


def check(key: str) -> str:
    """Return `key` if it names a file inside the lake; BadKey where it does not."""
    segments = key.split("/")
    good = (
        len(key.encode(errors="replace")) <= _LONGEST
        and all(_SEGMENT_ANY.fullmatch(segment) for segment in segments)
        and segments[0] != TABLES
    )
    if not good:
        raise BadKey(_("The name “%(key)s” cannot be used in the data lake.") % {"key": key[:80]})
    return key


def check_prefix(prefix: str) -> str:
    """Return `prefix` if it can begin a key: whole segments, then a part of one or nothing."""
    if prefix:
        check(prefix.removesuffix("/"))
    return prefix


def check_table(name: str) -> str:
    """Return `name` if it can name a table: ASCII segments, because Delta writes them in URLs."""
    if not all(_SEGMENT.fullmatch(segment) for segment in name.split("/")) or len(name) > _LONGEST:
        raise BadKey(_("The name “%(key)s” cannot be used in the data lake.") % {"key": name[:80]})
    return name


def check_table_file(name: str) -> str:
    """Return the path in the store of a table's file, `name` being its path below the tables."""
    segments = name.split("/")
    if len(segments) < 2 or {"", ".", ".."} & set(segments) or {"\\", "\0"} & set(name):  # noqa: PLR2004  table and file
        raise BadKey(_("The name “%(key)s” cannot be used in the data lake.") % {"key": name[:80]})
    return f"{TABLES}/{name}"

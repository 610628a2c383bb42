"""Why a file cannot be read at all; single bad rows are issues, not errors."""

from idea.kernel.errors import BadInput


class UnreadableFile(BadInput):
    code = "sources-unreadable"


class EmptyFile(BadInput):
    code = "sources-empty"


class NotATable(BadInput):
    """The bytes are something else: a picture, a program, a web page."""

    code = "sources-not-a-table"


class TooLarge(BadInput):
    code = "sources-too-large"


class UnsafeArchive(BadInput):
    """A zip bomb, a path outside the archive, an archive in an archive."""

    code = "sources-unsafe-archive"


class Protected(BadInput):
    """A password stands before the content."""

    code = "sources-protected"

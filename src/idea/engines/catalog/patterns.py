"""Whether a pattern can be asked of cells: as RE2 reads it, which takes time linear in the text.

Other engines try (a+)+$ for hours on a short text; RE2 knows no look-around and no back-references.
"""

from typing import Final

import duckdb

from idea.engines.catalog import reader

LENGTH: Final = 2_000


def refusal(pattern: str, cursor: duckdb.DuckDBPyConnection | None = None) -> str:
    """Return why RE2 cannot read the pattern, in its own words; "" where it can."""
    if cursor is None:
        with reader.cursor() as own:
            return refusal(pattern, own)
    if len(pattern) > LENGTH:
        return f"more than {LENGTH} characters"
    if any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in pattern):
        return "a character that no text has"
    try:
        cursor.execute("SELECT regexp_full_match('', ?)", [pattern])
    except duckdb.Error as error:
        return str(error).partition(": ")[2].partition("\n")[0][:200] or "unreadable"
    return ""

"""What people write, made fit to keep: composed characters, no control characters.

Changes no word; length and meaning are for who asked to check.
"""

import unicodedata

_BREAKS = {"Cc", "Zl", "Zp"}  # control characters, line and paragraph separators


def one_line(text: str) -> str:
    """Return one line without control characters, which no page, feed or file name can hold."""
    clean = "".join(" " if unicodedata.category(c) in _BREAKS else c for c in text)
    return " ".join(unicodedata.normalize("NFC", clean).split())


def many_lines(text: str) -> str:
    """Return the lines as they were, ended by a line feed each, without control characters."""
    split = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(
        "".join(c for c in line if unicodedata.category(c) != "Cc" or c == "\t").rstrip()
        for line in split
    ).strip()

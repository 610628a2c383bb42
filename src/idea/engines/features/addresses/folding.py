"""One spelling for what is written in many: widths, dashes, 臺 and 台, spaces; pure."""

import re
import unicodedata

LONGEST = 300  # no address is longer; what is, is something else
_ALIKE = str.maketrans(
    {"臺": "台", "巿": "市", "号": "號", "楼": "樓", "〸": "十"}
    | dict.fromkeys("‐‑‒–—―─━−ˍ－﹣_", "-")
    | dict.fromkeys("～〜∼", "~")
    | dict.fromkeys(",，﹐;；。．˙·‧•", "、")
)
_LETTER_O = re.compile(r"(?<=[0-9一二三四五六七八九O])[OＯ○](?=[0-9一二三四五六七八九號巷弄樓O])")
_SPACE = re.compile(r"\s+")
_LATIN = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]{3,}")  # B1 is a floor
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_COUNTS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[A-Za-z0-9]")


def fold(text: str) -> str:
    """Return the text with one width and one spelling, spaces and controls taken out."""
    return _LETTER_O.sub("〇", _SPACE.sub("", fold_spaced(text)))


def fold_spaced(text: str) -> str:
    """Do as `fold` does, and keep single spaces: English needs them."""
    normal = unicodedata.normalize("NFKC", text.translate(_ALIKE))
    if not normal.isprintable():
        normal = "".join(
            " " if char.isspace() else char
            for char in normal
            if char.isspace() or unicodedata.category(char)[0] != "C"
        )
    return _SPACE.sub(" ", normal.translate(_ALIKE)).strip()


def says_anything(text: str) -> bool:
    """Tell whether there is a letter, a digit or a Chinese character in it."""
    return _COUNTS.search(text) is not None


def mostly_latin(text: str) -> bool:
    """Tell whether an address is written in English."""
    latin = sum(map(len, _LATIN.findall(text)))
    return latin > 3 * len(_CHINESE.findall(text))

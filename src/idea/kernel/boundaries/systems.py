"""Other codes of counties: ISO 3166-2 and the letter of the household register.

Sources: ISO 3166-2:TW with its changes; the letters that begin a national identity number, which
the boundaries of the Ministry of the Interior bear as COUNTYID. The statistics office (主計總處)
writes the Ministry's own codes. Postal codes are of delivery, not of areas: left to addresses.
"""

from typing import Final

from idea.kernel.boundaries.atlas import area
from idea.kernel.boundaries.types import Area

# ISO 3166-2 less "TW-", letter: code of today.
_ISO: Final = {
    "TPE": "63000", "KHH": "64000", "NWT": "65000", "TXG": "66000", "TNN": "67000", "TAO": "68000",
    "ILA": "10002", "HSQ": "10004", "MIA": "10005", "CHA": "10007", "NAN": "10008", "YUN": "10009",
    "CYQ": "10010", "PIF": "10013", "TTT": "10014", "HUA": "10015", "PEN": "10016", "KEE": "10017",
    "HSZ": "10018", "CYI": "10020", "LIE": "09007", "KIN": "09020",
}  # fmt: skip
_ISO_BEFORE: Final = {"TPQ": "10001", "TXQ": "10006", "TNQ": "10011", "KHQ": "10012"}
_LETTERS: Final = {
    "A": "63000", "B": "66000", "C": "10017", "D": "67000", "E": "64000", "F": "65000",
    "G": "10002", "H": "68000", "I": "10020", "J": "10004", "K": "10005", "M": "10008",
    "N": "10007", "O": "10018", "P": "10009", "Q": "10010", "T": "10013", "U": "10015",
    "V": "10014", "W": "09020", "X": "10016", "Z": "09007",
}  # fmt: skip
_LETTERS_BEFORE: Final = {"L": "10006", "R": "10011", "S": "10012"}


def from_iso(text: str) -> str:
    """Return the Ministry's code of TW-TPE or TPE, of before a reform too; "" for no code."""
    key = text.upper().removeprefix("TW-")
    return _ISO.get(key) or _ISO_BEFORE.get(key, "")


def from_letter(text: str) -> str:
    """Return the Ministry's code of a letter of the household register; "" where there is none."""
    return _LETTERS.get(text.upper()) or _LETTERS_BEFORE.get(text.upper(), "")


def of_county(code: str) -> dict[str, str]:
    """Return the other codes of a county, of today or before: {"iso": "TW-TPE", "letter": "A"}."""
    iso = {now: key for key, now in {**_ISO, **_ISO_BEFORE}.items()}
    letters = {now: key for key, now in {**_LETTERS, **_LETTERS_BEFORE}.items()}
    found = {"iso": f"TW-{iso[code]}" if code in iso else "", "letter": letters.get(code, "")}
    return {system: text for system, text in found.items() if text}


def any_code(text: str) -> Area | None:
    """Return the area of a code in any system that is known here, or of a village's own town.

    65000, 65000010, 6500100, 65000010-001, 65000010001, 10001, 1000101, TW-NWT, F; None for others.
    """
    plain = text.strip().replace("-", "")
    if plain.isascii() and plain.isdigit():
        # 11 digits are a village's in either spelling of its town: 65000010001, 6500100-001.
        village = area(plain[:8]) or (area(plain[:7]) if len(plain) == 10 else None)  # noqa: PLR2004
        # Kept as a number, a code of the offshore counties has lost its first 0.
        return area(plain) or village or area(plain.zfill(5)) or area(plain.zfill(8))
    code = from_letter(plain) if len(plain) == 1 else from_iso(plain.removeprefix("TW"))
    return area(code) if code else None

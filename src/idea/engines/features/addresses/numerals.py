"""Chinese numerals to digits and back, for the small numbers that addresses hold; pure."""

DIGITS = "〇一二三四五六七八九"
_VALUES = {char: n for n, char in enumerate(DIGITS)} | {"零": 0, "○": 0, "廿": 20, "卅": 30}
_UNITS = {"十": 10, "百": 100, "千": 1000}
CHARS = "〇零○一二三四五六七八九十百千廿卅"
_MOST = 9999


def to_number(text: str) -> int | None:
    """Return 23 for 二十三 and for 二三; None where the characters make no number."""
    if not text or any(char not in CHARS for char in text):
        return None
    if not any(char in _UNITS or char in "廿卅" for char in text):
        number = 0
        for char in text:
            number = number * 10 + _VALUES[char]
        return number if number <= _MOST else None
    total, digit = 0, 0
    for char in text:
        if unit := _UNITS.get(char):
            total += (digit or 1) * unit
            digit = 0
        elif char in "廿卅":
            total += _VALUES[char]
        else:
            digit = _VALUES[char]
    return total + digit


def to_chinese(number: int) -> str:
    """Return 二十三 for 23, 十 for 10, 一百零八 for 108; digits above 9999 stay digits."""
    if not 0 <= number <= _MOST:
        return str(number)
    if number < len(DIGITS):
        return "零" if number == 0 else DIGITS[number]
    words, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            words += ("零" if zero else "") + DIGITS[digit] + name
            zero = False
        elif words and number:
            zero = True
    return words.removeprefix("一") if words.startswith("一十") else words

"""Finds out how text is encoded, and rewrites what DuckDB cannot read as clean UTF-8.

Knows UTF-8, UTF-16 and Big5 with its usual extensions; bytes that are no text become U+FFFD.
"""

import codecs
from pathlib import Path

from django.utils.translation import gettext as _

from idea.engines.sources.errors import NotATable

HEAD = 1 << 20
_CHUNK = 4 << 20
_FEW = 0.02  # of the characters: more undecodable ones and it is another encoding
# The commonest characters of Taiwan's official texts, to tell encodings apart that both "work".
_COMMON = frozenset(
    "的一是市縣區路號里鄉鎮村街段日年月名稱編號地址電話不有人在之大中國上為時公司民數量及計業台臺北南東西新高度經緯座標機關資料類別單位備註"
)
_CANDIDATES = ("cp950", "big5hkscs", "gb18030", "shift_jis")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ALIASES = {
    "big5": "cp950", "big-5": "cp950", "ms950": "cp950", "utf8": "utf-8", "utf-8-bom": "utf-8-sig",
    "utf16": "utf-16",
}  # fmt: skip


def detect(head: bytes, *, hint: str = "", whole: bool = True) -> str:
    """Return the codec of a text that begins with `head`; NotATable where it is no text.

    `whole` tells that `head` is all there is, so that a cut character at its end is a fault.
    """
    if hint:
        name = _ALIASES.get(hint.lower().strip(), hint)
        try:
            return codecs.lookup(name).name
        except LookupError:
            raise NotATable(
                _("The encoding “{name}” is not known.").format(name=hint),
                remedy=_("Use utf-8, utf-16 or big5, or leave it to be found out."),
            ) from None
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    if head.count(0) > len(head) // 50 + 1:
        even, odd = head[::2].count(0), head[1::2].count(0)
        if max(even, odd) > 4 * min(even, odd) + 8:  # half of each character is empty: no BOM
            return "utf-16-be" if even > odd else "utf-16-le"
        raise NotATable(
            _("The file is binary: it is no text with rows and columns."),
            remedy=_("Save it as CSV (UTF-8), XLSX or ODS and try again."),
        )
    if _errors(head, "utf-8", whole=whole) == 0:
        return "utf-8"
    scores = {name: _score(head, name, whole=whole) for name in ("utf-8", *_CANDIDATES)}
    best = max(scores, key=lambda name: scores[name])
    if _is_noise(head, best):
        raise NotATable(
            _("The file is binary: it is no text with rows and columns."),
            remedy=_("Save it as CSV (UTF-8), XLSX or ODS and try again."),
        )
    return best


def decode_head(head: bytes, encoding: str) -> str:
    """Return the text of `head`; a character cut at its end is dropped."""
    decoder = codecs.getincrementaldecoder(encoding)(_errors_mode(encoding))
    return decoder.decode(head, final=False)


def rewrite(source: Path, target: Path, encoding: str) -> None:
    r"""Write `source` as UTF-8 with \n at line ends; what cannot be decoded becomes U+FFFD."""
    decoder = codecs.getincrementaldecoder(encoding)(_errors_mode(encoding))
    newlines = _Newlines()
    with source.open("rb") as read, target.open("wb") as write:
        while chunk := read.read(_CHUNK):
            write.write(newlines(decoder.decode(chunk)).encode("utf-8", "replace"))
        write.write(
            newlines(decoder.decode(b"", final=True), final=True).encode("utf-8", "replace")
        )


class _Newlines:
    r"""Turns \r\n and \r into \n across chunks, and NUL into U+FFFD."""

    def __init__(self) -> None:
        self._held = ""

    def __call__(self, text: str, *, final: bool = False) -> str:
        text = self._held + text
        self._held = ""
        if text.endswith("\r") and not final:
            text, self._held = text[:-1], "\r"
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def _errors_mode(encoding: str) -> str:
    return "idea-big5" if encoding in ("cp950", "big5") else "replace"


def _extension(error: UnicodeError) -> tuple[str, int]:
    """Decode a character that CP950 lacks by Big5-HKSCS, which holds the usual extensions."""
    if isinstance(error, UnicodeDecodeError):
        pair = bytes(error.object[error.start : error.start + 2])
        try:
            return pair.decode("big5hkscs"), error.start + len(pair)
        except UnicodeDecodeError:
            # The trail byte is kept where it may be a comma, a quote or a line end.
            lost = 2 if len(pair) == 2 and pair[1] >= 0x80 else 1  # noqa: PLR2004
            return "\ufffd", error.start + lost
    raise error


codecs.register_error("idea-big5", _extension)


def _errors(head: bytes, encoding: str, *, whole: bool) -> int:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        decoder.decode(head, final=whole)
    except UnicodeDecodeError:
        return (
            codecs.getincrementaldecoder(encoding)("replace")
            .decode(head, final=whole)
            .count("\ufffd")
        )
    return 0


def _score(head: bytes, encoding: str, *, whole: bool) -> float:
    """Return how well `encoding` fits: common characters are good, undecodable bytes very bad."""
    decoder = codecs.getincrementaldecoder(encoding)(_errors_mode(encoding))
    text = decoder.decode(head[:65536], final=whole and len(head) <= 65536)  # noqa: PLR2004
    wide = [c for c in text if ord(c) > 127]  # noqa: PLR2004
    if not wide:
        return 0.0
    bad = sum(c == "\ufffd" or 0xE000 <= ord(c) <= 0xF8FF for c in wide)  # noqa: PLR2004
    common = sum(c in _COMMON for c in wide)
    # UTF-8 that decodes is no accident: other encodings do not look like it.
    bonus = 0.5 if encoding == "utf-8" and bad <= _FEW * 10 * len(wide) else 0.0
    return common / len(wide) - 5 * bad / len(wide) + bonus


def _is_noise(head: bytes, encoding: str) -> bool:
    """Tell whether so much of the head is control characters or undecodable that it is no text."""
    text = codecs.getincrementaldecoder(encoding)(_errors_mode(encoding)).decode(head[:65536])
    bad = sum(c == "\ufffd" or (ord(c) < 32 and c not in "\t\r\n\f\x1a") for c in text)  # noqa: PLR2004
    return bad > 0.1 * len(text)

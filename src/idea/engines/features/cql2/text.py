"""Reads CQL2-Text (OGC 21-065r2, annex B) into a tree.

By descent, counting its depth: libraries that were tried crash the process on deep nesting, or
lose the last digits of long numbers.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import shapely
from django.utils.translation import gettext as _

from idea.engines.features.cql2.tree import (
    FUNCTIONS,
    MAX_DEPTH,
    MAX_LENGTH,
    Call,
    Interval,
    Many,
    Node,
    Property,
    bad,
    box,
    day,
    instant,
    moment,
    number,
    shape,
    too_deep,
)

T = TypeVar("T")
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<text>'(?:''|\\'|[^'])*')
    | (?P<quoted>"(?:""|[^"])+")
    | (?P<name>(?:[^\W\d]|:)(?:[\w.:])*)
    | (?P<sign><>|<=|>=|[-+*/%^=<>(),])
    )""",
    re.VERBOSE,
)
_END = re.compile(r"\s*\Z")
_RESERVED = frozenset({"and", "or", "not", "like", "between", "in", "is", "null", "div"})
_SHAPES = frozenset(
    {
        "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon",
        "geometrycollection",
    }
)  # fmt: skip
_WKT = re.compile(r"[\s0-9eE.,+\-()]|[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # number, text, quoted, name, sign, end
    text: str
    at: int
    after: int

    @property
    def word(self) -> str:
        """The keyword or sign it may be, in small letters."""
        return self.text.lower() if self.kind in ("name", "sign") else ""


def parse(text: str) -> Node:
    """Return the tree of a filter in CQL2-Text or raise BadFilter, which says where."""
    if len(text) > MAX_LENGTH:
        raise bad(_("The filter is longer than %(most)d characters.") % {"most": MAX_LENGTH})
    reader = _Reader(text)
    made = reader.either()
    if reader.now.kind != "end":
        raise reader.wrong()
    return made


class _Reader:
    """One method for each level of binding, the loosest first."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.depth = 0
        self.now = self._token(0)

    def either(self) -> Node:
        return self._joined("or", self._both)

    def _both(self) -> Node:
        return self._joined("and", self._denied)

    def _joined(self, word: str, part: Callable[[], Node]) -> Node:
        # However long, a chain is one level: AND and OR take any number of parts.
        parts = [part()]
        while self._took(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Call(word, tuple(parts))

    def _denied(self) -> Node:
        if not self._took("not"):
            return self._compared()
        return Call("not", (self._deeper(self._denied),))

    def _compared(self) -> Node:
        left = self._sum()
        word = self.now.word
        if word in ("=", "<>", "<", "<=", ">", ">="):
            self._next()
            return Call(word, (left, self._sum()))
        if self._took("is"):
            negated = self._took("not")
            self._must("null")
            return self._perhaps_not(Call("isNull", (left,)), negated)
        negated = word == "not"
        if negated:
            self._next()
        if self._took("like"):
            return self._perhaps_not(Call("like", (left, self._sum())), negated)
        if self._took("between"):
            low = self._sum()
            self._must("and")
            return self._perhaps_not(Call("between", (left, low, self._sum())), negated)
        if self._took("in"):
            self._must("(")
            return self._perhaps_not(Call("in", (left, Many(self._list()))), negated)
        if negated:
            raise self.wrong()
        return left

    @staticmethod
    def _perhaps_not(call: Call, negated: bool) -> Call:  # noqa: FBT001  as its name says
        return Call("not", (call,)) if negated else call

    def _sum(self) -> Node:
        return self._chain(("+", "-"), self._product)

    def _product(self) -> Node:
        return self._chain(("*", "/", "%", "div"), self._power)

    def _power(self) -> Node:
        return self._chain(("^",), self._signed)

    def _chain(self, words: tuple[str, ...], part: Callable[[], Node]) -> Node:
        made, links = part(), 0
        while (word := self.now.word) in words:
            self._next()
            made = Call(word, (made, part()))
            links += 1
            if self.depth + links > MAX_DEPTH:  # each link is a level of the tree
                raise too_deep()
        return made

    def _signed(self) -> Node:
        if self.now.word not in ("-", "+"):
            return self._single()
        sign = self._next().text
        if self.now.kind == "number":
            return number(sign + self._next().text)
        value = self._deeper(self._signed)
        return value if sign == "+" else Call("*", (-1, value))

    def _single(self) -> Node:  # noqa: PLR0911  one for each kind
        token, word = self.now, self.now.word
        if token.kind == "number":
            return number(self._next().text)
        if token.kind == "text":
            return _unquoted(self._next().text)
        if token.kind == "quoted":
            return Property(self._next().text[1:-1].replace('""', '"'))
        if word == "(":
            self._next()
            made = self._deeper(self.either)
            self._must(")")
            return made
        if token.kind == "name" and word not in _RESERVED:
            if word in ("true", "false"):
                self._next()
                return word == "true"
            if word in _SHAPES and re.match(
                r"\s*(?:Z\s*)?\(", self.text[token.after :], re.IGNORECASE
            ):
                return self._shape()
            self._next()
            return self._called(token) if self._took("(") else Property(token.text)
        raise self.wrong()

    def _called(self, token: _Token) -> Node:
        """Return what a name with an opening parenthesis, just read, stands for."""
        word = token.word
        args = self._deeper(self._list)
        if word in FUNCTIONS:
            return Call(word, args)
        if word == "bbox" and all(_is_number(arg) for arg in args):
            return box([float(arg) for arg in args])  # type: ignore[arg-type]
        if word in ("date", "timestamp") and len(args) == 1 and isinstance(args[0], str):
            return day(args[0]) if word == "date" else moment(args[0])
        if word == "interval" and len(args) == 2:  # noqa: PLR2004  two ends
            ends = [instant(arg) if isinstance(arg, str) else arg for arg in args]
            return Interval(*ends)
        raise bad(
            _("There is no function “%(name)s” of such arguments (character %(at)d).")
            % {"name": token.text[:40], "at": token.at + 1}
        )

    def _list(self) -> tuple[Node, ...]:
        items = [self._sum()]
        while self._took(","):
            items.append(self._sum())
        self._must(")")
        return tuple(items)

    def _shape(self) -> Node:
        """Return the geometry that begins here; GEOS reads it, up to where its parentheses end."""
        start, at, depth = self.now.at, self.now.at, 0
        while found := _WKT.match(self.text, at):
            at = found.end()
            depth += (found[0] == "(") - (found[0] == ")")
            if depth + self.depth > MAX_DEPTH:
                raise too_deep()
            if depth == 0 and found[0] == ")":
                break
        try:
            made = shape(shapely.from_wkt(self.text[start:at]))
        except shapely.errors.GEOSException:
            raise self.wrong() from None
        self.now = self._token(at)
        return made

    def _deeper(self, part: Callable[[], T]) -> T:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise too_deep()
        made = part()
        self.depth -= 1
        return made

    def _token(self, at: int) -> _Token:
        found = _TOKEN.match(self.text, at)
        if found is None:
            rest = _END.match(self.text, at)
            token = _Token("end" if rest else "wrong", "", at, len(self.text))
            if not rest:
                self.now = token
                raise self.wrong()
            return token
        kind = str(found.lastgroup)
        return _Token(kind, found[kind], found.start(kind), found.end())

    def _next(self) -> _Token:
        token = self.now
        self.now = self._token(token.after)
        return token

    def _took(self, word: str) -> bool:
        if self.now.word != word:
            return False
        self._next()
        return True

    def _must(self, word: str) -> None:
        if not self._took(word):
            raise self.wrong()

    def wrong(self) -> Exception:
        at = self.now.at
        near = self.text[at : at + 20].strip() or _("the end")
        return bad(
            _("The filter cannot be understood at character %(at)d, near “%(near)s”.")
            % {"at": at + 1, "near": near}
        )


def _unquoted(text: str) -> str:
    return re.sub(r"''|\\'", "'", text[1:-1])


def _is_number(value: Node) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)

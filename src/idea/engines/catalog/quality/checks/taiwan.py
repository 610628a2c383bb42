"""The seven indicators of Taiwan's open-data quality check, and the badge that follows from them.

A data set passes where each of its resources does. The official threshold of each badge is not
published where we could read it: `badge` is this site's own rule, and the pages say so.
"""

from collections.abc import Callable
from typing import Final

from idea.engines.catalog.quality.checks.timeliness import timely
from idea.engines.catalog.quality.checks.ways import Way
from idea.engines.catalog.quality.types import Badge, Finding, LinkHealth, State, Subject
from idea.engines.catalog.quality.vocabularies import file_type

_BIG5: Final = frozenset({"big5", "cp950", "big5hkscs", "ms950"})
_UTF8: Final = frozenset({"utf8", "utf8sig", "utf8bom"})
_GATE: Final = ("taiwan.link", "taiwan.download", "taiwan.structured")
_FURTHER: Final = ("taiwan.encoding", "taiwan.fields", "taiwan.timely")
Answer = tuple[State, str, dict[str, object]]


def taiwan(subject: Subject, found: list[Way], broken_cells: int | None = None) -> list[Finding]:
    """Return the seven findings. `broken_cells`: those of our version nobody can read."""
    elsewhere = [way for way in found if not way.here]
    current = subject.dataset.current
    return [
        _all("taiwan.link", elsewhere, _link, here=current is not None),
        _all("taiwan.download", elsewhere, _download, here=current is not None),
        _structured(subject, elsewhere),
        _encoding(subject, elsewhere, broken_cells),
        _fields(subject, elsewhere),
        timely(subject),
        _reply(subject),
    ]


def badge(findings: dict[str, Finding]) -> str:
    """Return the badge by our rule; "" while the links have not been asked.

    None: a link is broken. Bronze: the links work, but a file cannot be downloaded directly or
    has no structure. Silver: the three work, and encoding, fields or timeliness fail. Gold: nothing
    fails, and something could not be measured. Platinum: all six were measured and hold.
    """
    state = {key: findings[key].state for key in (*_GATE, *_FURTHER)}
    if state["taiwan.link"] is State.UNMEASURED:
        return ""
    if state["taiwan.link"] is not State.GOOD:
        return Badge.NONE
    if any(state[key] is not State.GOOD for key in _GATE):
        return Badge.BRONZE
    further = {state[key] for key in _FURTHER}
    if further & {State.BAD, State.PART}:
        return Badge.SILVER
    return Badge.GOLD if State.UNMEASURED in further else Badge.PLATINUM


def _all(key: str, found: list[Way], ask: Callable[[Way], Answer], *, here: bool) -> Finding:
    """Return the intersection over the files elsewhere; our own downloads hold by themselves."""
    answers = [ask(way) for way in found]
    if not answers:
        if here:
            return Finding(key, State.GOOD, note="served_here")
        return Finding(key, State.BAD, note="no_distribution")
    for state in (State.BAD, State.UNMEASURED):
        hit = [answer for answer in answers if answer[0] is state]
        if hit:
            _state, note, facts = hit[0]
            return Finding(key, state, 0, note, facts | {"count": len(hit), "of": len(answers)})
    good = [answer for answer in answers if answer[0] is State.GOOD]
    if not good:
        return Finding(key, State.NONE, note=answers[0][1])
    _state, note, facts = good[0]
    return Finding(key, State.GOOD, 0, note, facts | {"of": len(answers)})


def _link(way: Way) -> Answer:
    return _asked(way.download or way.access, way.download_url or way.access_url)


def _asked(health: LinkHealth | None, url: str) -> Answer:
    facts: dict[str, object] = {"url": url[:300]}
    if health is None:
        return State.UNMEASURED, "link_unchecked", facts
    facts |= {"status": health.status, "at": health.checked_at.isoformat()}
    if health.ok:
        return State.GOOD, "link_ok", facts
    if health.status:
        return State.BAD, "link_failed", facts
    return State.BAD, "link_silent", facts | {"problem": health.problem}


def _download(way: Way) -> Answer:
    if not way.download_url:
        return State.BAD, "no_download_url", {"url": way.access_url[:300]}
    state, note, facts = _asked(way.download, way.download_url)
    asked_for_page = way.format in {"html", "htm"}
    if state is State.GOOD and way.download and way.download.web_page and not asked_for_page:
        return State.BAD, "web_page", facts
    return state, note, facts


def _structured(subject: Subject, elsewhere: list[Way]) -> Finding:
    def ask(way: Way) -> Answer:
        kind = file_type(way.format)
        facts: dict[str, object] = {"value": (way.format or "—").upper()}
        if not way.format:
            return State.UNMEASURED, "format_not_said", facts
        if kind is not None and kind.structured:
            return State.GOOD, "structured", facts
        return State.BAD, "not_structured", facts

    current = subject.dataset.current
    found = _all("taiwan.structured", elsewhere, ask, here=current is not None)
    if found.note == "served_here" and current is not None:
        facts = {"value": current.format.upper()}
        return Finding(found.key, State.GOOD, note="structured", facts=facts)
    return found


def _encoding(subject: Subject, elsewhere: list[Way], broken: int | None) -> Finding:
    key, current = "taiwan.encoding", subject.dataset.current
    if current is not None and broken:
        return Finding(key, State.BAD, note="broken_cells", facts={"count": broken})

    def ask(way: Way) -> Answer:
        said = way.given.encoding if way.given else ""
        seen = way.download.charset if way.download and way.download.ok else ""
        if way.download is None:
            return State.UNMEASURED, "link_unchecked", {"url": way.download_url[:300]}
        if not seen:
            return State.NONE, "no_text", {}
        if not said:
            return State.UNMEASURED, "encoding_not_said", {"seen": seen}
        facts: dict[str, object] = {"said": said, "seen": seen}
        same = seen == "ascii" or _family(said) == _family(seen)
        return (State.GOOD, "encoding_ok", facts) if same else (State.BAD, "encoding_bad", facts)

    if not elsewhere and current is not None:
        facts = {"value": current.encoding or "—"}
        return Finding(key, State.GOOD, note="encoding_read", facts=facts)
    return _all(key, elsewhere, ask, here=False)


def _family(name: str) -> str:
    plain = "".join(c for c in name.lower() if c.isalnum())
    if plain in _BIG5:
        return "big5"
    return "utf8" if plain in _UTF8 else plain


def _fields(subject: Subject, elsewhere: list[Way]) -> Finding:
    key, current = "taiwan.fields", subject.dataset.current
    if current is not None:
        there = {column.name for column in (*current.columns, *current.hidden)}
        missing = [one.name for one in subject.dataset.declared if one.name not in there]
        if missing:
            facts = {"count": len(missing), "what": ", ".join(missing[:5])}
            return Finding(key, State.BAD, note="fields_missing", facts=facts)
        note = "fields_declared" if subject.dataset.declared else "fields_from_file"
        return Finding(key, State.GOOD, note=note, facts={"count": len(there)})

    def ask(way: Way) -> Answer:
        said = [_plain(name) for name, _words in (way.given.fields if way.given else ())]
        if not said:
            return State.UNMEASURED, "fields_not_said", {}
        if way.download is None:
            return State.UNMEASURED, "link_unchecked", {"url": way.download_url[:300]}
        header = {_plain(name) for name in way.download.header}
        if not header:
            return State.UNMEASURED, "no_header", {}
        missing = [name for name in said if name not in header]
        if missing:
            return State.BAD, "fields_missing", {"what": ", ".join(missing[:5])}
        return State.GOOD, "fields_found", {"fields": len(said)}

    return _all(key, elsewhere, ask, here=False)


def _plain(name: str) -> str:
    return "".join(name.split()).strip("\ufeff\"'").lower()


def _reply(subject: Subject) -> Finding:
    key, replies = "taiwan.reply", subject.replies
    if replies is None:
        return Finding(key, State.UNMEASURED, note="replies_unknown")
    if not replies.asked:
        return Finding(key, State.UNMEASURED, note="nobody_asked")
    facts = {"asked": replies.asked, "in_time": replies.in_time}
    if replies.in_time == replies.asked:
        return Finding(key, State.GOOD, note="replies", facts=facts)
    half = 2 * replies.in_time >= replies.asked
    return Finding(key, State.PART if half else State.BAD, note="replies", facts=facts)

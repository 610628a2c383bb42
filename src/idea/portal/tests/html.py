"""Reads a page as strictly as a validator would for the faults that matter here."""

from html.parser import HTMLParser

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SELF_CLOSING_SVG = {"use", "path", "circle", "rect", "g", "symbol"}
DATA_TYPES = {"application/json", "application/ld+json"}


class Page(HTMLParser):
    """What stands in a page, and what is wrong with it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self._ids: set[str] = set()
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self._open]

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append((tag, found))
        if len(found) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        if (name := found.get("id")) is not None:
            if name in self._ids:
                self.faults.append(f"id {name} is there twice")
            self._ids.add(name)
        self.faults += _unsafe(tag, found)
        if tag == "img" and "alt" not in found:
            self.faults.append("a picture without words")
        if tag not in VOID | SELF_CLOSING_SVG:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag in VOID | SELF_CLOSING_SVG:
            return
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self._open[-1:] or 'nothing'}")
            if tag in self._open:
                while self._open.pop() != tag:
                    pass
            return
        self._open.pop()

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]

    def unlabeled(self):
        """Return the fields that have neither a label nor another name."""
        labels = {attrs.get("for") for attrs in self.all("label")}
        fields = [a for t in ("input", "select", "textarea") for a in self.all(t)]
        return [
            a.get("name")
            for a in fields
            if a.get("type") not in {"hidden", "submit"}
            and a.get("id") not in labels
            and not a.get("aria-label")
        ]


def _unsafe(tag, found):
    faults = [f"<{tag}> has {key}=" for key in found if key == "style" or key.startswith("on")]
    if str(found.get("href", "")).lower().startswith("javascript:"):
        faults.append("a link runs a script")
    if tag == "style" or (
        tag == "script" and not found.get("src") and found.get("type") not in DATA_TYPES
    ):
        faults.append(f"<{tag}> stands in the page")
    return faults

"""Gets the pages of a source, one after another, and keeps each as it came.

What a run that was killed had fetched already is taken from what was kept, not fetched again.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.harvest.conf import conf
from idea.engines.catalog.harvest.errors import NotACatalog
from idea.engines.catalog.harvest.readers import choose
from idea.engines.catalog.harvest.types import Kind, Page
from idea.engines.sources import api as sources
from idea.engines.sources.types import Payload
from idea.kernel import http
from idea.kernel.lake import lake
from idea.kernel.progress import Progress, silent

_MB = 1 << 20


@dataclass(slots=True)
class Gathered:
    """Pages as they come; `follow` adds what a page says comes after it."""

    source: models.HarvestSource
    run: models.HarvestRun
    files: Sequence[Path]
    work: Path
    progress: Progress = silent
    unchanged: bool = False  # the source says that nothing was modified
    cut: bool = False  # there was more than may be fetched
    validators: dict[str, str] = field(default_factory=dict)
    _queue: deque[str] = field(default_factory=deque)
    _asked: set[str] = field(default_factory=set)

    def pages(self, *, conditional: bool) -> Iterator[Page]:
        """Yield every page. `conditional`: ask first whether anything was modified."""
        if self.files:
            for path in self.files:
                self._note(sources.keep(path, filename=path.name), "")
            for path in self.files:
                yield Page(path, self.source.url)
            return
        if not self.source.url:
            raise NotACatalog(
                _("This source has no address: it is harvested from files."),
                remedy=_("Give the file: ./idea harvest %(slug)s FILE.")
                % {"slug": self.source.slug},
            )
        self.follow([choose.first(Kind(self.source.kind), self.source.url)])
        known = {item["url"]: item for item in self.run.payloads}
        while self._queue:
            url = self._queue.popleft()
            self.progress(len(self._asked) - len(self._queue), None, _("Fetching"))
            if url in known:  # fetched before this run was interrupted
                yield Page(lake().local(known[url]["key"]), url, known[url].get("charset", ""))
                continue
            page = self._fetch(url, conditional=conditional and len(self._asked) == 1)
            if page is None:
                self.unchanged = True
                return
            yield page
        if len(self._asked) > 1:  # what the first page says of itself, it does not say of the rest
            self.validators = {}

    def follow(self, urls: Sequence[str]) -> None:
        """Queue addresses that were not asked yet: pages that name each other come once."""
        for url in urls:
            if url in self._asked:
                continue
            if len(self._asked) >= conf().harvest_pages:
                self.cut = True
                return
            self._asked.add(url)
            self._queue.append(url)

    def _fetch(self, url: str, *, conditional: bool) -> Page | None:
        seen: dict[str, Any] = self.source.seen if conditional else {}
        told = seen if seen.get("url") == url else {}
        target = self.work / "page"
        found = http.fetch(
            url,
            to=target,
            etag=told.get("etag", ""),
            last_modified=told.get("last_modified", ""),
            max_bytes=conf().harvest_page_mb * _MB,
        )
        if found.not_modified or found.path is None:
            return None
        headers = {"Content-Type": found.media_type}
        payload = sources.keep(
            found.path, filename=found.filename, source_url=url[:2000], headers=headers
        )
        found.path.unlink()
        if len(self._asked) == 1:
            self.validators = {
                "url": url,
                "etag": found.etag,
                "last_modified": found.last_modified,
            }
        self._note(payload, url, found.charset)
        return Page(lake().local(payload.lake_key), url, found.charset)

    def _note(self, payload: Payload, url: str, charset: str = "") -> None:
        self.run.payloads = [
            *self.run.payloads,
            {
                "url": url,
                "filename": payload.filename,
                "sha256": payload.sha256,
                "size": payload.size,
                "key": payload.lake_key,
                "charset": charset,
            },
        ]
        self.run.save(update_fields=["payloads"])

"""Showcases: what people made of data, looked at by the data's owner before they are shown."""

from collections.abc import Sequence
from typing import IO, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.metadata import is_web
from idea.engines.catalog.requests import access, pictures
from idea.engines.catalog.requests.errors import BadShowcase, NotNow, ShowcaseNotFound
from idea.engines.catalog.requests.events import ShowcaseShown
from idea.engines.catalog.requests.records import showcase_of
from idea.engines.catalog.requests.types import Showcase, ShowcaseKind, Showcases, ShowcaseState
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Issue
from idea.kernel.events import api as events
from idea.kernel.ids import uuid7

DATASETS: Final = 20
TITLE: Final = 200
TEXT: Final = 5_000


def propose(
    *,
    actor: Actor,
    person_id: str,
    title: str,
    text: str,
    url: str,
    kind: str,
    datasets: Sequence[str],
    maker: str = "",
    picture: IO[bytes] | None = None,
    picture_alt: str = "",
) -> Showcase:
    """Propose a showcase of the data sets with these slugs; an agency looks at it first."""
    title, text, url, maker = title.strip(), text.strip(), url.strip(), maker.strip()
    slugs = list(dict.fromkeys(filter(None, (slug.strip() for slug in datasets))))
    _check(title, text, url, kind, slugs)
    found = list(models.Dataset.objects.filter(models.LISTED, slug__in=slugs))
    missing = set(slugs) - {row.slug for row in found}
    if missing:
        raise _bad("datasets", _("There is no data set %(slug)s.") % {"slug": min(missing)})
    if picture is not None and not picture_alt.strip():
        raise _bad("picture_alt", _("Say what the picture shows, for who cannot see it."))
    access.may_show(person_id)
    key = uuid7()
    picture_key = pictures.keep(key, picture) if picture is not None else ""
    with transaction.atomic():
        row = models.Showcase.objects.create(
            id=key,
            title=title,
            text=text,
            url=url,
            kind=kind,
            maker=maker[:120],
            author_id=person_id,
            state=ShowcaseState.WAITING,
            picture_key=picture_key,
            picture_alt=picture_alt.strip()[:300],
            created_at=clock.now(),
        )
        row.datasets.set(found)
        audit.record(actor=actor, action="showcases.propose", target=f"showcase:{row.id}")
    return showcase_of(row)


def decide(*, actor: Actor, key: UUID, admit: bool, why: str = "") -> Showcase:
    """Show a showcase, or refuse it (also one that is shown) with a reason for its maker."""
    if not admit and not why.strip():
        raise BadShowcase(_("Say why it is refused."))
    with transaction.atomic():
        row = models.Showcase.objects.select_for_update().filter(pk=key).first()
        if row is None:
            raise _not_found()
        _check_moderator(actor, row)
        wanted = ShowcaseState.SHOWN if admit else ShowcaseState.REFUSED
        if row.state == wanted:
            raise NotNow(_("This was decided already."))
        row.state, row.why, row.decided_at = wanted, why.strip()[:2000], clock.now()
        row.save(update_fields=["state", "why", "decided_at"])
        if admit:
            events.emit(ShowcaseShown(id=str(row.id), title=row.title))
        audit.record(
            actor=actor,
            action="showcases.admit" if admit else "showcases.refuse",
            target=f"showcase:{row.id}",
            why=why,
        )
    return showcase_of(row)


def showcase(key: UUID, *, person_id: str = "") -> Showcase:
    """Return one that is shown, or one's own."""
    row = _whole().filter(pk=key).first()
    own = row is not None and person_id and row.author_id == person_id
    if row is None or (row.state != ShowcaseState.SHOWN and not own):
        raise _not_found()
    return showcase_of(row)


def showcases(
    *,
    dataset: str = "",
    kind: str = "",
    state: ShowcaseState = ShowcaseState.SHOWN,
    author_id: str = "",
    limit: int = 20,
    offset: int = 0,
) -> Showcases:
    """Return showcases, the newest first; one's own whatever their state."""
    rows = _whole()
    rows = rows.filter(author_id=author_id) if author_id else rows.filter(state=state)
    if dataset:
        rows = rows.filter(datasets__slug=dataset)
    if kind:
        rows = rows.filter(kind=kind)
    page = rows.order_by("-created_at", "-id")[offset : offset + limit]
    return Showcases([showcase_of(row) for row in page], rows.count())


def waiting(organizations: Sequence[UUID]) -> list[Showcase]:
    """Return those these agencies have to look at: they name their data."""
    rows = _whole().filter(
        state=ShowcaseState.WAITING, datasets__organization__in=list(organizations)
    )
    return [showcase_of(row) for row in rows.distinct().order_by("created_at")]


def _check_moderator(actor: Actor, row: models.Showcase) -> None:
    """Let the manager of any agency whose data it names decide; without any, of any agency."""
    agencies = [dataset.organization_id for dataset in row.datasets.all()]
    for at, agency in enumerate(agencies or [None]):
        try:
            access.check(actor, access.MODERATE, agency)
        except Exception:
            if at + 1 >= len(agencies):
                raise
        else:
            return


def _check(title: str, text: str, url: str, kind: str, slugs: list[str]) -> None:
    if not title or len(title) > TITLE:
        raise _bad("title", _("Give it a title of at most 200 characters."))
    if not text or len(text) > TEXT:
        raise _bad("text", _("Say in a few sentences what it does with the data."))
    if not is_web(url) or len(url) > 1000:  # noqa: PLR2004  the column's
        raise _bad("url", _("Give its address, beginning with https:// or http://."))
    if kind not in {str(each) for each in ShowcaseKind}:
        raise _bad("kind", _("Choose what kind of thing it is."))
    if not slugs or len(slugs) > DATASETS:
        raise _bad("datasets", _("Name 1 to %(most)d data sets it uses.") % {"most": DATASETS})


def _bad(column: str, message: str) -> BadShowcase:
    return BadShowcase(
        message, issues=(Issue(code=f"bad-{column}", message=message, column=column),)
    )


def _not_found() -> ShowcaseNotFound:
    return ShowcaseNotFound(_("There is no such showcase."))


def _whole() -> QuerySet[models.Showcase]:
    return models.Showcase.objects.prefetch_related("datasets")

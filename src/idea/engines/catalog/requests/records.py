"""Between stored requests and showcases and the frozen types that leave this part."""

from datetime import date

from idea.engines.catalog import models
from idea.engines.catalog.requests.types import (
    DataRequest,
    Entry,
    Link,
    Showcase,
    ShowcaseKind,
    ShowcaseState,
    Side,
    State,
)
from idea.engines.catalog.requests.workflow import UNANSWERED


def request_of(row: models.DataRequest, today: date) -> DataRequest:
    agency, state = row.organization, State(row.state)
    late = (state in UNANSWERED and row.due < today) or (
        state is State.IN_WORK and row.planned is not None and row.planned < today
    )
    return DataRequest(
        id=row.id,
        number=row.number,
        title=row.title,
        what=row.what,
        use=row.use,
        organization_id=agency.id if agency else None,
        organization=agency.name if agency else "",
        organization_en=agency.name_en if agency else "",
        organization_slug=agency.slug if agency else "",
        state=state,
        author_name=row.author_name,
        created_at=row.created_at,
        changed_at=row.changed_at,
        due=row.due,
        answered_at=row.answered_at,
        planned=row.planned,
        awaited=row.awaited,
        reason=row.reason,
        law=row.law,
        dataset=link_of(row.dataset) if row.dataset else None,
        merged_into=row.merged_into.number if row.merged_into else None,
        supporters=row.supporters,
        overdue=late,
        hidden_why=row.hidden_why if row.hidden_at else "",
        hidden_by=row.hidden_by,
    )


def link_of(row: models.Dataset) -> Link:
    return Link(row.slug, row.title, row.title_en)


def entry_of(row: models.RequestEntry) -> Entry:
    return Entry(
        id=row.id,
        at=row.at,
        kind=row.kind,
        side=Side(row.side),
        agency=row.agency,
        state=State(row.state) if row.state else None,
        text="" if row.hidden_at else row.text,
        author_name="" if row.hidden_at else row.author_name,
        hidden_why=row.hidden_why if row.hidden_at else "",
        hidden_by=row.hidden_by,
    )


def showcase_of(row: models.Showcase) -> Showcase:
    return Showcase(
        id=row.id,
        title=row.title,
        text=row.text,
        url=row.url,
        kind=ShowcaseKind(row.kind),
        maker=row.maker,
        state=ShowcaseState(row.state),
        why=row.why,
        picture_key=row.picture_key,
        picture_alt=row.picture_alt,
        created_at=row.created_at,
        datasets=tuple(link_of(item) for item in row.datasets.all() if item.withdrawn_at is None),
    )

"""Agencies, officers, committees and an item on its way, for the inventory's tests."""

from datetime import UTC, date, datetime

from django.contrib.auth import get_user_model

from idea.engines.catalog.inventory import api as inventory
from idea.engines.catalog.inventory.types import Answer, Level, Said, Verdict
from idea.engines.catalog.types import Access
from idea.engines.identity import api as identity
from idea.kernel.audit.types import Actor

SYSTEM = Actor.system("tests")
OTHER = Actor.system("others")
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
BEGIN = date(2026, 1, 1)


def agency(name="測試市政府", slug="test-city", parent=None):
    return identity.ensure_organization(actor=SYSTEM, name=name, slug=slug, parent=parent)


def person(name, role="editor", where=None):
    who = get_user_model().objects.create_user(f"{name}@example.org", name=name)
    if where is not None:
        identity.set_role(
            actor=SYSTEM, by=None, organization_id=where.id, email=who.email, role=role
        )
    return who


def actor(who):
    return Actor("person", str(who.id), str(who))


def said(title="路燈位置", **more):
    return Said(
        **{
            "system": "路燈管理系統",
            "title": title,
            "what": "全市路燈之位置與型式",
            "may_license": Answer.YES,
            "proposed": Access.OPEN,
            **more,
        }
    )


def closed(title="監視器位置", **more):
    return said(
        title,
        **{
            "proposed": Access.CLOSED,
            "why": "公開監視器精確位置將妨礙犯罪偵查。",
            "laws": ("foi-18-1-2",),
            "what": "監視器之位置",
            **more,
        },
    )


def committee(where, level=Level.AGENCY, **more):
    return inventory.found(
        actor=SYSTEM, organization=where.slug, level=level, name="資料開放諮詢小組", **more
    )


def decided(where, entry, verdict, board=None):
    """Take an item the whole way; return it."""
    item = inventory.enter(actor=SYSTEM, organization=where.slug, said=entry)
    inventory.propose(actor=SYSTEM, item_id=item.id)
    inventory.confirm(actor=OTHER, item_id=item.id, why="核無不合。")
    return decide(item.id, verdict, board or committee(where))


def decide(item_id, verdict, board, why="依法審議。", **more):
    meeting = inventory.announce(actor=SYSTEM, slug=board.slug, at=AT)
    meeting = inventory.put_on_agenda(
        actor=SYSTEM, slug=board.slug, number=meeting.number, item_ids=[item_id]
    )
    inventory.decide(
        actor=SYSTEM,
        slug=board.slug,
        number=meeting.number,
        point_id=meeting.agenda[0].id,
        decision=inventory.Decision(Verdict(verdict), why, **more),
    )
    return inventory.item(item_id)

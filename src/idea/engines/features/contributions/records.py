"""Rows of contributions to what others may see."""

from idea.engines.features.contributions.models import (
    ContributionRecord,
    ContributionRule,
    ContributionStep,
)
from idea.engines.features.contributions.types import Contribution, Deed, Kind, Rule, State, Step


def rule_of(row: ContributionRule) -> Rule:
    return Rule(
        collection_id=row.collection_id,
        open=row.open,
        license=row.license,
        guidance=row.guidance,
        guidance_en=row.guidance_en,
    )


def contribution_of(row: ContributionRecord) -> Contribution:
    return Contribution(
        number=row.number,
        collection_id=row.collection_id,
        title=row.collection.title,
        title_en=row.collection.title_en,
        organization_id=row.collection.organization_id,
        kind=Kind(row.kind),
        state=State(row.state),
        feature_id=row.feature,
        base_revision=row.base_revision,
        before=row.before,
        geometry=row.geometry,
        properties=row.properties,
        why=row.why,
        license=row.license,
        author_id=row.author_id,
        author_name=row.author_name,
        photo=bool(row.photo_key),
        reason=row.reason,
        words=row.words,
        revision=row.revision,
        undone=row.undone,
        created_at=row.created_at,
        decided_at=row.decided_at,
    )


def step_of(row: ContributionStep) -> Step:
    return Step(at=row.at, deed=Deed(row.deed), words=row.words, officer=row.officer)

"""What a job of publishing tells of its outcome; the back office and the API show it."""

from typing import Any

from idea.engines.catalog.types import Published

ISSUES = 100  # of them are told; the version keeps more


def outcome(published: Published) -> dict[str, Any]:
    version = published.version
    return {
        "slug": published.dataset.slug,
        "title": published.dataset.title,
        "number": version.number,
        "created": published.created,
        "unchanged": published.unchanged,
        "rows": version.rows,
        "rejected": version.rejected,
        "issue_count": version.issue_count,
        "issues": [issue.as_dict() for issue in version.issues[:ISSUES]],
        "has_map": version.layer is not None,
    }

"""Arguments travel as JSON and come back by their annotations; wrong ones are refused at once."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from idea.kernel.audit.types import Actor
from idea.kernel.jobs.registry import JobSpec
from idea.kernel.progress import Progress


@dataclass(frozen=True, slots=True)
class Draft:
    title: str = ""
    keywords: tuple[str, ...] = ()


def publish(
    progress: Progress,
    path: Path,
    draft: Draft,
    actor: Actor,
    *,
    number: int = 1,
    of: UUID | None = None,
):
    return None


SPEC = JobSpec("tests.publish", "Publish", publish, 3)


def test_round_trip_by_annotation():
    sent = {"path": Path("a/b"), "draft": Draft("空氣", ("a", "b")), "of": UUID(int=5)}
    assert SPEC.decode(SPEC.encode(sent)) == sent


def test_what_is_given_is_not_asked_for():
    assert SPEC.given == ("actor",)
    with pytest.raises(TypeError, match="unknown"):
        SPEC.encode({"path": Path(), "draft": Draft(), "actor": Actor.system("x")})


def test_unknown_and_missing_arguments_are_named():
    with pytest.raises(TypeError, match=r"unknown \['colour'\], missing \['draft'\]"):
        SPEC.encode({"path": Path(), "colour": 1})

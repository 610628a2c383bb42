"""Findings as pages show them: grouped by yardstick, with words in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from idea.engines.catalog.quality import api as quality
from idea.engines.catalog.quality import words
from idea.engines.catalog.quality.types import (
    BadRow,
    Finding,
    Measurement,
    Standing,
    State,
    Yardstick,
)

ICONS = {State.GOOD: "check", State.PART: "warning", State.BAD: "close"}
TAGS = {
    State.GOOD: "tag tag--good",
    State.PART: "tag tag--attention",
    State.BAD: "tag tag--attention",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One finding as a row of a table."""

    key: str
    label: str
    state: str
    tag: str
    icon: str
    points: int
    most: int
    evidence: str
    looked_at: str
    measured: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One group of MQA's points."""

    key: str
    label: str
    points: int
    most: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Bad:
    """A bad row as a page shows it."""

    label: str
    row: int
    column: str
    value: str
    why: str


def line(one: Finding) -> Line:
    indicator = quality.INDICATORS[one.key]
    return Line(
        key=one.key,
        label=str(words.LABELS[one.key]),
        state=str(words.STATES[one.state]),
        tag=TAGS.get(one.state, "tag"),
        icon=ICONS.get(one.state, ""),
        points=one.points,
        most=indicator.points,
        evidence=words.note(one.note, one.facts),
        looked_at=indicator.looks_at,
        measured=one.state not in (State.UNMEASURED, State.NONE),
    )


def bars(found: Measurement) -> list[Bar]:
    """Return MQA's groups with their points, in the method's order."""
    lines = [line(one) for one in known(found.of(Yardstick.MQA))]
    result = []
    for group in quality.GROUPS:
        mine = tuple(one for one in lines if quality.INDICATORS[one.key].group == group)
        result.append(
            Bar(
                key=group,
                label=str(words.GROUPS[group]),
                points=sum(one.points for one in mine),
                most=quality.group_points(group),
                lines=mine,
            )
        )
    return result


def lines(found: Measurement, yardstick: Yardstick) -> list[Line]:
    return [line(one) for one in known(found.of(yardstick)) if one.state is not State.NONE]


def known(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out what an older edition of the checks asked."""
    return [one for one in findings if one.key in quality.INDICATORS]


def bad(rows: Iterable[BadRow]) -> list[Bad]:
    return [
        Bad(
            label=str(words.LABELS.get(row.key, row.key)),
            row=row.row,
            column=row.column,
            value=row.value,
            why=words.note(row.note, row.facts),
        )
        for row in rows
    ]


def band_word(points: int | None) -> str:
    return "" if points is None else str(words.BANDS[quality.band(points)])


def badge_word(badge: str) -> str:
    return str(words.BADGES.get(badge, ""))


@dataclass(frozen=True, slots=True)
class Row:
    """One agency in the league table."""

    standing: Standing
    place: int | None
    mean: str
    good: str
    badges: tuple[tuple[str, str, int], ...]  # (code, word, how many)


def league(standings: list[Standing]) -> list[Row]:
    """Return the rows with their places; equal means share a place."""
    rows: list[Row] = []
    for number, one in enumerate(standings, 1):
        place = None
        if one.mean_points is not None:
            same = rows and rows[-1].standing.mean_points == one.mean_points
            place = rows[-1].place if same else number
        rows.append(row(one, place))
    return rows


def row(one: Standing, place: int | None = None) -> Row:
    return Row(
        standing=one,
        place=place,
        mean="" if one.mean_points is None else f"{one.mean_points:.0f}",
        good="" if one.good_share is None else f"{100 * one.good_share:.0f}",
        badges=tuple(
            (code, str(word), one.badges.get(code, 0)) for code, word in words.BADGES.items()
        ),
    )

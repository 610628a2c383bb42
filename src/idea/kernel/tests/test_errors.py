"""Every problem has the same shape, a code of its own and a title in the reader's language."""

import pytest
from django.utils import translation
from django.utils.functional import Promise

from idea.kernel import errors, statuses
from idea.kernel.errors import BadInput, Issue, Problem, TooMany


def family(cls=Problem):
    for sub in cls.__subclasses__():
        if sub.__module__.startswith("idea.kernel"):
            yield sub
            yield from family(sub)


def test_codes_and_statuses():
    kinds = [Problem, *family()]
    assert len({kind.code for kind in kinds}) == len(kinds)
    for kind in kinds:
        assert kind.code == kind.code.lower()
        assert " " not in kind.code
        assert 400 <= kind.status <= 599


@pytest.mark.parametrize(
    "kind",
    [
        kind
        for module in (errors, statuses)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Problem)
    ],
)
def test_titles_wait_for_the_readers_language(kind):
    assert isinstance(kind.title, Promise)
    with translation.override("en"):
        assert str(kind.title).isascii()


def test_shape():
    problem = BadInput(
        "Row 3 is empty.", remedy="Fill it.", issues=(Issue("empty", "Nothing here", row=3),)
    )
    with translation.override("en"):
        body = problem.as_dict(instance="/api/v1/datasets")
    assert body == {
        "type": "urn:idea:problem:bad-input",
        "title": "The input cannot be used as it is",
        "status": 422,
        "detail": "Row 3 is empty.",
        "code": "bad-input",
        "remedy": "Fill it.",
        "instance": "/api/v1/datasets",
        "issues": [{"code": "empty", "message": "Nothing here", "row": 3, "severity": "error"}],
    }


def test_what_there_is_not_is_left_out():
    body = BadInput("No.").as_dict()
    assert not {"remedy", "instance", "issues"} & set(body)


def test_retry_after_is_kept():
    assert TooMany("Wait.", retry_after=7).retry_after == 7
    assert TooMany("Wait.").retry_after is None


def test_detail_may_be_lazy():
    from django.utils.translation import gettext_lazy

    detail = BadInput(gettext_lazy("Yes")).detail
    assert type(detail) is str


@pytest.mark.parametrize(
    "status", [400, 401, 403, 404, 405, 406, 409, 413, 415, 418, 429, 500, 502, 503]
)
def test_a_status_alone_makes_a_problem(status):
    problem = statuses.for_status(status)
    assert problem.detail
    assert problem.status // 100 == status // 100

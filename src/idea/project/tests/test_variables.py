"""Every setting is read once at the start; what cannot be and what nobody reads is named."""

import pytest
from pydantic import ValidationError

from idea.kernel.config import groups
from idea.project.reference.modules import import_all
from idea.project.serving import variables


def wrong():
    with pytest.raises(ExceptionGroup) as caught:
        variables.check()
    return [
        line
        for error in caught.value.exceptions
        if isinstance(error, ValidationError)
        for line in variables.lines(error)
    ]


def test_no_group_is_declared_elsewhere():
    variables.declare_all()
    found = set(groups.keys())
    import_all()
    assert set(groups.keys()) == found
    variables.check()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("IDEA_WORKER_JOBS", "abc"),
        ("IDEA_LOG_LEVEL", "loud"),
        ("IDEA_PORT", "0"),
        ("IDEA_HTTP_ALLOW", "10.0.0.0/99"),
        ("IDEA_CATALOG_DEFAULT_LICENSE", "mine"),
    ],
)
def test_a_value_that_cannot_be_is_named_with_its_variable(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    (line,) = wrong()
    assert line.startswith(f"{name}: ")
    assert value in line


def test_all_wrong_values_are_named_at_once(monkeypatch):
    monkeypatch.setenv("IDEA_WORKER_JOBS", "abc")
    monkeypatch.setenv("IDEA_LOG_FORMAT", "poem")
    assert {line.partition(":")[0] for line in wrong()} == {"IDEA_WORKER_JOBS", "IDEA_LOG_FORMAT"}


def test_what_nobody_reads_is_told_with_what_was_meant_perhaps():
    given = {
        "IDEA_WORKER_JBOS": "2",
        "IDEA_ZZZZZZ": "x",
        "IDEA_PORT": "8000",
        "IDEA_PROG": "./idea",
        "HOME": "/",
    }
    assert variables.unknown(given) == {"IDEA_WORKER_JBOS": "IDEA_WORKER_JOBS", "IDEA_ZZZZZZ": ""}

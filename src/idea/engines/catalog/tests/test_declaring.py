"""Promises of columns: what is declared makes sense, and costs the server no more than it says."""

import pytest

from idea.engines.catalog.declaring import faults
from idea.engines.catalog.types import Declared


@pytest.mark.parametrize("pattern", ["(a+)+$", "[A-Z][0-9]{9}", "^\\d{4}$", "甲|乙", "\\p{Han}+"])
def test_patterns_that_take_linear_time_are_taken(pattern):
    assert faults([Declared(name="a", pattern=pattern)]) == []


@pytest.mark.parametrize(
    "pattern", ["(?=a)b", r"(a)\1", "[", "(a{1000}){1000}", "a" * 2_001, "a\0b", "\ud800"]
)
def test_patterns_that_cannot_be_asked_are_refused_with_the_reason(pattern):
    (issue,) = faults([Declared(name="a%s", pattern=pattern)])
    assert issue.column == "declared"
    assert "a%s" in issue.message
    assert "%(" not in issue.message

"""Promises of what people write: one line is one, lines stay lines, no control character is kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idea.kernel.written import many_lines, one_line


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("  行道樹\t \n位置 ", "行道樹 位置"),
        ("a\x00b\x85c\u2028d", "a b c d"),
        ("e\u0301", "é"),
        ("", ""),
    ],
)
def test_one_line(said, kept):
    assert one_line(said) == kept


def test_lines_stay_lines():
    assert many_lines("第一段\r\n\r第二段\x0b \n\tcode\x00\n\n") == "第一段\n\n第二段\n\tcode"


@given(st.text())
def test_what_is_kept_is_kept_again_and_holds_no_control_character(said):
    for tidy in (one_line, many_lines):
        kept = tidy(said)
        assert tidy(kept) == kept
        assert not [c for c in kept if unicodedata.category(c) == "Cc" and c not in "\n\t"]

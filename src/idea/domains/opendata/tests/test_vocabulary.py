"""Every row cites its norm, and the lists are whole."""

from idea.domains.opendata import categories, criteria, laws
from idea.engines.catalog.plugin import Bearing, Yardstick


def test_every_row_cites_its_norm_and_has_both_languages():
    for row in (*categories.ROWS, *criteria.ROWS):
        assert row.norm, row.code
    for row in (*laws.ROWS, *categories.ROWS, *criteria.ROWS):
        assert row.title, row.code
        assert row.title_en, row.code
    assert all(law.words and law.words_en for law in laws.ROWS)


def test_codes_are_unique():
    for rows in (laws.ROWS, categories.ROWS, criteria.ROWS):
        codes = [row.code for row in rows]
        assert len(codes) == len(set(codes))


def test_table_ii_2_1_and_the_g8_list_are_whole():
    count = {y: sum(row.yardstick is y for row in categories.ROWS) for y in Yardstick}
    assert count == {
        Yardstick.PUBLIC_INTEREST: 5,
        Yardstick.ECONOMY: 4,
        Yardstick.TRANSPARENCY: 2,
        Yardstick.G8: 14,
    }


def test_the_criteria_add_to_a_hundred():
    assert sum(row.points for row in criteria.ROWS) == 100


def test_what_limits_says_for_which_class():
    assert all(law.classes for law in laws.ROWS if law.bearing is Bearing.LIMITS)

"""Queries to begin with: of the demonstration city where it is loaded, else of the first table.

Offers only what can be asked here; the words of the SQL are the tables' own.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from idea.engines.catalog.workbench import api as workbench
from idea.engines.catalog.workbench.types import Table


@dataclass(frozen=True, slots=True)
class Example:
    title: str | Promise
    tables: tuple[str, ...]
    sql: str


CITY = (
    Example(
        _("Shelter places for every 100 residents, by district"),
        ("chenglan-shelters", "chenglan-population"),
        """SELECT 行政區, round(100.0 * 容納人數 / 人口數, 1) AS 每百人收容席位
FROM (SELECT 行政區, sum(容納人數) AS 容納人數
      FROM "chenglan-shelters" GROUP BY 行政區)
JOIN (SELECT 行政區, arg_max(人口數, 統計日期) AS 人口數
      FROM "chenglan-population" GROUP BY 行政區) USING (行政區)
ORDER BY 每百人收容席位 DESC""",
    ),
    Example(
        _("Wholesale price of vegetables and fruit, week by week"),
        ("chenglan-market-prices",),
        """SELECT date_trunc('week', 交易日期)::DATE AS 週,
       round(avg("平均價（元/公斤）"), 1) AS 平均價
FROM "chenglan-market-prices"
GROUP BY 週
ORDER BY 週""",
    ),
    Example(
        _("How much of its budget each bureau spent"),
        ("chenglan-budget",),
        """SELECT 機關,
       round(100.0 * sum("決算數（千元）") / sum("預算數（千元）"), 1) AS 執行率
FROM "chenglan-budget"
GROUP BY 機關
ORDER BY 執行率 DESC""",
    ),
    Example(
        _("Pupils for each teacher, by kind of school"),
        ("chenglan-schools",),
        """SELECT 學制, round(sum(學生數) / sum(教師數), 1) AS 每位教師的學生數
FROM "chenglan-schools"
GROUP BY 學制
ORDER BY 2 DESC""",
    ),
)


def examples(tables: Iterable[Table]) -> list[Example]:
    """Return what can be asked on this site, at most four."""
    named = {name for example in CITY for name in example.tables}
    there = workbench.there(named)
    found = [example for example in CITY if set(example.tables) <= there]
    for table in tables:
        if found:
            break
        found += [
            Example(_("The first rows of a table"), (table.name,), first_rows(table)),
            Example(
                _("What is in each column of a table"),
                (table.name,),
                f"SUMMARIZE {quoted(table.name)}",
            ),
        ]
    return found


def first_rows(table: Table) -> str:
    return f"SELECT *\nFROM {quoted(table.name)}\nLIMIT 20"


def quoted(name: str) -> str:
    """Return a table's name as SQL writes it."""
    return f'"{name}"'

"""What the sandbox refused, in words: what happened, where in the text, and what to do.

DuckDB's own words are quoted as they are, in English; paths of this machine never are.
"""

import re
from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from idea.engines.catalog.workbench.conf import conf
from idea.engines.catalog.workbench.errors import (
    BadQuery,
    QueryCancelled,
    QueryRefused,
    QueryTooLarge,
    QueryTooSlow,
)
from idea.engines.catalog.workbench.sandbox.refused import Refused
from idea.kernel.errors import Problem

_LONGEST: Final = 600  # letters of DuckDB's message
_PATH = re.compile(r"(?<![\w/])(?:[A-Za-z]:\\|/)(?:[^\s'\"/]+/)+[^\s'\"]*")
_SIGNATURES = re.compile(r"\n\t?(?:Candidate \w+:|Did you mean).*", re.DOTALL)


def problem(refused: Refused, sql: str) -> Problem:
    """Return the problem to raise for `refused`, said in the reader's language."""
    said = _SAID.get(refused.code)
    if said is not None:
        return said(refused)
    line, column = where(sql, refused.position)
    message = _harmless(refused.message, sql)
    if refused.code == "syntax":
        return BadQuery(
            _("The query cannot be read%(place)s: %(message)s")
            % {"place": _place(line, column), "message": message},
            remedy=_("Look just before this place: a comma, a quote or a word may be missing."),
            line=line,
            column=column,
        )
    if refused.code == "query":
        return BadQuery(
            _("The query cannot be computed%(place)s: %(message)s")
            % {"place": _place(line, column), "message": message},
            remedy=_candidates(refused),
            line=line,
            column=column,
        )
    return QueryRefused(
        _("Queries may not do this%(place)s: %(name)s")
        % {"place": _place(line, column), "name": (refused.name or refused.code)[:80]},
        remedy=_("A query is one SELECT over the tables of this site."),
    )


def where(sql: str, position: int) -> tuple[int, int]:
    """Return line and column, from 1, of a place in the query; zeros where there is none."""
    if not 0 <= position <= len(sql):
        return 0, 0
    before = sql[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1


def _place(line: int, column: int) -> str:
    if not line:
        return ""
    return _(" (line %(line)d, column %(column)d)") % {"line": line, "column": column}


def _candidates(refused: Refused) -> str:
    names = [name for name in refused.candidates.split(",") if "(" not in name and name.strip()]
    if not names:
        return ""
    return _("Was one of these meant: %(names)s?") % {"names": ", ".join(names[:8])}


def _harmless(message: str, sql: str) -> str:
    """Return DuckDB's words without what only fills the page or tells of this machine."""
    text = _SIGNATURES.sub("", message).strip()

    def hide(match: re.Match[str]) -> str:
        return match[0] if match[0] in sql else "…"

    return _PATH.sub(hide, text)[:_LONGEST]


def _refuse(said: Callable[[], str], remedy: Callable[[], str]) -> Callable[[Refused], Problem]:
    return lambda _refused: QueryRefused(said(), remedy=remedy())


def _one_select() -> str:
    return _("A query is one SELECT over the tables of this site.")


def _function(refused: Refused) -> Problem:
    return QueryRefused(
        _("There is no function %(name)s here, or queries may not use it.")
        % {"name": refused.name[:80]},
        remedy=_("Functions that compute are allowed; those that read files or settings are not."),
    )


def _schema(refused: Refused) -> Problem:
    return QueryRefused(
        _("There is no table %(name)s.") % {"name": refused.name[:80]},
        remedy=_("Name tables by the data set's short name alone, without a schema before it."),
    )


def _time(_refused: Refused) -> Problem:
    seconds = conf().workbench_seconds
    return QueryTooSlow(
        ngettext(
            "The query was stopped after %(seconds)d second.",
            "The query was stopped after %(seconds)d seconds.",
            int(seconds),
        )
        % {"seconds": int(seconds)},
        remedy=_("Narrow it by WHERE, or download the data set and compute at home."),
    )


def _memory(_refused: Refused) -> Problem:
    return QueryTooLarge(
        _("The query needs more memory than one query may have (%(most)d MB).")
        % {"most": conf().workbench_memory_mb},
        remedy=_("Take fewer columns, narrow it by WHERE, or group before you join."),
    )


def _large(_refused: Refused) -> Problem:
    return QueryTooLarge(
        _("The result is larger than a result may be (%(most)d MB).")
        % {"most": conf().workbench_result_mb},
        remedy=_("Take fewer columns or rows."),
    )


_SAID: dict[str, Callable[[Refused], Problem]] = {
    "empty": lambda _refused: BadQuery(
        _("The query is empty."), remedy=_('For example: SELECT * FROM "name-of-a-table" LIMIT 10')
    ),
    "several": _refuse(lambda: _("One query at a time: there are several here."), _one_select),
    "not-select": _refuse(
        lambda: _("Queries only read here; this one would do something else."),
        lambda: _("Begin with SELECT, WITH, FROM, DESCRIBE or SUMMARIZE."),
    ),
    "parameter": _refuse(
        lambda: _("A query here has no parameters ($1, ?)."),
        lambda: _("Write the values themselves."),
    ),
    "show": _refuse(
        lambda: _("SHOW is not available here."),
        lambda: _("The list of tables stands on the workbench's page and in the API."),
    ),
    "deep": _refuse(lambda: _("The query is nested too deeply."), lambda: _("Make it simpler.")),
    "permission": _refuse(
        lambda: _("Queries reach no files, no network and no settings."), _one_select
    ),
    "function": _function,
    "schema": _schema,
    "time": _time,
    "memory": _memory,
    "died": _memory,
    "large": _large,
    "cancelled": lambda _refused: QueryCancelled(_("The query was cancelled.")),
}

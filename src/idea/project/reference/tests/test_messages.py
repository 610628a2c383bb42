"""Promises of the message check: it finds what a reader of Chinese would see wrong, and no more."""

import textwrap

import pytest

from idea.project.cli import messages as cli
from idea.project.reference.messages import Asked, compare, python_messages, template_messages

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: zh_Hant\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def found(code):
    return [message for _line, message in python_messages(textwrap.dedent(code))]


def test_calls_are_found_under_any_name():
    assert found(
        """
        from django.utils import translation
        from django.utils.translation import gettext as _, gettext_lazy as later, ngettext, pgettext
        _("one"); later("two" " words"); translation.gettext("three")
        ngettext("%(n)d row", "%(n)d rows", 3); pgettext("month", "May")
        """
    ) == [
        Asked(None, "one", None),
        Asked(None, "two words", None),
        Asked(None, "three", None),
        Asked(None, "%(n)d row", "%(n)d rows"),
        Asked("month", "May", None),
    ]


def test_other_functions_are_left_alone():
    assert not found("def _(x): ...\n_('no message')\nprint('hello')")
    assert not found("from django.utils.translation import gettext\ngettext(variable)")


def test_the_title_of_an_error_is_a_message():
    assert found("class Gone(Problem):\n    code = 'gone'\n    title = 'It is gone'") == [
        Asked(None, "It is gone", None)
    ]
    assert not found("class Page:\n    title = 'No error'")


def test_templates_are_read():
    template = """{% load i18n %}
      <p title="{% translate "Download" %}">{% if x %}
        {% blocktranslate trimmed count n=rows %}
            {{ n }} row
          {% plural %}
            {{ n }} rows
        {% endblocktranslate %}
      {% endif %}{{ _("Near me") }}</p>{# {% translate "no" %} #}
      {% trans "It's here" context "map" %}
    """
    assert [message for _line, message in template_messages(template)] == [
        Asked(None, "Download", None),
        Asked(None, "%(n)s row", "%(n)s rows"),
        Asked(None, "Near me", None),
        Asked("map", "It's here", None),
    ]


@pytest.fixture
def package(tmp_path):
    """A package with one source and one catalog; returns a function that gives what is wrong."""
    (tmp_path / "views.py").write_text(
        "from django.utils.translation import gettext as _, ngettext\n"
        "_('Publish %(name)s')\nngettext('%(n)d row', '%(n)d rows', 2)\n_('Sign Up')\n"
    )
    folder = tmp_path / "locale" / "zh_Hant" / "LC_MESSAGES"
    folder.mkdir(parents=True)

    def check(entries):
        (folder / "django.po").write_text(HEADER + entries, encoding="utf-8")
        return [(row.kind, row.message) for row in compare(tmp_path, "zh_Hant")]

    check.folder = folder
    return check


GOOD = (
    'msgid "Publish %(name)s"\nmsgstr "發布%(name)s"\n\n'
    'msgid "%(n)d row"\nmsgid_plural "%(n)d rows"\nmsgstr[0] "%(n)d 列"\n\n'
)


def test_a_complete_catalog_passes_and_allauths_own_words_are_not_ours(package):
    assert package(GOOD) == []


def test_what_is_missing_is_told(package):
    assert package("") == [("untranslated", "%(n)d row"), ("untranslated", "Publish %(name)s")]
    assert package(GOOD.replace("發布%(name)s", "")) == [("untranslated", "Publish %(name)s")]


def test_a_plural_without_its_forms_does_not_count(package):
    singular = GOOD.replace('msgid_plural "%(n)d rows"\nmsgstr[0]', "msgstr")
    assert ("untranslated", "%(n)d row") in package(singular)


def test_a_guess_is_told(package):
    assert package("#, fuzzy\n" + GOOD) == [("fuzzy", "Publish %(name)s")]


def test_a_leftover_is_told(package):
    assert package(GOOD + 'msgid "Gone"\nmsgstr "沒了"\n') == [("obsolete", "Gone")]


def test_a_lost_placeholder_is_told(package):
    assert package(GOOD.replace("發布%(name)s", "發布")) == [("placeholders", "Publish %(name)s")]
    assert package(GOOD.replace("發布%(name)s", "發布%(nmae)s")) == [
        ("placeholders", "Publish %(name)s")
    ]


def test_compiling_is_done_once_and_again_after_a_change(package, tmp_path):
    package(GOOD)
    assert cli.compile_all(tmp_path) == 1
    assert (package.folder / "django.mo").stat().st_size > 100
    assert cli.compile_all(tmp_path) == 0
    package(GOOD)  # written anew
    assert cli.compile_all(tmp_path) == 1
    assert [path.name for path in package.folder.iterdir() if "mo." in path.name] == []


def test_a_broken_catalog_is_refused_with_its_place(package, tmp_path):
    broken = HEADER + 'msgid "Publish"\nmsgsrt "發布"\n'
    (package.folder / "django.po").write_text(broken, encoding="utf-8")
    with pytest.raises(ValueError, match=r"django\.po"):
        cli.compile_all(tmp_path)
    assert not (package.folder / "django.mo").exists()

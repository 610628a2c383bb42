"""`./idea token` prints the secret once, alone on standard output, and says plainly what is wrong."""

import pytest
from click.testing import CliRunner

from idea.engines.identity.actions.tokens import check_token
from idea.engines.identity.tests.factories import person
from idea.project.cli.token import command

pytestmark = pytest.mark.django_db


def run(*arguments):
    return CliRunner().invoke(command, arguments)


def test_it_prints_a_token_that_works():
    who = person("ops@example.org")
    done = run("ops@example.org", "--scope", "publish", "--days", "7", "--label", "cron")
    assert done.exit_code == 0
    caller = check_token(done.stdout.strip())
    assert (caller.person, caller.scopes, caller.token.label) == (who, {"publish"}, "cron")
    assert done.stdout.count("idea_") == 1
    assert "idea_" not in done.stderr


def test_without_options_it_may_read_and_publish_for_ninety_days():
    person("ops@example.org")
    caller = check_token(run("ops@example.org").stdout.strip())
    assert caller.scopes == {"read", "publish"}
    assert (caller.token.expires_at - caller.token.created_at).days in (89, 90)


def test_no_days_means_no_end():
    person("ops@example.org")
    assert (
        check_token(run("ops@example.org", "--days", "0").stdout.strip()).token.expires_at is None
    )


@pytest.mark.parametrize(
    "arguments", [("nobody@example.org",), ("ops@example.org", "--scope", "everything")]
)
def test_what_is_wrong_is_said_without_a_traceback(arguments):
    person("ops@example.org")
    done = run(*arguments)
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    assert done.stdout == ""
    assert done.stderr.startswith("Error: ")

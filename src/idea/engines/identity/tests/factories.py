"""People and agencies for tests, made the way the site makes them."""

from itertools import count

from allauth.account.models import EmailAddress

from idea.engines.identity import api
from idea.engines.identity.models import Membership, Person
from idea.kernel.audit.types import Actor

TESTER = Actor.system("tests")
PASSWORD = "correct horse 電池 staple"
_numbers = count(1)


def person(email="", *, password=PASSWORD, **fields):
    email = email or f"person{next(_numbers)}@example.org"
    made = Person.objects.create_user(email, password, **fields)
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def administrator(email=""):
    return person(email, is_superuser=True, is_staff=True)


def agency(name="", parent=None):
    number = next(_numbers)
    return api.ensure_organization(
        actor=TESTER,
        name=name or f"第 {number} 局",
        slug=f"agency-{number}",
        parent=parent and parent.id,
    )


def member(organization, role, email=""):
    made = person(email)
    Membership.objects.create(person=made, organization_id=organization.id, role=role)
    return made


def token(someone, scopes=("read",), days=30):
    """Return (TokenInfo, secret)."""
    return api.create_token(
        actor=TESTER, email=someone.email, label="a test", scopes=scopes, days=days
    )

"""REST: who am I, my tokens, the agencies.

Tokens are made by people in a session of their own, never by another token: a leaked key must
not be able to make itself a longer life or wider scopes.
"""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from idea.engines.identity import api, queries
from idea.engines.identity.conf import identity_settings
from idea.engines.identity.http.auth import caller_of, someone
from idea.engines.identity.models import Person
from idea.engines.identity.types import OrganizationInfo, TokenInfo
from idea.kernel.errors import BadInput, Forbidden, SignInRequired

router = Router()


class OrganizationOut(Schema):
    id: UUID
    slug: str
    name: str
    name_en: str
    parent_id: UUID | None
    email: str
    phone: str
    synthetic: bool = Field(description="Made up for the demo.")
    dissolved_on: date | None = Field(None, description="Nothing new is added since that day.")
    successor_id: UUID | None = Field(None, description="The agency that goes on, where named.")


class TokenOut(Schema):
    id: UUID
    label: str
    scopes: list[str]
    prefix: str = Field(description="The first characters of the secret, to tell tokens apart.")
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None = Field(description="Exact to five minutes.")


class TokenMade(TokenOut):
    secret: str = Field(description="Shown this once.")


class TokenIn(Schema):
    label: str = Field(description="What the token is for; 1 to 80 characters.")
    scopes: list[str] = Field(description="What it may do, e.g. read, publish.")
    days: int = Field(90, ge=1, description="How long it lives.")


class RoleOut(Schema):
    organization_id: UUID
    organization: str
    organization_slug: str
    role: str


class MeOut(Schema):
    id: UUID
    email: str
    name: str
    language: str
    administrator: bool
    roles: list[RoleOut]
    scopes: list[str] = Field(description="What this session or token may be used for.")
    token: TokenOut | None = None


def _token_out(info: TokenInfo) -> TokenOut:
    return TokenOut.model_validate(info, from_attributes=True)


def _me(request: HttpRequest) -> Person:
    person = caller_of(request).person
    if person is None:
        raise SignInRequired(_("Please sign in first."))
    return person


def _in_session(request: HttpRequest) -> Person:
    if caller_of(request).token is not None:
        raise Forbidden(
            _("A token cannot manage tokens."),
            remedy=_("Sign in on the site and use the page “API tokens”."),
        )
    return _me(request)


@router.get("/me", response=MeOut, auth=[someone], summary="Who am I")
def me(request: HttpRequest) -> MeOut:
    """Return the caller: a person, and the token it came with, if any."""
    person, caller = _me(request), caller_of(request)
    return MeOut(
        id=person.id,
        email=person.email,
        name=person.name,
        language=person.language,
        administrator=person.is_superuser,
        roles=[
            RoleOut.model_validate(row, from_attributes=True)
            for row in queries.memberships_of(person.id)
        ],
        scopes=sorted(caller.scopes),
        token=_token_out(caller.token) if caller.token else None,
    )


@router.get("/tokens", response=list[TokenOut], auth=[someone], summary="My tokens")
def tokens(request: HttpRequest) -> list[TokenOut]:
    """List the tokens that are not revoked, newest first; never their secrets."""
    return [_token_out(info) for info in queries.tokens_of(_in_session(request).id)]


@router.post("/tokens", response={201: TokenMade}, auth=[someone], summary="Make a token")
def make_token(request: HttpRequest, body: TokenIn) -> Status[TokenMade]:
    """Make a token. The answer holds the secret, which is shown this once."""
    person = _in_session(request)
    longest = identity_settings().token_days
    if body.days > longest:
        raise BadInput(_("A token may live for %(days)d days at most.") % {"days": longest})
    info, secret = api.create_token(
        actor=api.actor_of(request),
        email=person.email,
        label=body.label,
        scopes=body.scopes,
        days=body.days,
    )
    return Status(201, TokenMade(**_token_out(info).model_dump(), secret=secret))


@router.delete("/tokens/{token_id}", response={204: None}, auth=[someone], summary="Revoke a token")
def revoke_token(request: HttpRequest, token_id: UUID) -> Status[None]:
    """Revoke a token of yours. A token may revoke itself, and no other."""
    caller = caller_of(request)
    person = _me(request) if caller.token and caller.token.id == token_id else _in_session(request)
    api.revoke_token(actor=api.actor_of(request), person_id=person.id, token_id=token_id)
    return Status(204, None)


@router.get("/organizations", response=list[OrganizationOut], summary="The agencies")
def organizations(request: HttpRequest) -> list[OrganizationInfo]:  # noqa: ARG001  ninja's shape
    """List all agencies in order of name; `parent_id` makes the tree."""
    return api.organizations()


@router.get("/organizations/{slug}", response=OrganizationOut, summary="One agency")
def organization(request: HttpRequest, slug: str) -> OrganizationInfo:  # noqa: ARG001  ninja's shape
    """Find an agency by its short name, id or name."""
    return api.organization(slug)

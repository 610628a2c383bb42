"""The page of permissions: what each role in an agency may do, and what a token may be made for."""

from pathlib import Path

from idea.engines.identity import plugin
from idea.engines.identity.types import Permission, Role
from idea.project.reference.markdown import code, heading, table


def permissions() -> list[Permission]:
    """Return every declared permission, by code."""
    return sorted(plugin.permissions, key=lambda permission: permission.code)


def page(_docs: Path) -> str:
    text = heading(
        "Permissions",
        "A role is held in an agency and reaches down to the agencies below it. An administrator "
        "of the site may do everything. Each role may also do what the roles left of it may.",
    )
    roles = list(Role)
    text += table(
        ("code", "what", *(role.value for role in roles)),
        [
            (code(p.code), p.label, *("yes" if r.rank >= p.least.rank else "" for r in roles))
            for p in permissions()
        ],
    )
    text += "## Scopes of API tokens\n\nA token does what its owner may do, within its scopes.\n\n"
    scopes = [(code(scope.code), scope.label) for scope in plugin.scopes]
    return text + table(("scope", "what"), scopes)

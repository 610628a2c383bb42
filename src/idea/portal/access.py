"""Who may see which back-office page: the one place where pages ask the identity engine."""

from django.http import HttpRequest


def may_publish_somewhere(request: HttpRequest) -> bool:
    """Return whether the signed-in person may publish for at least one agency."""
    if not request.user.is_authenticated:
        return False
    from idea.engines.identity import api as identity

    return bool(identity.organizations_where(request.user, "catalog.publish"))

"""Who asks: a query changes nothing, so anybody may send one, also by POST.

Counts how often; what a query may do is decided where it runs.
"""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from idea.engines.catalog.workbench.conf import conf
from idea.engines.catalog.workbench.types import Asked
from idea.engines.identity.http.auth import SAFE, TokenOrSession
from idea.engines.identity.types import Caller
from idea.kernel.ratelimit import limit

MINUTE = 60


class Anybody(TokenOrSession):
    """Do as `TokenOrSession` does for tokens and reads; let everybody else send a query too.

    No CSRF token is asked for: a query changes nothing, and its rows are open to all.
    """

    def __call__(self, request: HttpRequest) -> Caller:
        if request.method in SAFE or request.headers.get("Authorization"):
            return super().__call__(request)
        return Caller()


anybody = Anybody()


def asked(request: HttpRequest) -> Asked:
    """Return who asks, as the limits count them, and count this query. Raises TooMany."""
    person = request.user
    if person.is_authenticated:
        limit(f"workbench:person:{person.pk}", conf().workbench_person_rate, MINUTE)
        return Asked(f"person:{person.pk}", known=True)
    address = get_adapter().get_client_ip(request)
    limit(f"workbench:address:{address}", conf().workbench_rate, MINUTE)
    return Asked(f"address:{address}")

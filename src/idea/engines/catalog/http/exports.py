"""How often one address may take the whole catalog: each time it is written anew, for minutes.

Counts; pages of the catalog, which cost little, are not counted.
"""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from idea.engines.catalog.conf import conf
from idea.kernel.ratelimit import limit

HOUR = 3600


def counted(request: HttpRequest) -> None:
    """Count one whole export of who asks. Raises TooMany (429, Retry-After)."""
    person = request.user
    who = f"person:{person.pk}" if person.is_authenticated else get_adapter().get_client_ip(request)
    limit(f"export:{who}", conf().catalog_exports_hourly, HOUR)

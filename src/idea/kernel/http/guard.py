"""Which addresses may be called: public ones, and those that IDEA_HTTP_ALLOW names.

Follows the IANA special-purpose registries (RFC 6890) and looks into IPv6 forms that carry an
IPv4 address.
"""

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Self

from django.utils.translation import gettext as _

from idea.kernel.http.errors import AddressRefused, NotReached

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# What `is_global` of some Python releases lets through, and no public server lives in.
_NEVER_PUBLIC: tuple[Network, ...] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15",
        "224.0.0.0/4", "240.0.0.0/4", "::/96", "100::/64", "2001:db8::/32", "3fff::/20",
        "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
# The last 32 bits of these are an IPv4 address (RFC 6052; RFC 8215 for local use).
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))


def is_public(address: Address) -> bool:
    """Tell whether an address, and the IPv4 address it may carry, is on the public internet."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _carried(address)
        if inner is not None:
            return is_public(inner)
    if any(address in network for network in _NEVER_PUBLIC if network.version == address.version):
        return False
    return address.is_global and not address.is_multicast


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if any(address in network for network in _NAT64):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of IDEA_HTTP_ALLOW: a name (with *), an address or a network, maybe with a port."""

    name: str
    network: Network | None
    port: int | None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `data.internal`, `*.intra.gov:8080`, `10.1.0.0/16`, `127.0.0.1:8000`, `[::1]:80`."""
        host, port = text.strip().lower(), None
        if host.startswith("["):
            host, _bracket, rest = host[1:].partition("]")
            port = int(rest[1:]) if rest.startswith(":") else None
        elif host.count(":") == 1:
            host, _colon, number = host.partition(":")
            port = int(number)
        try:
            return cls("", ipaddress.ip_network(host, strict=False), port)
        except ValueError:
            if "/" in host:  # meant as a network, which it is not: it would never cover anything
                raise
            return cls(host.rstrip("."), None, port)

    def covers(self, host: str, address: Address, port: int) -> bool:
        if self.port is not None and self.port != port:
            return False
        if self.network is not None:
            return address.version == self.network.version and address in self.network
        return fnmatchcase(host.lower().rstrip("."), self.name)


class Guard:
    """Resolves a host once and hands out only addresses that may be connected to."""

    def __init__(self, allow: Iterable[str]) -> None:
        self._rules = tuple(Rule.parse(text) for text in allow if text.strip())

    def resolve(self, host: str, port: int) -> list[str]:
        """Return the addresses of `host`, each checked; the caller connects to one of these.

        One that is not public spoils all: a public server has no reason to name one.
        AddressRefused, or NotReached where there is no such host.
        """
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise NotReached(
                _("There is no server with the name “%(host)s”.") % {"host": host[:100]},
                remedy=_("Check the address for slips."),
            ) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        for text in addresses:
            self.check(host, text, port)
        return addresses

    def check(self, host: str, text: str, port: int) -> None:
        """Raise AddressRefused where the address `text` of `host` may not be called."""
        address = ipaddress.ip_address(text.partition("%")[0])
        if is_public(address) or any(rule.covers(host, address, port) for rule in self._rules):
            return
        raise AddressRefused(
            _("“%(host)s” leads into a private network and is not fetched.") % {"host": host[:100]},
            remedy=_(
                "Give a public address. If this server is one of your own, ask the operator to "
                "name it in IDEA_HTTP_ALLOW."
            ),
        )

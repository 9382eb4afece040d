"""Where a supplier may stand. A name is judged by every address it leads to, and again at each connection.

Source: RFC 6890 (special-purpose addresses), RFC 4291 (mapped), RFC 6052 (NAT64), RFC 3056 (6to4), RFC 4380 (Teredo).
"""

import asyncio
import re
import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

from services.kit.errors import Invalid

Network: TypeAlias = IPv4Network | IPv6Network

_HOST = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
_NUMERIC_END = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$")
_NEVER = (
    IPv4Network("0.0.0.0/8"), IPv4Network("169.254.0.0/16"), IPv4Network("224.0.0.0/3"), IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"), IPv4Network("198.18.0.0/15"), IPv6Network("fe80::/10"), IPv6Network("ff00::/8"),
    IPv6Network("::/128"), IPv6Network("fd00:ec2::/32"),
)  # fmt: skip
"""Never a supplier's, whatever is allowed: this network, link-local (metadata of clouds), multicast, benchmarks."""
_NAT64 = IPv6Network("64:ff9b::/96")
_TRANSITIONS = (IPv6Network("64:ff9b:1::/48"), IPv6Network("2002::/16"), IPv6Network("2001::/23"), IPv6Network("::/96"), IPv6Network("fec0::/10"))  # fmt: skip
"""Addresses that lead to another address, or nowhere."""


class AddressForbidden(Invalid):
    """The supplier's address is badly written, or leads into a network that the deployment does not allow."""

    sentence = "Cette adresse n’est pas permise."

    def __init__(self, message: str) -> None:
        fault = {"pointer": "/base_url", "type": "address", "message": message}
        super().__init__(message, errors=[fault])


def normal(url: str) -> str:
    """Give the address as it is kept: no slash at its end.

    Raises: AddressForbidden for anything but scheme, host, port and path in their plainest form.
    """
    parts = _split(url)
    host = parts.hostname or ""
    if parts.scheme not in {"https", "http"} or parts.query or parts.fragment or "?" in url or "#" in url:
        raise AddressForbidden("Écrivez une adresse qui commence par https://, sans « ? » ni « # ».")
    if "@" in parts.netloc:
        raise AddressForbidden(
            "L’adresse ne doit porter ni identifiant ni mot de passe : la clé a son champ."
        )
    if not (_is_address(host) or (_HOST.fullmatch(host) and not _NUMERIC_END.search(host))):
        raise AddressForbidden("Le nom de la machine n’est pas écrit dans une forme simple.")
    return url.rstrip("/")


async def check(url: str, *, allowed: Sequence[Network]) -> None:
    """Let through an address whose name leads to permitted places only.

    Raises: AddressForbidden.
    """
    parts = urlsplit(normal(url))
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        async with asyncio.timeout(5):
            found = await asyncio.get_running_loop().getaddrinfo(
                parts.hostname, port, type=socket.SOCK_STREAM
            )
    except (OSError, TimeoutError, UnicodeError) as error:
        raise AddressForbidden("Cette machine est introuvable : vérifiez son nom.") from error
    places = {ip_address(str(info[4][0]).partition("%")[0]) for info in found}
    if not places or not all(is_permitted(place, allowed=allowed) for place in places):
        raise AddressForbidden(
            "Cette adresse mène à un réseau privé ou réservé que cette installation n’autorise pas."
        )
    if parts.scheme == "http" and not all(_is_listed(place, allowed) for place in places):
        raise AddressForbidden("Sur l’internet, l’adresse doit commencer par https:// : la clé y circule.")


def is_permitted(place: IPv4Address | IPv6Address, *, allowed: Sequence[Network]) -> bool:
    """Tell whether a connection to this address may be opened."""
    if isinstance(place, IPv6Address):
        if place.ipv4_mapped is not None:
            return is_permitted(place.ipv4_mapped, allowed=allowed)
        if place in _NAT64:
            return is_permitted(IPv4Address(int(place) & 0xFFFFFFFF), allowed=allowed)
    if any(place in network for network in _NEVER):
        return False
    if _is_listed(place, allowed):
        return True
    return place.is_global and not place.is_multicast and not any(place in net for net in _TRANSITIONS)


Place: TypeAlias = tuple[socket.AddressFamily | int, socket.SocketKind | int, int, str, tuple[object, ...]]
"""Where a connection goes, as the resolver gave it."""


def guarded_socket(place: Place, *, allowed: Sequence[Network]) -> socket.socket:
    """Make the socket of a connection whose address, the very one it will go to, has been judged.

    A name that leads elsewhere than when it was checked (DNS rebinding) ends here.

    Raises: OSError.
    """
    family, kind, protocol, _, target = place
    if not is_permitted(ip_address(str(target[0]).partition("%")[0]), allowed=allowed):
        raise PermissionError("this address is not permitted")
    return socket.socket(family, kind, protocol)


def _split(url: str) -> SplitResult:
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise AddressForbidden("L’adresse ne doit contenir ni espace, ni accent, ni signe spécial.")
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise AddressForbidden("Cette adresse n’est pas lisible.") from error
    return parts


def _is_address(host: str) -> bool:
    """Tell a dotted or colon address in its one canonical form; octal, decimal and shortened ones are not."""
    try:
        return str(ip_address(host)) == host
    except ValueError:
        return False


def _is_listed(place: IPv4Address | IPv6Address, allowed: Sequence[Network]) -> bool:
    return any(place in network for network in allowed)

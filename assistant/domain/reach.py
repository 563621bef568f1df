"""Where texts may go: nowhere, inside the house only, or anywhere, as the organisation's data grades say.

Inside means loopback and the private ranges of RFC 1918 and RFC 4193. A name counts as inside only if every address it
stands for does. Law: a link-local address (metadata services answer there) is never inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

_INSIDE: Final = tuple(
    map(ip_network, ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7"))
)


class Reach(StrEnum):
    """The setting ADVICE_ENDPOINTS."""

    OFF = "off"
    INTERNAL = "internal"
    ANY = "any"


def is_inside(address: str) -> bool:
    """Whether an IP address is loopback or private."""
    found: IPv4Address | IPv6Address = ip_address(address.split("%")[0])
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found.version == net.version and found in net for net in _INSIDE)


def one_inside(addresses: Sequence[str]) -> str | None:
    """The address to connect to, so that no second answer of the name service leads elsewhere; None where one of them
    is outside."""
    return addresses[0] if addresses and all(map(is_inside, addresses)) else None

"""The settings of signing in: exactly one way, complete, and refused at start where it is not.

Law: a secret is a SecretStr or a file; no message names a value.
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode

from assistant.domain.person import Role
from assistant.domain.visit import Stay
from assistant.errors import ConfigurationError

LOOPBACK = ("127.0.0.1", "::1", "localhost")
DISCOVERY = "/.well-known/openid-configuration"
CALLBACK = "/oauth2callback"
SHORTEST_SECRET = 32
NOBODY = "none"
"""FORWARDED_ALLOW_IPS behind a proxy that names people: uvicorn would put the address that X-Forwarded-For tells in the
place of the proxy's own, and the gate has to see that one."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Way = Literal["none", "demo", "oidc", "proxy"]


class SignInSettings(BaseSettings):
    """How people sign in, what they may do then, and for how long."""

    named_way: Literal["", "demo", "oidc", "proxy"] = Field(default="", validation_alias="ASSISTANT_SIGN_IN")
    demo_asked: bool = Field(default=False, validation_alias="ASSISTANT_DEMO")

    oidc_issuer: str = Field(default="", validation_alias="ASSISTANT_OIDC_ISSUER")
    oidc_client_id: str = Field(default="", validation_alias="ASSISTANT_OIDC_CLIENT_ID")
    oidc_client_secret: SecretStr = Field(default=SecretStr(""), validation_alias="ASSISTANT_OIDC_CLIENT_SECRET")
    oidc_client_secret_file: Path | None = Field(default=None, validation_alias="ASSISTANT_OIDC_CLIENT_SECRET_FILE")
    oidc_redirect: str = Field(default="", validation_alias="ASSISTANT_OIDC_REDIRECT")
    oidc_scopes: str = Field(default="openid profile email", validation_alias="ASSISTANT_OIDC_SCOPES")
    oidc_name: str = Field(default="name", validation_alias="ASSISTANT_OIDC_NAME")
    oidc_department: str = Field(default="department", validation_alias="ASSISTANT_OIDC_DEPARTMENT")
    oidc_groups: str = Field(default="groups", validation_alias="ASSISTANT_OIDC_GROUPS")
    cookie_secret: SecretStr = Field(default=SecretStr(""), validation_alias="ASSISTANT_COOKIE_SECRET")
    cookie_secret_file: Path | None = Field(default=None, validation_alias="ASSISTANT_COOKIE_SECRET_FILE")

    proxy_header: str = Field(default="", validation_alias="ASSISTANT_PROXY_HEADER")
    proxy_name_header: str = Field(default="X-Remote-Name", validation_alias="ASSISTANT_PROXY_NAME_HEADER")
    proxy_department_header: str = Field(
        default="X-Remote-Department", validation_alias="ASSISTANT_PROXY_DEPARTMENT_HEADER"
    )
    proxy_groups_header: str = Field(default="X-Remote-Groups", validation_alias="ASSISTANT_PROXY_GROUPS_HEADER")
    proxy_addresses: Annotated[tuple[Network, ...], NoDecode] = Field(
        default=(), validation_alias="ASSISTANT_PROXY_ADDRESSES"
    )
    proxy_sign_out: str = Field(default="", validation_alias="ASSISTANT_PROXY_SIGN_OUT")
    """Where the proxy ends its own session: an address of its, or a path before this application."""

    group_roles: Annotated[Mapping[str, frozenset[Role]], NoDecode] = Field(
        default_factory=dict, validation_alias="ASSISTANT_GROUP_ROLES"
    )
    first_organiser: str = Field(default="", validation_alias="ASSISTANT_FIRST_ORGANISER")
    """The subject (`sub`, or the proxy's user name) who becomes organiser while there is none."""
    idle_min: int = Field(default=60, ge=1, le=24 * 60, validation_alias="ASSISTANT_SESSION_IDLE_MIN")
    most_min: int = Field(default=8 * 60, ge=1, le=7 * 24 * 60, validation_alias="ASSISTANT_SESSION_MOST_MIN")

    @field_validator("proxy_addresses", mode="before")
    @classmethod
    def _networks(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return tuple(ipaddress.ip_network(part.strip()) for part in value.split(",") if part.strip())
        except ValueError:
            raise ValueError("must be addresses or networks such as 10.0.0.5, 10.1.0.0/24, with commas") from None

    @field_validator("group_roles", mode="before")
    @classmethod
    def _roles(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            read = json.loads(value or "{}")
            return {str(group): frozenset(map(Role, roles)) for group, roles in read.items()}
        except (ValueError, AttributeError, TypeError):
            raise ValueError('must be JSON such as {"심사위원": ["reviewer"], "제안팀": ["organiser"]}') from None

    @property
    def sign_in(self) -> Way:
        """The one way of signing in; "none" where nobody can."""
        return self.named_way or ("demo" if self.demo_asked else "none")

    @property
    def demo(self) -> bool:
        """Whether anybody may enter as anybody of the sample people."""
        return self.sign_in == "demo"

    @property
    def stay(self) -> Stay:
        """How long a visit lasts."""
        return Stay(timedelta(minutes=self.idle_min), timedelta(minutes=self.most_min))

    @property
    def oidc_metadata(self) -> str:
        """Where the provider describes itself."""
        issuer = self.oidc_issuer.rstrip("/")
        return issuer if issuer.endswith(DISCOVERY) else issuer + DISCOVERY

    @property
    def is_https(self) -> bool:
        """Whether browsers come over TLS, so that cookies may ask for it."""
        return self.oidc_redirect.startswith("https://")


def refuse_contradictions(settings: SignInSettings, host: str) -> None:
    """Raises ConfigurationError unless one way of signing in is chosen and complete."""
    way = settings.sign_in
    if settings.demo_asked and way != "demo":
        raise ConfigurationError(f"ASSISTANT_DEMO and ASSISTANT_SIGN_IN={way} contradict each other: leave one out")
    if way == "demo" and host not in LOOPBACK:
        raise ConfigurationError("ASSISTANT_DEMO lets anybody in as anybody: only with ASSISTANT_HOST=127.0.0.1")
    if settings.idle_min > settings.most_min:
        raise ConfigurationError("ASSISTANT_SESSION_IDLE_MIN must not be longer than ASSISTANT_SESSION_MOST_MIN")
    for name, secret, file in (
        ("ASSISTANT_OIDC_CLIENT_SECRET", settings.oidc_client_secret, settings.oidc_client_secret_file),
        ("ASSISTANT_COOKIE_SECRET", settings.cookie_secret, settings.cookie_secret_file),
    ):
        if secret.get_secret_value() and file:
            raise ConfigurationError(f"{name} and {name}_FILE are both set: leave one out")
    if way == "oidc":
        _refuse_half_oidc(settings)
    elif settings.oidc_issuer:
        raise ConfigurationError(f"ASSISTANT_OIDC_ISSUER is set, but people sign in by {way}: ASSISTANT_SIGN_IN=oidc")
    if way == "proxy":
        missing = [n for n, v in (("HEADER", settings.proxy_header), ("ADDRESSES", settings.proxy_addresses)) if not v]
        if missing:
            names = ", ".join(f"ASSISTANT_PROXY_{name}" for name in missing)
            raise ConfigurationError(f"ASSISTANT_SIGN_IN=proxy needs {names}")
    elif settings.proxy_header:
        raise ConfigurationError(f"ASSISTANT_PROXY_HEADER is set, but people sign in by {way}: ASSISTANT_SIGN_IN=proxy")


def _refuse_half_oidc(settings: SignInSettings) -> None:
    needed = {
        "ASSISTANT_OIDC_ISSUER": settings.oidc_issuer,
        "ASSISTANT_OIDC_CLIENT_ID": settings.oidc_client_id,
        "ASSISTANT_OIDC_CLIENT_SECRET": client_secret(settings),
        "ASSISTANT_OIDC_REDIRECT": settings.oidc_redirect,
    }
    if missing := [name for name, value in needed.items() if not value]:
        raise ConfigurationError(f"ASSISTANT_SIGN_IN=oidc needs {', '.join(missing)}")
    for name in ("ASSISTANT_OIDC_ISSUER", "ASSISTANT_OIDC_REDIRECT"):
        address = urlsplit(needed[name])
        if address.scheme != "https" and not (address.scheme == "http" and address.hostname in LOOPBACK):
            raise ConfigurationError(f"{name} must begin with https:// (http:// on this machine only)")
    if urlsplit(settings.oidc_redirect).path != CALLBACK:
        raise ConfigurationError(f"ASSISTANT_OIDC_REDIRECT must end with {CALLBACK}")


def client_secret(settings: SignInSettings) -> str:
    """The secret this application shares with the provider. Raises ConfigurationError."""
    return _secret("ASSISTANT_OIDC_CLIENT_SECRET", settings.oidc_client_secret, settings.oidc_client_secret_file)


def signing_secret(settings: SignInSettings) -> str:
    """What cookies are signed with, empty where none is set. Raises ConfigurationError."""
    secret = _secret("ASSISTANT_COOKIE_SECRET", settings.cookie_secret, settings.cookie_secret_file)
    if secret and len(secret) < SHORTEST_SECRET:
        raise ConfigurationError(f"ASSISTANT_COOKIE_SECRET needs {SHORTEST_SECRET} characters or more")
    return secret


def _secret(name: str, secret: SecretStr, file: Path | None) -> str:
    if file is None:
        return secret.get_secret_value()
    try:
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError(f"{name}_FILE cannot be read") from None

"""What Streamlit is told of the OIDC provider.

Law: it is handed over in memory; no file is written but the signing secret, and that only where none is set.
"""

from __future__ import annotations

import os
import secrets
from typing import Any

from assistant.config import Settings
from assistant.errors import ConfigurationError, StorageUnavailable
from assistant.sign_in_settings import NOBODY, client_secret, signing_secret

SECRET_FILE = "cookie_secret"  # noqa: S105 - a file's name


def secrets_for_streamlit(settings: Settings) -> dict[str, Any] | None:
    """The section `[auth]` for `st.App(secrets=…)`; None where nobody signs in with a provider.

    Raises ConfigurationError, StorageUnavailable.
    """
    if settings.sign_in != "oidc":
        return None
    told = {"scope": settings.oidc_scopes, "code_challenge_method": "S256", "prompt": "select_account"}
    provider = {"client_id": settings.oidc_client_id, "client_secret": client_secret(settings)}
    return {
        "auth": {
            "redirect_uri": settings.oidc_redirect,
            "cookie_secret": signing_secret(settings) or _kept_secret(settings),
            "server_metadata_url": settings.oidc_metadata,
            "client_kwargs": told,
            **provider,
        }
    }


def refuse_hidden_proxy(settings: Settings) -> None:
    """Raises ConfigurationError where the server would put an address that a header tells in the proxy's place."""
    if settings.sign_in == "proxy" and os.environ.get("FORWARDED_ALLOW_IPS") != NOBODY:
        raise ConfigurationError(
            "ASSISTANT_SIGN_IN=proxy: start with `assistant serve`, or set FORWARDED_ALLOW_IPS=none"
        )


def _kept_secret(settings: Settings) -> str:
    """This installation's own signing secret, made once, readable by its owner only."""
    path = settings.data_dir / SECRET_FILE
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as made:
                made.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass
        return path.read_text("ascii").strip()
    except OSError as exc:
        raise StorageUnavailable(f"{path}: {exc.strerror}") from exc

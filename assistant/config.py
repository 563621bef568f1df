"""Settings from the environment, read once and never changed afterwards.

Law: every setting has a default that works offline on one machine; a wrong value is refused at start with its name.
"""

from __future__ import annotations

import os
from ipaddress import ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import SettingsConfigDict

from assistant.errors import ConfigurationError
from assistant.sign_in_settings import LOOPBACK, SignInSettings, refuse_contradictions

APP = "proposal-review-assistant"
PROJECT = Path(__file__).resolve().parent.parent

QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "CHROMA_TELEMETRY": "False",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
    "LANGSMITH_TRACING_V2": "false",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "OTEL_SDK_DISABLED": "true",
    "DO_NOT_TRACK": "1",
}
"""What keeps every library from calling home; put into the environment before any of them is imported."""


class Settings(SignInSettings):
    """All settings. Names of environment variables are the field names in capitals; `.env` is not read."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    data_dir: Path = Field(default_factory=lambda: user_data_path(APP), validation_alias="ASSISTANT_DATA_DIR")
    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    chroma_url: str = Field(default="", validation_alias="CHROMA_URL")
    prompts_dir: Path = Field(default=PROJECT / "prompts", validation_alias="ASSISTANT_PROMPTS_DIR")
    programme_file: Path = Field(
        default=PROJECT / "data" / "samples" / "programme.toml", validation_alias="ASSISTANT_PROGRAMME"
    )
    rules_file: Path = Field(default=PROJECT / "data" / "rules.toml", validation_alias="ASSISTANT_RULES")
    tracks_file: Path = Field(default=PROJECT / "data" / "tracks.toml", validation_alias="ASSISTANT_TRACKS")
    verdicts_file: Path = Field(default=PROJECT / "data" / "verdicts.toml", validation_alias="ASSISTANT_VERDICTS")
    criteria_file: Path = Field(default=PROJECT / "data" / "criteria.toml", validation_alias="ASSISTANT_CRITERIA")

    retention_file: Path = Field(default=PROJECT / "data" / "retention.toml", validation_alias="ASSISTANT_RETENTION")

    embedder: Literal["e5", "use", "endpoint"] = Field(default="e5", validation_alias="ASSISTANT_EMBEDDER")
    embedder_variant: Literal["int8", "exact", "fp32"] = Field(
        default="int8", validation_alias="ASSISTANT_EMBEDDER_VARIANT"
    )
    embedding_base_url: str = Field(default="", validation_alias="EMBEDDING_BASE_URL")
    embedding_model: str = Field(default="", validation_alias="EMBEDDING_MODEL")
    embedding_api_key: SecretStr = Field(default=SecretStr(""), validation_alias="EMBEDDING_API_KEY")

    openai_base_url: str = Field(default="", validation_alias="OPENAI_BASE_URL")
    openai_api_key: SecretStr = Field(default=SecretStr(""), validation_alias="OPENAI_API_KEY")
    openai_model: str = Field(default="", validation_alias="OPENAI_MODEL")
    advice_endpoints: Literal["off", "internal", "any"] = Field(default="internal", validation_alias="ADVICE_ENDPOINTS")
    """Where drafts may go, for advice and to be embedded: nowhere; to loopback and private addresses only; anywhere the
    settings say."""
    advice_marks: bool = Field(default=False, validation_alias="ADVICE_DATAMARKING")
    """Whether blanks of people's texts are marked in prompts, so that a model tells them from its task."""

    scan_command: str = Field(default="", validation_alias="ASSISTANT_SCAN_COMMAND")
    """A virus scanner that is given a path and answers 0 for clean; nothing is taken in where it does not answer."""
    reading_seconds: float = Field(default=1.5, gt=0, le=60, validation_alias="ASSISTANT_READING_SECONDS")
    """Most processor seconds a document from a person's computer is read for; a slow machine may need more."""
    largest_video_mb: int = Field(default=10, ge=1, le=500, validation_alias="ASSISTANT_LARGEST_VIDEO_MB")

    vote_url: str = Field(default="", validation_alias="ASSISTANT_VOTE_URL")
    """Where phones in the hall find the ballot; empty: at this application, under /vote."""
    hosts: str = Field(default="", validation_alias="ASSISTANT_HOSTS")
    """Names this application is called by, with commas between; loopback and those in other settings always are."""
    metrics_from: str = Field(default="", validation_alias="ASSISTANT_METRICS_FROM")
    """Addresses or networks that may read /metrics, with commas between; this machine always may."""
    host: str = Field(default="127.0.0.1", validation_alias="ASSISTANT_HOST")
    port: int = Field(default=8501, ge=1, le=65535, validation_alias="ASSISTANT_PORT")

    @field_validator("chroma_url", "embedding_base_url", "openai_base_url", "vote_url")
    @classmethod
    def _is_http(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname):
            raise ValueError("must be an http:// or https:// address")
        return value

    @field_validator("metrics_from")
    @classmethod
    def _are_networks(cls, value: str) -> str:
        for each in filter(None, map(str.strip, value.split(","))):
            ip_network(each)  # ValueError: has host bits set, or is no address
        return value

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, value: str) -> str:
        if value.startswith("postgres://"):
            value = "postgresql://" + value.removeprefix("postgres://")
        if value.startswith("postgresql://"):
            value = "postgresql+psycopg://" + value.removeprefix("postgresql://")
        if value and not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with postgresql:// or sqlite:///")
        return value

    @property
    def database(self) -> str:
        """The database's URL: `DATABASE_URL`, or SQLite in the data directory."""
        return self.database_url or f"sqlite:///{self.data_dir / 'assistant.sqlite3'}"

    @property
    def profiles_dir(self) -> Path:
        """Where this installation's own calibrations are kept."""
        return self.data_dir / "profiles"

    @property
    def chroma_dir(self) -> Path:
        """Where the local vector index lies."""
        return self.data_dir / "chroma"

    @property
    def attachments_dir(self) -> Path:
        """Where files attached to proposals lie; replicas share it."""
        return self.data_dir / "attachments"

    @property
    def tokenizer_dir(self) -> Path:
        """Where the vocabulary for counting tokens is unpacked."""
        return self.data_dir / "tokenizer"

    @property
    def watchers(self) -> tuple[str, ...]:
        """Addresses or networks besides this machine that may read figures."""
        return tuple(each.strip() for each in self.metrics_from.split(",") if each.strip())

    @property
    def known_hosts(self) -> frozenset[str]:
        """The names, without ports, that a request may call; whatever else is asked for is refused."""
        named = {host.strip().strip("[]").lower() for host in self.hosts.split(",")}
        told = {urlsplit(address).hostname or "" for address in (self.vote_url, self.oidc_redirect)}
        return frozenset({*LOOPBACK, self.host, *told, *named} - {"", "0.0.0.0", "::"})  # noqa: S104

    @property
    def has_advisor_endpoint(self) -> bool:
        """Whether a language model is configured; both an address and a model must be named."""
        return bool(self.openai_base_url and self.openai_model) and self.advice_endpoints != "off"


def load_settings() -> Settings:
    """Read the environment once. Raises ConfigurationError naming each wrong setting, never its value."""
    os.environ.update(QUIET)
    try:
        settings = Settings()
    except ValidationError as exc:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in exc.errors(include_input=False))
        raise ConfigurationError(faults) from None
    refuse_contradictions(settings, settings.host)
    if bool(settings.openai_base_url) != bool(settings.openai_model):
        raise ConfigurationError("OPENAI_BASE_URL and OPENAI_MODEL must be set together, or neither")
    if settings.embedder == "endpoint" and not (settings.embedding_base_url and settings.embedding_model):
        raise ConfigurationError("ASSISTANT_EMBEDDER=endpoint needs EMBEDDING_BASE_URL and EMBEDDING_MODEL")
    if settings.embedder == "endpoint" and settings.advice_endpoints == "off":
        raise ConfigurationError("ASSISTANT_EMBEDDER=endpoint sends texts out, and ADVICE_ENDPOINTS=off forbids it")
    return settings

"""Prompts are files: TOML between two lines of `+++`, then `# system` and `# user`, variables as {{name}}.

Beside them `PUBLISHED` holds the sha256 of every version that is in use. Law: a published version is never edited, an
edited one is refused; values are put in once and never read as templates.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import ConfigurationError

_PARTS: Final = re.compile(r"\A\+\+\+\n(.*?)\n\+\+\+\n\s*# system\n(.*?)\n# user\n(.*)\Z", re.DOTALL)
_VARIABLE: Final = re.compile(r"\{\{([a-z_]+)\}\}")


class _Change(BaseModel):
    model_config = ConfigDict(extra="forbid")
    version: int
    change: str


class _Head(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    version: Annotated[int, Field(ge=1)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    answer: Annotated[str, Field(min_length=1)]
    variables: list[str]
    changelog: Annotated[list[_Change], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Prompt:
    """One task for a language model; `answer` names the wire schema, `sha` is the file's sha256."""

    id: str
    version: int
    answer: str
    variables: frozenset[str]
    system: str
    user: str
    sha: str

    @property
    def stamp(self) -> str:
        """What provenance keeps: "suggest_track@v1#1a2b3c4d"."""
        return f"{self.id}@v{self.version}#{self.sha[:8]}"

    def render(self, values: Mapping[str, str]) -> tuple[str, str]:
        """System and user message. Raises ConfigurationError where a variable has no value."""
        if absent := sorted(self.variables - values.keys()):
            raise ConfigurationError(f"prompt {self.stamp}: no value for {', '.join(absent)}")
        return _filled(self.system, values), _filled(self.user, values)


def _filled(template: str, values: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda found: values[found.group(1)], template).strip()


def published(folder: Path) -> dict[str, str]:
    """Name of each published prompt -> sha256 of its file, line ends as line feeds; empty where there is no list."""
    try:
        lines = (folder / "PUBLISHED").read_text("utf-8").splitlines()
    except OSError:
        return {}
    return {name: sha for sha, _, name in (line.partition("  ") for line in lines) if name}


def refuse_edited(current: Iterable[str], used: Iterable[str]) -> None:
    """Compare the stamps in use with those that answered before. Raises ConfigurationError for an edited version."""
    known = {stamp.split("#")[0]: stamp for joined in used for stamp in joined.split("+")}
    for stamp in current:
        if known.get(stamp.split("#")[0], stamp) != stamp:
            raise ConfigurationError(f"prompt {stamp} was used before with another text: write a new version instead")


def load(folder: Path, name: str, required: frozenset[str]) -> Prompt:
    """The prompt `NAME.vN.md`; `required` are the variables the caller will fill.

    Raises ConfigurationError when it is missing, malformed, or its variables are not exactly those.
    """
    path = folder / f"{name}.md"
    try:
        raw = path.read_bytes().replace(b"\r\n", b"\n")
        parts = _PARTS.match(raw.decode("utf-8"))
    except (OSError, UnicodeDecodeError) as exc:
        raise ConfigurationError(f"prompt {path.name} cannot be read: {type(exc).__name__}") from exc
    sha = hashlib.sha256(raw).hexdigest()
    if published(folder).get(name, sha) != sha:
        raise ConfigurationError(f"prompt {path.name} was published and has been edited: write a new version instead")
    if parts is None:
        raise ConfigurationError(f"prompt {path.name}: expected +++ front matter, then '# system' and '# user'")
    try:
        front: dict[str, Any] = tomllib.loads(parts[1])
        head = _Head.model_validate(front)
    except (tomllib.TOMLDecodeError, ValidationError) as exc:
        raise ConfigurationError(f"prompt {path.name}: front matter: {exc}") from exc
    prompt = Prompt(
        head.id,
        head.version,
        head.answer,
        frozenset(head.variables),
        parts[2].strip(),
        parts[3].strip(),
        sha,
    )
    if f"{head.id}.v{head.version}" != name:
        raise ConfigurationError(f"prompt {path.name} calls itself {head.id}.v{head.version}")
    if head.version != max(change.version for change in head.changelog):
        raise ConfigurationError(f"prompt {path.name}: the changelog does not tell of version {head.version}")
    for where, found in (("text", frozenset(_VARIABLE.findall(prompt.system + prompt.user))), ("caller", required)):
        if found != prompt.variables:
            odd = ", ".join(sorted(found ^ prompt.variables))
            raise ConfigurationError(f"prompt {path.name}: front matter and {where} differ in variables: {odd}")
    return prompt

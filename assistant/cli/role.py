"""Who may do what, from the server's terminal: `assistant role list`, `give`, `take`.

The first organiser comes from here where no group of the sign-in service makes one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.domain.person import Person, Role

if TYPE_CHECKING:
    from assistant.services.granting import Granting
    from assistant.storage.database import Database

app = typer.Typer(help="누가 무엇을 할 수 있는지 보고 정합니다.", no_args_is_help=True)

WHO = typer.Argument(help="사람의 ID나 이름. 이름이 같은 사람이 있으면 ID를 쓰십시오")
WHAT = typer.Argument(help="author, reviewer, organiser, officer 가운데 하나")


@app.command("list")
def list_people() -> None:
    """한 번이라도 들어온 사람과 역할을 모두 보입니다."""
    with _open() as (database, _), database.read() as records:
        for person in records.people.all():
            print("\t".join((person.id, person.name, person.department, ",".join(sorted(person.roles)))))


@app.command("give")
def give(who: Annotated[str, WHO], role: Annotated[Role, WHAT]) -> None:
    """역할을 줍니다."""
    with _open() as (database, granting):
        _say(granting.give(_person(database, who).id, role))


@app.command("take")
def take(who: Annotated[str, WHO], role: Annotated[Role, WHAT]) -> None:
    """역할을 거둡니다. 마지막 운영자의 역할은 거두지 않습니다."""
    with _open() as (database, granting):
        _say(granting.take(_person(database, who).id, role))


@contextmanager
def _open() -> Iterator[tuple[Database, Granting]]:
    from datetime import UTC, datetime

    from assistant.config import load_settings
    from assistant.groundwork import open_database
    from assistant.services.granting import Granting

    database = open_database(load_settings())
    try:
        yield database, Granting(database, lambda: datetime.now(UTC))
    finally:
        database.close()


def _person(database: Database, who: str) -> Person:
    """The one person of that id or name. Raises NotFound where there is none, or more than one of that name."""
    from assistant.errors import NotFound

    with database.read() as records:
        found = [person for person in records.people.all() if who in (person.id, person.name)]
    exact = [person for person in found if person.id == who] or found
    if len(exact) != 1:
        raise NotFound("person", who)
    return exact[0]


def _say(person: Person) -> None:
    print("\t".join((person.id, person.name, person.department, ",".join(sorted(person.roles)))))

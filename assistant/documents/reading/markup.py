"""XML parts of office files as a tree of elements with local names.

Expat with handlers of our own: a document type declaration, and with it every entity, internal or external, is refused
where it begins. Law: depth, elements and text are bounded; nothing is ever fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from assistant.errors_files import FileRefused

DEEPEST = 150
MOST_ELEMENTS = 130_000
MOST_CHARACTERS = 8_000_000


@dataclass(slots=True)
class Element:
    """An element; `parts` are its texts and elements in order, names are without their namespace."""

    name: str
    facts: dict[str, str]
    parts: list[Element | str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Element]:
        return (part for part in self.parts if not isinstance(part, str))

    def first(self, name: str) -> Element | None:
        """The first child of that name."""
        return next((each for each in self if each.name == name), None)

    def all(self, name: str) -> Iterator[Element]:
        """Every descendant of that name, in order."""
        for each in self:
            if each.name == name:
                yield each
            yield from each.all(name)

    def text(self) -> str:
        """All text below."""
        return "".join(part if isinstance(part, str) else part.text() for part in self.parts)


def parse(content: bytes) -> Element:
    """The root. Raises FileRefused."""
    reader = expat.ParserCreate(namespace_separator="}")
    reader.buffer_text = True
    root = Element("", {})
    open_elements = [root]
    left = [MOST_ELEMENTS, MOST_CHARACTERS]

    def begin(name: str, facts: dict[str, str]) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise FileRefused("too_much_text")
        if len(open_elements) > DEEPEST:
            raise FileRefused("too_deep")
        made = Element(name.rpartition("}")[2], {key.rpartition("}")[2]: value for key, value in facts.items()})
        open_elements[-1].parts.append(made)
        open_elements.append(made)

    def end(_name: str) -> None:
        open_elements.pop()

    def words(text: str) -> None:
        left[1] -= len(text)
        if left[1] < 0:
            raise FileRefused("too_much_text")
        open_elements[-1].parts.append(text)

    def refuse(*_said: object) -> None:
        raise FileRefused("doctype")

    reader.StartElementHandler, reader.EndElementHandler, reader.CharacterDataHandler = begin, end, words
    reader.StartDoctypeDeclHandler = reader.EntityDeclHandler = refuse
    reader.ExternalEntityRefHandler = refuse  # type: ignore[assignment]
    try:
        reader.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as exc:
        raise FileRefused("broken") from exc
    return next(iter(root))

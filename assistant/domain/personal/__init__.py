"""Personal data of a recognisable form in a text: found, replaced by placeholders, put back for its writer only."""

from assistant.domain.personal.finding import find, names
from assistant.domain.personal.kinds import STOPPING, Found, Kind
from assistant.domain.personal.sealing import Seal

__all__ = ["STOPPING", "Found", "Kind", "Seal", "find", "names"]

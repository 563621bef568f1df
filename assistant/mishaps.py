"""A number for what nobody foresaw: the person reads it, the log holds it beside the error, nothing else connects them.

Law: the person's screen shows the number and no word of the error.
"""

from __future__ import annotations

import logging
import secrets

log = logging.getLogger(__name__)


def reference(error: BaseException) -> str:
    """Write the error down under a new number of eight hexadecimal digits, and return the number."""
    number = secrets.token_hex(4)
    log.error("reference %s", number, exc_info=error, extra={"facts": {"reference": number}})
    return number

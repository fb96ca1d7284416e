"""Files that a sandboxed program hands over through the desktop's portal (org.freedesktop.portal.FileTransfer).

The drag or the clipboard has only a key; the portal knows the files, and gives them paths that this program can open.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

log = logging.getLogger(__name__)

SERVICE, OBJECT = "org.freedesktop.portal.Documents", "/org/freedesktop/portal/documents"
INTERFACE = "org.freedesktop.portal.FileTransfer"
ANSWERS_WITHIN = 3.0
"""Seconds."""


def transferred_files(key: str) -> Sequence[str]:
    """The paths of the files behind a key; none without a portal, or if it does not know the key. Blocks."""
    return _retrieved(key) if sys.platform == "linux" else ()


def _retrieved(key: str) -> Sequence[str]:
    from jeepney import DBusAddress, MessageType, new_method_call  # most runs never need it
    from jeepney.io.blocking import open_dbus_connection

    address = DBusAddress(OBJECT, bus_name=SERVICE, interface=INTERFACE)
    try:
        with open_dbus_connection() as bus:
            question = new_method_call(address, "RetrieveFiles", "sa{sv}", (key, {}))
            answer = bus.send_and_get_reply(question, timeout=ANSWERS_WITHIN)
    except (OSError, KeyError, ValueError) as failed:  # no session bus, or no answer (TimeoutError is an OSError)
        log.info("the portal for files did not answer: %s", type(failed).__name__)
        return ()
    if answer.header.message_type is not MessageType.method_return:
        log.info("the portal for files refused: %s", answer.body)
        return ()
    return tuple(str(path) for path in answer.body[0])

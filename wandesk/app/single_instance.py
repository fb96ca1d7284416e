"""A second start with the same profile hands its files to the running instance and ends.

`app.profile_lock` decides which instance is the first. The first one writes the address of its local socket to a file
of the profile that only this user can read.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from enum import Enum, auto
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from wandesk.app.open_request import OpenRequest
from wandesk.app.profile_lock import ProfileLock

log = logging.getLogger(__name__)

STARTS_WITHIN: Final = 10.0
"""Seconds in which a running instance that is just starting or closing listens or is gone."""
ANSWERS_WITHIN: Final = 4.0
RETRY_EVERY: Final = 0.05
MAX_REQUEST_BYTES: Final = 1_000_000
MAX_SOCKET_PATH_BYTES: Final = 80
"""A socket's path may have 104 bytes (macOS), and Qt first binds it in a folder beside the final one."""
TAKEN: Final = b"taken\n"


class HandOver(Enum):
    """How handing over to the running instance ended."""

    TAKEN = auto()
    ALONE = auto()
    """There is no other instance any more: the lock is ours."""
    SILENT = auto()
    """The other instance holds the lock and does not answer."""


class InstanceServer(QObject):
    """Listens for second starts on the GUI thread; `requested(OpenRequest)` is emitted for each."""

    requested = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address_file = _address_file(folder)
        self._folder = folder
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept)
        self._received: dict[QLocalSocket, bytes] = {}

    def open(self) -> None:
        """Listen. Where that is impossible, a second start says that Wan Desk is open already."""
        name = _socket_name(self._folder)
        QLocalServer.removeServer(name)  # a killed instance leaves its socket behind; the lock says it is gone
        if not self._server.listen(name):
            log.warning("cannot listen for second instances: %s", self._server.errorString())
            return
        address = json.dumps({"name": self._server.fullServerName(), "pid": os.getpid()})
        try:
            self._address_file.unlink(missing_ok=True)
            descriptor = os.open(self._address_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(address)
        except OSError as error:
            log.warning("cannot listen for second instances: %s", error)

    def close(self) -> None:
        """Stop listening: a second start now waits for the lock."""
        if not self._server.isListening():
            return
        self._server.close()
        for client in list(self._received):  # not answered yet: they retry
            client.abort()
        with contextlib.suppress(OSError):
            self._address_file.unlink(missing_ok=True)

    def _accept(self) -> None:
        while (client := self._server.nextPendingConnection()) is not None:
            self._received[client] = b""
            client.readyRead.connect(lambda client=client: self._read(client))
            client.disconnected.connect(lambda client=client: self._forget(client))
            QTimer.singleShot(int(ANSWERS_WITHIN * 1000), client, client.abort)
            self._read(client)

    def _read(self, client: QLocalSocket) -> None:
        if client not in self._received:
            return
        self._received[client] += client.readAll().data()
        message = self._received[client]
        if len(message) > MAX_REQUEST_BYTES:
            client.abort()
        elif message.endswith(b"\n"):
            self._received[client] = b""
            request = _parse(message)
            if request is None:
                client.abort()
                return
            self.requested.emit(request)
            client.write(TAKEN)
            client.flush()

    def _forget(self, client: QLocalSocket) -> None:
        if self._received.pop(client, None) is not None:
            client.deleteLater()


def hand_over(profile_lock: ProfileLock, folder: Path, request: OpenRequest, within: float = STARTS_WITHIN) -> HandOver:
    """Take the lock, or send the request to the instance that holds it, which may be starting or closing right now.

    Blocks for at most `within` seconds and a few more; for a process without a window.
    """
    ends = time.monotonic() + within
    pause = threading.Event()
    while not profile_lock.take():
        is_silent = _send(folder, request)
        if is_silent is False:
            return HandOver.TAKEN
        if is_silent or time.monotonic() > ends:
            return HandOver.SILENT
        pause.wait(RETRY_EVERY)
    return HandOver.ALONE


def _send(folder: Path, request: OpenRequest) -> bool | None:
    """None when no instance listens (yet, or any more), else whether it stayed silent."""
    try:
        address = json.loads(_address_file(folder).read_text(encoding="utf-8"))
        name, pid = str(address["name"]), int(address["pid"])
    except (OSError, ValueError, KeyError, TypeError):  # not there yet, or being written
        return None
    _allow_to_raise_window(pid)
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(int(ANSWERS_WITHIN * 1000)):
        return None
    socket.write(json.dumps({"files": request.files, "activation": request.activation}).encode() + b"\n")
    ends = time.monotonic() + ANSWERS_WITHIN
    answer = b""
    while answer != TAKEN:
        left = int((ends - time.monotonic()) * 1000)
        if left <= 0:
            return True
        if not socket.bytesAvailable() and not socket.waitForReadyRead(left):
            # Closed by an instance that is ending: the lock tells. Otherwise the time is over.
            return None if socket.state() != QLocalSocket.LocalSocketState.ConnectedState else True
        answer += socket.readAll().data()
    return False


def _parse(message: bytes) -> OpenRequest | None:
    try:
        fields = json.loads(message)
        files = fields["files"]
        activation = fields["activation"]
    except (ValueError, KeyError, TypeError) as error:
        log.warning("malformed message on the instance socket: %r", error)
        return None
    if not isinstance(files, list) or not isinstance(activation, str):
        return None
    return OpenRequest(files=tuple(each for each in files if isinstance(each, str)), activation=activation)


def _address_file(folder: Path) -> Path:
    return folder / "wandesk.address"


def _socket_name(folder: Path) -> str:
    """A pipe's name on Windows, else a socket's path: in a folder of this user, if the path is short enough."""
    name = f"wandesk-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}"
    parents = (os.environ.get("XDG_RUNTIME_DIR", ""), str(folder))
    return name if sys.platform == "win32" else _socket_path(name, parents)


def _socket_path(name: str, parents: Sequence[str]) -> str:
    for parent in parents:
        path = Path(parent) / name
        is_short = len(os.fsencode(path)) <= MAX_SOCKET_PATH_BYTES
        if parent and is_short and os.access(parent, os.W_OK | os.X_OK):
            return str(path)
    return str(Path(tempfile.gettempdir()) / f"{name}-{secrets.token_hex(4)}")  # other users must not guess the name


def _allow_to_raise_window(pid: int) -> None:
    """On Windows a program may raise its window only with the permission of the one in front: this fresh start."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(pid)

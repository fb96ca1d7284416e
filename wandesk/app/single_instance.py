"""A second start hands its files to the first one and ends; the first takes them and comes to the front.

Who is the first is for the lock to say (`app.profile_lock`); here they only talk. The first one writes down where it
listens, in a file of the profile, which nobody else can read or write.
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
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from wandesk.app.profile_lock import ProfileLock

log = logging.getLogger(__name__)

STARTS_WITHIN: Final = 10.0
"""Seconds in which a first one that has just been started, or is closing, listens or is gone."""
ANSWERS_WITHIN: Final = 4.0
LOOK_EVERY: Final = 0.05
LONGEST_BYTES: Final = 1_000_000
LONGEST_NAME_BYTES: Final = 80
"""A socket's path has room for 104 bytes (macOS), and Qt binds it in a folder beside it first."""
TAKEN: Final = b"taken\n"


class Meeting(Enum):
    """How it went with the first one."""

    TAKEN = auto()
    ALONE = auto()
    """There is no other one any more: the lock is ours."""
    SILENT = auto()
    """It holds the lock and does not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequest:
    """What a second start brings: absolute paths, and the leave to come to the front."""

    files: tuple[str, ...] = ()
    activation: str = ""


class InstanceServer(QObject):
    """Listens for second starts, on the GUI thread. `greeted(Greeting)` is told for each."""

    requested = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._note = _note(folder)
        self._folder = folder
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)
        self._said: dict[QLocalSocket, bytes] = {}

    def open(self) -> None:
        """Listen. Where that is impossible, a second start says that this one is open already."""
        name = _free_name(self._folder)
        QLocalServer.removeServer(name)  # a killed one leaves its socket; the lock says that it is gone
        if not self._server.listen(name):
            log.warning("nobody can hand over files: %s", self._server.errorString())
            return
        note = json.dumps({"name": self._server.fullServerName(), "pid": os.getpid()})
        try:
            self._note.unlink(missing_ok=True)
            file = os.open(self._note, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(file, "w", encoding="utf-8") as written:
                written.write(note)
        except OSError as unable:
            log.warning("nobody can hand over files: %s", unable)

    def close(self) -> None:
        """Take nothing any more: who comes now waits for the lock."""
        if not self._server.isListening():
            return
        self._server.close()
        for guest in list(self._said):  # not answered yet: they try again
            guest.abort()
        with contextlib.suppress(OSError):
            self._note.unlink(missing_ok=True)

    def _welcome(self) -> None:
        while (guest := self._server.nextPendingConnection()) is not None:
            self._said[guest] = b""
            guest.readyRead.connect(lambda guest=guest: self._listen(guest))
            guest.disconnected.connect(lambda guest=guest: self._part(guest))
            QTimer.singleShot(int(ANSWERS_WITHIN * 1000), guest, guest.abort)
            self._listen(guest)

    def _listen(self, guest: QLocalSocket) -> None:
        if guest not in self._said:
            return
        self._said[guest] += guest.readAll().data()
        said = self._said[guest]
        if len(said) > LONGEST_BYTES:
            guest.abort()
        elif said.endswith(b"\n"):
            self._said[guest] = b""
            request = _greeting(said)
            if request is None:
                guest.abort()
                return
            self.requested.emit(request)
            guest.write(TAKEN)
            guest.flush()

    def _part(self, guest: QLocalSocket) -> None:
        if self._said.pop(guest, None) is not None:
            guest.deleteLater()


def meet_first(profile_lock: ProfileLock, folder: Path, request: OpenRequest, within: float = STARTS_WITHIN) -> Meeting:
    """Take the lock, or hand the greeting to who has it: it may be starting or closing at this moment.

    Blocks; for a process without a window.
    """
    ends = time.monotonic() + within
    pause = threading.Event()
    while not profile_lock.take():
        is_silent = _greet(folder, request)
        if is_silent is False:
            return Meeting.TAKEN
        if is_silent or time.monotonic() > ends:
            return Meeting.SILENT
        pause.wait(LOOK_EVERY)
    return Meeting.ALONE


def _greet(folder: Path, request: OpenRequest) -> bool | None:
    """None when nobody listens (yet, or any more), else whether the first one stayed silent."""
    try:
        note = json.loads(_note(folder).read_text(encoding="utf-8"))
        name, pid = str(note["name"]), int(note["pid"])
    except (OSError, ValueError, KeyError, TypeError):  # not there yet, or being written
        return None
    _let_come_forward(pid)
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
            # It closed, so it may end: the lock tells. Else the time is over.
            return None if socket.state() != QLocalSocket.LocalSocketState.ConnectedState else True
        answer += socket.readAll().data()
    return False


def _greeting(said: bytes) -> OpenRequest | None:
    try:
        told = json.loads(said)
        files = told["files"]
        activation = told["activation"]
    except (ValueError, KeyError, TypeError) as strange:
        log.warning("somebody said what is no greeting: %r", strange)
        return None
    if not isinstance(files, list) or not isinstance(activation, str):
        return None
    return OpenRequest(files=tuple(each for each in files if isinstance(each, str)), activation=activation)


def _note(folder: Path) -> Path:
    return folder / "wandesk.address"


def _free_name(folder: Path) -> str:
    """A pipe's name on Windows, else a socket's path: where only this user can make files, if it is short enough."""
    name = f"wandesk-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}"
    if sys.platform == "win32":
        return name
    for place in (os.environ.get("XDG_RUNTIME_DIR", ""), str(folder)):
        path = Path(place) / name
        is_short = len(os.fsencode(path)) <= LONGEST_NAME_BYTES
        if place and is_short and os.access(place, os.W_OK | os.X_OK):
            return str(path)
    return str(Path(tempfile.gettempdir()) / f"{name}-{secrets.token_hex(4)}")  # others must not know it beforehand


def _let_come_forward(pid: int) -> None:
    """Windows lets a program come to the front only with the leave of the one in front, which a fresh start is."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(pid)

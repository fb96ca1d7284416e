"""The log file: uncaught exceptions are logged, without secrets, readable by the user only."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from logging.handlers import QueueHandler
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal

from tests.support.leaks import found_in
from tests.support.small_disk import small_disk
from tests.support.spellings import spellings
from wandesk.app.logs import PrivateFileHandler, keep_logs
from wandesk.dashscope import redaction
from wandesk.dashscope.live_secrets import LiveSecrets

KEY = "sk-canary0123456789abcdef"
GATEWAY_KEY = 'gw!7Qz/X+w"93=Lk_pLm90Tz'
SIGNED = "https://videos.example/a.mp4?Signature=CaNaRy%2Fsigned&OSSAccessKeyId=LTAIcanary"

pytestmark = pytest.mark.logs("uncaught exception|ended|Exception ignored|ignored")


class Sender(QObject):
    sent = Signal()


def in_a_slot() -> None:
    def slot() -> None:
        raise ValueError(f"in a slot with {KEY}, {SIGNED}")

    source = Sender()
    source.sent.connect(slot)
    source.sent.emit()


def in_a_thread() -> None:
    def work() -> None:
        raise ValueError(f"in a thread with {KEY}, {SIGNED}")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def in_a_destructor() -> None:
    class Dying:
        def __del__(self) -> None:
            raise ValueError(f"in a destructor with {KEY}, {SIGNED}")

    Dying()


@pytest.mark.parametrize("trouble", [in_a_slot, in_a_thread, in_a_destructor])
def test_uncaught_exceptions_are_logged_without_secrets(
    trouble: Callable[[], None], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    with keep_logs(tmp_path):
        trouble()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == hooks
    logged = (tmp_path / "wandesk.log").read_text("utf-8")
    where = trouble.__name__.replace("_", " ")
    assert f"ValueError: {where} with sk-…" in logged
    assert "Traceback" in logged
    for text in (logged, "".join(capfd.readouterr())):
        assert "canary" not in text.lower()


def test_key_of_a_gateway_is_logged_in_no_spelling(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redaction, "LIVE", LiveSecrets())
    redaction.learn(GATEWAY_KEY)

    def work(text: str) -> None:
        try:
            os.environ[text]
        except KeyError as cause:
            raise ValueError(f"about {text}") from cause

    with keep_logs(tmp_path):
        for spelling in spellings(GATEWAY_KEY):
            thread = threading.Thread(target=work, args=(spelling,))
            thread.start()
            thread.join()
    logged = (tmp_path / "wandesk.log").read_bytes()
    assert logged.count(b"ValueError: about ") == len(list(spellings(GATEWAY_KEY)))
    seen = capfd.readouterr()
    places = [("log", logged), ("stdout", seen.out.encode()), ("stderr", seen.err.encode())]
    assert "ValueError: about " in seen.err, "warnings go to standard error, too"
    assert found_in(places, [GATEWAY_KEY]) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_log_file_is_private(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with keep_logs(tmp_path):
            (entrance,) = (each for each in logging.getLogger().handlers if isinstance(each, QueueHandler))
            # Not through the logger: pytest's report can't encode an unpaired surrogate.
            entrance.handle(logging.LogRecord("wandesk", logging.INFO, __file__, 1, "caf\udc80", None, None))
    finally:
        os.umask(before)
    (log,) = tmp_path.iterdir()
    assert log.stat().st_mode & 0o777 == 0o600
    assert "caf\\udc80" in log.read_text("utf-8")


def line(text: str) -> logging.LogRecord:
    return logging.LogRecord("wandesk", logging.INFO, __file__, 1, text, None, None)


def test_full_disk_writes_no_tracebacks_and_the_log_continues(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with small_disk(tmp_path / "logs", kilobytes=64) as disk:
        handler = PrivateFileHandler(disk.folder / "wandesk.log", encoding="utf-8", delay=True)
        handler.handle(line("before"))
        disk.fill()
        for _ in range(3):
            handler.handle(line(f"lost {'x' * 9000}"))
        disk.free()
        handler.handle(line("after"))
        handler.handle(line("later"))
        handler.close()
        logged = (disk.folder / "wandesk.log").read_text("utf-8").splitlines()
    assert capfd.readouterr().err == ""
    assert [each for each in logged if not each.startswith("lost")] == [
        "before",
        "lines that could not be written: 3",
        "after",
        "later",
    ]


def test_missing_folder_writes_no_tracebacks_and_the_log_begins_later(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "disk" / "logs"
    with keep_logs(folder):
        pass
    assert not (tmp_path / "disk").exists(), "a disk that is away is not replaced"
    handler = PrivateFileHandler(folder / "wandesk.log", encoding="utf-8", delay=True)
    handler.handle(line("lost"))
    (tmp_path / "disk").mkdir()
    handler.handle(line("after"))
    handler.close()
    assert capfd.readouterr().err == ""
    assert (folder / "wandesk.log").read_text("utf-8").splitlines() == [
        "lines that could not be written: 1",
        "after",
    ]


def test_mistake_of_ours_is_still_reported(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    handler = PrivateFileHandler(tmp_path / "wandesk.log", delay=True)
    handler.handle(logging.LogRecord("wandesk", logging.INFO, __file__, 1, "%d", ("no number",), None))
    handler.close()
    assert "--- Logging error ---" in capfd.readouterr().err

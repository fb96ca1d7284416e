"""Crash reports: what a process leaves that dies, and what a clean end leaves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from wandesk.app.crash_reports import LAST, MOST_BYTES, RUNNING, CrashReports, read_report, reporting

RUN = """
import os, signal, sys
from pathlib import Path
from wandesk.app.crash_reports import CrashReports, reporting

def die_in_here():
    {death}

with reporting(CrashReports(Path(sys.argv[1]))):
    die_in_here()
"""


def run(logs: Path, death: str) -> int:
    """A run that ends so; its exit code."""
    done = subprocess.run([sys.executable, "-c", RUN.format(death=death), str(logs)], capture_output=True, check=False)
    return done.returncode


@pytest.mark.parametrize(
    ("death", "reason"),
    [
        ("os.abort()", "Fatal Python error: Aborted"),  # as after a fatal message of Qt
        ("import ctypes; ctypes.string_at(0)", "Fatal Python error|Windows fatal exception"),
        ("raise RuntimeError('sk-0123456789canary is in here')", "RuntimeError: sk-… is in here"),
    ],
)
def test_death_is_reported_at_the_next_start(tmp_path: Path, death: str, reason: str) -> None:
    assert run(tmp_path, death) != 0
    reports = CrashReports(tmp_path)
    reports.open()
    assert reports.has_news()
    text = read_report(tmp_path)
    assert any(each in text for each in reason.split("|")), text
    assert "die_in_here" in text
    assert "canary" not in text
    reports.tell_no_more()
    assert not reports.has_news()
    assert read_report(tmp_path) == text, "it stays in the diagnostics"
    reports.close()


@pytest.mark.parametrize("death", ["pass", "os._exit(3)"])
def test_clean_end_and_kill_leave_no_report(tmp_path: Path, death: str) -> None:
    """A kill, or a computer that is switched off, leaves nothing to show; jobs are safe."""
    run(tmp_path, death)
    assert (tmp_path / RUNNING).exists() == (death != "pass")
    reports = CrashReports(tmp_path)
    reports.open()
    assert not reports.has_news()
    reports.close()
    assert not list(tmp_path.iterdir())


def test_report_is_private_and_bounded(tmp_path: Path) -> None:
    reports = CrashReports(tmp_path)
    reports.open()
    assert sys.platform == "win32" or (tmp_path / RUNNING).stat().st_mode & 0o077 == 0
    for _ in range(5):
        reports.add("x" * MOST_BYTES)
    reports.leave()
    later = CrashReports(tmp_path)
    later.open()
    assert (tmp_path / LAST).exists()
    assert len(read_report(tmp_path)) <= MOST_BYTES
    later.close()


def test_disk_that_refuses_the_report_stops_nothing(tmp_path: Path) -> None:
    with reporting(CrashReports(tmp_path / "missing" / "logs")):
        pass

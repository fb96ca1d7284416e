"""Keys in this process's memory reach no crash dump."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wandesk.app.own_memory import PORTAL, has_portal

ROOT = Path(__file__).resolve().parents[2]
CANARY = "sk-canary-in-memory"

DYING = """
import ctypes, os, resource, sys
from pathlib import Path
from wandesk.app.own_memory import protect_memory

hidden = [sign ^ 1 for sign in bytes.fromhex("%s")]
key = bytearray(len(hidden))
for place, sign in enumerate(hidden):  # byte for byte: a copy at once would stay in a register, which every dump holds
    key[place] = sign ^ 1
if sys.argv[1] == "protected":
    protect_memory({"XDG_DATA_HOME": "/nowhere", "XDG_DATA_DIRS": sys.argv[2]})
elif sys.argv[1] == "filter":  # a collector that the limit does not bind
    Path("/proc/self/coredump_filter").write_text("0")
print(resource.getrlimit(resource.RLIMIT_CORE)[0], Path("/proc/self/coredump_filter").read_text().strip(),
      ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), flush=True)
os.abort()
""".replace("%s", CANARY.encode().hex())


def died(folder: Path, how: str, data_dirs: str = "/nowhere") -> tuple[list[str], list[bytes]]:
    """The limit, the filter and whether it may be dumped, and the core files of a process that was aborted."""
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    done = subprocess.run(
        [sys.executable, "-c", DYING, how, data_dirs],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (most, most)),
    )
    assert done.returncode < 0
    return done.stdout.split(), [path.read_bytes() for path in folder.iterdir()]


@pytest.mark.skipif(sys.platform != "linux", reason="Linux's own means")
def test_crash_writes_no_dump(tmp_path: Path) -> None:
    assert died(tmp_path, "protected") == (["0", "00000000", "0"], [])


def dumps_here() -> bool:
    """Whether this system writes core files into the current folder."""
    import resource

    pattern = Path("/proc/sys/kernel/core_pattern").read_text().strip()
    return pattern == "core" and resource.getrlimit(resource.RLIMIT_CORE)[1] != 0


@pytest.mark.skipif(sys.platform != "linux" or not dumps_here(), reason="core files go elsewhere")
def test_dump_that_no_limit_stops_holds_no_key(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "filter").mkdir()
    _, plain = died(tmp_path / "plain", "unprotected")
    assert any(CANARY.encode() in core for core in plain), "this test could not see a key"
    _, filtered = died(tmp_path / "filter", "filter")
    assert not any(CANARY.encode() in core for core in filtered)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux's own means")
def test_portal_can_still_open_the_process(tmp_path: Path) -> None:
    """It refuses every request of a process whose root it cannot open."""
    service = tmp_path / "share" / PORTAL
    service.parent.mkdir(parents=True)
    service.touch()
    (tmp_path / "dying").mkdir()
    state, cores = died(tmp_path / "dying", "protected", f"/nowhere:{tmp_path / 'share'}")
    assert (state, cores) == (["0", "00000000", "1"], [])


def test_portal_is_looked_for_where_the_session_bus_does(tmp_path: Path) -> None:
    (tmp_path / PORTAL).parent.mkdir(parents=True)
    (tmp_path / PORTAL).touch()
    assert has_portal({"XDG_DATA_HOME": str(tmp_path), "XDG_DATA_DIRS": "/nowhere"})
    assert has_portal({"XDG_DATA_HOME": "/nowhere", "XDG_DATA_DIRS": f"/elsewhere:{tmp_path}"})
    assert not has_portal({"XDG_DATA_HOME": "/nowhere", "XDG_DATA_DIRS": "/elsewhere"})

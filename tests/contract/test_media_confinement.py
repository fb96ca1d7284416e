"""What a media child that a hostile file has taken over can still reach: nothing but that file."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from wandesk.domain.catalog import PictureLimits
from wandesk.media.process import MediaProcess
from wandesk.media.seccomp import MACHINES, SIGNALS_TO_ITSELF

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Landlock and seccomp are Linux's")

LIMITS = PictureLimits(formats=("PNG",), min_side=240, max_side=8000, max_bytes=10_000_000)

ATTEMPTS = {
    "read a file": "open({secret!r}).read()",
    "list a folder": "os.listdir({folder!r})",
    "read its own environment": "open('/proc/self/environ').read()",
    "write a file": "open({folder!r} + '/new', 'w')",
    "change a file": "open({secret!r}, 'a')",
    "delete a file": "os.unlink({secret!r})",
    "rename a file": "os.rename({secret!r}, {secret!r} + '2')",
    "make a link": "os.symlink('/etc/passwd', {folder!r} + '/link')",
    "open a socket": "socket.socket()",
    "open a Unix socket": "socket.socket(socket.AF_UNIX)",
    "open a pair of sockets": "socket.socketpair()",
    "start a program": "os.execv('/bin/true', ['true'])",
    "spawn a program": "subprocess.run(['/bin/true'])",
    "fork": "os.fork()",
    "signal its parent": "os.kill(os.getppid(), 0)",
    "signal everybody": "os.kill(-1, 0)",
    "open its parent": "os.pidfd_open(os.getppid())",
    "trace its parent": "checked(ctypes.CDLL(None, use_errno=True).ptrace(16, os.getppid(), 0, 0))",
    "set up a ring": "checked(ctypes.CDLL(None, use_errno=True).syscall(425, 1, None))",
    "leave its namespaces": "checked(ctypes.CDLL(None, use_errno=True).unshare(0x10000000))",
}
NEEDED = {
    "import a module": "importlib.import_module('xml.dom.minidom')",
    "start a thread": "threading.Thread(target=int).start()",
    "signal itself": "os.kill(os.getpid(), 0)",
    "use memory": "bytearray(10_000_000)",
}
SCRIPT = """
import ctypes, importlib, json, os, socket, subprocess, sys, threading
from wandesk.media import worker
from wandesk.media.confinement import confine_this_process

def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")

worker._verbs(print)
confine_this_process()
came_of_it = {}
for name, code in json.loads(sys.argv[1]).items():
    try:
        eval(code)
        came_of_it[name] = "done"
    except OSError as error:
        came_of_it[name] = error.errno
print(json.dumps(came_of_it))
"""


@pytest.fixture(scope="module")
def came_of_it(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What came of every attempt in one confined process: "done", or the errno."""
    folder = tmp_path_factory.mktemp("theirs")
    (folder / "secret").write_text("a key")
    codes = {
        name: code.format(secret=str(folder / "secret"), folder=str(folder))
        for name, code in {**ATTEMPTS, **NEEDED}.items()
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(codes)], capture_output=True, text=True, timeout=60, check=True
    )
    assert (folder / "secret").read_text() == "a key"
    found: dict[str, Any] = json.loads(done.stdout)
    if "lacks" in done.stderr:
        pytest.skip(f"this kernel: {done.stderr}")
    return found


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_confined_process_cannot(came_of_it: dict[str, Any], attempt: str) -> None:
    assert came_of_it[attempt] in {1, 13}, "EPERM or EACCES"


@pytest.mark.parametrize("attempt", NEEDED)
def test_confined_process_still_can(came_of_it: dict[str, Any], attempt: str) -> None:
    assert came_of_it[attempt] == "done"


HOSTILE = """
import sys
from wandesk.domain.errors import InputRefused
from wandesk.domain.sentences import Sentence
from wandesk.media import images, worker

def inspect_picture(source):
    found = []
    for path in (source.path, {other!r}):
        try:
            open(path, "rb").read()
            found.append("read")
        except PermissionError:
            found.append("refused")
    found.append(str(len(open(source.descriptor, "rb", closefd=False).read())))
    raise InputRefused(" ".join(found), sentence=Sentence.PICTURE_DAMAGED)

images.inspect_picture = inspect_picture
sys.exit(worker.run(sys.argv[1:]))
"""


def test_child_has_the_file_of_its_request_and_no_path(tmp_path: Path) -> None:
    picture, other = tmp_path / "picture.png", tmp_path / "other.txt"
    Image.new("RGB", (300, 300)).save(picture)
    other.write_text("a diary")

    async def story() -> str:
        media = MediaProcess(command=(sys.executable, "-c", HOSTILE.format(other=str(other))))
        try:
            await media.inspect_picture(picture)
        except Exception as refusal:
            return str(refusal)
        finally:
            await media.close()
        return "nothing was refused"

    assert f"refused refused {picture.stat().st_size}" in asyncio.run(story())


def test_results_appear_whole_and_refusals_leave_nothing(tmp_path: Path) -> None:
    picture, broken, target = tmp_path / "a.png", tmp_path / "b.png", tmp_path / "sent.png"
    Image.new("RGB", (300, 300)).save(picture)
    broken.write_bytes(picture.read_bytes()[:60])

    async def story() -> None:
        media = MediaProcess()
        try:
            await media.prepare_picture(picture, target, LIMITS)
            with pytest.raises(Exception, match="picture_damaged"):
                await media.prepare_picture(broken, tmp_path / "never.png", LIMITS)
        finally:
            await media.close()

    asyncio.run(story())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.png", "b.png", "sent.png"]
    with Image.open(target) as made:
        made.load()


@pytest.mark.parametrize("machine", MACHINES)
def test_filter_names_every_call_once(machine: str) -> None:
    calls = MACHINES[machine].calls
    assert len(set(calls.values())) == len(calls)
    assert set(calls) >= SIGNALS_TO_ITSELF
    assert {"socket", "connect", "execve", "execveat", "clone", "clone3", "ptrace", "io_uring_setup"} <= set(calls)

"""Sets up what Wan Desk needs beside its own files: `.venv` from the lock file, and the system libraries of Qt.

A later start reads one small stamp and does nothing else. Only one start sets up at a time, and an interrupted set-up
starts over at the next start. pip runs with the user's own settings, mirror and proxy; none are added.

Standard library only: this runs before anything is installed.
"""

import hashlib
import importlib.metadata
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from enum import IntEnum
from pathlib import Path
from typing import IO

import system_libraries

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
PROGRAM_MARK = "# ---- what the program needs"
CHECKS_MARK = "# ---- what the checks need besides"
TOOLS_MARK = "# ---- what making the standalone program needs besides"

_VENV = ROOT / ".venv"
_STAMP = _VENV / "wandesk-stamp.json"
_UNFINISHED = _VENV / "wandesk-unfinished"  # exists while pip works: the libraries beside it may be incomplete
_LOCK_FILE = _VENV / "wandesk-turn.lock"
_REQUIREMENTS = _VENV / "wandesk-requirements.txt"

# Puts the project on the venv's import path, so that Wan Desk and the processes it starts find it from any folder. Code
# and not the path itself: a path would need the right encoding, and would be wrong after the folder was moved.
_SOURCE_PTH = "import os, sys; sys.path.append(os.path.dirname(sys.prefix))\n"

# Loads the modules and plug-ins that the arguments name, and writes what is missing to stderr, in one line. The
# plug-ins are loaded directly, because Qt ends the process when its own attempt fails.
_QT_TRIAL = """
import ctypes, importlib, pathlib, sys
try:
    import PySide6
    plugins = pathlib.Path(PySide6.__file__).parent / "Qt" / "plugins"
    for name in sys.argv[1:]:
        ctypes.CDLL(str(plugins / name)) if "/" in name else importlib.import_module("PySide6." + name)
except (ImportError, OSError) as problem:
    sys.exit(str(problem))
"""


class Qt(IntEnum):
    """How much of Qt a start loads. Each includes those before it."""

    NOTHING = 0
    CORE = 1
    """Its core, for translated sentences."""
    OFF_SCREEN = 2
    """Everything that a window and a video need, except a screen."""
    WINDOW = 3


class CannotSetUp(Exception):
    """The program cannot be set up or started; the text is for the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a venv contains, or must contain."""

    python: str
    """The kind of Python it is for: implementation, version, system and processor."""
    program: str
    """Digest of the lock file's first section."""
    checks: str
    """Digest of the second section; empty where it is not installed or not wanted."""
    system: tuple[str, ...]
    """The system packages that were found, or that Qt starts without."""
    tools: str = ""
    """Digest of the third section, as for the second."""

    def has_libraries_of(self, wanted: "Stamp") -> bool:
        """Whether the Python libraries that `wanted` needs are installed."""
        return (
            self.python == wanted.python
            and self.program == wanted.program
            and (not wanted.checks or self.checks == wanted.checks)
            and (not wanted.tools or self.tools == wanted.tools)
        )

    def covers(self, wanted: "Stamp") -> bool:
        """Whether nothing is left to do for `wanted`."""
        return self.has_libraries_of(wanted) and set(wanted.system) <= set(self.system)


def prepare(*, checks: bool, qt: Qt, tools: bool = False) -> Path:
    """Sets up what is missing and returns the venv's Python. Messages go to stderr.

    Args:
        checks: whether the libraries of the checks and tests are needed, too.
        qt: how much of Qt will be loaded. When only more than that can't be loaded, there is just a message.
        tools: whether the libraries of `build.py` are needed, too.

    Raises:
        CannotSetUp: with the sentence for the user.
    """
    try:
        program, needed_by_checks, needed_by_tools = sections(LOCK.read_text(encoding="utf-8"))
        wanted = Stamp(
            python=_kind_of_python(),
            program=_digest(program),
            checks=_digest(needed_by_checks) if checks else "",
            system=(
                *system_libraries.WINDOW,
                *(system_libraries.CHECKS if checks else ()),
                *(system_libraries.TOOLS if tools else ()),
            ),
            tools=_digest(needed_by_tools) if tools else "",
        )
        if not _is_ready(wanted):
            _VENV.mkdir(exist_ok=True)
            with locked(_LOCK_FILE, "Another start is setting up Wan Desk; waiting for it.") as lock_file:
                if not _is_ready(wanted):  # the start that we waited for may have done it
                    parts = [program, needed_by_checks if checks else "", needed_by_tools if tools else ""]
                    requirements = dict.fromkeys(entries("".join(parts)))  # once where two sections have the same
                    _set_up(wanted, "".join(requirements), qt=qt, lock_file=lock_file)
    except OSError as problem:
        raise CannotSetUp(f"Wan Desk cannot set itself up in {_VENV}: {problem}") from problem
    return _venv_python()


def sections(lock: str) -> tuple[str, str, str]:
    """The lock file's three sections: what the program needs, and what the checks and `build.py` need in addition.

    Raises:
        CannotSetUp: when a mark is missing.
    """
    _, program_mark, rest = lock.partition(PROGRAM_MARK)
    program, checks_mark, rest = rest.partition(CHECKS_MARK)
    needed_by_checks, tools_mark, needed_by_tools = rest.partition(f"\n{TOOLS_MARK}")
    if not (program_mark and checks_mark and tools_mark):
        raise CannotSetUp(f"{LOCK.name} is damaged: one of its three marks is missing. Download the file again.")
    return program, needed_by_checks, needed_by_tools


def entries(text: str) -> list[str]:
    """The requirements of a compiled text, each with its lines of hashes and its last line end."""
    found: list[str] = []
    for line in text.splitlines(keepends=True):
        if line[:1].isspace() and line.strip():
            found[-1] += line
        elif line.strip() and not line.startswith("#"):
            found.append(line)
    return found


def run_to_its_end(
    command: Sequence[str], *, cwd: Path | None = None, variables: Mapping[str, str] | None = None
) -> int:
    """Runs a program to its end and returns its exit code. The program handles Ctrl+C itself."""
    with subprocess.Popen(command, cwd=cwd, env=variables) as running:
        while True:
            try:
                return running.wait()
            except KeyboardInterrupt:
                continue


def _is_ready(wanted: Stamp) -> bool:
    stamp = _read_stamp()
    return stamp is not None and stamp.covers(wanted) and _venv_python().exists()


def _set_up(wanted: Stamp, requirements: str, *, qt: Qt, lock_file: IO[bytes]) -> None:
    """Does what is missing according to the stamp: system libraries, Python libraries, then the trial of Qt."""
    packages = _provide_system_libraries(wanted)
    stamp = _read_stamp()
    if stamp is None or not stamp.has_libraries_of(wanted) or not _venv_python().exists():
        _say("Setting up Wan Desk (once, about a minute)...")
        _install_libraries(wanted, requirements, lock_file=lock_file)
    problem = _trial_of_qt(Qt.WINDOW)
    if problem:
        stops = problem if qt is Qt.WINDOW else _trial_of_qt(qt)
        advice = "Install the system library named there, then start again."
        if packages:
            line = system_libraries.install_line(packages, root=system_libraries.is_root())
            advice = f"Install what is missing with this command, then start again:\n    {line}"
        if stops:
            raise CannotSetUp(f"Wan Desk needs Qt, which can't start on this computer yet: {stops}\n{advice}")
        _say(f"Qt, which draws Wan Desk's window, can't start on this computer yet: {problem}\n{advice}")
        _say("Continuing: this start needs no window.")
        return
    if packages:
        _say("System packages are missing, so not everything in Wan Desk will work. Install them with:")
        _say(f"    {system_libraries.install_line(packages, root=system_libraries.is_root())}")
    stamp = _read_stamp()
    if stamp is not None:  # it exists: the libraries are installed
        _write_stamp(replace(stamp, system=tuple(sorted({*stamp.system, *wanted.system}))))


def _provide_system_libraries(wanted: Stamp) -> list[str]:
    """Installs missing system packages when this is root; returns those that are missing afterwards."""
    stamp = _read_stamp()
    if stamp is not None and set(wanted.system) <= set(stamp.system):
        return []
    packages = system_libraries.lacking(wanted.system)
    if not packages or not system_libraries.is_root():
        return packages
    _say(f"Installing {len(packages)} missing system packages...")
    message = system_libraries.install(packages)
    if message:
        _say(f"{message}\nThe installation failed; apt's message is above.")
    return system_libraries.lacking(wanted.system)


def _install_libraries(wanted: Stamp, requirements: str, *, lock_file: IO[bytes]) -> None:
    """Makes the venv contain the libraries of `requirements`. A venv for another Python, or a broken or incomplete one,
    is made again.
    """
    stamp = _read_stamp()
    usable = _venv_python().exists() and not _UNFINISHED.exists()
    if not usable or (stamp is not None and stamp.python != wanted.python):
        _empty_venv()
        stamp = None
    _UNFINISHED.touch()
    _STAMP.unlink(missing_ok=True)
    pip = _make_venv(lock_file) if not _venv_python().exists() else _pip_of_venv()
    _REQUIREMENTS.write_text(requirements, encoding="utf-8")
    # --no-deps: the lock is complete, so there is nothing to resolve. --only-binary: a library without a wheel for this
    # system is reported at once, instead of a build that fails after minutes. --no-user: a user's setting of that kind
    # has no meaning in a venv, and pip would refuse.
    command = [*pip, "install", "-qq", "--disable-pip-version-check", "--no-user"]
    command += ["--no-deps", "--only-binary=:all:", "--require-hashes", "--requirement", str(_REQUIREMENTS)]
    if _run(command, lock_file) != 0:
        raise CannotSetUp("Downloading Wan Desk's libraries failed; pip's message is above. Start again to retry.")
    folder = Path(sysconfig.get_path("purelib", scheme="venv", vars={"base": str(_VENV), "platbase": str(_VENV)}))
    (folder / "wandesk-source.pth").write_text(_SOURCE_PTH, encoding="ascii")
    kept = Stamp(python=wanted.python, program=wanted.program, checks="", system=()) if stamp is None else stamp
    checks, tools = wanted.checks or kept.checks, wanted.tools or kept.tools
    _write_stamp(replace(kept, program=wanted.program, checks=checks, tools=tools))
    _UNFINISHED.unlink()


def _make_venv(lock_file: IO[bytes]) -> list[str]:
    """Creates an empty venv and returns the command of a pip that installs into it."""
    # The real interpreter, even when this runs in a venv, which may be the very one that was just emptied.
    python = str(getattr(sys, "_base_executable", sys.executable))
    with_pip = importlib.util.find_spec("ensurepip") is not None
    if with_pip and _run([python, "-P", "-m", "venv", str(_VENV)], lock_file) == 0:
        return _pip_of_venv()
    # Debian and Ubuntu have ensurepip in a package of its own, python3-venv. The pip beside this Python works as well.
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("pip") is None:
        raise CannotSetUp(_no_pip())
    if _version_of_pip() < (22, 3):
        raise CannotSetUp(f"Wan Desk needs pip 22.3 or newer to set itself up. Run: {python} -m pip install -U pip")
    if _run([python, "-P", "-m", "venv", "--without-pip", str(_VENV)], lock_file) != 0:
        raise CannotSetUp(f"Python couldn't create {_VENV}; its message is above.")
    return [python, "-P", "-m", "pip", "--python", str(_venv_python())]


def _pip_of_venv() -> list[str]:
    """The command of the pip in the venv, or of the one beside this Python when the venv has none."""
    python = str(_venv_python())
    look = [python, "-P", "-c", "import pip"]
    if subprocess.run(look, stderr=subprocess.DEVNULL, check=False).returncode == 0:
        return [python, "-P", "-m", "pip"]
    if importlib.util.find_spec("pip") is None:
        raise CannotSetUp(_no_pip())
    return [sys.executable, "-P", "-m", "pip", "--python", python]


def _version_of_pip() -> tuple[int, ...]:
    first_two = importlib.metadata.version("pip").split(".")[:2]
    return tuple(int(part) for part in first_two if part.isdigit())


def _no_pip() -> str:
    if shutil.which("apt-get"):
        line = system_libraries.install_line(["python3-venv"], root=system_libraries.is_root())
        return f"Wan Desk needs pip to set itself up. Run this, then start again:\n    {line}"
    return f"Wan Desk needs pip to set itself up. Run this, then start again:\n    {sys.executable} -m ensurepip --user"


def _trial_of_qt(qt: Qt) -> str:
    """Why so much of Qt cannot be loaded, or an empty text."""
    if qt is Qt.NOTHING:
        return ""
    names = ["QtCore"]
    if qt >= Qt.OFF_SCREEN:
        names += ["QtWidgets", "QtSvg", "QtNetwork", "QtMultimediaWidgets"]
        if sys.platform == "linux":
            names.append("multimedia/libffmpegmediaplugin.so")
    if qt is Qt.WINDOW and sys.platform == "linux":
        if not os.environ.get("WAYLAND_DISPLAY") and os.environ.get("QT_QPA_PLATFORM", "xcb").startswith("xcb"):
            names.append("platforms/libqxcb.so")
    done = subprocess.run(
        [str(_venv_python()), "-P", "-c", _QT_TRIAL, *names],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    lines = done.stderr.strip().splitlines()
    return "" if done.returncode == 0 else lines[-1] if lines else f"it ended with {done.returncode}"


def _run(command: Sequence[str], lock_file: IO[bytes]) -> int:
    """Runs a step of the set-up. Where the system can, the lock is held until that process itself has ended."""
    held = () if sys.platform == "win32" else (lock_file.fileno(),)
    return subprocess.run(command, stdout=sys.stderr, pass_fds=held, check=False).returncode


def _say(message: str) -> None:
    """Writes a message of the set-up to stderr, because stdout is for the program's own output."""
    print(message, file=sys.stderr, flush=True)


@contextmanager
def locked(path: Path, waiting: str) -> Iterator[IO[bytes]]:
    """Holds the lock of that file, which one process has at a time. A process that must wait prints `waiting`.

    The system releases the lock when its holders end, however they end.
    """
    with path.open("ab") as lock_file:
        if not _acquires(lock_file, waiting=False):
            _say(waiting)
            while not _acquires(lock_file, waiting=True):
                pass  # Windows gives up after ten seconds of waiting; so try again
        yield lock_file


def _acquires(lock_file: IO[bytes], *, waiting: bool) -> bool:
    """Whether we hold the lock."""
    if sys.platform == "win32":
        lock_file.seek(0)
        try:
            msvcrt.locking(lock_file.fileno(), msvcrt.LK_LOCK if waiting else msvcrt.LK_NBLCK, 1)
        except OSError:  # held by another, or still held after the ten seconds that LK_LOCK waits
            return False
    else:
        try:
            fcntl.flock(lock_file, fcntl.LOCK_EX if waiting else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def _empty_venv() -> None:
    """Removes everything in the venv except the lock file."""
    for path in _VENV.iterdir():
        if path == _LOCK_FILE:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _read_stamp() -> Stamp | None:
    """The venv's stamp; None where there is none, or where this program cannot read it."""
    try:
        stored = json.loads(_STAMP.read_text(encoding="utf-8"))
        return Stamp(**{**stored, "system": tuple(stored["system"])})
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError):  # written by another version, or cut off: the set-up writes a new one
        return None


def _write_stamp(stamp: Stamp) -> None:
    fresh = _STAMP.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(stamp), indent=1), encoding="utf-8")
    fresh.replace(_STAMP)


def _kind_of_python() -> str:
    return f"{sys.implementation.cache_tag} {sysconfig.get_platform()}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _venv_python() -> Path:
    return _VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

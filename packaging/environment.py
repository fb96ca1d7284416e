"""Sets up what Wan Desk needs beside its own files: `.venv` from the lock file, and the system libraries of Qt.

A second start reads one small stamp and does nothing else. Only one start sets up at a time, and a set-up that was
cut off is begun anew by the next start. pip runs with the user's own settings, mirror and proxy; none are added.
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
_UNFINISHED = _VENV / "wandesk-unfinished"  # there while pip works: what lies beside it may be half a library
_TURN = _VENV / "wandesk-turn.lock"
_REQUIREMENTS = _VENV / "wandesk-requirements.txt"

# Puts the project on the venv's import path, so that Wan Desk and the processes it starts find it from any folder.
# Code and not the path itself: a path would need the right encoding, and would be wrong after the folder was moved.
_SOURCE_PTH = "import os, sys; sys.path.append(os.path.dirname(sys.prefix))\n"

# Loads what the arguments name, modules and plug-ins; one line on standard error says what is missing. The plug-ins are
# loaded by hand because Qt ends the process when its own attempt fails.
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
    """How much of Qt a start loads; each of these loads what the ones before it do."""

    NOTHING = 0
    WORDS = 1
    """Its core, for the program's sentences."""
    OFF_SCREEN = 2
    """All that a window and a video need, but no screen."""
    WINDOW = 3


class CannotSetUp(Exception):
    """The program cannot be set up or started here; the text is for the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a venv was made for and holds, or what one must hold."""

    python: str
    """The kind of Python it is for: implementation, version, system and processor."""
    program: str
    """Digest of the lock file's first section."""
    checks: str
    """Digest of the second section; empty where it is not installed or not wanted."""
    system: tuple[str, ...]
    """The system packages that were looked for and found, or that Qt turned out to start without."""
    tools: str = ""
    """Digest of the third section, as for the second."""

    def has_libraries_of(self, wanted: "Stamp") -> bool:
        """Whether the Python libraries `wanted` asks for are installed."""
        return (
            self.python == wanted.python
            and self.program == wanted.program
            and (not wanted.checks or self.checks == wanted.checks)
            and (not wanted.tools or self.tools == wanted.tools)
        )

    def covers(self, wanted: "Stamp") -> bool:
        """Whether there is nothing left to do for `wanted`."""
        return self.has_libraries_of(wanted) and set(wanted.system) <= set(self.system)


def prepare(*, checks: bool, qt: Qt, tools: bool = False) -> Path:
    """Sets up what is missing and returns the venv's Python. What there is to say goes to standard error.

    Args:
        checks: whether the libraries of the checks and tests are wanted too.
        qt: how much of Qt will be loaded; where only more than that cannot be, it is told and no more.
        tools: whether the libraries of `build.py` are wanted too.

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
            with turn_at(_TURN, "Another start is setting up Wan Desk; waiting for it.") as turn:
                if not _is_ready(wanted):  # the start that was waited for may have done it
                    parts = [program, needed_by_checks if checks else "", needed_by_tools if tools else ""]
                    requirements = dict.fromkeys(entries("".join(parts)))  # once where two sections have the same
                    _set_up(wanted, "".join(requirements), qt=qt, turn=turn)
    except OSError as problem:
        raise CannotSetUp(f"Wan Desk cannot set itself up in {_VENV}: {problem}") from problem
    return _venv_python()


def sections(lock: str) -> tuple[str, str, str]:
    """The lock file's three sections: what the program needs, and what the checks and `build.py` need besides.

    Raises:
        CannotSetUp: when a mark is missing.
    """
    _, program_mark, rest = lock.partition(PROGRAM_MARK)
    program, checks_mark, rest = rest.partition(CHECKS_MARK)
    needed_by_checks, tools_mark, needed_by_tools = rest.partition(f"\n{TOOLS_MARK}")
    if not (program_mark and checks_mark and tools_mark):
        raise CannotSetUp(f"{LOCK.name} is damaged: one of its three marks is missing. Fetch the file again.")
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
    """Runs a program to its own end and returns its exit code; Ctrl+C is its business, and is not taken from it."""
    with subprocess.Popen(command, cwd=cwd, env=variables) as running:
        while True:
            try:
                return running.wait()
            except KeyboardInterrupt:
                continue


def _is_ready(wanted: Stamp) -> bool:
    stamp = _read_stamp()
    return stamp is not None and stamp.covers(wanted) and _venv_python().exists()


def _set_up(wanted: Stamp, requirements: str, *, qt: Qt, turn: IO[bytes]) -> None:
    """Does what the stamp says is missing, in the order system libraries, Python libraries, Qt's trial."""
    packages = _provide_system_libraries(wanted)
    stamp = _read_stamp()
    if stamp is None or not stamp.has_libraries_of(wanted) or not _venv_python().exists():
        _say("Setting up Wan Desk (once, about a minute)...")
        _install_libraries(wanted, requirements, turn=turn)
    problem = _trial_of_qt(Qt.WINDOW)
    if problem:
        stops = problem if qt is Qt.WINDOW else _trial_of_qt(qt)
        advice = "Install the system library it names, then start again."
        if packages:
            line = system_libraries.install_line(packages, root=system_libraries.is_root())
            advice = f"This installs what is missing; run it, then start again:\n    {line}"
        if stops:
            raise CannotSetUp(f"Wan Desk needs Qt, which cannot start here yet: {stops}\n{advice}")
        _say(f"Qt, which draws Wan Desk's window, cannot start here yet: {problem}\n{advice}")
        _say("Going on all the same: this start needs no window.")
        return
    if packages:
        _say("Wan Desk starts without these, but not everything in it will work. This installs them:")
        _say(f"    {system_libraries.install_line(packages, root=system_libraries.is_root())}")
    stamp = _read_stamp()
    if stamp is not None:  # it is there: the libraries are installed
        _write_stamp(replace(stamp, system=tuple(sorted({*stamp.system, *wanted.system}))))


def _provide_system_libraries(wanted: Stamp) -> list[str]:
    """Installs missing system packages when this is root; returns those that are missing afterwards."""
    stamp = _read_stamp()
    if stamp is not None and set(wanted.system) <= set(stamp.system):
        return []
    packages = system_libraries.lacking(wanted.system)
    if not packages or not system_libraries.is_root():
        return packages
    _say(f"Installing {len(packages)} system packages that are missing...")
    said = system_libraries.install(packages)
    if said:
        _say(f"{said}\nInstalling them did not work; apt's words are above.")
    return system_libraries.lacking(wanted.system)


def _install_libraries(wanted: Stamp, requirements: str, *, turn: IO[bytes]) -> None:
    """Makes the venv hold the libraries of `requirements`; anew when it is for another Python, broken or half made."""
    stamp = _read_stamp()
    usable = _venv_python().exists() and not _UNFINISHED.exists()
    if not usable or (stamp is not None and stamp.python != wanted.python):
        _empty_venv()
        stamp = None
    _UNFINISHED.touch()
    _STAMP.unlink(missing_ok=True)
    pip = _make_venv(turn) if not _venv_python().exists() else _pip_of_venv()
    _REQUIREMENTS.write_text(requirements, encoding="utf-8")
    # --no-deps: the lock is complete, so there is nothing to work out. --only-binary: a library without a ready-made
    # file for this system is said at once, instead of a build that fails after minutes. --no-user: a user's setting
    # of that kind has no meaning in a venv, and pip would refuse.
    command = [*pip, "install", "-qq", "--disable-pip-version-check", "--no-user"]
    command += ["--no-deps", "--only-binary=:all:", "--require-hashes", "--requirement", str(_REQUIREMENTS)]
    if _run(command, turn) != 0:
        raise CannotSetUp("Fetching Wan Desk's libraries did not work; pip says why above. Start again to try again.")
    folder = Path(sysconfig.get_path("purelib", scheme="venv", vars={"base": str(_VENV), "platbase": str(_VENV)}))
    (folder / "wandesk-source.pth").write_text(_SOURCE_PTH, encoding="ascii")
    kept = Stamp(python=wanted.python, program=wanted.program, checks="", system=()) if stamp is None else stamp
    checks, tools = wanted.checks or kept.checks, wanted.tools or kept.tools
    _write_stamp(replace(kept, program=wanted.program, checks=checks, tools=tools))
    _UNFINISHED.unlink()


def _make_venv(turn: IO[bytes]) -> list[str]:
    """Makes an empty venv and returns the command of a pip that installs into it."""
    # The real interpreter, also when this runs in a venv, which may be the very one that was just emptied.
    python = str(getattr(sys, "_base_executable", sys.executable))
    with_pip = importlib.util.find_spec("ensurepip") is not None
    if with_pip and _run([python, "-P", "-m", "venv", str(_VENV)], turn) == 0:
        return _pip_of_venv()
    # Debian and Ubuntu keep ensurepip in a package of its own, python3-venv; the pip beside this Python will do.
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("pip") is None:
        raise CannotSetUp(_no_pip())
    if _version_of_pip() < (22, 3):
        raise CannotSetUp(f"Wan Desk needs pip 22.3 or newer to set itself up. Run: {python} -m pip install -U pip")
    if _run([python, "-P", "-m", "venv", "--without-pip", str(_VENV)], turn) != 0:
        raise CannotSetUp(f"Python could not make {_VENV}; its words are above.")
    return [python, "-P", "-m", "pip", "--python", str(_venv_python())]


def _pip_of_venv() -> list[str]:
    """The command of the pip in the venv, or of the one beside this Python when the venv was made without."""
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
    """What keeps so much of Qt from being loaded, or nothing when all is well."""
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


def _run(command: Sequence[str], turn: IO[bytes]) -> int:
    """Runs a step of the set-up; where the system can, the turn is held until that process itself has ended."""
    held = () if sys.platform == "win32" else (turn.fileno(),)
    return subprocess.run(command, stdout=sys.stderr, pass_fds=held, check=False).returncode


def _say(words: str) -> None:
    """Tells the user what the set-up does: on standard error, because the program's own output is on the other."""
    print(words, file=sys.stderr, flush=True)


@contextmanager
def turn_at(path: Path, waiting: str) -> Iterator[IO[bytes]]:
    """One process at a time has the turn of that file; who must wait says the sentence `waiting`.

    The system takes it back when its holders end, however they end.
    """
    with path.open("ab") as turn:
        if not _takes(turn, waiting=False):
            _say(waiting)
            while not _takes(turn, waiting=True):
                pass  # Windows gives up after ten seconds of waiting; so ask again
        yield turn


def _takes(turn: IO[bytes], *, waiting: bool) -> bool:
    """Whether the turn is ours now."""
    if sys.platform == "win32":
        turn.seek(0)
        try:
            msvcrt.locking(turn.fileno(), msvcrt.LK_LOCK if waiting else msvcrt.LK_NBLCK, 1)
        except OSError:  # taken, or still taken after the ten seconds that LK_LOCK waits
            return False
    else:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX if waiting else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def _empty_venv() -> None:
    """Removes everything in the venv but the file that says whose turn it is."""
    for path in _VENV.iterdir():
        if path == _TURN:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _read_stamp() -> Stamp | None:
    """The venv's stamp; none where there is none, or one that this program cannot read."""
    try:
        said = json.loads(_STAMP.read_text(encoding="utf-8"))
        return Stamp(**{**said, "system": tuple(said["system"])})
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError):  # written by another version, or cut off: the set-up makes a new one
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

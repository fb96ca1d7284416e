"""What `test.py` runs: the checks of style, types and imports, then the tests with a home folder of their own."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from environment import ROOT

_OTHER_PLATFORMS = {
    each: f".mypy_cache/{each}" for each in ("linux", "win32", "darwin") if not sys.platform.startswith(each)
}
# The arguments for Python, by name. Modules, not the programs in the venv's bin: those hold an absolute path to their
# interpreter and would fail after the folder was moved.
_CHECKS: Mapping[str, Sequence[str]] = {
    "mypy": ("-m", "mypy"),
    # What runs on the other systems is checked here, too. A cache for each: mypy keeps one platform in one.
    **{
        f"mypy for {platform}": ("-m", "mypy", "--platform", platform, "--cache-dir", cache, "wandesk", "packaging")
        for platform, cache in _OTHER_PLATFORMS.items()
    },
    "lint-imports": ("-c", "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"),
    "ruff check": ("-m", "ruff", "check"),
    "ruff format --check": ("-m", "ruff", "format", "--check"),
}
_SHOWN = (
    "ruff check",
    "ruff format --check",
    "mypy",
    *(f"mypy for {each}" for each in _OTHER_PLATFORMS),
    "lint-imports",
)

_KEPT_QT = {"QT_QPA_PLATFORM"}
_ROOM_BYTES = 8_000_000_000


def run_checks(python: Path) -> list[str]:
    """Runs every check, two at a time, and prints the output of each. Returns the names of those that failed."""
    with ThreadPoolExecutor(max_workers=2) as pool:  # the slow ones start first
        running = {name: pool.submit(_check, python, arguments) for name, arguments in _CHECKS.items()}
    failed = []
    for name in _SHOWN:
        code, output, seconds = running[name].result()
        print(f"== {name}: {'passed' if code == 0 else 'FAILED'} ({seconds:.1f} s)\n{output.strip()}\n", flush=True)
        if code != 0:
            failed.append(name)
    if failed:
        print(f"== FAILED: {', '.join(failed)} (above); the tests follow anyway\n", flush=True)
    return failed


def _check(python: Path, arguments: Sequence[str]) -> tuple[int, str, float]:
    """One check's exit code, its whole output, and its seconds."""
    begun = time.monotonic()
    done = subprocess.run(
        [str(python), *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout, time.monotonic() - begun


# A file's tests stay together, because they share simulators and windows. Four processes for two cores, because many
# tests wait. The files come in the order of tests/conftest.py, the longest first. A process that dies is one failed
# test and the end of the run: another in its place would begin with all that the first had prepared.
_IN_PARALLEL = ("-n", "4", "--dist", "loadfile", "--no-loadscope-reorder", "--max-worker-restart", "0")
_LONGEST_SECONDS = 45 * 60
_FAST = ("domain", "engine", "storage")


def run_every_test(python: Path) -> int:
    """Runs the whole suite; returns pytest's exit code."""
    return _run_in_parallel(python, ())


def run_fast_tests(python: Path, arguments: Sequence[str]) -> int:
    """Runs the unit tests of the domain, the engine and the store with these arguments; returns pytest's exit code."""
    unit = ROOT / "tests" / "unit"
    files = sorted(str(path.relative_to(ROOT)) for name in _FAST for path in unit.glob(f"test_{name}_*.py"))
    return _run_in_parallel(python, (*files, *arguments))


def _run_in_parallel(python: Path, arguments: Sequence[str]) -> int:
    """Runs pytest in four processes, with their files in memory where there is enough of it."""
    memory = _memory_folder()
    with _private_home(memory) as home:
        place = (f"--basetemp={home}/tests",) if memory else ()
        return _run_pytest(python, (*_IN_PARALLEL, *place, *arguments), home)


def run_tests(python: Path, arguments: Sequence[str]) -> int:
    """Runs pytest with these arguments in one process; returns its exit code."""
    with _private_home(None) as home:
        return _run_pytest(python, arguments, home)


@contextlib.contextmanager
def _private_home(folder: Path | None) -> Iterator[Path]:
    """A new folder below `folder`, or below the system's temporary one, that is removed with the block."""
    with tempfile.TemporaryDirectory(prefix="wandesk-test-", dir=folder, ignore_cleanup_errors=True) as name:
        yield Path(name)


def _run_pytest(python: Path, arguments: Sequence[str], home: Path) -> int:
    """Runs pytest from the project's folder, with `home` in place of the user's."""
    command = [str(python), "-m", "pytest", *arguments]
    return run_with_children(command, _LONGEST_SECONDS, cwd=ROOT, variables=private_environment(os.environ, home))


def run_with_children(command: Sequence[str], seconds: float, *, cwd: Path, variables: Mapping[str, str]) -> int:
    """Runs a program, ends all that it left running (not on Windows), and returns its exit code.

    After `seconds` the program is ended, with a sentence; the code is then 1. What a program leaves running would keep
    its output open, and with it everything that waits for the end of that output.
    """
    with subprocess.Popen(command, cwd=cwd, env=variables, start_new_session=True) as running:
        end = time.monotonic() + seconds
        try:
            while True:
                try:
                    return running.wait(max(0.0, end - time.monotonic()))
                except KeyboardInterrupt:
                    running.send_signal(signal.SIGINT)
        except subprocess.TimeoutExpired:
            print(f"== FAILED: not at its end after {seconds:g} s", flush=True)
            return 1
        finally:
            _end_group(running)


def _end_group(leader: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        leader.kill()
    else:
        with contextlib.suppress(ProcessLookupError):  # nothing is left of it
            os.killpg(leader.pid, signal.SIGKILL)


def _memory_folder() -> Path | None:
    """A folder in memory with enough room (Linux): flushing to disk takes no time there."""
    folder = Path("/dev/shm")  # noqa: S108 - only a new folder of our own is created in it
    try:
        has_room = shutil.disk_usage(folder).free >= _ROOM_BYTES and os.access(folder, os.W_OK)
    except OSError:
        return None
    return folder if has_room else None


def private_environment(inherited: Mapping[str, str], home: Path) -> dict[str, str]:
    """The environment of the tests: nothing in it leads to the user's files, keys, keyring, proxy or look.

    Creates the folders it names, below `home`. A given `QT_QPA_PLATFORM` is kept.
    """
    variables = {name: value for name, value in inherited.items() if not _leads_outside(name.upper())}
    folders = {
        "HOME": "user",
        "USERPROFILE": "user",
        "APPDATA": "user/roaming",
        "LOCALAPPDATA": "user/local",
        "XDG_CONFIG_HOME": "user/config",
        "XDG_DATA_HOME": "user/share",
        "XDG_CACHE_HOME": "user/cache",
        "XDG_STATE_HOME": "user/state",
        "XDG_RUNTIME_DIR": "runtime",
    }
    for name, folder in folders.items():
        (home / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        variables[name] = str(home / folder)
    variables.setdefault("QT_QPA_PLATFORM", "offscreen")
    variables.update(LANG="C.UTF-8", LC_ALL="C.UTF-8", PYTHONUTF8="1")
    return variables


def _leads_outside(name: str) -> bool:
    """Whether a variable of this name (upper case) must not reach the tests."""
    return (
        name.startswith(("DASHSCOPE_", "WANDESK_", "XDG_", "LC_"))
        or name.endswith("_PROXY")
        or (name.startswith("QT_") and name not in _KEPT_QT)
        or name in {"LANG", "LANGUAGE", "DBUS_SESSION_BUS_ADDRESS", "PYTHONPATH", "PYTHON_KEYRING_BACKEND"}
        or name == "PYTHONDONTWRITEBYTECODE"  # otherwise every program that a test starts would be compiled again
    )

"""Builds the standalone program for this system, tries it (its version, its self-test, its demo), and makes of it what
people install.

    python3 packaging/build.py                the folder `dist/Wan Desk`, which needs neither Python nor this folder;
                                              on Linux beside it a package (.deb) and an archive (.tar.zst)
    python3 packaging/build.py --folder-only  only the folder
    python3 packaging/build.py --keep         the same, but a program built from the same files is only tried
    python3 packaging/build.py --out DIR      in DIR instead of `dist`

Needs Python 3.11 and pip and nothing else. The exit code is 0 when the program is built and works.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is the message for an older Python; it must come before new syntax
    sys.exit("Wan Desk needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info))

import argparse
import hashlib
import os
import re
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import checks
import environment
import linux_packages
import slimming
from environment import ROOT

FOLDER = "Wan Desk"
PROGRAM = "wandesk.exe" if sys.platform == "win32" else "wandesk"

_STAMP = "wandesk-made-from.txt"
_TOOLS = ("build.py", "parts.py", "slimming.py", "wandesk.spec", "requirements.lock")
_MADE_FROM = ("wandesk", "resources", "LICENSE", *(f"packaging/{name}" for name in _TOOLS))
_TRIAL_SECONDS = 180.0
"""The slowest trial usually takes five seconds, and gives up after two minutes."""


def main(arguments: Sequence[str]) -> int:
    """Sets up, builds and tries the program; returns 0 when everything works."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--out", type=Path, default=ROOT / "dist", metavar="DIR", help="the folder to put it in")
    reader.add_argument("--keep", action="store_true", help="keep a program that was built from the same files")
    reader.add_argument("--folder-only", action="store_true", help="make no packages")
    options = reader.parse_args(arguments)
    out = options.out.absolute()
    try:
        python = environment.prepare(checks=False, qt=environment.Qt.OFF_SCREEN, tools=True)
        out.mkdir(parents=True, exist_ok=True)
        with environment.locked(out / "wandesk-turn.lock", "Another build is running there; waiting for it."):
            if not (options.keep and _is_made_from(out, made_from())):
                code = _make(python, out)
                if code != 0:
                    print(f"PyInstaller failed with exit code {code}; its messages are above.")
                    return 1
            failed = _try_it(out / FOLDER)
            if not failed and not options.folder_only and sys.platform == "linux":
                print("Making the packages (a few minutes)...", flush=True)
                linux_packages.make(out / FOLDER, out, _version(), python)
            return failed
    except (environment.CannotSetUp, linux_packages.CannotPack) as problem:
        print(problem, file=sys.stderr)
    except (OSError, subprocess.CalledProcessError) as problem:
        print(f"The standalone program can't be built in {out}: {problem}", file=sys.stderr)
    return 1


def made_from() -> str:
    """Digest of all inputs of the program: our files, the libraries' lock, the kind of Python."""
    digest = hashlib.sha256(f"{sys.implementation.cache_tag} {sysconfig.get_platform()}".encode())
    for path in sorted(file for name in _MADE_FROM for file in _files(ROOT / name)):
        content = path.read_bytes()
        digest.update(f"\0{path.relative_to(ROOT).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return [path for path in place.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def _is_made_from(out: Path, digest: str) -> bool:
    stamp = out / _STAMP
    return stamp.is_file() and stamp.read_text(encoding="ascii") == digest and (out / FOLDER / PROGRAM).is_file()


def _make(python: Path, out: Path) -> int:
    """Builds the folder from scratch; returns PyInstaller's exit code."""
    print("Building the standalone program (a minute or two)...", flush=True)
    begun, digest = time.monotonic(), made_from()
    stamp = out / _STAMP
    stamp.unlink(missing_ok=True)  # from now on the folder may hold half a program
    with tempfile.TemporaryDirectory(prefix="wandesk-build-", ignore_cleanup_errors=True) as work:
        # -P: a file of the current folder must never be imported in place of a library.
        command = [str(python), "-P", "-m", "PyInstaller", str(ROOT / "packaging" / "wandesk.spec"), "--noconfirm"]
        command += ["--distpath", str(out), "--workpath", work, "--log-level", "WARN"]
        # Sets have the same order in each build, and archives the same times: the same files give the same program.
        variables = {**os.environ, "PYINSTALLER_CONFIG_DIR": work, "PYTHONHASHSEED": "1"}
        variables["SOURCE_DATE_EPOCH"] = str(linux_packages.source_date())
        code = environment.run_to_its_end(command, variables=variables)
    if code == 0:
        if sys.platform == "linux":
            slimming.slim(out / FOLDER)
            print(slimming.table(out / FOLDER), flush=True)
        stamp.write_text(digest, encoding="ascii")
        files, size_bytes = _size(out / FOLDER)
        took = time.monotonic() - begun
        print(f"Built {out / FOLDER} in {took:.0f} s: {size_bytes / 1e6:.0f} MB in {files} files", flush=True)
        if sys.platform == "linux" and size_bytes > linux_packages.TOTAL_BYTES:
            raise linux_packages.CannotPack(f"It is larger than {linux_packages.TOTAL_BYTES / 1e6:.0f} MB.")
    return code


def _version() -> str:
    """Wan Desk's version, as the program itself says it."""
    text = (ROOT / "wandesk" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"', text, re.MULTILINE)
    if found is None:
        raise environment.CannotSetUp("wandesk/__init__.py does not say the version.")
    return found[1]


def _size(folder: Path) -> tuple[int, int]:
    """The number of files in a folder, and their bytes. Links are not counted."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return len(sizes), sum(sizes)


def _try_it(folder: Path) -> int:
    """Runs the program as on a computer without our libraries and prints the results; returns 0 when all is well."""
    program = str(folder / PROGRAM)
    with tempfile.TemporaryDirectory(prefix="wandesk-trial-", ignore_cleanup_errors=True) as home:
        elsewhere = Path(home) / "elsewhere"
        elsewhere.mkdir()
        trials = (["--version"], ["--self-test"], ["--demo", "--out", str(elsewhere)])
        failed = [trial[0] for trial in trials if not _passes([program, *trial], Path(home), elsewhere)]
    if failed:
        print(f"The standalone program does not work: {', '.join(failed)} FAILED (above)", flush=True)
        return 1
    print(f"The standalone program works. Start it with: {program}", flush=True)
    return 0


def _passes(command: Sequence[str], home: Path, folder: Path) -> bool:
    """Whether the program succeeds in this folder, with an empty home and without a screen."""
    variables = checks.private_environment(os.environ, home)
    variables["WANDESK_PRACTICE"] = "--tiny --speed 20"  # the parts are tried, not the speed
    begun = time.monotonic()
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_TRIAL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        output = b"\n".join(part for part in (late.stdout, late.stderr) if part).decode("utf-8", "replace")
        print(f"== {command[1]}: FAILED, still running after {late.timeout:.0f} s\n{output.strip()}", flush=True)
        return False
    passed = done.returncode == 0 and bool(done.stdout.strip())
    print(f"== {command[1]}: {'passed' if passed else 'FAILED'} ({time.monotonic() - begun:.1f} s)", flush=True)
    print(done.stdout.strip(), flush=True)
    if not passed:
        print(f"{done.stderr.strip()}\n(exit code {done.returncode})", flush=True)
    return passed


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

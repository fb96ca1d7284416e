"""Writes `requirements.lock` from `pyproject.toml`, or `sdk.lock` from the newest SDK of the provider, with `uv`.

    python packaging/lock.py            requirements.lock
    python packaging/lock.py --sdk      sdk.lock, for the tests that compare with the provider's SDK

Where `uv` is not installed, pip downloads it into a temporary folder.
The program's own needs are resolved first. Then everything is resolved together, with the first result fixed, and what
the second result adds becomes the second section. The tools of `build.py` become the third in the same way. So the
program never gets another version because of a check or a tool. A tool that a check needs, too, is in both sections.
The file has hashes and no URLs: the pip that installs the packages decides where they come from.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Iterator
from pathlib import Path

from environment import CHECKS_MARK, LOCK, PROGRAM_MARK, ROOT, TOOLS_MARK, entries

PREFACE = """\
# Every library of Wan Desk with its version and hashes, for Python 3.11 to 3.14 on Linux, macOS and Windows.
# Made by packaging/lock.py; change pyproject.toml instead, then run that.
"""
SDK_LOCK = LOCK.with_name("sdk.lock")
SDK_PREFACE = """\
# The provider's own SDK with everything it needs, for the tests that compare with it; the program never sees it.
# Made by:  python packaging/lock.py --sdk   (uv, where it is not installed, is fetched by pip for that moment)
"""


def main() -> int:
    """Writes a lock file. The exit code is 0, or 1 with a sentence when `uv` is not available."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--uv", default=os.environ.get("UV", "uv"), help="the uv program to use")
    reader.add_argument("--sdk", action="store_true", help="make sdk.lock")
    options = reader.parse_args()
    try:
        with _uv(options.uv) as uv:
            if options.sdk:
                _lock_sdk(uv)
            else:
                _lock_program(uv)
    except _NoUv as problem:
        print(f"This script needs the program uv (https://docs.astral.sh/uv/), and pip: {problem}", file=sys.stderr)
        return 1
    return 0


class _NoUv(Exception):
    """It is not installed and cannot be downloaded; the text is the reason."""


@contextlib.contextmanager
def _uv(named: str) -> Iterator[str]:
    """The path of the program `named`, otherwise of a `uv` that exists until the block ends. Raises _NoUv."""
    installed = shutil.which(named)
    if installed is not None:
        yield installed
        return
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        place = Path(folder) / ("Scripts" if sys.platform == "win32" else "bin")
        python = place / ("python.exe" if sys.platform == "win32" else "python")
        command = [
            str(python),
            "-m",
            "pip",
            "install",
            "-qq",
            "--disable-pip-version-check",
            "--only-binary=:all:",
            "uv",
        ]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False)
        downloaded = shutil.which("uv", path=str(place))
        if done.returncode != 0 or downloaded is None:
            raise _NoUv(done.stdout.strip() or "it contains no such program")
        yield downloaded


def _lock_sdk(uv: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        compiled = _compile(uv, Path(name), ["dashscope"], constraint="")
    SDK_LOCK.write_text(SDK_PREFACE + compiled, encoding="utf-8", newline="\n")
    print(f"{SDK_LOCK.name}: {len(entries(compiled))} libraries")


def _lock_program(uv: str) -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = pyproject["project"]["dependencies"]
    checks = pyproject["dependency-groups"]["test"]
    tools = pyproject["dependency-groups"]["build"]
    with tempfile.TemporaryDirectory() as name:
        program = _compile(uv, Path(name), wanted, constraint="")
        with_checks = _compile(uv, Path(name), [*wanted, *checks], constraint=program)
        with_tools = _compile(uv, Path(name), [*wanted, *tools], constraint=with_checks)
    known = set(entries(program))
    for_checks = [entry for entry in entries(with_checks) if entry not in known]
    for_tools = [entry for entry in entries(with_tools) if entry not in known]
    parts = [
        f"{PROGRAM_MARK}\n{program}",
        f"{CHECKS_MARK}\n{''.join(for_checks)}",
        f"{TOOLS_MARK}\n{''.join(for_tools)}",
    ]
    LOCK.write_text("\n".join([PREFACE, *parts]), encoding="utf-8", newline="\n")
    print(
        f"{LOCK.name}: {len(known)} libraries for the program, {len(for_checks)} more for the checks,"
        f" {len(for_tools)} more for the standalone program"
    )


def _compile(uv: str, folder: Path, requirements: list[str], *, constraint: str) -> str:
    """The resolved requirements as text, with the versions in `constraint` fixed (a text of the same shape)."""
    wanted, held = folder / "wanted.in", folder / "held.txt"
    wanted.write_text("\n".join(requirements) + "\n", encoding="utf-8")
    held.write_text(constraint, encoding="utf-8")
    command = [uv, "pip", "compile", str(wanted), "--constraint", str(held), "--universal", "--python-version", "3.11"]
    command += ["--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate", "--quiet"]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


if __name__ == "__main__":
    raise SystemExit(main())

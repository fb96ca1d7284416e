"""Makes `requirements.lock` anew from `pyproject.toml`, with `uv`.

    python packaging/lock.py

The program's own needs are resolved first; then everything together, held to the first answer, and what the second
answer adds becomes the second section. So the program is never given another version because of a check.
The file carries hashes and no addresses: where packages come from is the business of the pip that installs them.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from environment import CHECKS_MARK, LOCK, PROGRAM_MARK, ROOT

PREFACE = """\
# Every library of Wan Desk with its version and hashes, for Python 3.11 to 3.14 on Linux, macOS and Windows.
# Made by packaging/lock.py; change pyproject.toml instead, then run that.
"""


def main() -> int:
    """Writes the lock file; the exit code is 0, or 1 with a sentence when `uv` is not there."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--uv", default=os.environ.get("UV", "uv"), help="the uv program to use")
    uv = shutil.which(reader.parse_args().uv)
    if uv is None:
        print("This script needs the program uv: https://docs.astral.sh/uv/", file=sys.stderr)
        return 1
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = pyproject["project"]["dependencies"]
    checks = pyproject["dependency-groups"]["test"]
    with tempfile.TemporaryDirectory() as name:
        program = _compile(uv, Path(name), wanted, constraint="")
        everything = _compile(uv, Path(name), [*wanted, *checks], constraint=program)
    known = set(_entries(program))
    added = [entry for entry in _entries(everything) if entry not in known]
    LOCK.write_text(
        f"{PREFACE}\n{PROGRAM_MARK}\n{program}\n{CHECKS_MARK}\n{''.join(added)}", encoding="utf-8", newline="\n"
    )
    print(f"{LOCK.name}: {len(known)} libraries for the program, {len(added)} more for the checks")
    return 0


def _compile(uv: str, folder: Path, requirements: list[str], *, constraint: str) -> str:
    """The resolved requirements as text, held to the versions in `constraint` (a text of the same shape)."""
    wanted, held = folder / "wanted.in", folder / "held.txt"
    wanted.write_text("\n".join(requirements) + "\n", encoding="utf-8")
    held.write_text(constraint, encoding="utf-8")
    command = [uv, "pip", "compile", str(wanted), "--constraint", str(held), "--universal", "--python-version", "3.11"]
    command += ["--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate", "--quiet"]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def _entries(text: str) -> list[str]:
    """The requirements of a compiled file, each with its lines of hashes and its last line end."""
    entries: list[str] = []
    for line in text.splitlines(keepends=True):
        if line[:1].isspace():
            entries[-1] += line
        elif line.strip() and not line.startswith("#"):
            entries.append(line)
    return entries


if __name__ == "__main__":
    raise SystemExit(main())

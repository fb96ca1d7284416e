"""Makes `requirements.lock` anew from `pyproject.toml`, with `uv`.

    python packaging/lock.py

The program's own needs are resolved first; then everything together, held to the first answer, and what the second
answer adds becomes the second section; the tools of `build.py` become the third in the same way. So the program is
never given another version because of a check or a tool. A tool that a check needs too stands in both sections.
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

from environment import CHECKS_MARK, LOCK, PROGRAM_MARK, ROOT, TOOLS_MARK, entries

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
    return 0


def _compile(uv: str, folder: Path, requirements: list[str], *, constraint: str) -> str:
    """The resolved requirements as text, held to the versions in `constraint` (a text of the same shape)."""
    wanted, held = folder / "wanted.in", folder / "held.txt"
    wanted.write_text("\n".join(requirements) + "\n", encoding="utf-8")
    held.write_text(constraint, encoding="utf-8")
    command = [uv, "pip", "compile", str(wanted), "--constraint", str(held), "--universal", "--python-version", "3.11"]
    command += ["--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate", "--quiet"]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


if __name__ == "__main__":
    raise SystemExit(main())

"""The environment variables that a program started by this one gets: an allow-list, with a reason for each entry.

Everything else stays here: keys, the proxies' passwords, tokens of other programs. Our own children need no display, no
session bus and no network beyond this computer.

What Qt opens for the user (a browser, a video player) is not started by us, and inherits this process's environment:
`settings.environment_keys` takes the keys out of that.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Allowed:
    """Variables by name, with `*` for any ending, and what needs them."""

    names: tuple[str, ...]
    reason: str


ALLOWED = (
    Allowed(("PATH",), "where programs, and on Windows libraries, are found"),
    Allowed(
        ("HOME", "USER", "LOGNAME", "USERNAME", "USERPROFILE"), "the user's folder, for Python and the file manager"
    ),
    Allowed(("TMPDIR", "TEMP", "TMP"), "temporary files, for example of a video that is being made"),
    Allowed(("LANG", "LANGUAGE", "LC_*"), "the encoding of file names, and the language of error messages"),
    Allowed(("TZ", "TZDIR"), "local times in logs and file names"),
    Allowed(("LD_LIBRARY_PATH", "DYLD_*"), "libraries outside the system's folders (Nix, Conda)"),
    Allowed(("PYTHON*",), "where Python finds itself and this package, and how it behaves (UTF-8, no bytecode)"),
    Allowed(("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR"), "Windows: sockets, random numbers and the system's programs"),
    Allowed(("COMSPEC", "PATHEXT", "OS"), "Windows: how programs are found and started"),
    Allowed(("APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "ALLUSERSPROFILE", "PUBLIC"), "Windows: folders of the user"),
    Allowed(("HOMEDRIVE", "HOMEPATH", "USERDOMAIN", "COMPUTERNAME"), "Windows: the user's account, for Explorer"),
    Allowed(("PROGRAMFILES*", "PROGRAMW6432", "COMMONPROGRAM*"), "Windows: installed programs, for Explorer"),
    Allowed(("NUMBER_OF_PROCESSORS", "PROCESSOR_*"), "Windows: the processor, for codecs and Python's `platform`"),
    Allowed(("__CF_USER_TEXT_ENCODING", "__CFBUNDLEIDENTIFIER"), "macOS: the encoding and the program's identity"),
)


def is_allowed(name: str) -> bool:
    """Whether a child may have the variable. Windows does not distinguish upper and lower case."""
    upper = name.upper() if sys.platform == "win32" else name
    return any(fnmatchcase(upper, pattern.upper() if sys.platform == "win32" else pattern) for pattern in _PATTERNS)


_PATTERNS = tuple(name for allowed in ALLOWED for name in allowed.names)


def program_environment(variables: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment of a program of the system, such as Explorer."""
    return {name: value for name, value in variables.items() if is_allowed(name)}


def child_environment(variables: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment of our own child, with the paths of this package and its libraries."""
    return with_package(program_environment(variables))


def with_package(variables: Mapping[str, str]) -> dict[str, str]:
    """These variables, with those by which another process of this program finds the package and its libraries."""
    environment = dict(variables)
    if getattr(sys, "frozen", False):
        # Without it PyInstaller takes our paths for the child's own; `unset_library_paths` has removed them.
        environment["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
    else:
        package_home = str(Path(__file__).resolve().parent.parent)
        paths = [package_home, *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))]
        environment["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))
    return environment

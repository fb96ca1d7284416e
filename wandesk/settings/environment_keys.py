"""Keys from environment variables: taken out of the environment at the start, and never stored.

A variable is inherited by every program that this one opens (a browser, a file manager), whoever starts it: Qt, the
desktop or we. Other programs of the user read it from the process's first environment (`/proc/PID/environ`, `ps -E`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, MutableMapping

from wandesk.domain.account import Secret
from wandesk.domain.key_check import is_plan_key

PLAIN_VARIABLE = "DASHSCOPE_API_KEY"


def keys_in(variables: Mapping[str, str]) -> dict[str, Secret]:
    """The keys by variable. A misspelled region is a key, too."""
    found = {name: Secret(text) for name, text in variables.items() if name.startswith(PLAIN_VARIABLE)}
    return {name: secret for name, secret in found.items() if secret}


def take_keys(environment: MutableMapping[str, str] = os.environ) -> dict[str, Secret]:
    """Take the keys out of the environment: no child inherits them. For the start, before another thread runs.

    What remains is out of our reach: the environment of the shell or launcher that started this process.
    """
    keys = keys_in(environment)
    for name in [each for each in environment if each.startswith(PLAIN_VARIABLE)]:
        if environment is os.environ:
            _overwrite(name)
        del environment[name]  # os.environ takes it from the C library's environment, which Qt and children use
        _first_environment().pop(name, None)
    return keys


def _first_environment() -> dict[str, str]:
    """Python's own copy on Windows. Elsewhere it is the one behind `os.environ`."""
    return getattr(sys.modules.get("nt"), "environ", {})


def _overwrite(name: str) -> None:
    """Fill the value with zeros where the system put it when the process began: other programs can read that block.

    Windows has no such block: removing a variable removes it from the process's only environment.
    """
    if sys.platform != "win32":
        import ctypes

        getenv = ctypes.CDLL(None).getenv
        getenv.restype = ctypes.c_void_p
        address = getenv(os.fsencode(name))
        if address:
            ctypes.memset(address, 0, len(ctypes.string_at(address)))


class EnvironmentKeys:
    """`DASHSCOPE_API_KEY_SINGAPORE` and the like name their region. Plain `DASHSCOPE_API_KEY` names none.

    The plain key is used in the region where it last passed its test. A key of a coding plan cannot make videos: it is
    not used, so that it does not hide a good key in the keyring.
    """

    def __init__(
        self, keys: Mapping[str, Secret], *, plain_region: Callable[[Secret], str | None] = lambda _plain: None
    ) -> None:
        """`keys` are by variable. `plain_region` is where the plain key last passed its test; any thread calls it."""
        self._keys = {name: key for name, key in keys.items() if not is_plan_key(key)}
        self.plan_keys = tuple(sorted(keys.keys() - self._keys.keys()))
        """The variables that hold a key of a coding plan."""
        self._plain_region = plain_region

    def of(self, region: str) -> Secret | None:
        """The key of a region."""
        named = self._keys.get(f"{PLAIN_VARIABLE}_{region.upper().replace('-', '_')}")
        if named is not None:
            return named
        plain = self.plain
        return plain if plain is not None and self._plain_region(plain) == region else None

    @property
    def plain(self) -> Secret | None:
        """The key that names no region."""
        return self._keys.get(PLAIN_VARIABLE)

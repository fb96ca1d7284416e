"""The settings file: read at the start, written behind the window's back, whole or not at all.

Comments and keys that this version does not know stay as they are, so that an older program and a careful user lose
nothing.
"""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from wandesk.domain.errors import SettingsUnusable, WanDeskError
from wandesk.settings.options import Option

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

T = TypeVar("T")

log = logging.getLogger(__name__)


class Preferences:
    """The options of one profile. `get` and `set` are for one thread, the window's; a thread of its own writes."""

    def __init__(self, path: Path, *, quiet: float = 0.3) -> None:
        """Read the file. `quiet` seconds without a change come before it is written."""
        self.trouble: WanDeskError | None = None
        """Why the file could not be read, to be said once: `settings_damaged` (set aside) or `settings_unreadable`."""
        self._path = path
        self._quiet = quiet
        self._changed = threading.Condition()
        self._is_dirty = False
        self._is_closing = False
        self._writer: threading.Thread | None = None
        self._document = self._read()

    def get(self, option: Option[T]) -> T:
        """The user's value, or the default where there is none or one that is not allowed."""
        with self._changed:
            value = option.accepted(_found(self._document, option.name))
        return option.default if value is None else value

    def set(self, option: Option[T], value: T) -> None:
        """Keep a value; it is on disk soon. Raises ValueError for a value the option does not allow."""
        if option.accepted(value) is None:
            raise ValueError(f"{option.name} cannot be {value!r}")
        with self._changed:
            if option.accepted(_found(self._document, option.name)) == value:
                return
            _put(self._document, option.name, list(value) if isinstance(value, tuple) else value)
            self._is_dirty = True
            if self._writer is None:
                self._writer = threading.Thread(target=self._write_changes, name="settings", daemon=True)
                self._writer.start()
            self._changed.notify_all()

    def close(self, within: float = 2.0) -> None:
        """Write what is not written yet, waiting `within` seconds at most."""
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
            writer = self._writer
        if writer is not None:
            writer.join(within)

    def _read(self) -> TOMLDocument:
        import tomlkit
        import tomlkit.exceptions

        try:
            text = self._path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            return tomlkit.document()
        except UnicodeDecodeError as error:
            return self._set_aside(error)
        except OSError as error:
            self.trouble = SettingsUnusable(str(error), values={"file": str(self._path)})
            return tomlkit.document()
        try:
            return tomlkit.parse(text)
        except (tomlkit.exceptions.TOMLKitError, RecursionError) as error:
            return self._set_aside(error)

    def _set_aside(self, reason: Exception) -> TOMLDocument:
        import tomlkit

        aside = self._path.with_name(self._path.name + ".damaged")
        try:
            self._path.replace(aside)
        except OSError as error:
            self.trouble = SettingsUnusable(f"{reason}; {error}", values={"file": str(self._path)})
        else:
            self.trouble = SettingsUnusable(str(reason), sentence="settings_damaged", values={"file": str(aside)})
        return tomlkit.document()

    def _write_changes(self) -> None:
        import tomlkit

        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_dirty or self._is_closing)
                if not self._is_dirty:
                    return
                self._changed.wait_for(lambda: self._is_closing, timeout=self._quiet)
                self._is_dirty = False
                text = tomlkit.dumps(self._document)
            try:
                _replace(self._path, text.encode("utf-8", "replace"))
            except OSError as error:
                log.warning("the settings were not saved: %s", error)


def _found(document: TOMLDocument, name: str) -> object:
    table, _, key = name.partition(".")
    section = document.unwrap().get(table)
    return section.get(key) if isinstance(section, dict) else None


def _put(document: TOMLDocument, name: str, value: object) -> None:
    import tomlkit

    table, _, key = name.partition(".")
    section = document.get(table)
    if not isinstance(section, dict):
        section = tomlkit.table()
        document[table] = section
    section[key] = value


def _replace(path: Path, content: bytes) -> None:
    """The new content under the old name, or the old one untouched. A symbolic link is followed, not replaced."""
    target = Path(os.path.realpath(path))
    handle, name = tempfile.mkstemp(prefix=".settings-", dir=target.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise

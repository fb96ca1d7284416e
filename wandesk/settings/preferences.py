"""The settings file: read at the start, written atomically on its own thread.

Comments and keys that this version does not know are preserved, for older versions and for users who edit the file.
tomlkit preserves them. Only the writer imports it, because it takes longer to import than everything else here.
"""

from __future__ import annotations

import logging
import threading
import tomllib
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from wandesk import durable
from wandesk.domain.errors import SettingsUnusable, WanDeskError
from wandesk.domain.sentences import Sentence
from wandesk.settings.options import Option

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

T = TypeVar("T")

log = logging.getLogger(__name__)

RETRY_EVERY = 20.0
"""Seconds between two tries to write the file, for example on a full disk."""


class Preferences:
    """The options of one profile. `get` and `set` belong to the window's thread; a writer thread saves changes."""

    def __init__(self, path: Path, *, quiet: float = 0.3) -> None:
        """Read the file. Changes are debounced: `quiet` seconds after the last one the file is written."""
        self.trouble: WanDeskError | None = None
        """Why the file could not be read, to be shown once: `settings_damaged` (set aside) or `settings_unreadable`."""
        self._path = path
        self._quiet = quiet
        self._changed = threading.Condition()
        self._is_closing = False
        self._writer: threading.Thread | None = None
        self._unwritten: dict[str, object] = {}
        self._callbacks: dict[str, list[Callable[[Any], None]]] = {}
        self._text, self._values = self._read()

    def get(self, option: Option[T]) -> T:
        """The user's value; the default if it is missing or not allowed."""
        with self._changed:
            value = option.accepted(_found(self._values, option.name))
        return option.default if value is None else value

    def set(self, option: Option[T], value: T) -> None:
        """Set a value; it is saved soon. Raises ValueError for a value that the option does not allow."""
        if option.accepted(value) is None:
            raise ValueError(f"{option.name} cannot be {value!r}")
        with self._changed:
            if option.accepted(_found(self._values, option.name)) == value:
                return
            written = list(value) if isinstance(value, tuple) else value
            _put(self._values, option.name, written, {})
            self._unwritten[option.name] = written
            if self._writer is None:
                self._writer = threading.Thread(target=self._write_changes, name="settings", daemon=True)
                self._writer.start()
            self._changed.notify_all()
        for callback in self._callbacks.get(option.name, ()):
            callback(value)

    def on_change(self, option: Option[T], callback: Callable[[T], None]) -> None:
        """Call back with the new value after each change, in the thread of `set`."""
        self._callbacks.setdefault(option.name, []).append(callback)

    def close(self, within: float = 2.0) -> None:
        """Save pending changes, waiting `within` seconds at most."""
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
            writer = self._writer
        if writer is not None:
            writer.join(within)

    def _read(self) -> tuple[str, dict[str, Any]]:
        """The file's text and values; both empty if it cannot be used."""
        try:
            text = self._path.read_bytes().decode("utf-8-sig")
            return text, tomllib.loads(text)
        except FileNotFoundError:
            pass
        except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
            self._set_aside(error)
        except OSError as error:
            self.trouble = SettingsUnusable(str(error), values={"file": str(self._path)})
        return "", {}

    def _set_aside(self, reason: Exception) -> None:
        aside = self._path.with_name(self._path.name + ".damaged")
        try:
            self._path.replace(aside)
        except OSError as error:
            self.trouble = SettingsUnusable(f"{reason}; {error}", values={"file": str(self._path)})
        else:
            self.trouble = SettingsUnusable(
                str(reason), sentence=Sentence.SETTINGS_DAMAGED, values={"file": str(aside)}
            )

    def _write_changes(self) -> None:
        import tomlkit

        document = self._parsed()
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._unwritten or self._is_closing)
                if not self._unwritten:
                    return
                self._changed.wait_for(lambda: self._is_closing, timeout=self._quiet)
                changes, self._unwritten = self._unwritten, {}
                is_last = self._is_closing
            for name, value in changes.items():
                _put(document, name, value, tomlkit.table())
            content = tomlkit.dumps(document).encode("utf-8", "replace")
            try:
                durable.write(self._path.resolve(), content)  # a symbolic link is followed, not replaced
            except OSError as error:
                log.warning("the settings were not saved: %s", error)
                if is_last:
                    return
                with self._changed:
                    self._unwritten = changes | self._unwritten
                    self._changed.wait_for(lambda: self._is_closing, timeout=RETRY_EVERY)

    def _parsed(self) -> TOMLDocument:
        import tomlkit
        import tomlkit.exceptions

        try:
            return tomlkit.parse(self._text)
        except (tomlkit.exceptions.TOMLKitError, RecursionError) as error:  # the two readers do not agree on everything
            log.warning("the comments of the settings are lost: %s", error)
            return tomlkit.parse(tomlkit.dumps(tomllib.loads(self._text)))


def _found(values: Mapping[str, Any], name: str) -> object:
    table, _, key = name.partition(".")
    section = values.get(table)
    return section.get(key) if isinstance(section, dict) else None


def _put(values: MutableMapping[str, Any], name: str, value: object, new_table: dict[str, Any]) -> None:
    table, _, key = name.partition(".")
    section = values.get(table)
    if not isinstance(section, dict):
        section = values[table] = new_table
    section[key] = value

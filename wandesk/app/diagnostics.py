"""The facts that help with a problem, as a text to copy: without keys, passwords, links and prompts."""

from __future__ import annotations

import asyncio
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

import PySide6
from PySide6.QtGui import QGuiApplication, QScreen

from wandesk import __version__
from wandesk.dashscope.redaction import redact
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.errors import WanDeskError
from wandesk.domain.proxy import ProxyMode
from wandesk.settings.paths import Profile
from wandesk.settings.routes import ProxyRoutes
from wandesk.ui.settings.keys import Keys

LOG_LINES = 80
LOG_TAIL_BYTES = 64_000
LONGEST = 40_000
"""Characters of the whole text: it is pasted into a message."""


class Diagnostics:
    """`text` asks the keyring nothing and sends nothing."""

    def __init__(
        self, *, profile: Profile, videos: Path, catalog: CatalogSource, keys: Keys, routes: ProxyRoutes, language: str
    ) -> None:
        self._profile = profile
        self._videos = videos
        self._catalog = catalog
        self._keys = keys
        self._routes = routes
        self._language = language

    async def text(self) -> str:
        """The whole text, in English: it is for those who help."""
        lines = [*_program(self._language), *self._folders(), *await self._access()]
        log = await asyncio.to_thread(_tail, self._profile.logs / "wandesk.log")
        whole = "\n".join([*lines, "", "Log:", *log])
        return _without_home(redact(whole, limit=LONGEST))

    def _folders(self) -> Sequence[str]:
        profile = self._profile
        return (
            f"Jobs: {profile.data}",
            f"Settings: {profile.settings_path}",
            f"Videos: {self._videos}",
            f"Models and prices: {self._catalog.current.compiled or 'none'}",
        )

    async def _access(self) -> Sequence[str]:
        try:
            state = await self._keys.state()
            keyring = f"{state.name}{f' ({state.trouble})' if state.trouble else ''}"
        except WanDeskError as refused:
            keyring = f"{type(refused).__name__}"
        lines = [f"Keyring: {keyring}", f"Proxy: {self._routes.setting('').mode}"]
        for region in self._catalog.current.offered_regions():
            if region.is_practice or not self._keys.is_connected(region.key):
                continue
            address = self._keys.address(region.key)
            proxy = self._routes.own(region.key)
            own = f", proxy {proxy.mode}" if proxy is not None and proxy.mode is not ProxyMode.SYSTEM else ""
            lines.append(f"{region.key}: has a key, {address.choice.kind} address{own}")
        return lines


def _program(language: str) -> Sequence[str]:
    screens = [f"{each.size().width()}x{each.size().height()} at {each.devicePixelRatio():g}" for each in _screens()]
    session = " ".join(filter(None, (os.environ.get("XDG_CURRENT_DESKTOP"), os.environ.get("XDG_SESSION_TYPE"))))
    frozen = ", standalone" if getattr(sys, "frozen", False) else ""
    return (
        f"Wan Desk {__version__}{frozen}",
        f"Python {platform.python_version()}, PySide {PySide6.__version__}",
        f"{platform.platform()}{f', {session}' if session else ''}",
        f"Display: {QGuiApplication.platformName()}, {'; '.join(screens) or 'no screen'}",
        f"Language: {language}",
    )


def _screens() -> Sequence[QScreen]:
    return QGuiApplication.screens()


def _tail(path: Path) -> Sequence[str]:
    """The last lines of the log. Its own formatter has taken secrets out of it."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - LOG_TAIL_BYTES))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError as error:
        return (f"the log cannot be read: {type(error).__name__}",)
    return lines[-LOG_LINES:]


def _without_home(text: str) -> str:
    """The text without the name of the user's folder."""
    return text.replace(str(Path.home()), "~")

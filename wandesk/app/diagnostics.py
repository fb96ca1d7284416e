"""The facts that help with a problem, as a text to copy: without keys, links, prompts, names of files and people."""

from __future__ import annotations

import asyncio
import getpass
import os
import platform
import sys
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import PySide6
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from wandesk import __version__
from wandesk.app.anonymous import CLOUD, Anonymiser
from wandesk.app.crash_reports import read_report
from wandesk.dashscope.redaction import redact
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job
from wandesk.domain.job_query import JobFilter, JobQuery
from wandesk.domain.proxy import ProxyMode
from wandesk.domain.structs import as_builtins
from wandesk.settings import options
from wandesk.settings.paths import Profile
from wandesk.settings.preferences import Preferences
from wandesk.settings.routes import ProxyRoutes
from wandesk.ui.bridge import Bridge
from wandesk.ui.settings.keys import Keys
from wandesk.ui.settings.table import THEME, VIDEOS_FOLDER

LOG_LINES = 80
LOG_TAIL_BYTES = 64_000
LONGEST_LINE = 500
LONGEST = 40_000
"""Characters of the whole text: it is pasted into a message."""
FAILURES = 10
PRIVATE_JOBS = 200
"""The newest jobs, whose prompts and names are taken out wherever they stand."""
WITHIN = 3.0
"""Seconds for each part: what hangs is a fact, too."""
_PRIVATE_FIELDS = {"prompt", "negative_prompt", "actual_prompt", "name", "label", "note", "address", "path", "origin"}

T = TypeVar("T")


class Diagnostics:
    """`text` asks the keyring nothing and sends nothing."""

    def __init__(
        self,
        *,
        profile: Profile,
        catalog: CatalogSource,
        keys: Keys,
        routes: ProxyRoutes,
        preferences: Preferences,
        bridge: Bridge,
        about_media: Callable[[], Awaitable[Mapping[str, str]]],
        in_form: Callable[[], Iterable[str]],
        language: str,
    ) -> None:
        """`about_media` asks the media child about itself. `in_form` are the private texts of the form."""
        self._profile = profile
        self._catalog = catalog
        self._keys = keys
        self._routes = routes
        self._preferences = preferences
        self._bridge = bridge
        self._about_media = about_media
        self._in_form = in_form
        self._language = language

    async def text(self) -> str:
        """The whole text, in English: it is for those who help."""
        get = self._preferences.get
        head = [*_program(), f"Language: {self._language}, theme: {get(THEME.option)}"]
        media, access, (jobs, private) = await asyncio.gather(self._media(), self._access(), self._jobs())
        lines = [*head, *media, *self._settings(), *access, *jobs]
        private = {*private, *self._in_form(), *self._hosts()}
        return await asyncio.to_thread(self._written, lines, private)

    def _written(self, lines: Sequence[str], private: Collection[str]) -> str:
        """Blocks: reads the log and takes out what is private."""
        profile = self._profile
        cleaned = Anonymiser(
            home=str(Path.home()),
            user=_user(),
            own=(
                *(str(each) for each in (profile.inputs, profile.posters, profile.logs, profile.practice)),
                *(str(each) for each in (profile.store_path, profile.settings_path, profile.models_path)),
                *(str(Path(each)) for each in (Path(__file__).parents[1], sys.prefix, sys.base_prefix)),
            ),
            private=private,
        ).text
        report = read_report(profile.logs)
        end = [] if not report else ["", "The last run ended unexpectedly:", *report.splitlines()]
        log = [line[:LONGEST_LINE] for line in _tail(profile.logs / "wandesk.log")]
        first = cleaned(redact("\n".join([*lines, *end]), limit=LONGEST * 3 // 4))
        room = LONGEST - len(first) - len("\n\nLog:\n")
        last = cleaned(redact("\n".join(log), limit=LONGEST * 2))
        while len(last) > room:  # the newest lines count
            last = last.partition("\n")[2] if "\n" in last else last[-room:]
        return f"{first}\n\nLog:\n{last}"

    def _settings(self) -> Sequence[str]:
        is_own = bool(self._preferences.get(VIDEOS_FOLDER.option))
        profile = "the system's folders" if self._profile.home is not None else "a folder of its own"
        catalog = self._catalog.current
        return (
            f"Profile: {profile}; videos: {'a chosen folder' if is_own else 'the usual folder'}",
            f"Models and prices: {catalog.compiled or 'none'}; own list: {_date_of(self._profile.models_path)}",
            f"Region: {self._preferences.get(options.REGION) or 'none'}",
        )

    def _hosts(self) -> Iterable[str]:
        """Of the user's own addresses and proxies."""
        regions = [each.key for each in self._catalog.current.offered_regions() if not each.is_practice]
        proxies = [self._routes.setting(""), *map(self._routes.own, regions)]
        for address in (each.address for each in proxies if each is not None):
            yield from (address, address.rpartition("://")[2], _host(address))
        for host in (self._keys.address(region).host for region in regions):
            if not host.endswith(CLOUD):
                yield from (host, _host(host))

    async def _media(self) -> Sequence[str]:
        about = await _within(self._about_media())
        if isinstance(about, str):
            return (f"Media process: {about}",)
        confinement = about.get("confinement") or "none"
        versions = ", ".join(f"{name} {value}" for name, value in about.items() if name != "confinement")
        return (f"{versions}; confined by: {confinement}",)

    async def _access(self) -> Sequence[str]:
        state = await _within(self._keys.state())
        keyring = state if isinstance(state, str) else f"{state.name}{f' ({state.trouble})' if state.trouble else ''}"
        lines = [f"Keyring: {keyring}", f"Proxy: {self._routes.setting('').mode}"]
        for region in self._catalog.current.offered_regions():
            if region.is_practice or not self._keys.is_connected(region.key):
                continue
            address = self._keys.address(region.key)
            proxy = self._routes.own(region.key)
            own = f", proxy {proxy.mode}" if proxy is not None and proxy.mode is not ProxyMode.SYSTEM else ""
            lines.append(f"{region.key}: has a key, {address.choice.kind} address{own}")
        return lines

    async def _jobs(self) -> tuple[Sequence[str], Collection[str]]:
        """What became of the jobs, and the private texts of the newest."""
        counts = await _within(self._bridge.job_counts())
        newest = await _within(self._newest(JobQuery(), PRIVATE_JOBS))
        failed = await _within(self._newest(JobQuery(filter=JobFilter.FAILED), FAILURES))
        if isinstance(counts, str) or isinstance(newest, str) or isinstance(failed, str):
            troubles = {each for each in (counts, newest, failed) if isinstance(each, str)}
            return [f"Jobs: {', '.join(sorted(troubles))}"], ()
        numbers = ", ".join(f"{key} {count}" for key, count in counts.filters.items())
        private = {text for job in (*newest, *failed) for text in _private_texts(as_builtins(job))}
        return [f"Jobs: {numbers}", *(_failure(job) for job in failed)], private

    async def _newest(self, query: JobQuery, count: int) -> Sequence[Job]:
        return await self._bridge.rows((await self._bridge.job_listing(count, query)).ids)


async def _within(question: Awaitable[T]) -> T | str:
    """The answer, or why there is none."""
    try:
        async with asyncio.timeout(WITHIN):
            return await question
    except TimeoutError:
        return "no answer"
    except WanDeskError as refused:
        return type(refused).__name__


def _program() -> Sequence[str]:
    screens = [
        f"{each.size().width()}x{each.size().height()} at {each.devicePixelRatio():g}"
        for each in QGuiApplication.screens()
    ]
    session = " ".join(filter(None, (os.environ.get("XDG_CURRENT_DESKTOP"), os.environ.get("XDG_SESSION_TYPE"))))
    frozen = ", standalone" if getattr(sys, "frozen", False) else ""
    return (
        f"Wan Desk {__version__}{frozen}",
        f"Python {platform.python_version()}, PySide {PySide6.__version__}, Qt {qVersion()}",
        f"{platform.platform()}{f', {session}' if session else ''}",
        f"Display: {QGuiApplication.platformName()}, {'; '.join(screens) or 'no screen'}",
    )


def _failure(job: Job) -> str:
    """A failed job without what was ordered: the cloud's own message may quote the prompt or a link."""
    problem = job.problem
    facts = (
        job.stage,
        job.request.region,
        job.request.model_id,
        *((problem.sentence, problem.code, problem.request_id) if problem is not None else ()),
        job.request_id or "",
    )
    return f"- {' · '.join(dict.fromkeys(filter(None, facts)))}"


def _private_texts(value: Any, field: str = "") -> Iterable[str]:
    """The texts in a job that the user has written, and the names of files and hosts."""
    match value:
        case dict():
            for key, inner in value.items():
                yield from _private_texts(inner, str(key))
        case list() | tuple():
            for inner in value:
                yield from _private_texts(inner, field)
        case str() if field in _PRIVATE_FIELDS:
            yield value
            if field in ("name", "path", "origin"):
                yield Path(value).name


def _host(address: str) -> str:
    """The host of `http://host:port/` or `host:port`."""
    return address.rpartition("://")[2].partition("/")[0].partition(":")[0]


def _date_of(path: Path) -> str:
    try:
        changed = path.stat().st_mtime
    except OSError:
        return "none"
    return datetime.fromtimestamp(changed, UTC).date().isoformat()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name
        return ""


def _tail(path: Path) -> Sequence[str]:
    """The last lines of the log. Its own formatter has taken secrets out of it."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - LOG_TAIL_BYTES))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError as error:
        return (f"the log cannot be read: {type(error).__name__}",)
    return lines[-LOG_LINES:]

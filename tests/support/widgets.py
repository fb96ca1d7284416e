"""Fakes with state for widget tests: the answers of the bridge, a keyring, an audio player."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QImage, QLinearGradient, QPainter, QPainterPath
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QWidget

from tests.support.keyrings import FakeKeyring
from wandesk.domain.account import Secret
from wandesk.domain.catalog import AudioLimits, ClipLimits, PictureLimits
from wandesk.domain.connection_check import HostReached
from wandesk.domain.endpoint import AddressChoice, RegionAddress
from wandesk.domain.errors import KeyringAbsent, KeyringFailed, WanDeskError, WrongKindOfFile
from wandesk.domain.found_files import FoundFiles, ListedPicture, natural_key
from wandesk.domain.job import Job
from wandesk.domain.key_check import KeyOutcome, KeyVerdict
from wandesk.domain.media import (
    UNSEEN_PICTURE,
    Audio,
    AudioFacts,
    BeforeAndAfter,
    Clip,
    ClipFacts,
    FetchedPicture,
    Picture,
    PictureFacts,
    VideoFrame,
    Waveform,
)
from wandesk.domain.picture_changes import what_is_sent
from wandesk.domain.picture_edit import NO_EDIT, PictureEdit
from wandesk.domain.price import Price
from wandesk.domain.request import StoredInput
from wandesk.domain.sentences import Sentence
from wandesk.domain.space import Occupied, Shortage
from wandesk.domain.structs import replace
from wandesk.settings.accounts import RegionAccounts
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.secrets import KeyringState, SecretStore
from wandesk.ui.addresses import is_address
from wandesk.ui.settings.keys import KeySource
from wandesk.ui.settings.regions_page import RegionsPage

W = TypeVar("W", bound=QWidget)

FACTS = PictureFacts(format="JPEG", width=1080, height=1460, size_bytes=2_104_000)
WAVEFORM = Waveform(
    peaks=tuple(int(6000 + 20_000 * abs(math.sin(at / 37)) * abs(math.sin(at * at / 911))) for at in range(900))
)
SOUND_FACTS = AudioFacts(
    format="MP3", seconds=12.3, size_bytes=492_000, sample_rate=44100, channels=2, waveform=WAVEFORM
)


CLIP_FACTS = ClipFacts(format="MP4", width=1280, height=720, seconds=4.0, size_bytes=900_000)


class FakeQuestions:
    """Files are those in `pictures`, `sounds` and `refusals`; an answer waits while its path is in `gates`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pictures: dict[str, PictureFacts] = {}
        self.sounds: dict[str, AudioFacts] = {}
        self.clips: dict[str, ClipFacts] = {}
        self.folders: dict[str, Sequence[str]] = {}
        """The pictures of each folder."""
        self.skipped = self.deeper = 0
        """Files of folders that are no pictures."""
        self.refusals: dict[str, WanDeskError] = {}
        self.gates: dict[str, asyncio.Event] = {}
        self.asked: list[tuple[str, str]] = []
        self.previewed: list[tuple[str, PictureEdit]] = []
        """The previews that were asked for: of which picture, with which edit."""
        self.pasted: list[bytes] = []
        self.transferred: dict[str, Sequence[str]] = {}
        """Files of a portal by their key."""
        self.unseen: dict[str, Sentence] = {}
        """Web addresses that only the cloud can read, and why."""

    def hold(self, path: str) -> asyncio.Event:
        """Let no request about this path be answered until the event is set."""
        self.gates[path] = asyncio.Event()
        return self.gates[path]

    async def glance_picture(self, path: str) -> PictureFacts:
        if path in self.refusals:
            raise self.refusals[path]
        if path not in self.pictures:
            raise WrongKindOfFile(sentence=Sentence.PICTURE_UNKNOWN)
        return self.pictures[path]

    async def video_frame(self, path: str, which: VideoFrame) -> Picture:
        await self._ask(f"{which} frame", path)
        return Picture(path=path, facts=self.pictures[path])

    async def find_files(self, places: Sequence[str]) -> FoundFiles:
        found = [file for place in places for file in self.folders.get(place, [place])]
        if len(found) > 1:
            found.sort(key=natural_key)
        return FoundFiles(
            places=tuple(found),
            folders=len(set(places) & self.folders.keys()),
            skipped=self.skipped,
            deeper=self.deeper,
        )

    async def inspect_listed(self, path: str) -> ListedPicture:
        picture = await self.inspect_picture(path)
        target = self.folder / f"listed-{len(self.asked)}.jpg"
        draw_scene(160, 120).save(str(target))
        return ListedPicture(picture=picture, thumbnail=target)

    async def inspect_picture(self, path: str) -> Picture:
        await self._ask("picture", path)
        if path not in self.pictures:
            raise WrongKindOfFile(sentence=Sentence.PICTURE_UNKNOWN)
        return Picture(path=path, facts=self.pictures[path])

    async def inspect_audio(self, path: str) -> Audio:
        await self._ask("sound", path)
        if path not in self.sounds:
            raise WrongKindOfFile(sentence=Sentence.AUDIO_UNKNOWN)
        return Audio(path=path, facts=self.sounds[path])

    async def inspect_clip(self, path: str) -> Clip:
        await self._ask("clip", path)
        if path not in self.clips:
            raise WrongKindOfFile(sentence=Sentence.CLIP_UNKNOWN)
        picture = self.folder / f"clip-{len(self.asked)}.jpg"
        draw_scene(320, 180).save(str(picture))
        self.pictures[str(picture)] = FACTS
        return Clip(path=path, facts=self.clips[path], first_picture=Picture(path=str(picture), facts=FACTS))

    async def fit_clip(self, path: str, limits: ClipLimits, start: float, seconds: float) -> Clip:
        await self._ask(f"part {start:g} {seconds:g}", path)
        fitted = str(self.folder / f"{Path(path).stem}.mp4")
        self.clips[fitted] = replace(self.clips[path], format="MP4", seconds=seconds)
        return await self.inspect_clip(fitted)

    async def frame_strip(self, path: str, times: Sequence[float], height: int) -> Path:
        await self._ask(f"frames {times[0]:g} to {times[-1]:g}", path)
        target = self.folder / f"strip-{len(self.asked)}.jpg"
        width = height * 16 // 9
        strip = QImage(width * len(times), height, QImage.Format.Format_RGB32)
        painter = QPainter(strip)
        for at in range(len(times)):
            painter.drawImage(at * width, 0, draw_scene(width, height))
        painter.end()
        strip.save(str(target))
        return target

    async def audio_excerpt(self, path: str, limits: AudioLimits, start: float, seconds: float) -> Path:
        await self._ask("excerpt", path)
        return self.folder / f"excerpt of {Path(path).name} {start:g} {seconds:g}"

    async def preview(self, path: str, side: int, edit: PictureEdit = NO_EDIT) -> Path:
        self.previewed.append((path, edit))
        await self._ask("preview", path)
        facts = self.pictures[path]
        target = self.folder / f"preview-{len(self.asked)}.jpg"
        width, height = edit.size(facts.width, facts.height)
        scale = side / max(width, height)
        draw_scene(round(width * scale), round(height * scale)).save(str(target))
        return target

    async def before_and_after(self, path: str, limits: PictureLimits, edit: PictureEdit) -> BeforeAndAfter:
        await self._ask("compare", path)
        facts = self.pictures[path]
        before, after = (self.folder / f"{name}-{len(self.asked)}.jpg" for name in ("before", "after"))
        size = what_is_sent(facts, limits, edit).size
        draw_scene(facts.width // 4, facts.height // 4).save(str(before))
        draw_scene(size[0] // 4, size[1] // 4).save(str(after))
        sent = PictureFacts(format="JPEG", width=size[0], height=size[1], size_bytes=250_000)
        return BeforeAndAfter(before=str(before), after=str(after), sent=sent)

    async def fetch_picture(self, address: str, region: str) -> FetchedPicture:
        await self._ask("fetch", address)
        if address in self.unseen:
            picture = Picture(path="", facts=UNSEEN_PICTURE, address=address)
            return FetchedPicture(picture=picture, why_unseen=self.unseen[address])
        return FetchedPicture(picture=replace(await self.inspect_picture(address), address=address))

    async def take_out(self, stored: StoredInput) -> str:
        await self._ask("take out", stored.name)
        return stored.name if stored.has_copy else stored.address or ""

    async def fetch_audio(self, address: str, region: str) -> Audio:
        await self._ask("fetch", address)
        return replace(await self.inspect_audio(address), address=address)

    async def transferred_files(self, key: str, listed: Sequence[str]) -> Sequence[str]:
        return self.transferred.get(key, listed)

    async def keep_file(self, place: str) -> str:
        self.asked.append(("keep", place))
        if place in self.refusals and is_address(place):
            raise self.refusals[place]
        return place

    async def keep_picture(self, content: bytes, suffix: str) -> str:
        self.pasted.append(content)
        path = str(self.folder / f"pasted-{len(self.pasted)}{suffix}")
        image = QImage.fromData(content)
        self.pictures[path] = (
            FACTS
            if image.isNull()
            else PictureFacts(format="PNG", width=image.width(), height=image.height(), size_bytes=len(content))
        )
        return path

    async def job_ids(self, newest: int | None = None) -> Sequence[str]:
        return ()

    async def rows(self, ids: Sequence[str]) -> Sequence[Job]:
        assert not ids
        return ()

    async def _ask(self, what: str, path: str) -> None:
        self.asked.append((what, path))
        if path in self.gates:
            await self.gates[path].wait()
        if path in self.refusals:
            raise self.refusals[path]


class FakeAudioPlayer(QObject):
    """Plays nothing and reports that."""

    playing_changed = Signal(bool)
    position_changed = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.playing: str | None = None

    def play(self, path: str) -> None:
        self.playing = path
        self.playing_changed.emit(True)

    def stop(self) -> None:
        if self.playing is not None:
            self.playing = None
            self.playing_changed.emit(False)


class FakeKeys:
    """A keyring in memory; `trouble` is its fault, `gate` holds every write back."""

    def __init__(self, *, trouble: Sentence | None = None) -> None:
        self.trouble = trouble
        self.kept: dict[str, str] = {}
        self.for_session: dict[str, str] = {}
        self.from_outside: set[str] = set()
        self.gate: asyncio.Event | None = None
        self.untested: set[str] = set()
        self.verdicts: dict[str, KeyVerdict] = {}
        """The cloud's answer by region; without an entry, the key is good."""
        self.elsewhere: KeyVerdict | None = None
        self.tested: list[tuple[str, str]] = []
        """Regions and keys that were sent to the cloud."""
        self.accounts = RegionAccounts(load_catalogue(), SecretStore("p", backend=FakeKeyring))
        """The address of each region; give it `preferences` in a test that changes addresses."""
        self.locked: set[str] = set()
        self.unlocked: list[tuple[str, str | None]] = []
        self.tested_at: list[str] = []
        self.used: list[tuple[str, AddressChoice]] = []
        self.reached: dict[str, list[HostReached]] = {}
        """The result of a connection check by region; without an entry, the region is reached."""

    async def state(self) -> KeyringState:
        return KeyringState(name="GNOME Keyring", trouble=self.trouble, is_absent=self._is_absent)

    async def source(self, region: str) -> KeySource | None:
        if region in self.from_outside:
            return KeySource.ENVIRONMENT
        if region in self.for_session:
            return KeySource.SESSION
        if not self._is_absent:
            self._fail()
        if region in self.kept:
            return KeySource.LOCKED if region in self.locked else KeySource.KEYRING
        return KeySource.UNTESTED if region in self.untested else None

    def is_connected(self, region: str) -> bool:
        return region in self.from_outside or region in self.for_session or region in self.kept

    def is_for_session(self, region: str) -> bool:
        return region in self.for_session

    async def unlock(self, region: str, account: str | None = None, *, is_waiting: bool = False) -> bool:
        self.unlocked.append((region, account))
        self._fail()
        return False

    async def keep(self, region: str, secret: Secret) -> None:
        if self.gate is not None:
            await self.gate.wait()
        self._fail()
        self.for_session.pop(region, None)
        self.kept[region] = secret.reveal()

    async def keep_for_session(self, region: str, secret: Secret) -> None:
        self.for_session[region] = secret.reveal()

    async def remove(self, region: str) -> None:
        self.for_session.pop(region, None)
        self._fail()
        self.kept.pop(region, None)

    async def test(self, region: str, typed: Secret | None = None, choice: AddressChoice | None = None) -> KeyVerdict:
        if self.gate is not None:
            await self.gate.wait()
        address = await self.accounts.checked_address(region, choice)
        assert address.is_agreed, "no key is sent without consent"
        self.tested_at.append(address.base_url or "")
        self.tested.append((region, typed.reveal() if typed else self._key(region)))
        good = KeyVerdict(outcome=KeyOutcome.GOOD, region=region, sentence=Sentence.KEY_GOOD)
        verdict = self.verdicts.get(region, good)
        if region in self.untested and verdict.outcome is KeyOutcome.GOOD:
            self.from_outside.add(region)
        return verdict

    async def test_elsewhere(self, region: str, typed: Secret | None = None) -> KeyVerdict:
        self.tested.append((f"not {region}", typed.reveal() if typed else self._key(region)))
        assert self.elsewhere is not None
        return self.elsewhere

    def other_regions(self, region: str) -> Sequence[str]:
        return [each for each in ("singapore", "beijing", "virginia") if each != region]

    def address(self, region: str, choice: AddressChoice | None = None) -> RegionAddress:
        return self.accounts.address(region, choice)

    async def checked_address(
        self, region: str, choice: AddressChoice | None = None, *, may_ask: bool = False
    ) -> RegionAddress:
        return await self.accounts.checked_address(region, choice, may_ask=may_ask)

    async def agree(self, region: str, address: RegionAddress) -> None:
        await self.accounts.agree(region, address)

    async def use_address(self, region: str, choice: AddressChoice) -> None:
        self.used.append((region, choice))
        self.accounts.choose(region, choice)

    async def reach(self, region: str) -> Sequence[HostReached]:
        host = self.accounts.address(region).host
        fine = [HostReached(host=host, is_storage=False), HostReached(host=f"oss.{region}", is_storage=True)]
        return self.reached.get(region, fine)

    def _key(self, region: str) -> str:
        return self.for_session.get(region) or self.kept.get(region) or "from outside"

    def _fail(self) -> None:
        if self.trouble is not None:
            raise KeyringAbsent if self._is_absent else KeyringFailed(sentence=self.trouble)

    @property
    def _is_absent(self) -> bool:
        return self.trouble == KeyringAbsent.default_sentence


class FakeVideoHosts:
    """Every network reaches the videos, but for the regions of `obstacles`."""

    def __init__(self) -> None:
        self.obstacles: dict[str, HostReached] = {}
        self.accepted: list[str] = []

    async def obstacle(self, region: str) -> HostReached | None:
        return self.obstacles.get(region)

    def accept(self, region: str) -> None:
        self.accepted.append(region)


class FakeSpace:
    """A disk with room, unless a test sets what is occupied or too little."""

    def __init__(self) -> None:
        self.occupied = Occupied(videos=0, video_count=0, inputs=0, posters=0, cleanable=0, free=50_000_000_000)
        self.lacks: Shortage | None = None
        self.cleaned: list[tuple[str, ...]] = []

    async def look(self) -> Occupied:
        return self.occupied

    async def clean_up(self, in_form: Collection[str]) -> int:
        self.cleaned.append(tuple(in_form))
        freed = self.occupied.cleanable
        self.occupied = replace(self.occupied, posters=self.occupied.posters - freed, cleanable=0)
        return freed

    async def shortage(self) -> Shortage | None:
        return self.lacks


async def always(_region: str, _cost: Price | None) -> bool:
    """An order needs no question."""
    return True


def unfold_all(page: RegionsPage) -> None:
    """Press "Set up" on every card of the regions, without moving the focus."""
    for card in page.cards.values():
        if not card.region.is_practice:
            card.unfolding.unfold()


def visible_text(widget: QWidget) -> str:
    """Every visible label in it, one per line."""
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible() and each.text())


def buttons(widget: QWidget) -> dict[str, QPushButton]:
    """The visible buttons in it by their text."""
    return {each.text(): each for each in widget.findChildren(QPushButton) if each.isVisible()}


def question(window: QWidget) -> QMessageBox | None:
    """The open question of it."""
    return next((each for each in window.findChildren(QMessageBox) if each.isVisible()), None)


def named(kind: type[W], name: str, *, within: QWidget) -> W:
    """The one widget of that kind with this accessible name."""
    found: list[W] = [each for each in within.findChildren(kind) if each.accessibleName() == name]
    assert len(found) == 1, (name, found)
    return found[0]


def draw_scene(width: int, height: int) -> QImage:
    """A small landscape, so that portraits show a picture and no test card."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    sky = QLinearGradient(0, 0, 0, height)
    sky.setColorAt(0, QColor("#27406b"))
    sky.setColorAt(0.55, QColor("#e3926b"))
    sky.setColorAt(1, QColor("#f6d7a4"))
    painter.fillRect(0, 0, width, height, sky)
    painter.setPen(QColor("#f8e6bf"))
    painter.setBrush(QColor("#fbe9c3"))
    side = min(width, height) / 6
    painter.drawEllipse(int(width * 0.62), int(height * 0.38), int(side), int(side))
    for level, colour in ((0.62, "#7b5a72"), (0.74, "#4d3f5e"), (0.87, "#2a2a44")):
        hills = QPainterPath()
        hills.moveTo(0, height)
        hills.lineTo(0, height * level)
        hills.cubicTo(
            width * 0.3, height * (level - 0.16), width * 0.5, height * (level + 0.12), width, height * (level - 0.06)
        )
        hills.lineTo(width, height)
        painter.fillPath(hills, QColor(colour))
    painter.end()
    return image


def wear_test_font(app: QApplication) -> None:
    """A font of known size; the program itself uses the system's font."""
    families = set(QFontDatabase.families())
    for family in ("Noto Sans CJK SC", "DejaVu Sans"):
        if family in families:
            app.setFont(QFont(family, 10))
            return

"""Lets the media process try one bad picture after another, and watches time, memory, sentences and results."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from PIL import Image

from tests.support.damage import STRANGE, Case, strange_names
from tests.support.extras import saved, scene
from tests.support.metadata import foreign_parts
from wandesk.domain.catalog import PictureLimits
from wandesk.domain.errors import InputRefused, MediaProcessFailed
from wandesk.domain.media import PREVIEW_SIDE
from wandesk.domain.picture_edit import NO_EDIT
from wandesk.domain.sentences import Sentence
from wandesk.media.foreign import PICTURE, Subject
from wandesk.media.process import MediaProcess

LIMITS = PictureLimits(formats=("JPEG", "PNG", "BMP", "WEBP"), min_side=1, max_side=8000, max_bytes=10_000_000)
CHANGED = frozenset({None, *STRANGE, Sentence.PICTURE_NOT_FOUND})
"""What may be said of a file that changes while it is read."""
MOST_SECONDS = 5.0
"""Of computing for one request: the tests share the cores, so the clock on the wall counts for nothing."""
MOST_BYTES = 1_000_000_000


@dataclass
class Trial:
    """What was found so far."""

    media: MediaProcess
    folder: Path
    subject: Subject = PICTURE
    changed: frozenset[Sentence | None] = CHANGED
    good: bytes = field(default_factory=lambda: saved(scene(), "JPEG"))
    broken: list[str] = field(default_factory=list)
    said: Counter[str] = field(default_factory=Counter)
    """How often each sentence was the answer; `accepted` counts the others."""
    slowest: tuple[float, str] = (0.0, "")
    heaviest: tuple[int, str] = (0, "")

    def print_result(self, seed: int, seconds: float) -> None:
        """The last lines of a campaign with this seed, which took so long."""
        print(", ".join(f"{sentence} {count}" for sentence, count in self.said.most_common()))
        print(f"slowest: {self.slowest[0]:.2f} s, {self.slowest[1]}")
        print(f"heaviest: {self.heaviest[0] / 1e6:.0f} MB, {self.heaviest[1]}")
        print(
            f"{'BROKEN' if self.broken else 'ok'}: {self.said.total()} files (seed {seed}) in {seconds:.0f} s,"
            f" {len(self.broken)} findings"
        )
        print(*self.broken, sep="\n")

    async def content(self, case: Case) -> None:
        """Try a file of this content."""
        path = self.folder / "tried"
        path.write_bytes(case.content)
        sentence = await self.file(path, case.name)
        if sentence is None and not case.may_be_good:
            self.broken.append(f"{case.name}: accepted")
        if sentence is not None and sentence not in case.sentences:
            self.broken.append(f"{case.name}: {sentence}")

    async def file(self, path: Path, name: str, meanwhile: Callable[[], None] | None = None) -> Sentence | None:
        """Preview and prepare a file as the composer and the engine do; the sentence if it is refused.

        `meanwhile` happens to the file while it is read.
        """
        preview, target = self.folder / "preview", self.folder / "prepared"
        for each in (preview, target):
            each.unlink(missing_ok=True)
        began = self._seconds()
        try:
            asked = self.media.preview_picture(path, preview, PREVIEW_SIDE, NO_EDIT)
            await (asyncio.gather(asked, asyncio.to_thread(meanwhile)) if meanwhile else asked)
            self._note_time(began, f"{name}, preview")
            began = self._seconds()
            facts = await self.media.prepare_picture(path, target, LIMITS)
        except InputRefused as refused:
            self._note(began, name, refused.sentence)
            if preview.exists() and meanwhile is None and refused.sentence is not Sentence.PICTURE_HEAVY:
                self.broken.append(f"{name}: shown, and then refused with {refused.sentence}")
            return refused.sentence
        except MediaProcessFailed as failed:
            self.broken.append(f"{name}: {failed}")
            self._note(began, name, Sentence.MEDIA_FAILED)
            return None
        self._note(began, name, None)
        self._check_result(name, target.read_bytes(), (facts.format, facts.width, facts.height, facts.size_bytes))
        return None

    async def no_files(self) -> None:
        """Places that are no readable file."""
        places = self.folder / "places"
        places.mkdir()
        (places / "empty.png").touch()
        expected = {
            places: self.subject.is_folder,
            places / "missing.jpg": self.subject.not_found,
            places / "empty.png" / "inside.jpg": self.subject.not_found,
            places / "empty.png": self.subject.empty,
            places / ("n" * 300 + ".jpg"): self.subject.not_readable,
            Path(f"{places}/nul\0.jpg"): self.subject.not_found,
        }
        if hasattr(os, "mkfifo"):
            os.mkfifo(places / "pipe.jpg")
            (places / "dangling.jpg").symlink_to("nowhere.jpg")
            (places / "loop.jpg").symlink_to("loop.jpg")
            expected[places / "pipe.jpg"] = self.subject.unknown
            expected[Path("/dev/zero")] = self.subject.unknown
            expected[places / "dangling.jpg"] = self.subject.not_found
            expected[places / "loop.jpg"] = self.subject.not_readable
        if hasattr(os, "geteuid") and os.geteuid() != 0:  # root may read everything
            (places / "mine.jpg").touch(mode=0o000)
            expected[places / "mine.jpg"] = self.subject.not_readable
        for path, sentence in expected.items():
            found = await self.file(path, str(path.name))
            if found is not sentence:
                self.broken.append(f"{path.name[:40]!r}: {found} instead of {sentence}")

    async def names(self) -> int:
        """Good files with strange names; returns how many."""
        count = 0
        for count, path in enumerate(strange_names(self.folder, self.good), 1):  # noqa: B007 - the last number is the result
            if (sentence := await self.file(path, repr(path.name))) is not None:
                self.broken.append(f"{path.name!r}: {sentence}")
            path.unlink()
        return count

    async def changing(self, content: bytes, number: int, after: float = 0.0) -> None:
        """Try a file that is cut, overwritten, replaced, deleted or grows `after` so many seconds."""
        path, other = self.folder / "changing", self.folder / "other"
        path.write_bytes(content)
        other.write_bytes(content[::-1])

        def change() -> None:
            Event().wait(after)
            match number % 5:
                case 0:
                    os.truncate(path, len(content) // 2)
                case 1:
                    with path.open("r+b") as file:
                        file.write(bytes(len(content)))
                case 2:
                    with contextlib.suppress(PermissionError):  # Windows keeps a file that is open
                        other.replace(path)
                case 3:
                    with contextlib.suppress(PermissionError):
                        path.unlink()
                case _:
                    with path.open("ab") as file:
                        file.write(content * 3)

        sentence = await self.file(path, f"changing {number % 5} after {after:.4f} s", change)
        if sentence not in self.changed:
            self.broken.append(f"changing {number % 5}: {sentence}")

    def _check_result(self, name: str, made: bytes, facts: tuple[str, int, int, int]) -> None:
        if parts := foreign_parts(made):
            self.broken.append(f"{name}: what is sent has {parts}")
        with Image.open(io.BytesIO(made)) as image:
            image.load()
            if facts != (image.format, *image.size, len(made)) or image.mode not in {"L", "RGB"}:
                self.broken.append(f"{name}: {facts} is {image.format}, {image.size}, {image.mode}")

    def _note(self, began: float, name: str, sentence: Sentence | None) -> None:
        self._note_time(began, name)
        self.said[sentence or "accepted"] += 1
        if self.media.pid is None:
            self.broken.append(f"{name}: the child ended")
            return
        if (peak := _peak_bytes(self.media.pid)) > self.heaviest[0]:
            self.heaviest = peak, name
        if peak > MOST_BYTES:
            self.broken.append(f"{name}: {peak / 1e6:.0f} MB")

    def _seconds(self) -> float:
        """How long the child has computed; the time on the wall where the system does not tell."""
        try:
            return _computed(self.media.pid) if self.media.pid else 0.0
        except OSError:
            return time.monotonic()

    def _note_time(self, began: float, name: str) -> None:
        seconds = self._seconds() - began
        self.slowest = max(self.slowest, (seconds, name))
        if seconds > MOST_SECONDS:
            self.broken.append(f"{name}: {seconds:.1f} s")


def _computed(pid: int) -> float:
    """Seconds of computing of a process and its threads."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")  # utime and stime


def _peak_bytes(pid: int) -> int:
    """The most memory that the process has had since the last call; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        Path(f"/proc/{pid}/clear_refs").write_text("5")  # proc(5): resets VmHWM
    except OSError:
        return 0
    line = next(each for each in status.splitlines() if each.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024

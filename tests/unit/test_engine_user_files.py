"""The files of the form: judged once, shown from the same decoding, and never behind the preparation of a job."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.fakes import (
    PICTURE,
    FakeAccounts,
    FakeClock,
    FakeCloud,
    FakeFiles,
    FakeListener,
    FakeMedia,
    FakeStore,
)
from wandesk.domain.errors import NoRoom
from wandesk.domain.media import PREVIEW_SIDE, PictureFacts, VideoFrame
from wandesk.domain.picture_edit import NO_EDIT, Crop, PictureEdit
from wandesk.engine.composition import build_engine
from wandesk.engine.ports import Ports
from wandesk.engine.supervisor import Supervisor
from wandesk.engine.user_files import MOST_READY, UserFiles
from wandesk.settings.catalogue import load_catalogue


@dataclass
class CountingMedia(FakeMedia):
    """Counts what decodes a picture."""

    decoded: list[str] = field(default_factory=list)
    is_closed: bool = False

    async def preview_picture(self, source: Path, target: Path, side: int, edit: PictureEdit) -> PictureFacts:
        self.decoded.append("preview")
        return await super().preview_picture(source, target, side, edit)

    async def thumbnail(
        self, source: Path, target: Path, side: int, edit: PictureEdit = NO_EDIT, *, is_as_stored: bool = False
    ) -> None:
        self.decoded.append("thumbnail")
        await super().thumbnail(source, target, side, edit)

    async def close(self) -> None:
        self.is_closed = True


def user_files(tmp_path: Path, media: CountingMedia) -> UserFiles:
    files = FakeFiles(tmp_path / "own")
    files.folder.mkdir()
    names = iter(map(str, range(100)))
    return UserFiles(media, files, FakeCloud(), lambda: next(names))


def test_a_picture_is_decoded_once_for_verdict_and_preview(tmp_path: Path) -> None:
    media = CountingMedia()
    files = user_files(tmp_path, media)

    async def story() -> None:
        assert (await files.inspect_picture("/cat.jpg")).facts == PICTURE
        shown = await files.preview("/cat.jpg", PREVIEW_SIDE)
        assert shown.read_bytes() == b"preview"
        assert media.decoded == ["preview"]
        again = await files.preview("/cat.jpg", PREVIEW_SIDE)
        assert again.read_bytes() == b"poster"
        assert media.decoded == ["preview", "thumbnail"], "the file may have changed since"

    asyncio.run(story())


def test_a_full_disk_refuses_no_picture_for_its_preview(tmp_path: Path) -> None:
    class OnFullDisk(CountingMedia):
        async def preview_picture(self, source: Path, target: Path, side: int, edit: PictureEdit) -> PictureFacts:
            raise NoRoom("full")

    files = user_files(tmp_path, OnFullDisk())
    assert asyncio.run(files.inspect_picture("/cat.jpg")).facts == PICTURE


def test_another_side_or_an_edit_is_rendered_anew(tmp_path: Path) -> None:
    media = CountingMedia()
    files = user_files(tmp_path, media)

    async def story() -> None:
        await files.inspect_picture("/cat.jpg")
        await files.preview("/cat.jpg", PREVIEW_SIDE, PictureEdit(crop=Crop(right=0.5)))
        await files.preview("/cat.jpg", 100)
        assert media.decoded == ["preview", "thumbnail", "thumbnail"]

    asyncio.run(story())


def test_few_previews_wait_to_be_shown(tmp_path: Path) -> None:
    files = user_files(tmp_path, CountingMedia())

    async def story() -> None:
        for number in range(MOST_READY + 5):
            await files.inspect_picture(f"/{number}.jpg")
        assert len(files._ready) == MOST_READY

    asyncio.run(story())


def test_a_frame_of_a_video_becomes_a_picture_of_the_form(tmp_path: Path) -> None:
    files = user_files(tmp_path, CountingMedia())

    async def story() -> None:
        picture = await files.video_frame("/clip.mp4", VideoFrame.LAST)
        assert Path(picture.path).read_bytes() == b"last"
        assert Path(picture.path).suffix == ".png"

    asyncio.run(story())


def test_the_form_has_a_media_process_of_its_own(tmp_path: Path) -> None:
    work, form = CountingMedia(), CountingMedia()

    async def story() -> None:
        supervisor = Supervisor()
        files = FakeFiles(tmp_path / "own")
        files.folder.mkdir()
        ports = Ports(
            cloud=FakeCloud(),
            accounts=FakeAccounts(),
            store=FakeStore(),
            media=work,
            files=files,
            clock=FakeClock(),
            form_media=form,
        )
        engine = build_engine(catalog=load_catalogue(), ports=ports, supervisor=supervisor, listener=FakeListener())
        await engine.user_files.inspect_picture("/cat.jpg")
        await supervisor.close()
        await engine.close()

    asyncio.run(story())
    assert (work.decoded, form.decoded) == ([], ["preview"])
    assert work.is_closed
    assert form.is_closed

"""The media process as the program uses it: a real process, real files, real crashes."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import struct
import sys
import tempfile
import threading
import wave
import zlib
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PIL import Image

from wandesk.child_processes import child_command
from wandesk.domain.catalog import PictureLimits
from wandesk.domain.errors import FolderRefused, InputRefused, MediaProcessFailed, VideoUnreadable
from wandesk.domain.picture_edit import NO_EDIT, Crop, PictureEdit
from wandesk.engine.media_port import Media
from wandesk.media.limits import MEMORY_BYTES
from wandesk.media.process import MediaProcess

T = TypeVar("T")
LIMITS = PictureLimits(formats=("JPEG", "PNG", "BMP", "WEBP"), min_side=240, max_side=8000, max_bytes=10_000_000)
COMMAND = tuple(child_command("media"))
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc")


def child_of(script: str) -> tuple[str, ...]:
    """A child that runs the given code instead of working, for faults that no file causes reliably."""
    return (sys.executable, "-c", script)


def run(story: Callable[[MediaProcess], Coroutine[Any, Any, T]], **options: Any) -> T:
    """Run a scenario with a new media process on a new event loop, and close it."""

    async def with_media() -> T:
        media = MediaProcess(**{"command": COMMAND, **options})
        try:
            return await story(media)
        finally:
            await media.close()
            assert media.pid is None

    return asyncio.run(with_media())


async def until(condition: Callable[[], bool], within: float = 20.0) -> None:
    async with asyncio.timeout(within):
        while not condition():
            await asyncio.sleep(0.005)


def peak_bytes(media: MediaProcess) -> int:
    """The most memory that the child has had."""
    status = Path(f"/proc/{media.pid}/status").read_text("ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) * 1024


async def refused(asking: Awaitable[object]) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        await asking
    return caught.value


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "picture.jpg"
    Image.effect_noise((640, 480), 80).convert("RGB").save(path, "JPEG")
    return path


@pytest.fixture(scope="module")
def slow_picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Takes about a second to decode and longer to prepare, although the file is small."""
    path = tmp_path_factory.mktemp("slow") / "slow.png"
    Image.new("RGB", (9900, 9900), (90, 60, 30)).save(path, "PNG", compress_level=1)
    return path


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "sound.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(2 * 8000 * 4))
    return path


PICTURES = Path(__file__).parents[1] / "support" / "pictures"


@pytest.mark.parametrize(
    "name", ["JPEG", "MPO", "PNG", "WEBP", "BMP", "GIF", "TIFF", "AVIF", "p3_tiles.heic", "pq.heic", "p3_nclx.avif"]
)
def test_a_new_child_reads_every_format(tmp_path: Path, name: str) -> None:
    """What a decoder imports or opens at its first use must be there before the child is locked in."""
    path = PICTURES / name
    if not path.exists():
        path = tmp_path / "picture"
        image = Image.effect_noise((640, 480), 80).convert("RGB")
        image.convert("P" if name == "GIF" else "RGB").save(path, name)

    async def story(media: MediaProcess) -> None:
        edit = PictureEdit(crop=Crop(left=0.25), may_enlarge=True)
        seen = await media.glance_picture(path)
        judged = await media.preview_picture(path, tmp_path / "preview.jpg", 100, edit)
        assert (seen.format, seen.width, seen.height) == (judged.format, judged.width, judged.height)
        sent = await media.prepare_picture(path, tmp_path / "sent", LIMITS, edit)
        assert (sent.width, sent.height) == (edit.size(seen.width, seen.height))

    run(story)


def test_the_child_can_be_started_ahead() -> None:
    async def story(media: MediaProcess) -> None:
        pids = [media.pid]
        for _ in range(2):
            await media.get_ready()
            pids.append(media.pid)
        assert pids[0] is None
        assert pids[1] is not None
        assert pids[1] == pids[2]

    run(story)


def test_a_child_that_cannot_be_started_ahead_is_told_by_the_next_request(picture: Path) -> None:
    async def story(media: MediaProcess) -> None:
        await media.get_ready()
        with pytest.raises(MediaProcessFailed):
            await media.inspect_picture(picture)

    run(story, command=("/nowhere/media",))


@LINUX
@pytest.mark.parametrize("mode", ["RGBA", "CMYK"])
def test_a_picture_of_a_hundred_megapixels_takes_less_than_a_gigabyte(tmp_path: Path, mode: str) -> None:
    """The largest that is decoded whole, and turned."""
    path, exif = tmp_path / "large", Image.Exif()
    exif[0x0112] = 6
    image = Image.new(mode, (12_500, 8000), (200, 120, 60, 128)[: len(Image.new(mode, (1, 1)).getbands())])
    if mode == "CMYK":
        image.save(path, "JPEG", quality=50, exif=exif)
    else:
        image.save(path, "PNG", compress_level=1, exif=exif)

    async def story(media: MediaProcess) -> int:
        seen = await media.preview_picture(path, tmp_path / "preview.jpg", 880, NO_EDIT)
        assert (seen.width, seen.height, seen.is_turned, seen.has_alpha) == (8000, 12_500, True, mode == "RGBA")
        sent = await media.prepare_picture(path, tmp_path / "sent", LIMITS)
        assert (sent.width, sent.height) == (5120, 8000)
        return peak_bytes(media)

    assert run(story) < 1_000_000_000


@pytest.mark.parametrize("size", [(16_320, 12_240), (20_000, 4000)])
def test_large_jpegs_are_decoded_at_a_reduced_size(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "large.jpg"
    Image.new("RGB", size, (200, 120, 60)).save(path, "JPEG", quality=50)

    async def story(media: MediaProcess) -> None:
        seen = await media.glance_picture(path)
        assert (seen.width, seen.height) == size
        sent = await media.prepare_picture(path, tmp_path / "sent.jpg", LIMITS)
        assert 5000 <= max(sent.width, sent.height) <= 8000
        assert abs(sent.width / sent.height - size[0] / size[1]) < 0.01

    run(story)


def test_every_request_of_the_port_is_answered(tmp_path: Path, picture: Path, sound: Path) -> None:
    async def story(media: Media) -> None:
        facts = await media.inspect_picture(picture)
        assert (facts.format, facts.width, facts.height) == ("JPEG", 640, 480)
        heard = await media.inspect_audio(sound)
        assert (heard.format, heard.seconds) == ("WAV", 4.0)
        made = await media.prepare_picture(picture, tmp_path / "sent.jpg", LIMITS)
        assert made == await media.inspect_picture(tmp_path / "sent.jpg")
        await media.thumbnail(picture, tmp_path / "small.jpg", 100)
        small = await media.inspect_picture(tmp_path / "small.jpg")
        assert (small.format, small.width, small.height) == ("JPEG", 100, 75)
        with pytest.raises(VideoUnreadable):
            await media.inspect_video(picture)

    run(story)


def test_video_has_its_facts_and_its_first_frame(tmp_path: Path) -> None:
    av = pytest.importorskip("av")
    path = tmp_path / "video.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        for _ in range(20):
            container.mux(stream.encode(av.VideoFrame.from_image(Image.new("RGB", (160, 90), "orange"))))
        container.mux(stream.encode(None))

    async def story(media: MediaProcess) -> None:
        facts = await media.inspect_video(path)
        assert (facts.width, facts.height, facts.video_codec) == (160, 90, "h264")
        assert facts.seconds == pytest.approx(2.0)
        await media.thumbnail(path, tmp_path / "poster.jpg", 80)
        assert (await media.inspect_picture(tmp_path / "poster.jpg")).width == 80

    run(story)


def test_bad_files_become_sentences_and_the_child_continues(tmp_path: Path, picture: Path) -> None:
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "text.jpg").write_text("a shopping list " * 100)
    (tmp_path / "cut.jpg").write_bytes(picture.read_bytes()[:9000])
    header = struct.pack(">2I5B", 30000, 30000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    (tmp_path / "bomb.png").write_bytes(bomb + struct.pack(">I4sI", 0, b"IDAT", zlib.crc32(b"IDAT")))

    async def story(media: MediaProcess) -> None:
        await media.inspect_picture(picture)
        child = media.pid
        for name, sentence in {
            "absent.jpg": "picture_not_found",
            ".": "picture_is_folder",
            "empty.jpg": "picture_empty",
            "text.jpg": "picture_unknown",
            "cut.jpg": "picture_damaged",
            "bomb.png": "picture_too_large",
        }.items():
            for asking in (
                media.inspect_picture(tmp_path / name),
                media.prepare_picture(tmp_path / name, tmp_path / "never", LIMITS),
                media.thumbnail(tmp_path / name, tmp_path / "never", 100),
            ):
                error = await refused(asking)
                assert error.sentence == sentence, name
        assert (await refused(media.inspect_picture(tmp_path / "bomb.png"))).values == {"width": 30000, "height": 30000}
        assert (await refused(media.inspect_audio(tmp_path / "text.jpg"))).sentence == "sound_unknown"
        with pytest.raises(FolderRefused):
            await media.thumbnail(picture, tmp_path / "no" / "such" / "folder.jpg", 100)
        assert media.pid == child

    run(story)
    assert not list(tmp_path.glob("never*"))


@pytest.mark.parametrize(
    "name", ["图片 一.jpg", "cat 🐈‍⬛.jpg", "a'b\"c%d;e.jpg", "n" * 250 + ".jpg", "naïve\u0301.jpg"]
)
def test_any_file_name_works(tmp_path: Path, picture: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(picture.read_bytes())
    assert run(lambda media: media.inspect_picture(path)).width == 640


@LINUX
def test_undecodable_file_name_works(tmp_path: Path, picture: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9 \xff\n.jpg"))
    path.write_bytes(picture.read_bytes())

    async def story(media: MediaProcess) -> None:
        assert (await media.inspect_picture(path)).width == 640
        target = Path(str(path) + ".small")
        await media.thumbnail(path, target, 64)
        assert (await media.inspect_picture(target)).width == 64

    run(story)


@LINUX
def test_child_has_no_key_a_memory_limit_and_a_low_priority(picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", "sk-canary")
    monkeypatch.setenv("DASHSCOPE_API_KEY_SINGAPORE", "sk-canary")

    async def story(media: MediaProcess) -> None:
        await media.inspect_picture(picture)
        of = Path(f"/proc/{media.pid}")
        assert b"canary" not in (of / "environ").read_bytes()
        assert b"canary" not in (of / "cmdline").read_bytes()
        assert f"Max address space         {MEMORY_BYTES}" in (of / "limits").read_text()
        lower = min(os.nice(0) + 10, 19)  # than ours, which another test of this process may have lowered
        assert int((of / "stat").read_text().rpartition(")")[2].split()[16]) == lower

    run(story)


def test_parent_process_loads_no_decoder() -> None:
    script = "import sys, wandesk.media.process; raise SystemExit(any(each in sys.modules for each in ('PIL', 'av')))"
    assert asyncio.run(_exit_code(sys.executable, "-c", script)) == 0


async def _exit_code(*command: str) -> int:
    process = await asyncio.create_subprocess_exec(*command)
    return await process.wait()


def test_child_that_dies_on_a_file_fails_that_file_only(slow_picture: Path, picture: Path, tmp_path: Path) -> None:
    target = tmp_path / "sent.png"

    async def story(media: MediaProcess) -> None:
        await media.inspect_picture(picture)
        first = media.pid
        assert first is not None
        async with asyncio.TaskGroup() as group:
            slow = group.create_task(_failure(media.prepare_picture(slow_picture, target, LIMITS)))
            waiting = group.create_task(media.inspect_picture(picture))
            await until(lambda: _is_busy(first))
            os.kill(first, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        assert isinstance(slow.result(), MediaProcessFailed)
        assert waiting.result().width == 640
        assert media.pid not in {None, first}

    run(story)
    assert not list(tmp_path.glob("sent*"))


async def _failure(asking: Awaitable[object]) -> BaseException | None:
    try:
        await asking
    except MediaProcessFailed as error:
        return error
    return None


def _is_busy(pid: int, ticks: int = 20) -> bool:
    """Whether the process has used some CPU time; without /proc, whether it lives."""
    path = Path(f"/proc/{pid}/stat")
    if not path.exists():
        return is_running(pid)
    fields = path.read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12]) >= ticks + _STARTED.setdefault(pid, int(fields[11]) + int(fields[12]))


_STARTED: dict[int, int] = {}


def test_child_that_died_while_idle_is_replaced_silently(picture: Path) -> None:
    async def story(media: MediaProcess) -> None:
        await media.inspect_picture(picture)
        first = media.pid
        assert first is not None
        os.kill(first, signal.SIGTERM)
        await until(lambda: media.pid is None)
        assert (await media.inspect_picture(picture)).width == 640
        assert media.pid != first

    run(story)


def test_child_is_ended_at_the_deadline_and_the_next_request_answered(
    slow_picture: Path, sound: Path, tmp_path: Path
) -> None:
    async def story(media: MediaProcess) -> None:
        await media.inspect_audio(sound)
        first = media.pid
        assert first is not None
        with pytest.raises(MediaProcessFailed) as caught:
            await media.prepare_picture(slow_picture, tmp_path / "sent.png", LIMITS)
        assert "took longer than 0.4 s" in caught.value.detail
        assert caught.value.sentence == "media_failed"
        assert not is_running(first)
        assert (await media.inspect_audio(sound)).seconds == 4.0

    run(story, prepare_within=0.4)
    assert not list(tmp_path.glob("sent*"))


def test_answer_to_a_cancelled_request_is_never_given_to_the_next(
    slow_picture: Path, picture: Path, tmp_path: Path
) -> None:
    async def story(media: MediaProcess) -> None:
        await media.inspect_picture(picture)
        for round_ in range(6):
            async with asyncio.TaskGroup() as group:
                asked = group.create_task(media.inspect_picture(slow_picture))
                follower = group.create_task(media.inspect_picture(picture))
                # At a different moment each time: before writing, during the work, around the answer.
                await asyncio.sleep(0.15 * round_)
                asked.cancel()
            assert (follower.result().width, follower.result().format) == (640, "JPEG")
        waiting = asyncio.current_task()
        assert waiting is not None
        assert waiting.cancelling() == 0

    run(story)


def test_cancelled_preparation_leaves_no_file(slow_picture: Path, picture: Path, tmp_path: Path) -> None:
    part = tmp_path / "sent.png.new"

    async def story(media: MediaProcess) -> None:
        async with asyncio.TaskGroup() as group:
            asked = group.create_task(media.prepare_picture(slow_picture, tmp_path / "sent.png", LIMITS))
            await until(lambda: media.pid is not None)
            part.write_bytes(b"half")  # as if it had been killed while writing
            asked.cancel()
        assert (await media.inspect_picture(picture)).width == 640

    run(story)
    assert not list(tmp_path.glob("sent*"))


def test_close_ends_a_busy_child_and_its_request(slow_picture: Path, tmp_path: Path) -> None:
    async def story() -> None:
        media = MediaProcess(command=COMMAND)
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as group:
            asked = group.create_task(_failure(media.prepare_picture(slow_picture, tmp_path / "sent.png", LIMITS)))
            await until(lambda: media.pid is not None)
            child = media.pid
            assert child is not None
            began = loop.time()
            await media.close()
            assert loop.time() - began < 1.0
        assert isinstance(asked.result(), MediaProcessFailed)
        assert not is_running(child)
        with pytest.raises(MediaProcessFailed):
            await media.inspect_picture(slow_picture)
        await media.close()

    asyncio.run(story())


def test_closing_a_process_that_never_started_starts_none() -> None:
    async def story() -> None:
        media = MediaProcess(command=("no such program",))
        await media.close()

    asyncio.run(story())


@pytest.mark.parametrize(
    "command",
    [
        ("/no/such/program",),
        child_of("import os; os._exit(3)"),
        child_of("input(); print('hello', flush=True); input()"),
        child_of('input(); print(\'{"id": 99, "ok": {}}\', flush=True); input()'),
        child_of("input(); print('[]', flush=True); input()"),
        child_of("input(); print('x' * 3_000_000)"),
        child_of("input(); print('{\"id\": 1, \"ok\"', end='')"),
    ],
)
def test_nonsense_from_the_child_fails_only_that_request(command: tuple[str, ...], picture: Path) -> None:
    async def story(media: MediaProcess) -> None:
        for _ in range(2):
            with pytest.raises(MediaProcessFailed):
                await media.inspect_picture(picture)

    run(story, command=command)


def test_stderr_of_the_child_never_blocks_it(picture: Path) -> None:
    script = "import sys; sys.stderr.write('x' * 5_000_000); from wandesk.media.worker import run; run()"
    assert run(lambda media: media.inspect_picture(picture), command=child_of(script)).width == 640


def test_prints_of_libraries_are_not_taken_for_answers(picture: Path) -> None:
    script = (
        "import os, threading\n"
        "from wandesk.media import worker\n"
        "real = worker._verbs\n"
        "def noisy(done):\n"
        "    print('printed'); os.write(1, b'written by a C library\\n')\n"
        "    return real(done)\n"
        "worker._verbs = noisy\n"
        "worker.run()"
    )
    assert run(lambda media: media.inspect_picture(picture), command=child_of(script)).width == 640


def test_child_ends_when_its_stdin_closes_even_while_it_decodes(slow_picture: Path) -> None:
    async def story() -> int:
        child = await asyncio.create_subprocess_exec(
            *COMMAND, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        assert child.stdin is not None
        question = '{"id": 1, "do": "inspect_picture", "with": {"path": "PATH"}}\n'.replace(
            "PATH", slow_picture.as_posix()
        )
        child.stdin.write(question.encode() * 40)
        await child.stdin.drain()
        child.stdin.close()
        async with asyncio.timeout(10):
            await child.communicate()
        assert child.returncode is not None
        return child.returncode

    assert asyncio.run(story()) == 1


def test_process_works_from_an_event_loop_in_another_thread(picture: Path) -> None:
    widths: list[int] = []
    thread = threading.Thread(target=lambda: widths.append(run(lambda media: media.inspect_picture(picture)).width))
    thread.start()
    thread.join()
    assert widths == [640]


def test_concurrent_requests_get_their_own_answers(tmp_path: Path) -> None:
    paths = []
    for side in range(20, 60):
        buffer = io.BytesIO()
        Image.new("RGB", (side, side)).save(buffer, "PNG")
        path = tmp_path / f"{side}.png"
        path.write_bytes(buffer.getvalue())
        paths.append(path)

    async def story(media: MediaProcess) -> None:
        facts = await asyncio.gather(*(media.inspect_picture(path) for path in paths))
        assert [each.width for each in facts] == list(range(20, 60))

    run(story)


def test_cancelled_start_leaves_no_open_file(picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []
    begun, may_end, temporary_file = threading.Event(), threading.Event(), tempfile.TemporaryFile

    def slow() -> Any:
        begun.set()
        assert may_end.wait(10)
        made.append(temporary_file())
        return made[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", slow)

    async def story(media: MediaProcess) -> None:
        async with asyncio.TaskGroup() as group:
            asked = group.create_task(media.inspect_picture(picture))
            await until(begun.is_set)
            asked.cancel()
        may_end.set()
        await until(lambda: bool(made) and made[0].closed)

    run(story)


@LINUX
def test_two_hundred_megapixels_pass_through_in_little_memory(tmp_path: Path) -> None:
    """A grey PNG of 200 MP, in the locked-in process: held whole, it takes 200 MB."""
    width, height = 20_000, 10_000
    path, target = tmp_path / "panorama.png", tmp_path / "sent"
    row = b"\0" + bytes(range(256)) * 78 + bytes(width - 256 * 78)
    header = struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0)
    packer = zlib.compressobj(1)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    chunks = [(b"IHDR", header), (b"IDAT", pixels), (b"IEND", b"")]
    written = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(written))

    async def story(media: MediaProcess) -> int:
        facts = await media.preview_picture(path, target, 880, NO_EDIT)
        assert (facts.width, facts.height) == (width, height)
        return peak_bytes(media)

    assert run(story) < 180_000_000
    with Image.open(target) as image:
        assert image.size == (880, 440)

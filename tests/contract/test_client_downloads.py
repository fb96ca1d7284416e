"""Downloads: resumed where they stopped, never mixed with another video, and told from error pages."""

from __future__ import annotations

import asyncio
import base64
import errno
import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.support.raw_server import RawServer, Reader, Request, Treat, Writer, answering, raw_server, reset, say
from tests.support.small_disk import small_disk
from wandesk.dashscope import downloads
from wandesk.dashscope.client import DashScope
from wandesk.dashscope.downloads import BATCH_BYTES
from wandesk.dashscope.network import Timeouts
from wandesk.dashscope.part_file import PartFile
from wandesk.domain.errors import (
    CloudUnreachable,
    DownloadBlocked,
    FolderRefused,
    LinkExpired,
    NoRoom,
    Remedy,
    VideoTooLarge,
    WanDeskError,
)
from wandesk.domain.transfers import LARGEST_VIDEO_BYTES, spare_bytes
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
SHORT = Timeouts(connect=2, write=2, read=0.3, create_read=0.3, stall=0.3)
VIDEO = bytes(range(256)) * 12_000  # 3 MB
QUERY = "?Expires=1&OSSAccessKeyId=LTAI&Signature=secret"


class VideoServer:
    """Serves a video with ranges. `cuts` are the numbers of bytes after which an answer breaks off."""

    def __init__(self, video: bytes = VIDEO, *, etag: str = '"one"', cuts: tuple[int, ...] = (), resets: bool = False):
        self.video = video
        self.etag = etag
        self.cuts = list(cuts)
        self.resets = resets
        self.has_length = True

    async def treat(self, _server: RawServer, request: Request, _reader: Reader, writer: Writer) -> None:
        range_header = request.headers.get("range", "")
        start = int(range_header.removeprefix("bytes=").removesuffix("-")) if range_header else 0
        if request.headers.get("if-range", self.etag) != self.etag:
            start = 0
        if start >= len(self.video):
            await say(writer, status="416 No", content_range=f"bytes */{len(self.video)}")
            return
        lines = [
            "HTTP/1.1 206 Partial" if start else "HTTP/1.1 200 OK",
            f"ETag: {self.etag}",
            "Content-Type: video/mp4",
        ]
        if self.has_length:
            lines.append(f"Content-Length: {len(self.video) - start}")
        if start:
            lines.append(f"Content-Range: bytes {start}-{len(self.video) - 1}/{len(self.video)}")
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        cut = self.cuts.pop(0) if self.cuts else len(self.video)
        writer.write(self.video[start : start + cut])
        await writer.drain()
        if start + cut < len(self.video) or not self.has_length:
            if self.resets:
                reset(writer)
            raise ConnectionResetError


async def downloaded(
    treat: Treat, part: Path, *, times: int = 1, stops_at: int = 1 << 60
) -> tuple[list[int | WanDeskError], RawServer, list[tuple[int, int | None]]]:
    """The results of `times` consecutive tries."""
    cloud = DashScope(CATALOG, timeouts=SHORT)
    results: list[int | WanDeskError] = []
    progress: list[tuple[int, int | None]] = []
    async with raw_server(treat) as server:
        for _ in range(times):
            try:
                length = await cloud.download(
                    f"{server.origin}/video.mp4{QUERY}",
                    part,
                    endpoint="http://127.0.0.1/api/v1",
                    received=lambda done, total: progress.append((done, total)),
                    stopped=lambda: bool(progress) and progress[-1][0] >= stops_at,
                )
                results.append(length)
            except WanDeskError as error:
                results.append(error)
        await cloud.close()
    return results, server, progress


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "cat.mp4.part"


def sidecar_of(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def test_video_is_downloaded(part: Path) -> None:
    results, server, progress = asyncio.run(downloaded(VideoServer().treat, part))
    assert results == [len(VIDEO)]
    assert part.read_bytes() == VIDEO
    assert list(part.parent.iterdir()) == [part]
    assert progress[0] == (0, len(VIDEO))
    assert progress[-1] == (len(VIDEO), len(VIDEO))
    range_header = server.requests[0].headers
    assert range_header["accept-encoding"] == "identity"
    assert not {"authorization", "cookie", "range"} & set(range_header)


@pytest.mark.parametrize("resets", [False, True])
def test_interrupted_download_continues_where_it_stopped(resets: bool, part: Path) -> None:
    storage = VideoServer(cuts=(BATCH_BYTES + 5, 700_000), resets=resets)
    results, server, _ = asyncio.run(downloaded(storage.treat, part, times=3))
    assert [type(result) for result in results] == [CloudUnreachable, CloudUnreachable, int]
    assert part.read_bytes() == VIDEO
    starts = [int(each.headers["range"][6:-1]) for each in server.requests[1:]]
    assert all(each.headers["if-range"] == '"one"' for each in server.requests[1:])
    if not resets:  # a reset may drop bytes in flight
        assert starts == [BATCH_BYTES + 5, BATCH_BYTES + 5 + 700_000]
    assert not sidecar_of(part).exists()


def test_sidecar_holds_no_url(part: Path) -> None:
    asyncio.run(downloaded(VideoServer(cuts=(1000,)).treat, part))
    noted = json.loads(sidecar_of(part).read_bytes())
    assert noted == {"etag": '"one"', "last_modified": "", "length": len(VIDEO), "md5": ""}


def test_changed_video_starts_over(part: Path) -> None:
    storage = VideoServer(cuts=(1000,))
    asyncio.run(downloaded(storage.treat, part))
    other = VideoServer(VIDEO[::-1], etag='"two"')
    results, server, _ = asyncio.run(downloaded(other.treat, part))
    assert results == [len(VIDEO)]
    assert part.read_bytes() == VIDEO[::-1]
    assert server.requests[0].headers["if-range"] == '"one"'


@pytest.mark.parametrize(
    "sidecar",
    [None, b"", b"{", b'{"etag": 5}', b'{"etag": "W/weak"}', b'{"etag": "x", "length": 1}', '{"etag": "ü"}'.encode()],
)
def test_part_of_unknown_origin_starts_over(sidecar: bytes | None, part: Path) -> None:
    part.write_bytes(b"something else")
    if sidecar is not None:
        sidecar_of(part).write_bytes(sidecar)
    results, server, _ = asyncio.run(downloaded(VideoServer().treat, part))
    assert results == [len(VIDEO)]
    assert part.read_bytes() == VIDEO
    assert "range" not in server.requests[0].headers


def begun(part: Path, size: int) -> None:
    part.write_bytes(VIDEO[:size])
    sidecar_of(part).write_bytes(json.dumps({"etag": '"one"', "last_modified": "", "length": len(VIDEO)}).encode())


def test_complete_part_is_not_downloaded_again(part: Path) -> None:
    begun(part, len(VIDEO))
    results, server, _ = asyncio.run(downloaded(VideoServer().treat, part))
    assert results == [len(VIDEO)]
    assert len(server.requests) == 1
    assert part.read_bytes() == VIDEO


@pytest.mark.parametrize(
    "odd",
    [
        answering("206 Partial", VIDEO[5:], content_range=f"bytes 5-{len(VIDEO) - 1}/{len(VIDEO)}", etag='"one"'),
        answering("206 Partial", VIDEO[1000:], etag='"one"'),
        answering("206 Partial", VIDEO[1000:], content_range=f"bytes 1000-{len(VIDEO)}/{len(VIDEO) + 1}", etag='"one"'),
        answering("416 No", content_range="bytes */999"),
        answering("416 No", content_range="bytes */1000"),
        answering("416 No"),
    ],
)
def test_odd_answer_to_a_range_request_starts_over(odd: Treat, part: Path) -> None:
    async def treat(server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
        await (odd if "range" in request.headers else VideoServer().treat)(server, request, reader, writer)

    begun(part, 1000)
    results, server, _ = asyncio.run(downloaded(treat, part))
    assert results == [len(VIDEO)]
    assert part.read_bytes() == VIDEO
    assert len(server.requests) == 2


def test_video_without_a_length_ends_with_the_connection(part: Path) -> None:
    storage = VideoServer()
    storage.has_length = False
    results, _, progress = asyncio.run(downloaded(storage.treat, part))
    assert results == [len(VIDEO)]
    assert progress[-1] == (len(VIDEO), None)


def test_stalled_download_is_given_up_and_its_part_kept(part: Path) -> None:
    async def stall(_server: RawServer, _request: Request, reader: Reader, writer: Writer) -> None:
        writer.write(b'HTTP/1.1 200 OK\r\nETag: "one"\r\nContent-Length: 99999\r\n\r\n' + VIDEO[:5000])
        await writer.drain()
        await reader.read()

    results, _, _ = asyncio.run(downloaded(stall, part))
    assert isinstance(results[0], CloudUnreachable)
    assert part.read_bytes() == VIDEO[:5000]


def test_stopped_download_is_kept(part: Path) -> None:
    results, _, progress = asyncio.run(downloaded(VideoServer().treat, part, stops_at=BATCH_BYTES + 1))
    assert isinstance(results[0], CloudUnreachable)
    assert part.stat().st_size == progress[-1][0] < len(VIDEO)
    assert part.read_bytes() == VIDEO[: progress[-1][0]]


OWN = b'<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code><Message>Request has expired.</Message></Error>'


@pytest.mark.parametrize(
    ("treat", "kind"),
    [
        (answering("403 Forbidden", OWN), LinkExpired),
        (answering("403 Forbidden", b"", x_oss_request_id="5F"), LinkExpired),
        (answering("404 Not Found", b"<Error><Code>NoSuchKey</Code></Error>"), LinkExpired),
        (answering("403 Forbidden", b"<html><Error>policy</Error></html>"), DownloadBlocked),
        (answering("403 Forbidden"), DownloadBlocked),
        (answering("407 Proxy Authentication Required"), DownloadBlocked),
        (answering("302 Found", location="http://10.0.0.1/login"), DownloadBlocked),
        (answering("302 Found"), DownloadBlocked),
        (answering("200 OK", b"<html>", content_type="text/html; charset=utf-8"), DownloadBlocked),
        (answering("451 No", b"<html>"), DownloadBlocked),
        (answering("503 Busy", b"<html>"), CloudUnreachable),
        (answering("429 Busy"), CloudUnreachable),
    ],
)
def test_answer_that_is_no_video_is_reported(treat: Treat, kind: type[WanDeskError], part: Path) -> None:
    begun(part, 1000)
    results, server, _ = asyncio.run(downloaded(treat, part))
    assert type(results[0]) is kind
    assert part.read_bytes() == VIDEO[:1000]  # the part stays
    assert len(server.requests) == 1
    if kind is DownloadBlocked:
        assert isinstance(results[0], DownloadBlocked)
        assert results[0].values == {"host": "127.0.0.1"}
    if kind is CloudUnreachable:
        assert results[0].remedy is Remedy.WAIT, "the storage's fault, not the network's"


@pytest.mark.parametrize(
    "url", ["http://videos.example:81/a.mp4", "https://10.0.0.1/a.mp4", "http://127.0.0.1:9/a.mp4"]
)
def test_unsafe_links_are_not_requested(url: str, part: Path) -> None:
    async def story() -> None:
        cloud = DashScope(CATALOG)
        with pytest.raises(DownloadBlocked) as blocked:
            await cloud.download(url, part, endpoint=None, received=lambda *_: None, stopped=lambda: False)
        assert blocked.value.sentence == "download_address_refused"

    asyncio.run(story())
    assert not part.exists()


def test_full_disk_keeps_the_bytes_so_far(part: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = PartFile.write

    def full(file: PartFile, batch: bytes) -> None:
        if file.path.stat().st_size:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written(file, batch)

    monkeypatch.setattr(PartFile, "write", full)
    results, _, _ = asyncio.run(downloaded(VideoServer().treat, part))
    assert isinstance(results[0], NoRoom)
    assert results[0].values["missing_bytes"] == 0  # the real disk has free space
    first = part.stat().st_size
    assert BATCH_BYTES <= first < len(VIDEO)
    monkeypatch.undo()
    results, server, _ = asyncio.run(downloaded(VideoServer().treat, part))
    assert results == [len(VIDEO)]
    assert server.requests[0].headers["range"] == f"bytes={first}-"


def test_video_larger_than_the_free_space_is_not_begun(part: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(part.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage._replace(free=1_000_000))
    results, _, _ = asyncio.run(downloaded(VideoServer().treat, part))
    assert isinstance(results[0], NoRoom)
    assert results[0].values == {
        "folder": str(part.parent),
        "needed_bytes": len(VIDEO) + spare_bytes(usage.total),
        "missing_bytes": len(VIDEO) + spare_bytes(usage.total) - 1_000_000,
    }
    assert part.stat().st_size == 0
    assert sidecar_of(part).exists()  # it is not complete


def test_part_damaged_by_a_power_cut_is_downloaded_again(part: Path) -> None:
    class ChecksumServer(VideoServer):
        async def treat(self, server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
            write = writer.write

            def with_checksum(data: bytes) -> None:
                checksum = base64.b64encode(hashlib.md5(self.video).digest())
                writer.write = write  # type: ignore[method-assign]
                writer.write(data.replace(b"Content-Type", b"Content-MD5: " + checksum + b"\r\nContent-Type", 1))

            writer.write = with_checksum  # type: ignore[method-assign,assignment]
            await super().treat(server, request, reader, writer)

    storage = ChecksumServer(cuts=(2 * BATCH_BYTES,))
    results, _, _ = asyncio.run(downloaded(storage.treat, part))
    assert isinstance(results[0], CloudUnreachable)
    with part.open("r+b") as file:  # a hole, as some file systems leave it
        file.seek(BATCH_BYTES)
        file.write(bytes(4096))
    results, server, _ = asyncio.run(downloaded(storage.treat, part, times=2))
    assert isinstance(results[0], CloudUnreachable)
    assert results[1] == len(VIDEO)
    assert ["range" in each.headers for each in server.requests] == [True, False]
    assert part.read_bytes() == VIDEO
    assert not sidecar_of(part).exists()


def test_part_without_a_checksum_is_not_taken_for_complete(part: Path) -> None:
    results, _, _ = asyncio.run(downloaded(VideoServer(etag="", cuts=(1000,)).treat, part))
    assert isinstance(results[0], CloudUnreachable)
    assert sidecar_of(part).exists()
    results, server, _ = asyncio.run(downloaded(VideoServer(etag="").treat, part))
    assert results == [len(VIDEO)]
    assert "range" not in server.requests[0].headers
    assert not sidecar_of(part).exists()


def test_missing_folder_is_reported(tmp_path: Path) -> None:
    results, _, _ = asyncio.run(downloaded(VideoServer().treat, tmp_path / "gone" / "a.part"))
    assert isinstance(results[0], FolderRefused)
    assert results[0].values == {"folder": str(tmp_path / "gone")}


def test_full_disk_is_reported_and_the_rest_follows(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=4096) as disk:
        part = disk.folder / "cat.mp4.part"
        disk.fill()
        results, _, _ = asyncio.run(downloaded(VideoServer().treat, part))
        assert isinstance(results[0], NoRoom)
        disk.free()
        results, _, _ = asyncio.run(downloaded(VideoServer().treat, part))
        assert results == [len(VIDEO)]


# ------------------------------------------------------------------ the size of a video, and the room that it leaves


def free_space(monkeypatch: pytest.MonkeyPatch, folder: Path, *sizes: int) -> None:
    """The free space of a disk of 1 GB, look by look; the last one repeats."""
    usage, left = shutil.disk_usage(folder)._replace(total=1 << 30), list(sizes)
    monkeypatch.setattr(
        shutil, "disk_usage", lambda _folder: usage._replace(free=left.pop(0) if len(left) > 1 else left[0])
    )


SPARE = spare_bytes(1 << 30)


@pytest.mark.parametrize(("free", "fits"), [(SPARE + len(VIDEO) - 1, False), (SPARE + len(VIDEO), True)])
def test_video_leaves_free_space(free: int, fits: bool, part: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free_space(monkeypatch, part.parent, free, SPARE + len(VIDEO))
    results, _, _ = asyncio.run(downloaded(VideoServer().treat, part))
    assert isinstance(results[0], int if fits else NoRoom)


@pytest.mark.parametrize("has_length", [True, False])
def test_disk_that_another_program_fills_stops_the_download(
    has_length: bool, part: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = VideoServer()
    storage.has_length = has_length
    free_space(monkeypatch, part.parent, 2 * SPARE, SPARE - 1)
    results, _, _ = asyncio.run(downloaded(storage.treat, part))
    assert isinstance(results[0], NoRoom)
    begun = part.stat().st_size
    assert BATCH_BYTES <= begun < len(VIDEO)
    assert results[0].values["needed_bytes"] == SPARE + (len(VIDEO) - begun if has_length else 0)
    free_space(monkeypatch, part.parent, 2 * SPARE)
    storage.has_length = True
    results, server, _ = asyncio.run(downloaded(storage.treat, part))
    assert results == [len(VIDEO)]
    assert server.requests[0].headers["range"] == f"bytes={begun}-"


def test_complete_video_is_kept_although_the_disk_is_nearly_full(part: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free_space(monkeypatch, part.parent, 2 * SPARE, 2 * SPARE, 2 * SPARE, SPARE - 1)
    results, _, _ = asyncio.run(downloaded(VideoServer(VIDEO[: 2 * BATCH_BYTES + 5]).treat, part))
    assert results == [2 * BATCH_BYTES + 5]


@pytest.mark.parametrize("length", [LARGEST_VIDEO_BYTES + 1, 10**14])
def test_video_that_is_too_large_is_not_begun(length: int, part: Path) -> None:
    async def treat(_server: RawServer, _request: Request, reader: Reader, writer: Writer) -> None:
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n".encode() + VIDEO)
        await writer.drain()
        await reader.read()

    results, _, progress = asyncio.run(downloaded(treat, part))
    assert isinstance(results[0], VideoTooLarge)
    assert results[0].values == {"most_bytes": LARGEST_VIDEO_BYTES}
    assert not part.exists()
    assert not progress


def test_video_without_a_length_ends_at_the_largest_size(part: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "LARGEST_VIDEO_BYTES", 2 * BATCH_BYTES)
    storage = VideoServer()
    storage.has_length = False
    results, _, _ = asyncio.run(downloaded(storage.treat, part))
    assert isinstance(results[0], VideoTooLarge)
    assert part.stat().st_size <= 2 * BATCH_BYTES + 256 * 1024


@pytest.mark.parametrize("digits", [16, 5000])
@pytest.mark.parametrize(
    "content_range", ["bytes 1000-{absurd}/{absurd}", "bytes {absurd}-1/2", "bytes 1000-9/{absurd}", "bytes */{absurd}"]
)
def test_absurd_range_starts_over(content_range: str, digits: int, part: Path) -> None:
    status = "416 No" if "*" in content_range else "206 Partial"
    odd = answering(status, VIDEO[1000:], content_range=content_range.format(absurd="9" * digits), etag='"one"')

    async def treat(server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
        await (odd if "range" in request.headers else VideoServer().treat)(server, request, reader, writer)

    begun(part, 1000)
    results, _, _ = asyncio.run(downloaded(treat, part))
    assert results == [len(VIDEO)]
    assert part.read_bytes() == VIDEO


# ------------------------------------------------------------------ links in the place of the part


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("which", ["part", "sidecar", "draft"])
def test_link_in_the_place_of_a_file_of_the_download_is_not_followed(which: str, part: Path) -> None:
    theirs = part.parent / "theirs"
    theirs.write_bytes(VIDEO[::-1])
    sidecar = sidecar_of(part)
    link = {"part": part, "sidecar": sidecar, "draft": sidecar.with_name(f"{sidecar.name}.new")}[which]
    begun(part, 1000)
    link.unlink(missing_ok=True)
    link.symlink_to(theirs)
    results, _, _ = asyncio.run(downloaded(VideoServer(cuts=(5000,)).treat, part, times=2))
    assert results[-1] == len(VIDEO)
    assert part.read_bytes() == VIDEO
    assert not part.is_symlink()
    assert theirs.read_bytes() == VIDEO[::-1]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders")
def test_pipe_in_the_place_of_the_sidecar_does_not_block(part: Path) -> None:
    part.write_bytes(VIDEO[:1000])
    os.mkfifo(sidecar_of(part))
    results, _, _ = asyncio.run(downloaded(VideoServer().treat, part))
    assert results == [len(VIDEO)]
    assert part.read_bytes() == VIDEO

"""Files that are opened for a task that is cancelled meanwhile."""

from __future__ import annotations

import asyncio
import threading
from io import FileIO
from pathlib import Path

import pytest

from tests.support.gui import until
from wandesk.dashscope.opened_files import opened
from wandesk.dashscope.part_file import PartFile, Sidecar


def test_a_file_that_opens_after_its_task_was_cancelled_is_closed(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    may_open, files = threading.Event(), list[FileIO]()

    def slow() -> FileIO:
        may_open.wait(10)
        files.append(FileIO(tmp_path / "a"))
        return files[0]

    async def story() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(opened(slow), 0.05)
        may_open.set()
        await until(lambda: bool(files) and files[0].closed, within=10)

    asyncio.run(story())


def test_an_opened_file_stays_open_for_its_task(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    with asyncio.run(opened(lambda: FileIO(tmp_path / "a"))) as file:
        assert file.read() == b"x"


@pytest.mark.parametrize("is_resumed", [True, False])
def test_a_part_that_opens_after_its_download_was_cancelled_is_closed(tmp_path: Path, is_resumed: bool) -> None:
    path = tmp_path / "a.part"
    path.write_bytes(b"xy")
    part = PartFile(path)
    part.close()
    if is_resumed:
        part.resume(2)
    else:
        part.restart(Sidecar(etag='"a"'))
    assert part._file is not None
    assert part._file.closed
    assert path.read_bytes() == (b"xy" if is_resumed else b"")

"""The list of videos in a window of its own: `python video_list.py VIDEO NOTES`. The video's row is the only one.

A coroutine counts in NOTES, a line every few milliseconds; the begin and the end of a drag are lines there, too.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.support.jobs import StoredRows, a_catalog, a_job, a_video
from wandesk.domain.job import JobStage
from wandesk.ui.jobs import view
from wandesk.ui.jobs.drag import drag_out
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.look import Theme, apply_look


def main() -> int:
    """Show the list until the program is ended."""
    video, notes = sys.argv[1], Path(sys.argv[2])
    app = QApplication(["video-list"])
    apply_look(app, Theme.LIGHT)
    loop = qasync.QEventLoop(app)
    panel = JobsPanel(
        questions=StoredRows(),
        spawn=lambda _name, coro: loop.create_task(coro),
        catalog=a_catalog(),
        posters=PosterCache(lambda _name, coro: loop.create_task(coro)),
    )
    panel.setWindowTitle("Video list")
    panel.model.job_added(a_job("done", JobStage.DONE, video=a_video(video), finished_at=time.time()))
    panel.setGeometry(20, 60, 700, 300)
    panel.show()
    with notes.open("w", encoding="utf-8", buffering=1) as told:

        def noted(source: QWidget, content: QMimeData, picture: QPixmap) -> Qt.DropAction:
            print("begun", file=told)
            done = drag_out(source, content, picture)
            print("copied" if done == Qt.DropAction.CopyAction else "refused", file=told)
            return done

        async def count() -> None:
            while True:
                print("counted", file=told)
                await asyncio.sleep(0.01)

        pytest.MonkeyPatch().setattr(view, "drag_out", noted)
        loop.run_until_complete(count())
    return 0


if __name__ == "__main__":
    sys.exit(main())

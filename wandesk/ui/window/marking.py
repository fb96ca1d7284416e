"""Stars, names, labels and notes: asks for them, stores them for one or several jobs, and takes them back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job
from wandesk.domain.job_rules import can_play
from wandesk.domain.marks import NO_MARKS, MarkChange
from wandesk.domain.structs import replace
from wandesk.ui.bridge import Bridge
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.notices import Notice, NoticeButton, NoticeKind, Notices, Owner
from wandesk.ui.questions import Spawn
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.window import mark_dialogs
from wandesk.ui.window.undoing import Undoing
from wandesk.ui.wording import jobs as job_wording
from wandesk.ui.wording import marks as wording
from wandesk.ui.wording.problems import error_text


class Marking(QObject):
    """The handlers of the four actions. A star, a label and a note are for every selected job, if this is one of them.

    Undo takes a change back. A change of several jobs says so in a notice, because most of them are out of sight.
    """

    def __init__(
        self,
        *,
        bridge: Bridge,
        spawn: Spawn,
        jobs: JobsPanel,
        notices: Notices,
        release: Callable[[str], object],
        undoing: Undoing,
        window: QWidget,
    ) -> None:
        """`release(path)` closes a video's file. The dialogs open over `window`, which owns this object."""
        super().__init__(window)
        self._bridge = bridge
        self._spawn = spawn
        self._jobs = jobs
        self._notices = notices
        self._release = release
        self._undoing = undoing
        self._window = window

    def star(self, job: Job) -> None:
        """Star the job, or take its star off."""
        self._run(JobActionKey.STAR, job, self._star(job))

    def rename(self, job: Job) -> None:
        """Ask for the job's name."""
        self._run(JobActionKey.RENAME, job, self._rename(job))

    def label(self, job: Job) -> None:
        """Ask for the label."""
        self._run(JobActionKey.LABEL, job, self._label(job))

    def note(self, job: Job) -> None:
        """Ask for the note."""
        self._run(JobActionKey.NOTE, job, self._note(job))

    # ------------------------------------------------------------------ inside

    async def _star(self, job: Job) -> None:
        change = MarkChange(is_starred=not job.marks.is_starred)
        await self._change(JobActionKey.STAR, dict.fromkeys(self._ids(job), change))

    async def _rename(self, job: Job) -> None:
        unnamed = replace(job, marks=NO_MARKS)
        file = job.video.path if can_play(job) and job.video is not None and not job.video.is_waiting else ""
        answer = await mark_dialogs.ask_name(self._window, job.marks.name, job_wording.title(unnamed), file)
        if answer is None:
            return
        await self._change(JobActionKey.RENAME, {job.id: MarkChange(name=answer.name)})
        if answer.renames_file:
            self._release(file)  # Windows renames no file that is open
            try:
                await self._bridge.rename_video(job.id, answer.name)
            finally:
                self._jobs.emit_selected()

    async def _label(self, job: Job) -> None:
        jobs = await self._bridge.rows(self._ids(job))
        used = (await self._bridge.job_counts()).labels
        most_used = sorted(used, key=lambda label: (-used[label], label.casefold()))
        ask = partial(mark_dialogs.ask_label, used=most_used)
        await self._ask(
            JobActionKey.LABEL, jobs, lambda each: each.marks.label, ask, lambda text: MarkChange(label=text)
        )

    async def _note(self, job: Job) -> None:
        jobs = await self._bridge.rows(self._ids(job))
        ask = mark_dialogs.ask_note
        await self._ask(JobActionKey.NOTE, jobs, lambda each: each.marks.note, ask, lambda text: MarkChange(note=text))

    async def _ask(
        self,
        key: JobActionKey,
        jobs: Sequence[Job],
        value_of: Callable[[Job], str],
        ask: Callable[[QWidget, int, str | None], Awaitable[str | None]],
        change_of: Callable[[str], MarkChange],
    ) -> None:
        """Ask for a text that the jobs get. None instead of their present text says that theirs differ."""
        present = {value_of(each) for each in jobs}
        if not present:
            return
        text = await ask(self._window, len(jobs), present.pop() if len(present) == 1 else None)
        if text is not None:
            await self._change(key, {each.id: change_of(text) for each in jobs})

    async def _change(self, key: JobActionKey, changes: Mapping[str, MarkChange]) -> None:
        undo = await self._bridge.mark(changes)
        changed = {job_id: back for job_id, back in undo.items() if back != changes[job_id]}
        if not changed:
            return
        owner = Owner(key)

        def take_back() -> None:
            self._undoing.withdraw(take_back)
            self._notices.withdraw(owner)
            self._run(key, None, self._undo(changed))

        self._undoing.offer(take_back)
        sentence = wording.changed(changes[next(iter(changed))], len(changed))
        if len(changed) == 1:
            announce(self._jobs.view, sentence)
            return
        button = NoticeButton(text=wording.undo(), act=take_back)
        self._notices.post(Notice(owner=owner, kind=NoticeKind.NEWS, sentence=sentence, buttons=(button,)))

    async def _undo(self, changes: Mapping[str, MarkChange]) -> None:
        await self._bridge.mark(changes)
        announce(self._jobs.view, wording.undone())

    def _ids(self, job: Job) -> list[str]:
        selected = self._jobs.view.selected_ids()
        return selected if job.id in selected else [job.id]

    def _run(self, key: JobActionKey, job: Job | None, act: Coroutine[Any, Any, None]) -> None:
        owner = Owner(key, job.id if job is not None else "")

        async def running() -> None:
            try:
                await act
            except WanDeskError as refused:
                self._notices.warn(owner, error_text(refused))

        task = self._spawn(f"{key}", running())
        task.add_done_callback(lambda _ended: act.close())  # at the end of the program, it may not have begun

"""The dialog that exports one video, or several as one."""

from __future__ import annotations

from pathlib import Path, PurePath

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wandesk.domain.export import ExportAudio, ExportPlan, Fitting, Sound, framed_size, rate_text, usual_rate
from wandesk.domain.export_offer import (
    AS_VIDEO,
    FREE,
    ExportChoices,
    ExportOffer,
    SourceVideo,
    cautions,
    fitting_of,
    has_shape,
    plan_of,
    ratio_of,
    result_bytes,
    result_seconds,
)
from wandesk.domain.structs import replace
from wandesk.ui.composer.offers import Source, read_offer
from wandesk.ui.composer.reading import is_named_as_audio
from wandesk.ui.export.audio_fields import AudioFields
from wandesk.ui.export.bridge import ExportCommands
from wandesk.ui.export.form import ExportForm
from wandesk.ui.export.frame_views import FrameViews
from wandesk.ui.export.latest_preview import LatestPreview
from wandesk.ui.export.target import Target
from wandesk.ui.export.trim import Trim
from wandesk.ui.export.video_list import VideoList
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.questions import Spawn
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.check_box import WrappingCheckBox
from wandesk.ui.widgets.plain_text import PlainLabel, set_tooltip
from wandesk.ui.widgets.return_key import ReturnKey
from wandesk.ui.widgets.scrolling import scrolling
from wandesk.ui.wording import export as wording

translate = QCoreApplication.translate

SIZE = (940, 640)
"""Logical pixels, where the screen is large enough."""
SMALLEST = (720, 460)
SIDE = 20
FORM_WIDTH = 372
PREVIEW_SIDE = 880
"""Pixels."""


class ExportDialog(QDialog):
    """Changes nothing: `export_requested` tells what the user wants. It stays open until it is closed from outside."""

    export_requested = Signal(object, object)
    """The `ExportPlan`, and the path of the result."""

    _return_key = ReturnKey()

    def __init__(
        self,
        *,
        videos: list[SourceVideo],
        description: str,
        folder: Path,
        offer: ExportOffer,
        choices: ExportChoices,
        exports: ExportCommands,
        spawn: Spawn,
        language: str,
        parent: QWidget | None = None,
    ) -> None:
        """`description` is the prompt, which is written into the file only if the user wants that."""
        super().__init__(parent)
        self._description = description
        self._offer, self._language, self._spawn = offer, language, spawn
        self.videos = VideoList(videos, exports, spawn)
        self.form = ExportForm(offer, choices, language)
        self.audio = AudioFields(exports, spawn)
        self.views = FrameViews()
        self.trim = Trim()
        self.target = Target(folder, spawn)
        self.describes = WrappingCheckBox(translate("Export", "Write the prompt into the file"))
        self.previews = _Previews(exports, spawn, self.views, self)
        self.footer = _Footer()
        self._lay_out()
        self._connect()
        self._show()
        self.footer.export.setFocus()

    @property
    def choices(self) -> ExportChoices:
        """Everything that is chosen."""
        return replace(
            self.form.choices,
            audio=self.audio.audio,
            fades=self.audio.fades.isChecked(),
            has_description=self.describes.isChecked(),
        )

    @property
    def plan(self) -> ExportPlan:
        return plan_of(self.choices, self._offer, self.videos.videos, description=self._description)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if Source(event.mimeData()).has_files:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take dropped videos behind the others, and dropped audio under everything."""
        places = read_offer(event.mimeData()).places
        audio = [place for place in places if is_named_as_audio(place)]
        videos = [place for place in places if place not in audio]
        event.acceptProposedAction()
        if videos:
            self._spawn("add dropped videos", self.videos.add_videos(videos))
        if audio and self.audio.isEnabled():
            self._spawn("use dropped audio", self.audio.use_file(audio[0]))

    def event(self, event: QEvent) -> bool:
        return self._return_key.presses(self, event) or super().event(event)

    def done(self, result: int) -> None:
        self.previews.stop()
        super().done(result)

    # ---------------------------------------------------------------- what is shown

    def _show(self) -> None:
        """Show everything anew, after a change of the form or of the videos."""
        videos, choices = self.videos.videos, self.choices
        form = self._offer.format(choices.format)
        title = wording.title(len(videos))
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.form.show_choices(choices, is_one=len(videos) == 1)
        self.audio.set_available(is_available=form.has_audio)
        self.trim.show_video(self.videos.chosen)
        self._show_crop()
        self.target.propose(self._stem(), form.suffix)
        self._show_result()

    def _show_crop(self) -> None:
        """Give the chosen video, and those before it that are not seen, a crop of the shape."""
        choices, video = self.choices, self.videos.chosen
        is_cropped = fitting_of(choices) is Fitting.CROP and (choices.shape != AS_VIDEO or len(self.videos.videos) > 1)
        ratio = ratio_of(choices.shape)
        if choices.shape == AS_VIDEO:
            first = self.videos.videos[0].facts
            ratio = first.width / first.height
        elif choices.shape == FREE and self.videos.at > 0:
            is_cropped = False
        shown = self.views.show_video(video, ratio, is_cropped=is_cropped)
        for at, each in enumerate(self.videos.videos):
            if at != self.videos.at and ratio is not None and not has_shape(each, ratio):
                self.videos.videos[at] = replace(each, crop=None)
        self.videos.change_chosen(crop=shown)

    def _show_result(self) -> None:
        """After a change of a part or a crop: the facts and the frames."""
        videos, choices, plan = self.videos.videos, self.choices, self.plan
        size = result_bytes(plan, choices, self._offer, videos)
        found = cautions(plan, choices, self._offer, videos)
        preset = self._offer.preset(choices.preset)
        self.footer.facts.setText(wording.facts((plan.width, plan.height), plan.rate, result_seconds(videos), size))
        caution = wording.caution_text(found[0], preset, self._language) if found else ""
        free = self.target.free_bytes
        if free is not None and free < size:
            caution = wording.little_room(size, free)
        self.footer.show_verdict(self._obstacle(), caution)
        self.previews.show(plan, self.videos.chosen, self.videos.at)

    def _obstacle(self) -> str:
        """Why nothing can be exported; empty: it can."""
        if not self.audio.is_complete:
            return wording.audio_missing()
        return "" if self.target.path is not None else wording.no_name()

    def _stem(self) -> str:
        first = PurePath(self.videos.videos[0].path).stem
        shape = self.choices.shape.replace(":", "x") if ratio_of(self.choices.shape) else ""
        joined = "joined" if len(self.videos.videos) > 1 else ""
        return "_".join(part for part in (first, joined, shape) if part) if joined or shape else f"{first}_export"

    # ---------------------------------------------------------------- changes

    def _connect(self) -> None:
        self.form.changed.connect(self._show)
        self.videos.changed.connect(self._show)
        self.audio.changed.connect(self._show_result)
        self.target.changed.connect(self._show_result)
        self.trim.changed.connect(self._trimmed)
        self.views.cropped.connect(self._cropped)
        self.footer.cancel.clicked.connect(self.reject)
        self.footer.export.clicked.connect(self._request)

    def _trimmed(self, start: float, end: float | None, is_end: bool) -> None:  # noqa: FBT001 - a signal's own value
        self.videos.change_chosen(start=start, end=end)
        self.previews.shows_end = is_end
        self._show_result()

    def _cropped(self, crop: object) -> None:
        self.videos.change_chosen(crop=crop)
        self._show_result()

    def _request(self) -> None:
        if (path := self.target.path) is not None:
            self.export_requested.emit(self.plan, path)

    # ---------------------------------------------------------------- layout

    def _lay_out(self) -> None:
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAcceptDrops(True)
        self.setMinimumSize(*SMALLEST)
        self.resize(*SIZE)
        self.describes.setAccessibleName(self.describes.text())
        self.describes.setVisible(bool(self._description))
        seen = QVBoxLayout()
        seen.setContentsMargins(SIDE, 18, SIDE, 12)
        seen.setSpacing(10)
        seen.addWidget(self.views, 1)
        seen.addWidget(self.trim)
        seen.addWidget(self.videos)
        chosen = QWidget()
        set_style_class(chosen, StyleClass.BODY)
        fields = QVBoxLayout(chosen)
        fields.setContentsMargins(0, 18, SIDE, 12)
        fields.setSpacing(14)
        fields.addWidget(self.form)
        fields.addWidget(self.audio)
        fields.addWidget(self.target)
        fields.addWidget(self.describes)
        fields.addStretch(1)
        area = scrolling(chosen, margin=SIDE)
        area.setFixedWidth(FORM_WIDTH)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addLayout(seen, 1)
        body.addWidget(area)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(body, 1)
        outer.addWidget(self.footer)


class _Previews:
    """The frame below the crop, and the first frame of the result."""

    def __init__(self, exports: ExportCommands, spawn: Spawn, views: FrameViews, parent: ExportDialog) -> None:
        self.shows_end = False
        """The user moves the end of the part: its last frame is shown."""
        self._views = views
        self._frame, self._result = (
            LatestPreview(exports, spawn, side=PREVIEW_SIDE, loaded=loaded, failed=views.show_problem, parent=parent)
            for loaded in (views.show_frame, views.show_result)
        )
        views.view_chosen.connect(self._show)
        self._wanted: tuple[ExportPlan, SourceVideo, int] | None = None

    def show(self, plan: ExportPlan, video: SourceVideo, at: int) -> None:
        """Show what belongs to the plan and its chosen video."""
        self._wanted = (plan, video, at)
        self._show()

    @property
    def is_busy(self) -> bool:
        """Whether a frame is not there yet."""
        return self._frame.is_busy or self._result.is_busy

    def stop(self) -> None:
        self._frame.stop()
        self._result.stop()

    def _show(self) -> None:
        if self._wanted is None:
            return
        plan, video, at = self._wanted
        clip = plan.clips[at]
        if self.shows_end and clip.end is not None:
            clip = replace(clip, start=max(clip.start, clip.end - 1.5 / max(1.0, video.facts.fps)))
        silent = replace(plan, audio=ExportAudio(sound=Sound.NONE), description="")
        if self._views.shows_result:
            self._result.show(replace(silent, clips=(clip,)))
            return
        facts = video.facts
        width, height = framed_size(facts.width, facts.height, None, Fitting.PAD, None)
        whole = replace(silent, width=width, height=height, fitting=Fitting.PAD)
        encoding = replace(plan.encoding, has_palette=False, pixel_format="yuv420p")
        rate = rate_text(usual_rate(facts.fps or 30.0))
        self._frame.show(replace(whole, clips=(replace(clip, crop=None),), encoding=encoding, rate=rate))


class _Footer(QFrame):
    """What the result will be, and the two buttons."""

    def __init__(self) -> None:
        super().__init__()
        set_style_class(self, StyleClass.FOOTER)
        self.facts, self.caution = PlainLabel(), PlainLabel()
        self.facts.setFont(text_font(TextSize.BODY, is_strong=True))
        self.caution.setWordWrap(True)
        set_style_class(self.caution, StyleClass.MUTED)
        self.cancel = push_button(translate("Export", "Cancel"))
        self.export = push_button(translate("Export", "Export"), style=StyleClass.PRIMARY)
        self.export.setDefault(True)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.facts)
        texts.addWidget(self.caution)
        # Room for a sentence, so that nothing moves when it appears.
        self.caution.setMinimumHeight(self.caution.fontMetrics().lineSpacing())
        row = QHBoxLayout(self)
        row.setContentsMargins(SIDE, 10, SIDE, 10)
        row.setSpacing(8)
        row.addLayout(texts, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.export)

    def show_verdict(self, obstacle: str, caution: str) -> None:
        """Show why nothing can be exported, or else what may go wrong."""
        self.caution.setText(obstacle or caution)
        set_style_class(self.caution, StyleClass.LOSS if obstacle else StyleClass.MUTED)
        self.export.setEnabled(not obstacle)
        set_tooltip(self.export, obstacle)

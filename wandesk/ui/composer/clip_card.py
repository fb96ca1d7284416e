"""The clip card: a video that the new one continues. With a clip, the form has no first frame."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from wandesk.domain.media import Clip
from wandesk.ui.composer.picture_card import PictureCard, PictureTexts, PictureView
from wandesk.ui.composer.picture_offers import ClipOffers
from wandesk.ui.wording.amounts import dimensions_text, seconds_text, size_text
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.parameters import label
from wandesk.ui.wording.sentences import DOT, joined, sentence, spoken

translate = QCoreApplication.translate


class ClipCard(PictureCard):
    """The video that the new one continues; its first picture stands for it. It is optional."""

    def __init__(self, parent: QWidget | None = None) -> None:
        texts = PictureTexts(
            name=label("clip"),
            invitation=label("clip"),
            hint=translate("Composer", "2 to 10 s"),
            empty=translate("Composer", "Empty. Drop a video of 2 to 10 seconds that the new one continues, or click."),
            choose=translate("Composer", "Choose a video to continue"),
            choose_another=translate("Composer", "Choose another video to continue"),
            replace=translate("Composer", "Replace clip"),
            remove=translate("Composer", "Remove clip"),
            reading=translate("Composer", "Reading the video…"),
            arriving=translate("Composer", "Your clip"),
        )
        super().__init__(texts, parent, icon_name="video")
        self.offers = self.add_offers(ClipOffers())
        self.part_button = self.add_button("crop", translate("Composer", "Choose another part"))
        """Shown for a part of a longer video."""

    def show_clip(self, clip: Clip | None, video: tuple[int, int] | None, video_seconds: int) -> None:
        """Describe a clip (`video`: the expected size of the new video); `show_preview` shows its first picture."""
        if clip is None:
            self.show_view(None, None)
            return
        facts, name = clip.facts, one_line(PurePath(clip.path).name)
        length = seconds_text(facts.seconds)
        added = added_text(facts.seconds, video_seconds)
        view = PictureView(
            facts=DOT.join((name, length)),
            video=translate("Composer", "Video {size}").format(size=dimensions_text(*video)) if video else "",
            changes=added,
            aloud=joined(
                sentence(spoken(name, length, dimensions_text(facts.width, facts.height), size_text(facts.size_bytes))),
                added,
            ),
        )
        self.show_view(clip.first_picture, view)


def added_text(clip_seconds: float, video_seconds: int) -> str:
    """How much of the video is new; empty where that is not known."""
    if video_seconds <= clip_seconds:
        return ""
    text = translate("Composer", "{length} of clip, then {added} of new video.")
    return text.format(length=seconds_text(clip_seconds), added=seconds_text(video_seconds - clip_seconds))

"""The first-frame card: the picture, its facts and its changes before upload."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wandesk.domain.catalog import PictureLimits
from wandesk.domain.draft import needs_preparation
from wandesk.domain.media import Picture, PictureFacts
from wandesk.domain.web_address import host_of
from wandesk.ui.composer.picture_card import PictureCard, PictureTexts, PictureView
from wandesk.ui.composer.picture_offers import OfferNames, PictureOffers
from wandesk.ui.composer.series import PictureSeries
from wandesk.ui.composer.strip import SeriesBar
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.wording.amounts import dimensions_text, size_text
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.picture_changes import changes_text
from wandesk.ui.wording.pictures import file_text
from wandesk.ui.wording.sentences import DOT, joined, sentence, spoken

translate = QCoreApplication.translate


class FirstFrameCard(PictureCard):
    """The picture that the video starts with."""

    def __init__(self, parent: QWidget | None = None) -> None:
        texts = PictureTexts(
            name=translate("Composer", "First frame"),
            invitation=translate("Composer", "Drop a picture here"),
            hint=translate("Composer", "or click, or paste"),
            empty=translate("Composer", "Empty. Drop a picture here, click, or paste."),
            choose=translate("Composer", "Choose a picture"),
            choose_another=translate("Composer", "Choose another picture"),
            replace=translate("Composer", "Replace picture"),
            remove=translate("Composer", "Remove picture"),
            reading=translate("Composer", "Reading the picture…"),
            arriving=translate("Composer", "Your picture"),
        )
        super().__init__(texts, parent)
        self.offers = self.add_offers(
            PictureOffers(
                OfferNames(
                    enlarge=translate("Composer", "Enlarge the picture"),
                    first=translate("Composer", "Use the video's first frame"),
                    last=translate("Composer", "Use the video's last frame"),
                )
            )
        )

        self.series_bar: SeriesBar | None = None

    @property
    def strip_height(self) -> int:
        """Logical pixels of the strip of several pictures, at the lower edge of the picture."""
        return self.series_bar.height if self.series_bar is not None else 0

    def hold_series(self, series: PictureSeries) -> SeriesBar:
        """Show the pictures of a series from now on, while there are several."""
        column = self.target.layout()
        assert isinstance(column, QVBoxLayout)
        self.series_bar = SeriesBar(series, self.target, row=column.count() - 1, column=column)
        return self.series_bar

    def show_read(self, done: int, total: int) -> None:
        """Show how many of several pictures were read; a total of 0 is the end."""
        if self.series_bar is not None:
            self.series_bar.show_read(done, total)
            if not total and self.strip_height:
                announce(self.target, self.series_bar.pill.label.accessibleName())
        if done:
            self.set_reading(is_reading=False)  # the pictures appear as they are read

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.series_bar is not None:
            self.series_bar.show()

    def show_glance(self, facts: PictureFacts) -> None:
        """Show the facts of the picture that is being read."""
        self.target.set_reading(facts_text(facts))

    def show_picture(self, picture: Picture | None, limits: PictureLimits, video: tuple[int, int] | None) -> None:
        """Describe a picture (`video`: the expected size of the video, in pixels); `show_preview` shows its pixels."""
        self.show_view(picture, picture_view(picture, limits, video) if picture is not None else None)


def picture_view(picture: Picture, limits: PictureLimits, video: tuple[int, int] | None) -> PictureView:
    """The texts about a picture."""
    facts = picture.facts
    name, host = one_line(picture.name), host_of(picture.address)
    changes = joined(changes_text(facts, limits, picture.edit), file_text(facts)) if facts.is_known else ""
    if picture.address and not needs_preparation(facts, limits, picture.edit):
        changes = translate("Composer", "Alibaba fetches it from {host}.").format(host=host)
    if not facts.is_known:
        nothing = translate("Composer", "No preview")
        aloud = joined(sentence(spoken(name, nothing)), changes)
        return PictureView(facts=DOT.join((name, host)), video="", changes="", aloud=aloud, placeholder=nothing)
    return PictureView(
        facts=DOT.join((name, dimensions_text(*picture.size))),
        video=translate("Composer", "Video {size}").format(size=dimensions_text(*video)) if video else "",
        changes=changes,
        aloud=joined(sentence(spoken(name, facts_text(facts))), changes, video_text(video)),
        limits=limits,
    )


def facts_text(facts: PictureFacts) -> str:
    """`1920 x 1080 · JPEG · 2.1 MB`."""
    return DOT.join((dimensions_text(facts.width, facts.height), facts.format, size_text(facts.size_bytes)))


def video_text(video: tuple[int, int] | None) -> str:
    """The expected size of the video."""
    if video is None:
        return ""
    size = dimensions_text(*video)
    return translate("Composer", "The video will be about {size}.").format(size=size)

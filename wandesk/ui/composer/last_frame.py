"""The last-frame card: the picture that the video ends with, or the switch that makes it end as it starts."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from wandesk.domain.catalog import PictureLimits
from wandesk.domain.media import Picture
from wandesk.ui.composer.first_frame import picture_view
from wandesk.ui.composer.picture_card import PictureCard, PictureTexts, PictureView
from wandesk.ui.composer.picture_offers import OfferNames, PictureOffers
from wandesk.ui.widgets.plain_text import set_tooltip
from wandesk.ui.wording.parameters import label

translate = QCoreApplication.translate


class LastFrameCard(PictureCard):
    """The picture that the video ends with. It is optional."""

    loop_chosen = Signal(bool)
    """Whether the video ends with its first picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        texts = PictureTexts(
            name=label("last_frame"),
            invitation=label("last_frame"),
            hint=translate("Composer", "Optional"),
            empty=translate("Composer", "Empty. Drop the picture that the video ends with, or click. Optional."),
            choose=translate("Composer", "Choose the last picture"),
            choose_another=translate("Composer", "Choose another last picture"),
            replace=translate("Composer", "Replace last frame"),
            remove=translate("Composer", "Remove last frame"),
            reading=translate("Composer", "Reading the last picture…"),
            arriving=translate("Composer", "Your last picture"),
            is_second=True,
        )
        self.loop_switch = QCheckBox(label("is_loop"))
        super().__init__(texts, parent)
        self.offers = self.add_offers(
            PictureOffers(
                OfferNames(
                    enlarge=translate("Composer", "Enlarge the last picture"),
                    first=translate("Composer", "End with the video's first frame"),
                    last=translate("Composer", "End with the video's last frame"),
                )
            )
        )
        self.loop_switch.setAccessibleName(label("is_loop"))
        self.loop_switch.setAccessibleDescription(translate("Composer", "The first picture is also the last one."))
        set_tooltip(self.loop_switch, translate("Composer", "The first picture is also the last one."))
        self.column.addWidget(self.loop_switch)
        self.loop_switch.toggled.connect(self.loop_chosen)

    @property
    def tab_stops(self) -> list[QWidget]:
        return [*super().tab_stops, self.loop_switch]

    @property
    def switch_height(self) -> int:
        """Logical pixels of the switch below the picture, with its distance; 0 while the card is hidden."""
        return 0 if self.isHidden() else self.loop_switch.sizeHint().height() + self.column.spacing()

    def show_end(self, own: Picture | None, start: Picture | None, limits: PictureLimits, *, is_loop: bool) -> None:
        """Show the user's last picture, or the first one (`start`) in a loop; `show_preview` shows the pixels."""
        with QSignalBlocker(self.loop_switch):
            self.loop_switch.setChecked(is_loop)
        self.target.setEnabled(not is_loop)
        shown = start if is_loop else own
        self.show_view(shown, _view(shown, limits, is_loop=is_loop))
        self.buttons.setVisible(own is not None and not is_loop)
        if is_loop and start is None:
            self.target.show_invitation(
                label("is_loop"), translate("Composer", "The first picture is also the last one.")
            )
            self.target.setAccessibleDescription(translate("Composer", "The first picture is also the last one."))


def _view(shown: Picture | None, limits: PictureLimits, *, is_loop: bool) -> PictureView | None:
    if shown is None:
        return None
    if is_loop:
        same = translate("Composer", "Same as the first picture")
        return PictureView(facts=label("last_frame"), video="", changes="", aloud=same)
    return dataclasses.replace(picture_view(shown, limits, None), facts=label("last_frame"))

"""Fills the form with the settings of a job, or with the last frame of its video."""

from __future__ import annotations

from PySide6.QtCore import Qt

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.errors import Remedy
from wandesk.domain.media import VideoFrame
from wandesk.domain.request import GenerationRequest
from wandesk.domain.reuse import draft_of, files_of, replaced_fields
from wandesk.ui.composer.composer import Composer
from wandesk.ui.composer.editing import OfferChanges
from wandesk.ui.composer.restoring import RememberedFile
from wandesk.ui.widgets.chips import ChipBox


def reuse(
    composer: Composer, request: GenerationRequest, catalog: CatalogSource, *, changes: Remedy = Remedy.NONE
) -> None:
    """Show the settings of a request, and say which its region no longer offers.

    Its files are read again, as those of the last run are. `changes` is what the user wants to change at once: its
    dialog or its list opens, or it gets the focus.
    """
    draft = draft_of(request, catalog.current)
    composer.set_draft(draft)
    composer.cards.show_changes(draft, OfferChanges(replaced=replaced_fields(request, draft), unused=()))
    files = [RememberedFile(field=each.field, stored=each.stored, edit=each.edit) for each in files_of(request)]
    composer.restoring.start(files)
    cards = composer.cards
    cards.prompt.field.setFocus()
    match changes:
        case Remedy.PICTURE:
            composer.chooser.choose_picture()
        case Remedy.AUDIO:
            composer.chooser.choose_audio()
        case Remedy.MODEL:
            _open_list(cards.offer.model_box)
        case Remedy.REGION:
            _open_list(cards.offer.region_box)
        case Remedy.REQUEST if chips := [
            each for each in cards.video.tab_stops if each.isVisibleTo(cards) and each.isEnabledTo(cards)
        ]:
            chips[0].setFocus(Qt.FocusReason.TabFocusReason)  # with its focus ring
        case _:  # the prompt has the focus
            pass


def _open_list(box: ChipBox) -> None:
    box.setFocus()
    box.showPopup()


def continue_from(composer: Composer, path: str) -> None:
    """Put the last frame of a video into the form as the first frame. Everything else stays."""
    composer.intake.offer_frame(path, VideoFrame.LAST)
    composer.cards.prompt.field.setFocus()

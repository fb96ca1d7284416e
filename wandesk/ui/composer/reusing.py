"""Fills the form with the settings of a job, or with the last frame of its video."""

from __future__ import annotations

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.media import VideoFrame
from wandesk.domain.request import GenerationRequest
from wandesk.domain.reuse import draft_of, files_of, replaced_fields
from wandesk.ui.composer.composer import Composer
from wandesk.ui.composer.editing import OfferChanges
from wandesk.ui.composer.restoring import RememberedFile


def reuse(
    composer: Composer, request: GenerationRequest, catalog: CatalogSource, *, chooses_picture: bool = False
) -> None:
    """Show the settings of a request, and say which its region no longer offers.

    Its files are read again, as those of the last run are. With `chooses_picture`, the user chooses another picture at
    once.
    """
    draft = draft_of(request, catalog.current)
    composer.set_draft(draft)
    composer.cards.show_changes(draft, OfferChanges(replaced=replaced_fields(request, draft), unused=()))
    files = [RememberedFile(field=each.field, stored=each.stored, edit=each.edit) for each in files_of(request)]
    composer.restoring.start(files)
    composer.cards.prompt.field.setFocus()
    if chooses_picture:
        composer.chooser.choose_picture()


def continue_from(composer: Composer, path: str) -> None:
    """Put the last frame of a video into the form as the first frame. Everything else stays."""
    composer.intake.offer_frame(path, VideoFrame.LAST)
    composer.cards.prompt.field.setFocus()

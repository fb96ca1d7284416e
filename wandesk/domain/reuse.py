"""The settings of a job as a draft: everything that its request says, as far as the catalogue still offers it."""

from __future__ import annotations

from msgspec import Struct

from wandesk.domain.catalog import Catalog
from wandesk.domain.draft import Draft, Field, changed_offer, new_draft
from wandesk.domain.parameters import FILES, TABLE
from wandesk.domain.picture_edit import NO_EDIT, PictureEdit
from wandesk.domain.request import CLIP, FIRST_FRAME, LAST_FRAME, GenerationRequest, StoredInput
from wandesk.domain.structs import replace

FIELDS = {FIRST_FRAME: Field.PICTURE, LAST_FRAME: Field.LAST_FRAME, CLIP: Field.CLIP, "audio": Field.AUDIO}
"""The field of the form for each file of a request."""


class FileToReuse(Struct, frozen=True, kw_only=True):
    """A file of a request, for its field of the form."""

    field: Field
    stored: StoredInput
    edit: PictureEdit = NO_EDIT


def draft_of(request: GenerationRequest, catalog: Catalog) -> Draft:
    """A draft with the request's values and without its files.

    A region or model that is no longer offered is replaced, and then each value that does not fit.
    """
    regions = [region.key for region in catalog.offered_regions()]
    region = request.region if request.region in regions else regions[0]
    usual = new_draft(catalog, region, request.model)
    values = {entry.key: getattr(request, entry.key) for entry in TABLE if entry.key not in FILES}
    if request.sound_choice is None:
        del values["sound_choice"]  # a silent model: the next one has its usual sound
    draft = replace(usual, **values, is_loop=_is_loop(request))
    return changed_offer(draft, catalog)


def replaced_fields(request: GenerationRequest, draft: Draft) -> tuple[str, ...]:
    """The values of a request that its draft has others for: Field.MODEL, and the keys of the parameters."""
    model = (Field.MODEL,) if draft.model != request.model else ()
    keys = (entry.key for entry in TABLE if entry.key not in FILES)
    changed = tuple(key for key in keys if getattr(draft, key) != getattr(request, key))
    is_silent = request.sound_choice is None  # then the draft's sound replaces nothing
    return (*model, *(key for key in changed if not (is_silent and key == "sound_choice")))


def files_of(request: GenerationRequest) -> tuple[FileToReuse, ...]:
    """The request's files as the user chose them. The last frame of a seamless loop is its first one."""
    files = {key: stored for key, stored in request.inputs.items() if request.is_input_sent(key)}
    if _is_loop(request):
        del files[LAST_FRAME]
    return tuple(
        FileToReuse(field=FIELDS[key], stored=stored, edit=request.edit_of(key)) for key, stored in files.items()
    )


def _is_loop(request: GenerationRequest) -> bool:
    return request.last_frame is not None and request.last_frame == request.first_frame

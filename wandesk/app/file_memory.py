"""The files of the form in the last run: their paths or web addresses, and what the user chose about them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from wandesk.domain.draft import Draft, Field
from wandesk.domain.media import Audio, Clip, Picture
from wandesk.domain.picture_edit import NO_EDIT, edit_text, read_edit
from wandesk.settings import options
from wandesk.settings.options import Option
from wandesk.settings.preferences import Preferences
from wandesk.ui.composer.restoring import RememberedFile

ORIGINS = {
    Field.PICTURE: options.PICTURE,
    Field.LAST_FRAME: options.LAST_FRAME,
    Field.CLIP: options.CLIP,
    Field.AUDIO: options.REMEMBERED["audio"],
}
EDITS = {Field.PICTURE: options.PICTURE_EDIT, Field.LAST_FRAME: options.LAST_FRAME_EDIT}


class FileMemory:
    """Reads and stores them. A file is read again at the next start, because it may have changed."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    def files(self) -> list[RememberedFile]:
        """The files of the last run, in the order of the form."""
        found = []
        for field, option in ORIGINS.items():
            if origin := self._preferences.get(option):
                edit = read_edit(self._preferences.get(EDITS[field])) if field in EDITS else NO_EDIT
                start, length = _read_part(self._preferences.get(options.AUDIO_PART))
                if field is not Field.AUDIO:
                    start, length = 0.0, None
                found.append(RememberedFile(field=field, origin=origin, edit=edit, start=start, length=length))
        return found

    def series(self) -> list[RememberedFile]:
        """The pictures of the last run, if there were several."""
        stored = self._preferences.get(options.SERIES)
        return [
            RememberedFile(field=Field.PICTURE, origin=path, edit=read_edit(edit))
            for path, edit in zip(stored[::2], stored[1::2], strict=False)
        ]

    def store_series(self, pictures: Sequence[Picture]) -> None:
        """Store several pictures of the form, or that there is one at most. Only files of this computer are stored."""
        texts = (text for each in pictures if not each.address for text in (each.path, edit_text(each.edit)))
        self._preferences.set(options.SERIES, tuple(texts))

    def origins(self) -> list[str]:
        """The paths and web addresses of the files."""
        return [file.origin for file in (*self.files(), *self.series())]

    def store(self, draft: Draft, *, is_whole: bool) -> None:
        """Store the files of a draft. A card without a file erases the stored one only if the form `is_whole`."""
        held: dict[Field, Picture | Audio | Clip | None] = {
            Field.PICTURE: draft.picture,
            Field.LAST_FRAME: draft.last_frame,
            Field.CLIP: draft.clip,
            Field.AUDIO: draft.audio,
        }
        for field, file in held.items():
            if file is None and not is_whole:
                continue
            self._set(ORIGINS[field], file.path if isinstance(file, Clip) else file.origin if file else "")
            if field in EDITS:
                self._set(EDITS[field], edit_text(file.edit) if isinstance(file, Picture) else "")
            elif field is Field.AUDIO:
                self._set(options.AUDIO_PART, _part_text(file) if isinstance(file, Audio) else "")

    def _set(self, option: Option[str], value: str) -> None:
        self._preferences.set(option, value)


def _part_text(audio: Audio) -> str:
    numbers = (audio.start,) if audio.length is None else (audio.start, audio.length)
    return "" if numbers == (0.0,) else " ".join(f"{number:.3f}" for number in numbers)


def _read_part(text: str) -> tuple[float, float | None]:
    """Start and length of the part; the whole file for a text that cannot be read."""
    try:
        numbers: Sequence[float] = [float(part) for part in text.split()]
    except ValueError:
        numbers = ()
    if not 1 <= len(numbers) <= 2 or not all(math.isfinite(number) and number >= 0 for number in numbers):
        return 0.0, None
    return numbers[0], numbers[1] if len(numbers) > 1 else None

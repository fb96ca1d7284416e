"""What a dropped file is: found out from its content, asked in the order that its name suggests."""

from __future__ import annotations

from pathlib import PurePath

from wandesk.domain.errors import InputRefused
from wandesk.domain.media import Picture, Sound
from wandesk.ui.questions import Questions

SOUND_SUFFIXES = frozenset(
    {".wav", ".mp3", ".m4a", ".aac", ".flac", ".ogg", ".oga", ".opus", ".wma", ".aif", ".aiff", ".amr", ".mka"}
)
_NOT_THIS_KIND = frozenset({"picture_unknown", "sound_unknown", "sound_no_audio"})


def is_named_as_sound(path: str) -> bool:
    """Whether the name says audio. A hint for the first question only: the content decides."""
    return PurePath(path).suffix.lower() in SOUND_SUFFIXES


async def read_file(questions: Questions, path: str, *, sound_first: bool) -> Picture | Sound:
    """The file as what it is. Raises InputRefused with the sentence of the likelier kind, and MediaProcessFailed."""
    try:
        return await (questions.inspect_sound(path) if sound_first else questions.inspect_picture(path))
    except InputRefused as first:
        if first.sentence not in _NOT_THIS_KIND:
            raise
        try:
            return await (questions.inspect_picture(path) if sound_first else questions.inspect_sound(path))
        except InputRefused as second:
            raise (first if second.sentence in _NOT_THIS_KIND else second) from None

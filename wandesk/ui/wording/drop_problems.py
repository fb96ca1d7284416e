"""Why something from a drag, the clipboard or the web cannot be used, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from wandesk.domain.sentences import Sentence

translate = QCoreApplication.translate

DROP_SENTENCES: Final[Mapping[Sentence, Callable[[], str]]] = {
    Sentence.PICTURE_NOT_PASTED: lambda: translate(
        "Problems", "That picture is too large for the clipboard. Save it as a file, then drop the file."
    ),
    Sentence.PLACE_SHARE: lambda: translate(
        "Problems", "That file is on a network share. Copy it to this computer, then drop the copy."
    ),
    Sentence.PLACE_SERVER: lambda: translate(
        "Problems", "That file is on a server ({scheme}). Copy it to this computer, then drop the copy."
    ),
    Sentence.PLACE_DEVICE: lambda: translate(
        "Problems", "That file is on a phone or camera. Copy it to this computer, then drop the copy."
    ),
    Sentence.PLACE_CLOUD: lambda: translate(
        "Problems", "That file is in a cloud drive. Download it to this computer, then drop the copy."
    ),
    Sentence.PLACE_TRASH: lambda: translate("Problems", "That file is in the trash. Restore it, then drop it again."),
    Sentence.PLACE_ARCHIVE: lambda: translate(
        "Problems", "That file is inside an archive. Extract it to a folder, then drop it."
    ),
    Sentence.PLACE_UNKNOWN: lambda: translate(
        "Problems", "That file has no path on this computer ({scheme}). Copy it to a folder, then drop the copy."
    ),
}

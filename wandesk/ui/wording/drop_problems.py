"""Why something from a drag, the clipboard or the web cannot be used, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from wandesk.domain.sentences import Sentence

translate = QCoreApplication.translate

DROP_SENTENCES: Final[Mapping[Sentence, Callable[[], str]]] = {
    Sentence.WEB_ADDRESS: lambda: translate(
        "Problems", "That isn't a web address. Paste the whole address of the file, beginning with https://."
    ),
    Sentence.WEB_DATA: lambda: translate(
        "Problems", "That data: address is damaged. Copy the picture itself, or save it and drop the file."
    ),
    Sentence.WEB_FORBIDDEN: lambda: translate(
        "Problems",
        "The site {host} doesn't let programs fetch this file ({status}). It may refuse Alibaba's fetcher, "
        "DashScopeUserBot, as well. Save the file to this computer, then drop it.",
    ),
    Sentence.WEB_NOT_FOUND: lambda: translate(
        "Problems", "The site {host} has no file at that address. Copy the address again."
    ),
    Sentence.WEB_PAGE: lambda: translate(
        "Problems", "That is the address of a web page. Right-click the picture there and copy its own address."
    ),
    Sentence.WEB_TOO_LARGE: lambda: translate(
        "Problems", "The file at that address is larger than {most_bytes}. Choose a smaller one."
    ),
    Sentence.WEB_PRIVATE: lambda: translate(
        "Problems", "Alibaba can't reach {host}: it isn't on the public internet. Save the file, then drop it."
    ),
    Sentence.WEB_UNSEEN: lambda: translate("Problems", "No preview. The site {host} couldn't be read from here."),
    Sentence.WEB_NOT_ENCRYPTED: lambda: translate(
        "Problems", "No preview. An http:// address isn't encrypted, so others may see the file."
    ),
    Sentence.WEB_NOT_FETCHED: lambda: translate(
        "Problems",
        "Alibaba couldn't fetch the file from {host}, which may refuse its fetcher, DashScopeUserBot. "
        "Save the file to this computer, then use that.",
    ),
    Sentence.WEB_NOT_HEARD: lambda: translate(
        "Problems", "The audio at {host} couldn't be checked from here. Save it to this computer, then drop the file."
    ),
    Sentence.WEB_NOT_IN_PRACTICE: lambda: translate(
        "Problems", "Practice works offline and can't use this web address. Save the picture, then drop the file."
    ),
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

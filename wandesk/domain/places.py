"""Places of files that have no path on this computer, such as `smb://nas/photos/cat.jpg`: what they are for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wandesk.domain.sentences import Sentence

PLACES: Final[Mapping[str, Sentence]] = {
    **dict.fromkeys(("file", "smb", "cifs", "nfs", "afp", "dav", "davs", "webdav", "webdavs"), Sentence.PLACE_SHARE),
    **dict.fromkeys(("sftp", "ssh", "fish", "scp", "ftp", "ftps", "ftpis"), Sentence.PLACE_SERVER),
    **dict.fromkeys(("mtp", "gphoto2", "camera", "afc", "kdeconnect", "bluetooth", "obex"), Sentence.PLACE_DEVICE),
    **dict.fromkeys(("google-drive", "gdrive", "onedrive", "owncloud", "dropbox"), Sentence.PLACE_CLOUD),
    **dict.fromkeys(("trash",), Sentence.PLACE_TRASH),
    **dict.fromkeys(("archive", "zip", "tar", "krarc", "sevenz"), Sentence.PLACE_ARCHIVE),
}
"""By scheme, as GNOME's gvfs and KDE's KIO call them. A `file:` address with another computer's name is a share."""


def place_sentence(scheme: str) -> Sentence:
    """The sentence for a file in such a place."""
    return PLACES.get(scheme.lower(), Sentence.PLACE_UNKNOWN)

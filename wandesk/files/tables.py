"""Tables of orders, and the files that they name."""

from __future__ import annotations

import os
import stat
import sys
import unicodedata
from pathlib import Path

from wandesk.domain.errors import InputRefused
from wandesk.domain.order_table import MOST_BYTES
from wandesk.domain.sentences import Sentence


def read_table(path: Path) -> bytes:
    """The content of a table. Raises InputRefused."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputRefused("not a file", sentence=Sentence.TABLE_UNREADABLE)
        if status.st_size > MOST_BYTES:
            raise InputRefused(sentence=Sentence.TABLE_TOO_LARGE, values={"most_bytes": MOST_BYTES})
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise InputRefused(str(error), sentence=Sentence.TABLE_UNREADABLE) from error


def file_beside(table: Path, cell: str) -> str:
    """The path of a file that a table names: relative to the table's folder, or absolute.

    Tables come from other computers: a backslash may separate folders, and accents may be written the other way. The
    first of these spellings that exists is the file; the cell as it is if there is none.
    """
    spellings = [cell]
    if sys.platform != "win32" and "\\" in cell:
        spellings.append(cell.replace("\\", "/"))
    found = [table.parent / Path(each).expanduser() for each in spellings]
    for path in found:
        for form in (str(path), *(unicodedata.normalize(name, str(path)) for name in ("NFC", "NFD"))):
            try:
                if os.path.lexists(form):
                    return form
            except ValueError:  # a NUL in the cell
                break
    return str(found[0])

"""Lists the files of places: the pictures of a folder, and files as they are."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Callable, Sequence
from itertools import islice

from wandesk.domain.errors import InputRefused
from wandesk.domain.found_files import MOST_PICTURES, FoundFiles, is_picture_name, natural_key

log = logging.getLogger(__name__)

MOST_ENTRIES = 20_000
"""Entries of one folder that are looked at."""


def found_files(places: Sequence[str], path_of: Callable[[str], str]) -> FoundFiles:
    """The files of these places. A folder is not searched below its first level, and one that cannot be read is empty.

    `path_of` gives the path of a place and raises InputRefused where there is none: such a place stays as it is, and
    reading it says why.
    """
    found: list[str] = []
    folders = skipped = 0
    for place in places:
        try:
            folder = path_of(place)
            is_folder = os.path.isdir(folder)  # noqa: PTH112 - a path with surrogates stays as it came
        except (InputRefused, ValueError):
            is_folder, folder = False, ""
        if not is_folder:
            found.append(place)
            continue
        pictures, others = _pictures_in(folder)
        folders += 1
        skipped += others
        found += pictures
    if len(found) > 1:
        found.sort(key=natural_key)
    return FoundFiles(
        places=tuple(found[:MOST_PICTURES]),
        folders=folders,
        skipped=skipped,
        beyond=max(0, len(found) - MOST_PICTURES),
    )


def _pictures_in(folder: str) -> tuple[list[str], int]:
    """The pictures of a folder, and how many of its other files users see."""
    pictures: list[str] = []
    others = 0
    try:
        with os.scandir(folder) as entries:
            for entry in islice(entries, MOST_ENTRIES):
                if _is_hidden(entry) or not _is_file(entry):
                    continue
                if is_picture_name(entry.name):
                    pictures.append(entry.path)
                else:
                    others += 1
    except OSError as error:
        log.info("a folder of pictures could not be listed: %s", type(error).__name__)
    return pictures, others


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith((".", "~$")):
        return True
    try:
        attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)  # only Windows has them
    except OSError:
        return False
    return bool(attributes & stat.FILE_ATTRIBUTE_HIDDEN)


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False

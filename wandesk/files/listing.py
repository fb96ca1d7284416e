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
"""Entries of one folder that are looked at, with those of the folders inside it."""
MOST_LEVELS = 8
"""Levels of folders inside a folder."""


def found_files(places: Sequence[str], path_of: Callable[[str], str]) -> FoundFiles:
    """The files of these places. A folder that cannot be read is empty.

    Of a folder, the pictures of its first level are taken, and those deeper are counted. Where it has none itself, as
    the folders of a camera or a year, the deeper ones are taken.
    `path_of` gives the path of a place and raises InputRefused where there is none: such a place stays as it is, and
    reading it says why.
    """
    found: list[str] = []
    folders = skipped = deeper = 0
    for place in places:
        try:
            folder = path_of(place)
            is_folder = os.path.isdir(folder)  # noqa: PTH112 - a path with surrogates stays as it came
        except (InputRefused, ValueError):
            is_folder, folder = False, ""
        if not is_folder:
            found.append(place)
            continue
        pictures, inside, others = _pictures_in(folder)
        folders += 1
        skipped += others
        deeper += len(inside) if pictures else 0
        found += pictures or inside
    if len(found) > 1:
        found.sort(key=natural_key)
    return FoundFiles(
        places=tuple(found[:MOST_PICTURES]),
        folders=folders,
        skipped=skipped,
        deeper=deeper,
        beyond=max(0, len(found) - MOST_PICTURES),
    )


def _pictures_in(folder: str) -> tuple[list[str], list[str], int]:
    """The pictures of a folder, those of the folders inside it, and how many other files users see in the folder."""
    levels: list[list[str]] = []
    others, left = 0, MOST_ENTRIES
    waiting = [folder]
    while waiting and left > 0 and len(levels) <= MOST_LEVELS:
        pictures: list[str] = []
        inside: list[str] = []
        for each in waiting:
            try:
                with os.scandir(each) as entries:
                    for entry in islice(entries, left):
                        left -= 1
                        if _is_hidden(entry):
                            continue
                        if _is_folder(entry):
                            inside.append(entry.path)
                        elif _is_file(entry) and is_picture_name(entry.name):
                            pictures.append(entry.path)
                        elif _is_file(entry) and not levels:
                            others += 1
            except OSError as error:
                log.info("a folder of pictures could not be listed: %s", type(error).__name__)
        levels.append(pictures)
        waiting = inside
    return levels[0], [path for level in levels[1:] for path in level], others


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder, and not a link to one: links may lead anywhere, also back."""
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


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

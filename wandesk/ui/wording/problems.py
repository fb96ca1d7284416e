"""What is wrong and what to do: the text of every `domain.sentences.Sentence`.

A new sentence is one member there and one line of the table below, of the form's, of the catalogue's or of the cloud's.
Texts are translated when they are shown, so they follow the language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from wandesk.domain.errors import Value, WanDeskError
from wandesk.domain.sentences import Sentence
from wandesk.ui.wording.amounts import exact_length, number_text, size_text
from wandesk.ui.wording.catalogue_problems import CATALOGUE_SENTENCES
from wandesk.ui.wording.cloud_problems import CLOUD_SENTENCES
from wandesk.ui.wording.drop_problems import DROP_SENTENCES
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.form_problems import FORM_SENTENCES
from wandesk.ui.wording.table_problems import TABLE_SENTENCES

translate = QCoreApplication.translate

PIXELS: Final = frozenset({"width", "height"})
"""Values without thousands separators."""


def problem_text(sentence: Sentence, values: Mapping[str, Value] | None = None) -> str:
    """The sentence for a key. A missing or empty value shows as "…": a wrong sentence is better than a second error."""
    values = values or {}
    if sentence == Sentence.NO_ROOM and "missing_bytes" in values:
        sentence = Sentence.NO_ROOM_MISSING
    text = SENTENCES[sentence]()
    return text.format_map(_Places({key: _value_text(key, value) for key, value in values.items() if value != ""}))


def error_text(error: WanDeskError) -> str:
    """The sentence for an error raised by a port."""
    return problem_text(error.sentence, error.values)


class _Places(dict[str, str]):
    def __missing__(self, _key: str) -> str:
        return "…"


def _value_text(key: str, value: Value) -> str:
    if isinstance(value, str):
        return one_line(value)  # a file name, a host, a folder: none is ours
    if key.endswith("_bytes"):
        return size_text(value)
    if key.endswith("_seconds"):
        return exact_length(value)
    return str(value) if key in PIXELS else number_text(value)


def _general() -> str:
    return translate("Problems", "Something went wrong. Try again.")


SENTENCES: Final[Mapping[Sentence, Callable[[], str]]] = {
    Sentence.UNEXPECTED: _general,
    **FORM_SENTENCES,
    # the user's files
    Sentence.PICTURE_NOT_FOUND: lambda: translate("Problems", "The picture is no longer there. Choose it again."),
    Sentence.PICTURE_IS_FOLDER: lambda: translate("Problems", "That is a folder. Drop a single picture."),
    Sentence.PICTURE_EMPTY: lambda: translate("Problems", "That file is empty. Choose another picture."),
    Sentence.PICTURE_UNKNOWN: lambda: translate(
        "Problems", "That file isn't a supported picture. Use JPEG, PNG, WebP, HEIC, AVIF, TIFF, GIF or BMP."
    ),
    Sentence.PICTURE_DAMAGED: lambda: translate(
        "Problems", "That picture is damaged or incomplete. Export it again or choose another one."
    ),
    Sentence.PICTURE_TOO_LARGE: lambda: translate(
        "Problems", "That picture is too large to open ({width} × {height}). Save it with fewer pixels, or as a JPEG."
    ),
    Sentence.PICTURE_HEAVY: lambda: translate(
        "Problems", "That picture is {size_bytes}. Choose one of at most {most_bytes}."
    ),
    Sentence.PICTURE_IS_VIDEO: lambda: translate(
        "Problems", "This is a video. Use its first or its last frame, or choose a picture."
    ),
    Sentence.PICTURE_PSD: lambda: translate(
        "Problems", "This is a Photoshop file. Export a JPEG or PNG from it and drop that."
    ),
    Sentence.PICTURE_RAW: lambda: translate(
        "Problems", "This is a camera RAW file. Export a JPEG from your photo program and drop that."
    ),
    Sentence.PICTURE_JPEG_XL: lambda: translate(
        "Problems", "This is a JPEG XL picture. Save it as a JPEG or PNG and drop that."
    ),
    Sentence.PICTURE_SVG: lambda: translate(
        "Problems", "This is an SVG drawing. Export it as a PNG, 1,920 pixels wide or more, and drop that."
    ),
    Sentence.PICTURE_PDF: lambda: translate(
        "Problems", "This is a PDF document. Export the page as a JPEG or PNG, or take a screenshot of it."
    ),
    Sentence.PICTURE_WEB_PAGE: lambda: translate(
        "Problems", "This is a web page, not a picture. Save the picture itself from your browser and drop that."
    ),
    Sentence.PICTURE_PROJECT: lambda: translate(
        "Problems", "This is the project of a painting program. Export a JPEG or PNG from it and drop that."
    ),
    Sentence.PICTURE_OTHER_FORMAT: lambda: translate(
        "Problems", "Wan Desk can't read this kind of picture. Save it as a JPEG or PNG and drop that."
    ),
    Sentence.PICTURE_NOT_READABLE: lambda: translate(
        "Problems", "The picture can't be opened. Check its permissions, or copy it to another folder."
    ),
    Sentence.PICTURE_UNREADABLE: lambda: translate(
        "Problems", "The picture can't be read right now. Check that its drive is connected, or choose another one."
    ),
    Sentence.AUDIO_NOT_FOUND: lambda: translate("Problems", "The audio file is no longer there. Choose it again."),
    Sentence.AUDIO_IS_FOLDER: lambda: translate("Problems", "That is a folder. Drop a single audio file."),
    Sentence.AUDIO_EMPTY: lambda: translate("Problems", "That file is empty. Choose another audio file."),
    Sentence.AUDIO_UNKNOWN: lambda: translate(
        "Problems", "That is not an audio file we can read. Convert it to WAV or MP3, or choose another one."
    ),
    Sentence.AUDIO_DAMAGED: lambda: translate(
        "Problems", "That audio file is damaged or incomplete. Export it again or choose another one."
    ),
    Sentence.AUDIO_TRACK_MISSING: lambda: translate("Problems", "That file contains no audio. Choose another one."),
    Sentence.AUDIO_NOT_READABLE: lambda: translate(
        "Problems", "The audio file can't be opened. Check its permissions, or copy it to another folder."
    ),
    Sentence.AUDIO_UNREADABLE: lambda: translate(
        "Problems", "The audio file can't be read right now. Check that its drive is connected, or choose another one."
    ),
    Sentence.AUDIO_SLOW: lambda: translate(
        "Problems", "That audio file takes too long to read. Copy it to this computer, or choose another one."
    ),
    Sentence.AUDIO_NOT_WANTED: lambda: translate(
        "Problems", "This model creates its own audio. Choose a model that accepts your audio file."
    ),
    Sentence.AUDIO_MODEL_SILENT: lambda: translate(
        "Problems", "This model's videos are silent. Choose a model that accepts an audio file."
    ),
    Sentence.FILE_PROMISED: lambda: translate(
        "Problems",
        "That file is still inside another program or an archive. Save it to a folder, then drag it from there.",
    ),
    Sentence.TEXT_DROPPED: lambda: translate(
        "Problems", "That is text. Drop a file, or paste the text into the prompt."
    ),
    **DROP_SENTENCES,
    Sentence.NOTHING_USABLE: lambda: translate(
        "Problems", "Nothing usable was dropped. Drop a picture or an audio file."
    ),
    Sentence.FOLDER_WITHOUT_PICTURES: lambda: translate(
        "Problems", "There are no pictures in that folder. Drop pictures, or a folder that contains them."
    ),
    Sentence.SEVERAL_PICTURES: lambda: translate("Problems", "Only one picture at a time. Using the first one."),
    Sentence.NEWER_PICTURE: lambda: translate("Problems", "Using the newer picture."),
    Sentence.SEVERAL_AUDIO_FILES: lambda: translate("Problems", "Only one audio file at a time. Using the first one."),
    Sentence.MEDIA_FAILED: lambda: translate(
        "Problems", "This file couldn't be checked. Try again or choose another one."
    ),
    Sentence.EXPORT_VIDEO_GONE: lambda: translate(
        "Problems", "The video “{file}” is no longer where it was. Look for it in its folder, then export it again."
    ),
    Sentence.EXPORT_VIDEO_NOT_READABLE: lambda: translate(
        "Problems", "The video “{file}” can't be opened. Check its permissions and that its drive is connected."
    ),
    Sentence.EXPORT_VIDEO_DAMAGED: lambda: translate(
        "Problems", "The file “{file}” can't be read as a video. Choose another one, or download it again."
    ),
    Sentence.EXPORT_OVER_SOURCE: lambda: translate(
        "Problems", "The file “{file}” is the video itself, which an export never changes. Choose another name."
    ),
    Sentence.EXPORT_NO_ROOM: lambda: translate(
        "Problems", "The disk is full. Free up some space, or export to another disk."
    ),
    Sentence.EXPORT_FAILED: lambda: translate(
        "Problems", "The export stopped unexpectedly. Try again, or choose a smaller size."
    ),
    Sentence.INPUT_GONE: lambda: translate(
        "Problems", "The file of this request is no longer there. Choose it again and generate a new video."
    ),
    **TABLE_SENTENCES,
    # this computer
    Sentence.NO_ROOM: lambda: translate("Problems", "The disk is full. Free up some space and it will continue."),
    Sentence.NO_ROOM_MISSING: lambda: translate(
        "Problems", "The disk is full. Free up {missing_bytes} and it will continue."
    ),
    Sentence.TRASH_REFUSED: lambda: translate(
        "Problems", "The trash doesn't take {file}. The video stays in {folder}. Delete it there if you don't need it."
    ),
    Sentence.FOLDER_REFUSED: lambda: translate(
        "Problems", "Wan Desk can't save to {folder}. Choose another folder or change its permissions."
    ),
    Sentence.FOLDER_MISSING: lambda: translate(
        "Problems", "This folder isn't there: {folder}. Connect its drive, or check the path."
    ),
    Sentence.FOLDER_SILENT: lambda: translate(
        "Problems", "The drive or server of this folder doesn't respond: {folder}. Check its connection."
    ),
    Sentence.FOLDER_IS_FILE: lambda: translate(
        "Problems", "A file is in the way of this folder: {folder}. Move or rename the file."
    ),
    Sentence.FOLDER_READ_ONLY: lambda: translate(
        "Problems", "The disk of this folder is read-only: {folder}. Make it writable."
    ),
    Sentence.FOLDER_FORBIDDEN: lambda: translate(
        "Problems", "Wan Desk isn't allowed to write to this folder: {folder}. Change its permissions."
    ),
    Sentence.STORE_DAMAGED: lambda: translate(
        "Problems", "Your video list can't be read. Your videos are safe in their folder. Restart Wan Desk."
    ),
    Sentence.STORE_REPLACED: lambda: translate(
        "Problems", "Your video list was damaged. Jobs recovered: {rescued}. The old file is {file}."
    ),
    Sentence.STORE_LOST: lambda: translate(
        "Problems",
        "Your video list is gone, but files of earlier jobs are here. Videos in your folder are safe.",
    ),
    Sentence.STORE_ROWS_UNREADABLE: lambda: translate(
        "Problems",
        "Jobs that are damaged or were saved by a newer Wan Desk: {count}. They were left unchanged. The newest "
        "Wan Desk may read them.",
    ),
    Sentence.STORE_UNUSABLE: lambda: translate(
        "Problems", "Your video list can't be saved right now. Check the disk and the folder's permissions."
    ),
    Sentence.PROFILE_IN_USE: lambda: translate(
        "Problems", "Wan Desk is already open with this profile. Close the other window."
    ),
    Sentence.STORE_NEWER: lambda: translate(
        "Problems", "Your video list was saved by a newer Wan Desk. Install that version to open it."
    ),
    Sentence.TASK_OWNED: lambda: translate("Problems", "This video is already in your list."),
    Sentence.SETTINGS_UNREADABLE: lambda: translate(
        "Problems", "Your settings can't be read, so the default settings are used. Check the permissions of {file}."
    ),
    Sentence.SETTINGS_DAMAGED: lambda: translate(
        "Problems",
        "Your settings were damaged, so the default settings are used. Check them in Settings. The old file is {file}.",
    ),
    Sentence.PRACTICE_FAILED: lambda: translate("Problems", "Practice couldn't be started. Restart Wan Desk."),
    # keys
    Sentence.KEY_NEEDED: lambda: translate("Problems", "This region needs your API key. Add it in Settings."),
    Sentence.KEY_REFUSED: lambda: translate(
        "Problems",
        "Alibaba doesn't accept this API key in this region. Check it, or choose the region it was created for.",
    ),
    Sentence.KEY_EMPTY: lambda: translate("Problems", "Paste your API key first."),
    Sentence.KEY_PLAN: lambda: translate(
        "Problems",
        "This API key is for a coding plan and can't be used for videos. Create a standard API key in the console.",
    ),
    Sentence.KEY_SHAPE: lambda: translate(
        "Problems", "This doesn't look like an API key. API keys begin with sk- and contain no spaces."
    ),
    Sentence.KEY_GOOD: lambda: translate("Problems", "This API key works in {region}."),
    Sentence.KEY_ELSEWHERE: lambda: translate(
        "Problems", "This API key belongs to {other}. Save it there. {region} needs its own API key."
    ),
    Sentence.KEY_NOWHERE: lambda: translate(
        "Problems", "No other region accepts this API key either. Check it in the console, or create a new one."
    ),
    Sentence.KEY_NOWHERE_REACHED: lambda: translate(
        "Problems", "No region that could be reached accepts this API key. Test it again later. Not reached: {regions}."
    ),
    Sentence.KEY_UNSURE: lambda: translate(
        "Problems", "Alibaba Cloud didn't say whether this API key is valid. Test it again in a minute."
    ),
    Sentence.KEY_HOST_UNCONFIRMED: lambda: translate(
        "Problems", "Your API key hasn't been sent to {host} yet. Press Use or Test in Settings to allow it."
    ),
    # addresses of regions
    Sentence.ADDRESS_SHAPE: lambda: translate(
        "Problems", "This isn't an address. Write it like https://gateway.example.com."
    ),
    Sentence.ADDRESS_HTTPS: lambda: translate(
        "Problems", "The address must begin with https://. http:// works for this computer only."
    ),
    Sentence.ADDRESS_LOGIN: lambda: translate("Problems", "Remove the user name and the password from the address."),
    Sentence.ADDRESS_QUERY: lambda: translate("Problems", "Remove the ? or # and everything after it."),
    Sentence.ADDRESS_HOST: lambda: translate("Problems", "This isn't a valid server name: {host}. Check the address."),
    Sentence.ADDRESS_CHAT: lambda: translate(
        "Problems", "This address is for chat apps. The address for videos ends with /api/v1."
    ),
    Sentence.WORKSPACE_SHAPE: lambda: translate(
        "Problems", "This isn't a workspace ID. It contains only letters, digits, - and _, like llm-abc123."
    ),
    Sentence.WORKSPACE_NEEDED: lambda: translate(
        "Problems", "This region needs your workspace ID. Copy it from the console."
    ),
    Sentence.KEYRING_FAILED: lambda: translate(
        "Problems", "The system keyring isn't working right now. The API key can be kept for this session only."
    ),
    Sentence.KEYRING_ABSENT: lambda: translate(
        "Problems", "This system has no keyring. The API key can be kept for this session only."
    ),
    Sentence.KEYRING_LOCKED: lambda: translate(
        "Problems", "The system keyring is locked. Unlock it and try again, or keep the API key for this session only."
    ),
    Sentence.KEYRING_SILENT: lambda: translate(
        "Problems",
        "The system keyring isn't responding. Check whether it is asking for a password, or keep the "
        "API key for this session only.",
    ),
    Sentence.KEYRING_LOST: lambda: translate(
        "Problems", "The system keyring didn't save the API key. It can be kept for this session only."
    ),
    **CATALOGUE_SENTENCES,
    **CLOUD_SENTENCES,
}

"""Why something is not possible and what to do about it: the words of every `domain.sentences.Sentence`.

A new sentence is one member there and one line of the table here. The words are looked up when they are asked for, so
they follow the language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from wandesk.domain.errors import Value, WanDeskError
from wandesk.domain.sentences import Sentence
from wandesk.ui.wording.amounts import number_words, size_words

translate = QCoreApplication.translate

PIXELS: Final = frozenset({"width", "height"})
"""Values that are written without thousands signs."""


def problem_words(sentence: Sentence, values: Mapping[str, Value] | None = None) -> str:
    """The sentence for a key. A value that is missing shows as "…": a wrong sentence is better than a second error."""
    values = values or {}
    if sentence == Sentence.NO_ROOM and "missing_bytes" in values:
        sentence = Sentence.NO_ROOM_MISSING
    words = SENTENCES[sentence]()
    return words.format_map(_Places({key: _value_words(key, value) for key, value in values.items()}))


def error_words(error: WanDeskError) -> str:
    """The sentence for an error that crossed a port."""
    return problem_words(error.sentence, error.values)


class _Places(dict[str, str]):
    def __missing__(self, _key: str) -> str:
        return "…"


def _value_words(key: str, value: Value) -> str:
    if isinstance(value, str):
        return value
    if key.endswith("_bytes"):
        return size_words(value)
    return str(value) if key in PIXELS else number_words(value)


def _general() -> str:
    return translate("Problems", "Something went wrong. Try it again.")


SENTENCES: Final[Mapping[Sentence, Callable[[], str]]] = {
    Sentence.UNEXPECTED: _general,
    # the form
    Sentence.PICTURE_MISSING: lambda: translate("Problems", "Put a picture in first."),
    Sentence.PICTURE_TOO_SMALL: lambda: translate(
        "Problems", "This picture is {width} × {height}. Choose one with at least {least} pixels on each side."
    ),
    Sentence.PICTURE_TOO_LONG: lambda: translate(
        "Problems", "This picture is too long and narrow. Choose one that is at most eight times as long as it is wide."
    ),
    Sentence.SOUND_MISSING: lambda: translate("Problems", "Add your audio file, or choose another sound."),
    Sentence.SOUND_NO_UPLOADS: lambda: translate(
        "Problems", "This region takes no sound files. Choose another sound or another region."
    ),
    Sentence.SOUND_FORMAT: lambda: translate(
        "Problems", "Only WAV and MP3 files work here. Convert the sound and drop it again."
    ),
    Sentence.SOUND_TOO_SHORT: lambda: translate(
        "Problems", "This sound is {seconds} s long. Choose one of at least {least} s."
    ),
    Sentence.SOUND_TOO_LONG: lambda: translate(
        "Problems", "This sound is {seconds} s long. Choose one of at most {most} s."
    ),
    Sentence.SOUND_TOO_HEAVY: lambda: translate(
        "Problems", "This sound is {size_bytes} large. Choose a file of at most {most_bytes}."
    ),
    Sentence.RESOLUTION_NOT_OFFERED: lambda: translate(
        "Problems", "This region does not offer that resolution. Choose another one."
    ),
    Sentence.DURATION_NOT_OFFERED: lambda: translate(
        "Problems", "This model cannot make that length. Choose another duration."
    ),
    Sentence.MODEL_NOT_OFFERED: lambda: translate(
        "Problems", "This region does not offer that model. Choose another one."
    ),
    Sentence.NUMBER_OUT_OF_RANGE: lambda: translate("Problems", "Enter a whole number from {least} to {most}."),
    # what was given
    Sentence.PICTURE_NOT_FOUND: lambda: translate("Problems", "The picture is no longer there. Choose it again."),
    Sentence.PICTURE_IS_FOLDER: lambda: translate("Problems", "That is a folder. Drop a single picture."),
    Sentence.PICTURE_EMPTY: lambda: translate("Problems", "That file is empty. Choose another picture."),
    Sentence.PICTURE_UNKNOWN: lambda: translate(
        "Problems", "That file is not a picture we can read. Use JPEG, PNG, WebP, BMP or HEIC."
    ),
    Sentence.PICTURE_DAMAGED: lambda: translate(
        "Problems", "That picture is damaged or incomplete. Try to export it again, or choose another one."
    ),
    Sentence.PICTURE_TOO_LARGE: lambda: translate(
        "Problems", "That picture is too large to open ({width} × {height}). Make it smaller first."
    ),
    Sentence.PICTURE_HEAVY: lambda: translate(
        "Problems", "That picture is {size_bytes} large. Choose one of at most {most_bytes}."
    ),
    Sentence.PICTURE_NOT_READABLE: lambda: translate(
        "Problems", "The picture cannot be opened. Check that you may read it, or copy it to another folder."
    ),
    Sentence.PICTURE_UNREADABLE: lambda: translate(
        "Problems", "The picture can't be read right now. Check that its drive is connected, or choose another one."
    ),
    Sentence.SOUND_NOT_FOUND: lambda: translate("Problems", "The sound is no longer there. Choose it again."),
    Sentence.SOUND_IS_FOLDER: lambda: translate("Problems", "That is a folder. Drop a single audio file."),
    Sentence.SOUND_EMPTY: lambda: translate("Problems", "That file is empty. Choose another sound."),
    Sentence.SOUND_UNKNOWN: lambda: translate("Problems", "That file is not a sound we can read. Use WAV or MP3."),
    Sentence.SOUND_DAMAGED: lambda: translate(
        "Problems", "That sound is damaged or incomplete. Try to export it again, or choose another one."
    ),
    Sentence.SOUND_NO_AUDIO: lambda: translate("Problems", "There is no sound in that file. Choose another one."),
    Sentence.SOUND_NOT_READABLE: lambda: translate(
        "Problems", "The sound cannot be opened. Check that you may read it, or copy it to another folder."
    ),
    Sentence.SOUND_UNREADABLE: lambda: translate(
        "Problems", "The audio file can't be read right now. Check that its drive is connected, or choose another one."
    ),
    Sentence.SOUND_NOT_WANTED: lambda: translate(
        "Problems", "This model makes its own sound. Choose a model that takes yours."
    ),
    Sentence.SOUND_MODEL_SILENT: lambda: translate(
        "Problems", "This model's videos are silent. Choose a model that takes a sound."
    ),
    Sentence.TEXT_DROPPED: lambda: translate(
        "Problems", "That is text. Drop a file, or paste the text into the prompt."
    ),
    Sentence.ADDRESS_DROPPED: lambda: translate(
        "Problems", "That is still on the web. Save it to this computer, then drop the file."
    ),
    Sentence.NOTHING_USABLE: lambda: translate("Problems", "Nothing in there can be used. Drop a picture file."),
    Sentence.SEVERAL_PICTURES: lambda: translate("Problems", "One picture at a time: the first one was taken."),
    Sentence.NEWER_PICTURE: lambda: translate("Problems", "The newer picture is taken."),
    Sentence.SEVERAL_SOUNDS: lambda: translate("Problems", "One sound at a time: the first one was taken."),
    Sentence.PICTURE_FIRST_SOUND: lambda: translate("Problems", "That is a picture. Drop it on First frame."),
    Sentence.MEDIA_FAILED: lambda: translate(
        "Problems", "This file could not be examined. Try it again, or choose another one."
    ),
    Sentence.INPUT_GONE: lambda: translate(
        "Problems", "The file of this order is no longer there. Choose it again and order anew."
    ),
    # this computer
    Sentence.NO_ROOM: lambda: translate("Problems", "The disk is full. Free some space, then it goes on."),
    Sentence.NO_ROOM_MISSING: lambda: translate(
        "Problems", "The disk is full: {missing_bytes} are missing. Free some space, then it goes on."
    ),
    Sentence.FOLDER_REFUSED: lambda: translate(
        "Problems", "This folder cannot be written: {folder}. Choose another one, or allow writing there."
    ),
    Sentence.STORE_DAMAGED: lambda: translate(
        "Problems", "The list of your videos cannot be read. Your videos are safe in their folder; restart Wan Desk."
    ),
    Sentence.STORE_REPLACED: lambda: translate(
        "Problems",
        "The list of your videos was damaged. Orders saved from it: {rescued}. The old file is {file}. "
        "To look for the others, use File > Find missing videos.",
    ),
    Sentence.STORE_ROWS_UNREADABLE: lambda: translate(
        "Problems",
        "Some orders in your list were written by a newer Wan Desk, or are damaged: {count}. They are left alone.",
    ),
    Sentence.STORE_UNUSABLE: lambda: translate(
        "Problems", "The list of your videos cannot be written now. Check that the disk and its folder can be written."
    ),
    Sentence.STORE_NEWER: lambda: translate(
        "Problems", "The list of your videos was written by a newer Wan Desk. Install that version to open it."
    ),
    Sentence.TASK_OWNED: lambda: translate("Problems", "This video is already in your list."),
    Sentence.SETTINGS_UNREADABLE: lambda: translate(
        "Problems", "Your settings cannot be read, so the usual ones are in use. The file is {file}."
    ),
    Sentence.SETTINGS_DAMAGED: lambda: translate(
        "Problems", "Your settings were damaged and were set aside; the usual ones are in use. The old file is {file}."
    ),
    Sentence.CATALOGUE_PROBLEM: lambda: translate("Problems", "The list of models has an error ({where}: {reason})."),
    Sentence.PRACTICE_FAILED: lambda: translate(
        "Problems", "Practice could not be started. Close Wan Desk and open it again."
    ),
    # keys
    Sentence.KEY_NEEDED: lambda: translate("Problems", "This region needs your key. Add it in Settings."),
    Sentence.KEY_REFUSED: lambda: translate(
        "Problems", "Alibaba does not accept this key here. Check it, or choose the region it was made for."
    ),
    Sentence.KEY_EMPTY: lambda: translate("Problems", "Paste the key first."),
    Sentence.KEY_PLAN: lambda: translate(
        "Problems",
        "This is the key of a coding plan; it does not work for videos. Make an ordinary key in the console.",
    ),
    Sentence.KEY_SHAPE: lambda: translate(
        "Problems", "This does not look like a key. Keys begin with sk- and have no spaces."
    ),
    Sentence.KEY_GOOD: lambda: translate("Problems", "This key works in {region}."),
    Sentence.KEY_ELSEWHERE: lambda: translate(
        "Problems", "This key belongs to {other}. Save it there; {region} needs a key of its own."
    ),
    Sentence.KEY_NOWHERE: lambda: translate(
        "Problems", "No other region accepts this key either. Check it in the console, or make a new one."
    ),
    Sentence.KEY_NOWHERE_REACHED: lambda: translate(
        "Problems", "No region that could be asked accepts this key. Not reached: {regions}."
    ),
    Sentence.KEY_UNSURE: lambda: translate(
        "Problems", "Alibaba Cloud did not say whether this key is good. Test it again in a minute."
    ),
    Sentence.KEY_HOST_UNCONFIRMED: lambda: translate(
        "Problems", "Your key has not been sent to {host} yet. Press Use or Test in Settings to agree to it."
    ),
    # addresses of regions
    Sentence.ADDRESS_SHAPE: lambda: translate(
        "Problems", "This is not an address. Write it like https://gateway.example.com."
    ),
    Sentence.ADDRESS_HTTPS: lambda: translate(
        "Problems", "An address begins with https://. Without the s it can only be this computer."
    ),
    Sentence.ADDRESS_LOGIN: lambda: translate("Problems", "Leave the name and the password out of the address."),
    Sentence.ADDRESS_QUERY: lambda: translate(
        "Problems", "Leave out the ? or # of the address and what comes behind it."
    ),
    Sentence.ADDRESS_HOST: lambda: translate(
        "Problems", "No server can be called {host}. Check how the address is written."
    ),
    Sentence.ADDRESS_CHAT: lambda: translate(
        "Problems", "This address is for chat programs. The one for videos ends with /api/v1."
    ),
    Sentence.WORKSPACE_SHAPE: lambda: translate(
        "Problems", "This is not the id of a workspace. It has letters, digits, - and _ only, like llm-abc123."
    ),
    Sentence.WORKSPACE_NEEDED: lambda: translate(
        "Problems", "This region needs the id of your workspace. Copy it from the console."
    ),
    Sentence.KEYRING_FAILED: lambda: translate(
        "Problems", "The system's keyring does not work now. The key can be kept for this session only."
    ),
    Sentence.KEYRING_ABSENT: lambda: translate(
        "Problems", "This system has no keyring. The key can be kept for this session only."
    ),
    Sentence.KEYRING_LOCKED: lambda: translate(
        "Problems", "The system's keyring is locked. Unlock it and try again, or keep the key for this session only."
    ),
    Sentence.KEYRING_SILENT: lambda: translate(
        "Problems",
        "The system's keyring does not answer. Look for its question, or keep the key for this session only.",
    ),
    Sentence.KEYRING_LOST: lambda: translate(
        "Problems", "The system's keyring did not keep the key. It can be kept for this session only."
    ),
    # the cloud
    Sentence.CLOUD_UNREACHABLE: lambda: translate("Problems", "Alibaba Cloud cannot be reached. Check your network."),
    Sentence.CLOUD_GATEWAY: lambda: translate(
        "Problems", "Something between you and Alibaba Cloud answered in its place. Check your network or proxy."
    ),
    Sentence.CLOUD_CERTIFICATE: lambda: translate(
        "Problems", "This network shows a certificate that is not trusted here. Ask who runs the network."
    ),
    Sentence.CLOUD_PROXY: lambda: translate(
        "Problems", "The proxy refuses the connection or does not answer. Check it in Settings, under Network."
    ),
    Sentence.CLOUD_PROXY_PASSWORD: lambda: translate(
        "Problems", "The proxy wants a name and a password. Enter it with both in Settings, under Network."
    ),
    Sentence.CLOUD_HOST_UNKNOWN: lambda: translate(
        "Problems", "The address of Alibaba Cloud is not found here. Check your network or its name server."
    ),
    Sentence.PROXY_SOCKS4: lambda: translate(
        "Problems", "The proxy speaks SOCKS 4, which is too old for this. Choose a SOCKS 5 or a web proxy."
    ),
    Sentence.PROXY_UNUSABLE: lambda: translate(
        "Problems", "This is not the address of a proxy. Write it like proxy.example.com:8080."
    ),
    Sentence.CONNECTION_STORAGE_UNREACHABLE: lambda: translate(
        "Problems", "Alibaba's storage {host} cannot be reached. Uploads and videos do not get through."
    ),
    Sentence.CONNECTION_STORAGE_BLOCKED: lambda: translate(
        "Problems", "Something on the way answers in place of Alibaba's storage {host}. Ask who runs the network."
    ),
    Sentence.CLOUD_UNEXPECTED: lambda: translate(
        "Problems", "Alibaba Cloud gave an answer that nobody expected. See the details."
    ),
    Sentence.CLOUD_REFUSED: lambda: translate(
        "Problems", "Alibaba Cloud refused this order. The details show its own words."
    ),
    Sentence.CLOUD_FAILED: lambda: translate(
        "Problems", "Alibaba Cloud could not make this video. The details show its own words."
    ),
    Sentence.CLOUD_BUSY: lambda: translate(
        "Problems", "Alibaba Cloud takes no more orders right now. It is tried again a little later."
    ),
    Sentence.CLOUD_FULL: lambda: translate(
        "Problems", "Alibaba Cloud is full at the moment. Order again in a few minutes."
    ),
    Sentence.CLOUD_TROUBLE: lambda: translate(
        "Problems", "Alibaba Cloud has trouble of its own. Order again a little later."
    ),
    Sentence.CLOUD_TOOK_TOO_LONG: lambda: translate(
        "Problems", "Alibaba Cloud took too long over this video and gave it up. Order it again."
    ),
    Sentence.CLOUD_PROGRAM_FAULT: lambda: translate(
        "Problems", "Wan Desk asked in a way that Alibaba Cloud does not accept. Please report it with the details."
    ),
    Sentence.CLOUD_PARAMETER: lambda: translate(
        "Problems", "Alibaba Cloud does not accept a setting of this order. The details show its own words."
    ),
    Sentence.CLOUD_MODEL_MISSING: lambda: translate(
        "Problems", "This region does not offer the model to you. Choose another model or region."
    ),
    Sentence.CLOUD_MODEL_LOCKED: lambda: translate(
        "Problems", "Your account has no access to this model. Ask for it in the console, or choose another model."
    ),
    Sentence.CLOUD_MODEL_DENIED: lambda: translate(
        "Problems",
        "The workspace of your key may not use this model. Allow it in the console, or choose another model.",
    ),
    Sentence.CLOUD_NOT_ACTIVATED: lambda: translate(
        "Problems", "Model Studio is not switched on in this region. Activate it in the console."
    ),
    Sentence.CLOUD_WORKSPACE_DENIED: lambda: translate(
        "Problems", "Your key has no access to this workspace. Use a key of the default workspace."
    ),
    Sentence.CLOUD_WORKSPACE_KEY: lambda: translate(
        "Problems", "Your key does not belong to this workspace. Check the key and the workspace in Settings."
    ),
    Sentence.CLOUD_WORKSPACE_MISSING: lambda: translate(
        "Problems", "This workspace does not exist. Check its id in Settings."
    ),
    Sentence.CLOUD_ENDPOINT_REFUSED: lambda: translate(
        "Problems", "The key is not sent to {host}. Check the address of this region in Settings."
    ),
    Sentence.CLOUD_ARREARS: lambda: translate(
        "Problems", "Your Alibaba account is out of money. Top it up in the console."
    ),
    Sentence.CLOUD_BILL: lambda: translate(
        "Problems", "A bill of your Alibaba account is open. Settle it in the console."
    ),
    Sentence.CLOUD_FREE_QUOTA_USED: lambda: translate(
        "Problems", "Your free quota is used up. Switch on pay-as-you-go in the console, or choose another model."
    ),
    Sentence.CLOUD_FREE_TIER_ONLY: lambda: translate(
        "Problems", 'Your free quota is used up and "free tier only" is on. Switch that off in the console.'
    ),
    Sentence.CLOUD_MODERATION: lambda: translate(
        "Problems", "Alibaba's content check refused the picture or the words. Change them."
    ),
    Sentence.CLOUD_MODERATION_OUTPUT: lambda: translate(
        "Problems", "Alibaba's content check held the finished video back. Change the words or the picture."
    ),
    Sentence.CLOUD_INFRINGEMENT: lambda: translate(
        "Problems", "Alibaba suspects that the picture or the words belong to someone else. Change them."
    ),
    Sentence.CLOUD_CUSTOM_RULE: lambda: translate(
        "Problems", "A rule of your Alibaba account refused this order. Ask who runs the account."
    ),
    Sentence.CLOUD_INPUT_FORMAT: lambda: translate(
        "Problems", "Alibaba could not read the picture or the sound. Save it in another format and try that."
    ),
    Sentence.CLOUD_INPUT_UNREACHABLE: lambda: translate(
        "Problems", "Alibaba could not fetch the picture or the sound. Order again, so that it is uploaded anew."
    ),
    Sentence.CLOUD_PICTURE_SIZE: lambda: translate(
        "Problems", "Alibaba does not accept the size or shape of this picture. Choose another one."
    ),
    Sentence.CLOUD_SOUND_FORMAT: lambda: translate(
        "Problems", "Alibaba could not read your sound. Use an ordinary WAV or MP3 file."
    ),
    Sentence.CLOUD_SOUND_LENGTH: lambda: translate(
        "Problems", "Alibaba does not accept the length of your sound. Choose a shorter or longer one."
    ),
    Sentence.CLOUD_TOO_LARGE: lambda: translate(
        "Problems", "The picture or the sound is too large for Alibaba. Choose a smaller one."
    ),
    Sentence.CLOUD_REWRITE_FAILED: lambda: translate(
        "Problems", "Alibaba could not improve your prompt. Write it differently and order again."
    ),
    Sentence.CLOUD_UPLOAD_ADDRESS: lambda: translate(
        "Problems", "The upload address {host} is not Alibaba's, so nothing was sent there. Try again later."
    ),
    Sentence.CLOUD_UPLOAD_BLOCKED: lambda: translate(
        "Problems", "This network blocks uploads to Alibaba's storage. Try another network."
    ),
    Sentence.CLOUD_UPLOAD_EXPIRED: lambda: translate("Problems", "The permission to upload ran out. Order again."),
    Sentence.CLOUD_UPLOAD_REFUSED: lambda: translate(
        "Problems", "Alibaba's storage refused the upload. Order again a little later."
    ),
    Sentence.CANCEL_WHILE_SENT: lambda: translate(
        "Problems", "This order is being sent at this moment. Once it waits in line at Alibaba, it can be cancelled."
    ),
    Sentence.CANCEL_TOO_LATE: lambda: translate(
        "Problems", "This video is already being made and can no longer be cancelled."
    ),
    # orders and videos
    Sentence.ORDER_UNCERTAIN: lambda: translate(
        "Problems", "Alibaba may or may not have got this order. It is not sent again by itself."
    ),
    Sentence.ORDER_NOT_MADE: lambda: translate(
        "Problems", "Alibaba did not get this order, so there is no video of it. You can generate it again."
    ),
    Sentence.ORDER_NEVER_SHOWN: lambda: translate(
        "Problems",
        "Alibaba did not show this order for a whole day, so it probably never arrived. Your bill has the last word.",
    ),
    Sentence.ORDER_CLOSED: lambda: translate(
        "Problems",
        "You closed this order before it was certain. Should its video turn up within a day, it is fetched by itself.",
    ),
    Sentence.LIST_UNREADABLE: lambda: translate(
        "Problems", "Alibaba does not show its list of videos now. Try it again in a minute."
    ),
    Sentence.TASK_ID_SHAPE: lambda: translate(
        "Problems", "This is not an id of a video. Copy it whole, as Alibaba shows it."
    ),
    Sentence.TASK_UNKNOWN: lambda: translate(
        "Problems", "Alibaba does not know this id here. Check it and the region; an id is known for 24 hours only."
    ),
    Sentence.TASK_WITHOUT_VIDEO: lambda: translate(
        "Problems", "Alibaba made no video of this order, so there is nothing to get. You were not charged for it."
    ),
    Sentence.PICTURE_NOT_HERE: lambda: translate(
        "Problems", "This video was fetched by its id alone: its picture is not here. Put a picture in and generate."
    ),
    Sentence.LINK_EXPIRED: lambda: translate(
        "Problems", "The address of the video was too old. A fresh one is fetched."
    ),
    Sentence.DOWNLOAD_BLOCKED: lambda: translate(
        "Problems", "This network blocks the download of the video. Try another network."
    ),
    Sentence.DOWNLOAD_ADDRESS_REFUSED: lambda: translate(
        "Problems", "The address of the video at {host} is not one that is safe to open, so nothing was fetched."
    ),
    Sentence.VIDEO_GIVEN_UP: lambda: translate(
        "Problems",
        "What was fetched does not open, however often. The last try is kept as {file}. Downloading again is free.",
    ),
    Sentence.VIDEO_LOCKED: lambda: translate(
        "Problems", "Another program holds the video's file {file}. It is tried again."
    ),
    Sentence.VIDEO_UNREADABLE: lambda: translate(
        "Problems", "The video that was fetched does not open. Download it again."
    ),
    Sentence.OTHER_KEY: lambda: translate(
        "Problems", "This video was ordered with another key. Put that key back to fetch it."
    ),
    Sentence.TASK_NOT_SHOWN: lambda: translate(
        "Problems", "Alibaba does not show this order now. It is looked for every few minutes."
    ),
    Sentence.VIDEO_WITHOUT_ADDRESS: lambda: translate(
        "Problems", "Alibaba made this video and does not say yet where it is. It is asked again."
    ),
    Sentence.VIDEO_EXPIRED_BILLED: lambda: translate(
        "Problems",
        "Alibaba made this video and keeps it for 24 hours only, so it can no longer be fetched. It is on your bill.",
    ),
    Sentence.VIDEO_EXPIRED_UNKNOWN: lambda: translate(
        "Problems",
        "Alibaba keeps videos for 24 hours and no longer knows this one. If it was made, it is on your bill.",
    ),
    Sentence.VIDEO_EXPIRED_OTHER_KEY: lambda: translate(
        "Problems",
        "Alibaba keeps videos for 24 hours. This one was ordered with another key, so it is not known here whether it "
        "was made. If it was, it is on the bill of that key's account.",
    ),
    Sentence.VIDEO_EXPIRED: lambda: translate(
        "Problems", "Alibaba no longer has this video: it is kept there for 24 hours only."
    ),
}

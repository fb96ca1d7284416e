"""What is wrong and what to do: the text of every `domain.sentences.Sentence`.

A new sentence is one member there and one line of the table below. Texts are translated when they are shown, so they
follow the language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from wandesk.domain.errors import Value, WanDeskError
from wandesk.domain.sentences import Sentence
from wandesk.ui.wording.amounts import number_text, size_text

translate = QCoreApplication.translate

PIXELS: Final = frozenset({"width", "height"})
"""Values without thousands separators."""


def problem_text(sentence: Sentence, values: Mapping[str, Value] | None = None) -> str:
    """The sentence for a key. A value that is missing shows as "…": a wrong sentence is better than a second error."""
    values = values or {}
    if sentence == Sentence.NO_ROOM and "missing_bytes" in values:
        sentence = Sentence.NO_ROOM_MISSING
    text = SENTENCES[sentence]()
    return text.format_map(_Places({key: _value_text(key, value) for key, value in values.items()}))


def error_text(error: WanDeskError) -> str:
    """The sentence for an error raised by a port."""
    return problem_text(error.sentence, error.values)


class _Places(dict[str, str]):
    def __missing__(self, _key: str) -> str:
        return "…"


def _value_text(key: str, value: Value) -> str:
    if isinstance(value, str):
        return value
    if key.endswith("_bytes"):
        return size_text(value)
    return str(value) if key in PIXELS else number_text(value)


def _general() -> str:
    return translate("Problems", "Something went wrong. Try again.")


SENTENCES: Final[Mapping[Sentence, Callable[[], str]]] = {
    Sentence.UNEXPECTED: _general,
    # the form
    Sentence.PICTURE_MISSING: lambda: translate("Problems", "Add a picture first."),
    Sentence.PICTURE_TOO_SMALL: lambda: translate(
        "Problems", "This picture is {width} × {height}. Choose one with at least {least} pixels on each side."
    ),
    Sentence.PICTURE_TOO_LONG: lambda: translate(
        "Problems", "This picture is too long and narrow. Its long side can be at most eight times its short side."
    ),
    Sentence.AUDIO_MISSING: lambda: translate("Problems", "Add your audio file, or choose another audio option."),
    Sentence.AUDIO_NO_UPLOADS: lambda: translate(
        "Problems", "This region doesn't accept audio files. Choose another audio option or another region."
    ),
    Sentence.AUDIO_FORMAT: lambda: translate(
        "Problems", "Only WAV and MP3 files are supported. Convert the file and drop it again."
    ),
    Sentence.AUDIO_TOO_SHORT: lambda: translate(
        "Problems", "This audio is {seconds} s long. Choose one of at least {least} s."
    ),
    Sentence.AUDIO_TOO_LONG: lambda: translate(
        "Problems", "This audio is {seconds} s long. Choose one of at most {most} s."
    ),
    Sentence.AUDIO_TOO_HEAVY: lambda: translate(
        "Problems", "This audio file is {size_bytes}. Choose one of at most {most_bytes}."
    ),
    Sentence.RESOLUTION_NOT_OFFERED: lambda: translate(
        "Problems", "This region doesn't offer that resolution. Choose another one."
    ),
    Sentence.DURATION_NOT_OFFERED: lambda: translate(
        "Problems", "This model can't make videos of that length. Choose another duration."
    ),
    Sentence.MODEL_NOT_OFFERED: lambda: translate(
        "Problems", "This region doesn't offer that model. Choose another one."
    ),
    Sentence.NUMBER_OUT_OF_RANGE: lambda: translate("Problems", "Enter a whole number from {least} to {most}."),
    # the user's files
    Sentence.PICTURE_NOT_FOUND: lambda: translate("Problems", "The picture is no longer there. Choose it again."),
    Sentence.PICTURE_IS_FOLDER: lambda: translate("Problems", "That is a folder. Drop a single picture."),
    Sentence.PICTURE_EMPTY: lambda: translate("Problems", "That file is empty. Choose another picture."),
    Sentence.PICTURE_UNKNOWN: lambda: translate(
        "Problems", "That file isn't a supported picture. Use JPEG, PNG, WebP, BMP or HEIC."
    ),
    Sentence.PICTURE_DAMAGED: lambda: translate(
        "Problems", "That picture is damaged or incomplete. Export it again or choose another one."
    ),
    Sentence.PICTURE_TOO_LARGE: lambda: translate(
        "Problems", "That picture is too large to open ({width} × {height}). Make it smaller first."
    ),
    Sentence.PICTURE_HEAVY: lambda: translate(
        "Problems", "That picture is {size_bytes}. Choose one of at most {most_bytes}."
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
    Sentence.AUDIO_UNKNOWN: lambda: translate("Problems", "That file isn't a supported audio file. Use WAV or MP3."),
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
    Sentence.AUDIO_NOT_WANTED: lambda: translate(
        "Problems", "This model creates its own audio. Choose a model that accepts your audio file."
    ),
    Sentence.AUDIO_MODEL_SILENT: lambda: translate(
        "Problems", "This model's videos are silent. Choose a model that accepts an audio file."
    ),
    Sentence.TEXT_DROPPED: lambda: translate(
        "Problems", "That is text. Drop a file, or paste the text into the prompt."
    ),
    Sentence.ADDRESS_DROPPED: lambda: translate(
        "Problems", "That file is still on the web. Save it to this computer, then drop it here."
    ),
    Sentence.NOTHING_USABLE: lambda: translate(
        "Problems", "Nothing usable was dropped. Drop a picture or an audio file."
    ),
    Sentence.SEVERAL_PICTURES: lambda: translate("Problems", "Only one picture at a time. Using the first one."),
    Sentence.NEWER_PICTURE: lambda: translate("Problems", "Using the newer picture."),
    Sentence.SEVERAL_AUDIO_FILES: lambda: translate("Problems", "Only one audio file at a time. Using the first one."),
    Sentence.MEDIA_FAILED: lambda: translate(
        "Problems", "This file couldn't be checked. Try again or choose another one."
    ),
    Sentence.INPUT_GONE: lambda: translate(
        "Problems", "The file of this request is no longer there. Choose it again and generate a new video."
    ),
    # this computer
    Sentence.NO_ROOM: lambda: translate("Problems", "The disk is full. Free up some space and it will continue."),
    Sentence.NO_ROOM_MISSING: lambda: translate(
        "Problems", "The disk is full. Free up {missing_bytes} and it will continue."
    ),
    Sentence.FOLDER_REFUSED: lambda: translate(
        "Problems", "Wan Desk can't save to {folder}. Choose another folder or change its permissions."
    ),
    Sentence.FOLDER_MISSING: lambda: translate(
        "Problems", "This folder isn't there: {folder}. Connect its drive, or check the path."
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
        "Problems",
        "Your video list was damaged. Jobs recovered: {rescued}. The old file is {file}. To look for the "
        "others, use File > Find missing videos.",
    ),
    Sentence.STORE_ROWS_UNREADABLE: lambda: translate(
        "Problems",
        "Jobs that are damaged or were saved by a newer Wan Desk: {count}. They were left unchanged.",
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
        "Problems", "Your settings can't be read, so the default settings are used. The file is {file}."
    ),
    Sentence.SETTINGS_DAMAGED: lambda: translate(
        "Problems", "Your settings were damaged, so the default settings are used. The old file is {file}."
    ),
    Sentence.CATALOGUE_PROBLEM: lambda: translate("Problems", "The list of models has an error ({where}: {reason})."),
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
        "Problems", "No region that could be reached accepts this API key. Not reached: {regions}."
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
    # the cloud
    Sentence.CLOUD_UNREACHABLE: lambda: translate("Problems", "Alibaba Cloud can't be reached. Check your network."),
    Sentence.CLOUD_GATEWAY: lambda: translate(
        "Problems", "Something on your network replied instead of Alibaba Cloud. Check your network or proxy."
    ),
    Sentence.CLOUD_CERTIFICATE: lambda: translate(
        "Problems", "This network uses a certificate that isn't trusted. Ask your network administrator."
    ),
    Sentence.CLOUD_PROXY: lambda: translate(
        "Problems", "The proxy refuses the connection or isn't responding. Check it in Settings > Network."
    ),
    Sentence.CLOUD_PROXY_PASSWORD: lambda: translate(
        "Problems", "The proxy requires a user name and password. Enter them in Settings > Network."
    ),
    Sentence.CLOUD_HOST_UNKNOWN: lambda: translate(
        "Problems", "Alibaba Cloud's address can't be found. Check your network or its DNS server."
    ),
    Sentence.PROXY_SOCKS4: lambda: translate(
        "Problems", "SOCKS 4 proxies aren't supported. Use a SOCKS 5 or a web proxy."
    ),
    Sentence.PROXY_UNUSABLE: lambda: translate(
        "Problems", "This isn't a proxy address. Write it like proxy.example.com:8080."
    ),
    Sentence.CONNECTION_STORAGE_UNREACHABLE: lambda: translate(
        "Problems", "Alibaba's storage {host} can't be reached. Uploads and downloads will fail."
    ),
    Sentence.CONNECTION_STORAGE_BLOCKED: lambda: translate(
        "Problems",
        "Something on your network replied instead of Alibaba's storage {host}. Ask your network administrator.",
    ),
    Sentence.CLOUD_UNEXPECTED: lambda: translate("Problems", "Unexpected reply from Alibaba Cloud. See details."),
    Sentence.CLOUD_REFUSED: lambda: translate(
        "Problems", "Alibaba Cloud refused this request. See details for Alibaba's message."
    ),
    Sentence.CLOUD_FAILED: lambda: translate(
        "Problems", "Alibaba Cloud couldn't make this video. See details for Alibaba's message."
    ),
    Sentence.CLOUD_BUSY: lambda: translate("Problems", "Alibaba Cloud is busy. Retrying shortly."),
    Sentence.CLOUD_FULL: lambda: translate(
        "Problems", "Alibaba Cloud is at full capacity. Try again in a few minutes."
    ),
    Sentence.CLOUD_TROUBLE: lambda: translate("Problems", "Alibaba Cloud is having problems. Try again later."),
    Sentence.CLOUD_TOOK_TOO_LONG: lambda: translate(
        "Problems", "Alibaba Cloud took too long and gave up on this video. Generate it again."
    ),
    Sentence.CLOUD_PROGRAM_FAULT: lambda: translate(
        "Problems", "Wan Desk sent a request that Alibaba Cloud doesn't accept. Please report this with the details."
    ),
    Sentence.CLOUD_PARAMETER: lambda: translate(
        "Problems", "Alibaba Cloud doesn't accept a setting of this request. See details for Alibaba's message."
    ),
    Sentence.CLOUD_MODEL_MISSING: lambda: translate(
        "Problems", "This model isn't available to you in this region. Choose another model or region."
    ),
    Sentence.CLOUD_MODEL_LOCKED: lambda: translate(
        "Problems", "Your account has no access to this model. Request access in the console, or choose another model."
    ),
    Sentence.CLOUD_MODEL_DENIED: lambda: translate(
        "Problems",
        "Your API key's workspace isn't allowed to use this model. Allow it in the console, or choose another model.",
    ),
    Sentence.CLOUD_NOT_ACTIVATED: lambda: translate(
        "Problems", "Model Studio isn't activated in this region. Activate it in the console."
    ),
    Sentence.CLOUD_WORKSPACE_DENIED: lambda: translate(
        "Problems", "Your API key has no access to this workspace. Use an API key of the default workspace."
    ),
    Sentence.CLOUD_WORKSPACE_KEY: lambda: translate(
        "Problems", "Your API key doesn't belong to this workspace. Check both in Settings."
    ),
    Sentence.CLOUD_WORKSPACE_MISSING: lambda: translate(
        "Problems", "This workspace doesn't exist. Check its ID in Settings."
    ),
    Sentence.CLOUD_ENDPOINT_REFUSED: lambda: translate(
        "Problems", "Your API key isn't sent to {host}. Check this region's address in Settings."
    ),
    Sentence.CLOUD_ARREARS: lambda: translate(
        "Problems", "Your Alibaba account has no balance left. Top it up in the console."
    ),
    Sentence.CLOUD_BILL: lambda: translate(
        "Problems", "Your Alibaba account has an unpaid bill. Pay it in the console."
    ),
    Sentence.CLOUD_FREE_QUOTA_USED: lambda: translate(
        "Problems", "Your free quota is used up. Turn on pay-as-you-go in the console, or choose another model."
    ),
    Sentence.CLOUD_FREE_TIER_ONLY: lambda: translate(
        "Problems", 'Your free quota is used up and "free tier only" is on. Turn it off in the console.'
    ),
    Sentence.CLOUD_MODERATION: lambda: translate(
        "Problems", "Alibaba's content check refused the picture or the prompt. Change them."
    ),
    Sentence.CLOUD_MODERATION_OUTPUT: lambda: translate(
        "Problems", "Alibaba's content check blocked the finished video. Change the prompt or the picture."
    ),
    Sentence.CLOUD_INFRINGEMENT: lambda: translate(
        "Problems", "Alibaba suspects that the picture or the prompt infringes someone's rights. Change them."
    ),
    Sentence.CLOUD_CUSTOM_RULE: lambda: translate(
        "Problems", "A rule of your Alibaba account refused this request. Ask the account's administrator."
    ),
    Sentence.CLOUD_INPUT_FORMAT: lambda: translate(
        "Problems", "Alibaba couldn't read the picture or the audio. Save it in another format and try again."
    ),
    Sentence.CLOUD_INPUT_UNREACHABLE: lambda: translate(
        "Problems", "Alibaba couldn't download the picture or the audio. Generate again to upload it again."
    ),
    Sentence.CLOUD_PICTURE_SIZE: lambda: translate(
        "Problems", "Alibaba doesn't accept the size or shape of this picture. Choose another one."
    ),
    Sentence.CLOUD_AUDIO_FORMAT: lambda: translate(
        "Problems", "Alibaba couldn't read your audio. Use a standard WAV or MP3 file."
    ),
    Sentence.CLOUD_AUDIO_LENGTH: lambda: translate(
        "Problems", "Alibaba doesn't accept the length of your audio. Choose a shorter or longer one."
    ),
    Sentence.CLOUD_TOO_LARGE: lambda: translate(
        "Problems", "The picture or the audio is too large for Alibaba. Choose a smaller one."
    ),
    Sentence.CLOUD_REWRITE_FAILED: lambda: translate(
        "Problems", "Alibaba couldn't improve your prompt. Rewrite it and generate again."
    ),
    Sentence.CLOUD_UPLOAD_ADDRESS: lambda: translate(
        "Problems", "The upload address {host} isn't Alibaba's, so nothing was sent there. Try again later."
    ),
    Sentence.CLOUD_UPLOAD_BLOCKED: lambda: translate(
        "Problems", "This network blocks uploads to Alibaba's storage. Try another network."
    ),
    Sentence.CLOUD_UPLOAD_EXPIRED: lambda: translate("Problems", "The permission to upload expired. Generate again."),
    Sentence.CLOUD_UPLOAD_REFUSED: lambda: translate(
        "Problems", "Alibaba's storage refused the upload. Try again later."
    ),
    Sentence.UPLOADS_DENIED: lambda: translate(
        "Problems",
        "Alibaba doesn't let your API key upload files. Use another API key, or generate without the audio file.",
    ),
    Sentence.UPLOADS_NOT_OFFERED: lambda: translate(
        "Problems", "This region doesn't accept uploaded files. Choose another region."
    ),
    Sentence.CANCEL_WHILE_SENT: lambda: translate(
        "Problems", "This request is being sent right now. You can cancel it once it is in Alibaba's queue."
    ),
    Sentence.CANCEL_TOO_LATE: lambda: translate(
        "Problems", "This video is already being made and can no longer be cancelled."
    ),
    # orders and videos
    Sentence.REQUEST_UNCERTAIN: lambda: translate(
        "Problems", "It isn't certain that Alibaba received this order. It will not be sent again automatically."
    ),
    Sentence.REQUEST_NOT_RECEIVED: lambda: translate(
        "Problems", "Alibaba didn't receive this order, so no video was made. You can generate it again."
    ),
    Sentence.TASK_NEVER_SHOWN: lambda: translate(
        "Problems",
        "Alibaba didn't list this order for a whole day, so it probably never arrived. Check your bill to be sure.",
    ),
    Sentence.SEARCH_CLOSED: lambda: translate(
        "Problems",
        "You closed this order before it was confirmed. If its video turns up within a day, it will be "
        "downloaded automatically.",
    ),
    Sentence.LIST_UNREADABLE: lambda: translate(
        "Problems", "Alibaba's list of videos isn't available right now. Try again in a minute."
    ),
    Sentence.TASK_ID_SHAPE: lambda: translate("Problems", "That isn't a task ID. Copy the whole ID from Alibaba."),
    Sentence.TASK_UNKNOWN: lambda: translate(
        "Problems", "Alibaba doesn't know this task ID in this region. Check both. Task IDs are valid for 24 hours."
    ),
    Sentence.TASK_WITHOUT_VIDEO: lambda: translate(
        "Problems", "Alibaba made no video for this order, so there is nothing to download. You were not charged."
    ),
    Sentence.TASK_OTHER_KIND: lambda: translate(
        "Problems", "This task ID belongs to something other than a video, so there is nothing to download."
    ),
    Sentence.TASK_WITHOUT_LINK: lambda: translate(
        "Problems", "Alibaba gives no download link for this task ID. If it is a video, try again in a few minutes."
    ),
    Sentence.PICTURE_NOT_HERE: lambda: translate(
        "Problems", "This video was imported by its task ID, without its picture. Add a picture and generate."
    ),
    Sentence.LINK_EXPIRED: lambda: translate("Problems", "The download link had expired. Requesting a new one."),
    Sentence.DOWNLOAD_BLOCKED: lambda: translate(
        "Problems", "This network blocks the video download. Try another network."
    ),
    Sentence.DOWNLOAD_ADDRESS_REFUSED: lambda: translate(
        "Problems", "The download link to {host} isn't safe to open, so nothing was downloaded."
    ),
    Sentence.VIDEO_GIVEN_UP: lambda: translate(
        "Problems",
        "Every download of this video was damaged. The last one is kept as {file}. Downloading again is free.",
    ),
    Sentence.VIDEO_LOCKED: lambda: translate("Problems", "Another app is using the video file {file}. Retrying."),
    Sentence.VIDEO_UNREADABLE: lambda: translate(
        "Problems", "The downloaded video can't be opened. Download it again."
    ),
    Sentence.OTHER_KEY: lambda: translate(
        "Problems", "This video was ordered with another API key. Enter that key again to download it."
    ),
    Sentence.TASK_NOT_SHOWN: lambda: translate(
        "Problems", "This order isn't in Alibaba's list right now. Checking every few minutes."
    ),
    Sentence.VIDEO_WITHOUT_ADDRESS: lambda: translate(
        "Problems", "Alibaba made this video. Waiting for the download link."
    ),
    Sentence.VIDEO_EXPIRED_BILLED: lambda: translate(
        "Problems",
        "Alibaba keeps videos for 24 hours only, so this one can no longer be downloaded. It is on your bill.",
    ),
    Sentence.VIDEO_EXPIRED_UNKNOWN: lambda: translate(
        "Problems",
        "Alibaba keeps videos for 24 hours and no longer lists this one. If it was made, it is on your bill.",
    ),
    Sentence.VIDEO_EXPIRED_OTHER_KEY: lambda: translate(
        "Problems",
        "Alibaba keeps videos for 24 hours. This one was ordered with another API key, so Wan Desk can't tell "
        "whether it was made. If it was, it is on the bill of that key's account.",
    ),
    Sentence.VIDEO_EXPIRED: lambda: translate(
        "Problems", "Alibaba no longer has this video. It keeps videos for 24 hours only."
    ),
}

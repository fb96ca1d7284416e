"""Why something is not possible and what to do about it: one sentence for each key of the domain's problems.

A new key is one line of the table. The sentences are looked up when they are asked for, so they follow the language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from wandesk.domain.errors import Value, WanDeskError
from wandesk.ui.wording.amounts import number_words, size_words

translate = QCoreApplication.translate

PIXELS: Final = frozenset({"width", "height"})
"""Values that are written without thousands signs."""


def problem_words(sentence: str, values: Mapping[str, Value] | None = None) -> str:
    """The sentence for a key; a key that nobody gave words yet gets the general one.

    A value that is missing shows as "…": a wrong sentence is better than a second error.
    """
    values = values or {}
    if sentence == "no_room" and "missing_bytes" in values:
        sentence = "no_room_missing"
    words = SENTENCES.get(sentence, _general)()
    return words.format_map(_Places({key: _value_words(key, value) for key, value in values.items()}))


def error_words(error: WanDeskError) -> str:
    """The sentence for an error that crossed a port."""
    return problem_words(error.sentence, error.values)


def has_words(sentence: str) -> bool:
    """Whether a key has a sentence of its own."""
    return sentence in SENTENCES


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


SENTENCES: Final[Mapping[str, Callable[[], str]]] = {
    "unexpected": _general,
    # the form
    "picture_missing": lambda: translate("Problems", "Put a picture in first."),
    "picture_too_small": lambda: translate(
        "Problems", "This picture is {width} × {height}. Choose one with at least {least} pixels on each side."
    ),
    "picture_too_long": lambda: translate(
        "Problems", "This picture is too long and narrow. Choose one that is at most eight times as long as it is wide."
    ),
    "sound_missing": lambda: translate("Problems", "Add your audio file, or choose another sound."),
    "sound_no_uploads": lambda: translate(
        "Problems", "This region takes no sound files. Choose another sound or another region."
    ),
    "sound_format": lambda: translate(
        "Problems", "Only WAV and MP3 files work here. Convert the sound and drop it again."
    ),
    "sound_too_short": lambda: translate(
        "Problems", "This sound is {seconds} s long. Choose one of at least {least} s."
    ),
    "sound_too_long": lambda: translate("Problems", "This sound is {seconds} s long. Choose one of at most {most} s."),
    "sound_too_heavy": lambda: translate(
        "Problems", "This sound is {size_bytes} large. Choose a file of at most {most_bytes}."
    ),
    "resolution_not_offered": lambda: translate(
        "Problems", "This region does not offer that resolution. Choose another one."
    ),
    "duration_not_offered": lambda: translate(
        "Problems", "This model cannot make that length. Choose another duration."
    ),
    "model_not_offered": lambda: translate("Problems", "This region does not offer that model. Choose another one."),
    # what was given
    "picture_not_found": lambda: translate("Problems", "The picture is no longer there. Choose it again."),
    "picture_is_folder": lambda: translate("Problems", "That is a folder. Drop a single picture."),
    "picture_empty": lambda: translate("Problems", "That file is empty. Choose another picture."),
    "picture_unknown": lambda: translate(
        "Problems", "That file is not a picture we can read. Use JPEG, PNG, WebP, BMP or HEIC."
    ),
    "picture_damaged": lambda: translate(
        "Problems", "That picture is damaged or incomplete. Try to export it again, or choose another one."
    ),
    "picture_too_large": lambda: translate(
        "Problems", "That picture is too large to open ({width} × {height}). Make it smaller first."
    ),
    "picture_heavy": lambda: translate(
        "Problems", "That picture is {size_bytes} large. Choose one of at most {most_bytes}."
    ),
    "picture_not_readable": lambda: translate(
        "Problems", "The picture cannot be opened. Check that you may read it, or copy it to another folder."
    ),
    "sound_not_found": lambda: translate("Problems", "The sound is no longer there. Choose it again."),
    "sound_is_folder": lambda: translate("Problems", "That is a folder. Drop a single audio file."),
    "sound_empty": lambda: translate("Problems", "That file is empty. Choose another sound."),
    "sound_unknown": lambda: translate("Problems", "That file is not a sound we can read. Use WAV or MP3."),
    "sound_damaged": lambda: translate(
        "Problems", "That sound is damaged or incomplete. Try to export it again, or choose another one."
    ),
    "sound_no_audio": lambda: translate("Problems", "There is no sound in that file. Choose another one."),
    "sound_not_readable": lambda: translate(
        "Problems", "The sound cannot be opened. Check that you may read it, or copy it to another folder."
    ),
    "sound_not_wanted": lambda: translate(
        "Problems", "This model makes its own sound. Choose a model that takes yours."
    ),
    "sound_model_silent": lambda: translate(
        "Problems", "This model's videos are silent. Choose a model that takes a sound."
    ),
    "text_dropped": lambda: translate("Problems", "That is text. Drop a file, or paste the text into the prompt."),
    "address_dropped": lambda: translate(
        "Problems", "That is still on the web. Save it to this computer, then drop the file."
    ),
    "nothing_usable": lambda: translate("Problems", "Nothing in there can be used. Drop a picture file."),
    "several_pictures": lambda: translate("Problems", "One picture at a time: the first one was taken."),
    "newer_picture": lambda: translate("Problems", "The newer picture is taken."),
    "several_sounds": lambda: translate("Problems", "One sound at a time: the first one was taken."),
    "picture_first_sound": lambda: translate("Problems", "That is a picture. Drop it on First frame."),
    "media_failed": lambda: translate(
        "Problems", "This file could not be examined. Try it again, or choose another one."
    ),
    "input_gone": lambda: translate(
        "Problems", "The file of this order is no longer there. Choose it again and order anew."
    ),
    # this computer
    "no_room": lambda: translate("Problems", "The disk is full. Free some space, then it goes on."),
    "no_room_missing": lambda: translate(
        "Problems", "The disk is full: {missing_bytes} are missing. Free some space, then it goes on."
    ),
    "folder_refused": lambda: translate(
        "Problems", "This folder cannot be written: {folder}. Choose another one, or allow writing there."
    ),
    "store_damaged": lambda: translate(
        "Problems", "The list of your videos cannot be read. Your videos are safe in their folder; restart Wan Desk."
    ),
    "store_replaced": lambda: translate(
        "Problems",
        "The list of your videos was damaged. Orders saved from it: {rescued}. The old file is {file}. "
        "To find videos that are missing now, use Find lost videos.",
    ),
    "store_rows_unreadable": lambda: translate(
        "Problems",
        "Some orders in your list were written by a newer Wan Desk, or are damaged: {count}. They are left alone.",
    ),
    "store_unusable": lambda: translate(
        "Problems", "The list of your videos cannot be written now. Check that the disk and its folder can be written."
    ),
    "store_newer": lambda: translate(
        "Problems", "The list of your videos was written by a newer Wan Desk. Install that version to open it."
    ),
    "task_owned": lambda: translate("Problems", "This video is already in your list."),
    "settings_unreadable": lambda: translate(
        "Problems", "Your settings cannot be read, so the usual ones are in use. The file is {file}."
    ),
    "settings_damaged": lambda: translate(
        "Problems", "Your settings were damaged and were set aside; the usual ones are in use. The old file is {file}."
    ),
    "catalogue_problem": lambda: translate("Problems", "The list of models has an error ({where}: {reason})."),
    "practice_failed": lambda: translate(
        "Problems", "Practice could not be started. Close Wan Desk and open it again."
    ),
    # keys
    "key_needed": lambda: translate("Problems", "This region needs your key. Add it in Settings."),
    "key_refused": lambda: translate(
        "Problems", "Alibaba does not accept this key here. Check it, or choose the region it was made for."
    ),
    "key_empty": lambda: translate("Problems", "Paste the key first."),
    "key_plan": lambda: translate(
        "Problems",
        "This is the key of a coding plan; it does not work for videos. Make an ordinary key in the console.",
    ),
    "key_shape": lambda: translate(
        "Problems", "This does not look like a key. Keys begin with sk- and have no spaces."
    ),
    "key_good": lambda: translate("Problems", "This key works in {region}."),
    "key_elsewhere": lambda: translate(
        "Problems", "This key belongs to {other}. Save it there; {region} needs a key of its own."
    ),
    "key_nowhere": lambda: translate(
        "Problems", "No other region accepts this key either. Check it in the console, or make a new one."
    ),
    "key_nowhere_reached": lambda: translate(
        "Problems", "No region that could be asked accepts this key. Not reached: {regions}."
    ),
    "key_unsure": lambda: translate(
        "Problems", "Alibaba Cloud did not say whether this key is good. Test it again in a minute."
    ),
    "key_host_unconfirmed": lambda: translate(
        "Problems", "Your key has not been sent to {host} yet. Press Use or Test in Settings to agree to it."
    ),
    # addresses of regions
    "address_shape": lambda: translate(
        "Problems", "This is not an address. Write it like https://gateway.example.com."
    ),
    "address_https": lambda: translate(
        "Problems", "An address begins with https://. Without the s it can only be this computer."
    ),
    "address_login": lambda: translate("Problems", "Leave the name and the password out of the address."),
    "address_query": lambda: translate("Problems", "Leave out the ? or # of the address and what comes behind it."),
    "address_host": lambda: translate("Problems", "No server can be called {host}. Check how the address is written."),
    "address_chat": lambda: translate(
        "Problems", "This address is for chat programs. The one for videos ends with /api/v1."
    ),
    "workspace_shape": lambda: translate(
        "Problems", "This is not the id of a workspace. It has letters, digits, - and _ only, like llm-abc123."
    ),
    "workspace_needed": lambda: translate(
        "Problems", "This region needs the id of your workspace. Copy it from the console."
    ),
    "keyring_failed": lambda: translate(
        "Problems", "The system's keyring does not work now. The key can be kept for this session only."
    ),
    "keyring_absent": lambda: translate(
        "Problems", "This system has no keyring. The key can be kept for this session only."
    ),
    "keyring_locked": lambda: translate(
        "Problems", "The system's keyring is locked. Unlock it and try again, or keep the key for this session only."
    ),
    "keyring_silent": lambda: translate(
        "Problems",
        "The system's keyring does not answer. Look for its question, or keep the key for this session only.",
    ),
    "keyring_lost": lambda: translate(
        "Problems", "The system's keyring did not keep the key. It can be kept for this session only."
    ),
    # the cloud
    "cloud_unreachable": lambda: translate("Problems", "Alibaba Cloud cannot be reached. Check your network."),
    "cloud_gateway": lambda: translate(
        "Problems", "Something between you and Alibaba Cloud answered in its place. Check your network or proxy."
    ),
    "cloud_certificate": lambda: translate(
        "Problems", "This network shows a certificate that is not trusted here. Ask who runs the network."
    ),
    "cloud_proxy": lambda: translate(
        "Problems", "The proxy refuses the connection or does not answer. Check it in Settings, under Network."
    ),
    "cloud_proxy_password": lambda: translate(
        "Problems", "The proxy wants a name and a password. Enter it with both in Settings, under Network."
    ),
    "cloud_host_unknown": lambda: translate(
        "Problems", "The address of Alibaba Cloud is not found here. Check your network or its name server."
    ),
    "proxy_socks4": lambda: translate(
        "Problems", "The proxy speaks SOCKS 4, which is too old for this. Choose a SOCKS 5 or a web proxy."
    ),
    "proxy_unusable": lambda: translate(
        "Problems", "This is not the address of a proxy. Write it like proxy.example.com:8080."
    ),
    "connection_storage_unreachable": lambda: translate(
        "Problems", "Alibaba's storage {host} cannot be reached. Uploads and videos do not get through."
    ),
    "connection_storage_blocked": lambda: translate(
        "Problems", "Something on the way answers in place of Alibaba's storage {host}. Ask who runs the network."
    ),
    "cloud_unexpected": lambda: translate(
        "Problems", "Alibaba Cloud gave an answer that nobody expected. See the details."
    ),
    "cloud_refused": lambda: translate("Problems", "Alibaba Cloud refused this order. The details show its own words."),
    "cloud_failed": lambda: translate(
        "Problems", "Alibaba Cloud could not make this video. The details show its own words."
    ),
    "cloud_busy": lambda: translate(
        "Problems", "Alibaba Cloud takes no more orders right now. It is tried again a little later."
    ),
    "cloud_full": lambda: translate("Problems", "Alibaba Cloud is full at the moment. Order again in a few minutes."),
    "cloud_trouble": lambda: translate("Problems", "Alibaba Cloud has trouble of its own. Order again a little later."),
    "cloud_took_too_long": lambda: translate(
        "Problems", "Alibaba Cloud took too long over this video and gave it up. Order it again."
    ),
    "cloud_program_fault": lambda: translate(
        "Problems", "Wan Desk asked in a way that Alibaba Cloud does not accept. Please report it with the details."
    ),
    "cloud_parameter": lambda: translate(
        "Problems", "Alibaba Cloud does not accept a setting of this order. The details show its own words."
    ),
    "cloud_model_missing": lambda: translate(
        "Problems", "This region does not offer the model to you. Choose another model or region."
    ),
    "cloud_model_locked": lambda: translate(
        "Problems", "Your account has no access to this model. Ask for it in the console, or choose another model."
    ),
    "cloud_model_denied": lambda: translate(
        "Problems",
        "The workspace of your key may not use this model. Allow it in the console, or choose another model.",
    ),
    "cloud_not_activated": lambda: translate(
        "Problems", "Model Studio is not switched on in this region. Activate it in the console."
    ),
    "cloud_workspace_denied": lambda: translate(
        "Problems", "Your key has no access to this workspace. Use a key of the default workspace."
    ),
    "cloud_workspace_key": lambda: translate(
        "Problems", "Your key does not belong to this workspace. Check the key and the workspace in Settings."
    ),
    "cloud_workspace_missing": lambda: translate(
        "Problems", "This workspace does not exist. Check its id in Settings."
    ),
    "cloud_endpoint_refused": lambda: translate(
        "Problems", "The key is not sent to {host}. Check the address of this region in Settings."
    ),
    "cloud_arrears": lambda: translate("Problems", "Your Alibaba account is out of money. Top it up in the console."),
    "cloud_bill": lambda: translate("Problems", "A bill of your Alibaba account is open. Settle it in the console."),
    "cloud_free_quota_used": lambda: translate(
        "Problems", "Your free quota is used up. Switch on pay-as-you-go in the console, or choose another model."
    ),
    "cloud_free_tier_only": lambda: translate(
        "Problems", 'Your free quota is used up and "free tier only" is on. Switch that off in the console.'
    ),
    "cloud_moderation": lambda: translate(
        "Problems", "Alibaba's content check refused the picture or the words. Change them."
    ),
    "cloud_moderation_output": lambda: translate(
        "Problems", "Alibaba's content check held the finished video back. Change the words or the picture."
    ),
    "cloud_infringement": lambda: translate(
        "Problems", "Alibaba suspects that the picture or the words belong to someone else. Change them."
    ),
    "cloud_custom_rule": lambda: translate(
        "Problems", "A rule of your Alibaba account refused this order. Ask who runs the account."
    ),
    "cloud_input_format": lambda: translate(
        "Problems", "Alibaba could not read the picture or the sound. Save it in another format and try that."
    ),
    "cloud_input_unreachable": lambda: translate(
        "Problems", "Alibaba could not fetch the picture or the sound. Order again, so that it is uploaded anew."
    ),
    "cloud_picture_size": lambda: translate(
        "Problems", "Alibaba does not accept the size or shape of this picture. Choose another one."
    ),
    "cloud_sound_format": lambda: translate(
        "Problems", "Alibaba could not read your sound. Use an ordinary WAV or MP3 file."
    ),
    "cloud_sound_length": lambda: translate(
        "Problems", "Alibaba does not accept the length of your sound. Choose a shorter or longer one."
    ),
    "cloud_too_large": lambda: translate(
        "Problems", "The picture or the sound is too large for Alibaba. Choose a smaller one."
    ),
    "cloud_rewrite_failed": lambda: translate(
        "Problems", "Alibaba could not improve your prompt. Write it differently and order again."
    ),
    "cloud_upload_address": lambda: translate(
        "Problems", "The upload address {host} is not Alibaba's, so nothing was sent there. Try again later."
    ),
    "cloud_upload_blocked": lambda: translate(
        "Problems", "This network blocks uploads to Alibaba's storage. Try another network."
    ),
    "cloud_upload_expired": lambda: translate("Problems", "The permission to upload ran out. Order again."),
    "cloud_upload_refused": lambda: translate(
        "Problems", "Alibaba's storage refused the upload. Order again a little later."
    ),
    "cancel_while_sent": lambda: translate(
        "Problems", "This order is being sent at this moment. Once it waits in line at Alibaba, it can be cancelled."
    ),
    "cancel_too_late": lambda: translate(
        "Problems", "This video is already being made and can no longer be cancelled."
    ),
    # orders and videos
    "order_uncertain": lambda: translate(
        "Problems", "Alibaba may or may not have got this order. It is not sent again by itself."
    ),
    "order_not_made": lambda: translate(
        "Problems", "Alibaba did not get this order, so there is no video of it. You can generate it again."
    ),
    "order_never_shown": lambda: translate(
        "Problems",
        "Alibaba did not show this order for a whole day, so it probably never arrived. Your bill has the last word.",
    ),
    "order_closed": lambda: translate(
        "Problems",
        "You closed this order before it was certain. Should its video turn up within a day, it is fetched by itself.",
    ),
    "list_unreadable": lambda: translate(
        "Problems", "Alibaba does not show its list of videos now. Try it again in a minute."
    ),
    "task_id_shape": lambda: translate("Problems", "This is not an id of a video. Copy it whole, as Alibaba shows it."),
    "task_unknown": lambda: translate(
        "Problems", "Alibaba does not know this id here. Check it and the region; an id is known for 24 hours only."
    ),
    "task_without_video": lambda: translate(
        "Problems", "Alibaba made no video of this order, so there is nothing to get. You were not charged for it."
    ),
    "picture_not_here": lambda: translate(
        "Problems", "This video was fetched by its id alone: its picture is not here. Put a picture in and generate."
    ),
    "link_expired": lambda: translate("Problems", "The address of the video was too old. A fresh one is fetched."),
    "download_blocked": lambda: translate(
        "Problems", "This network blocks the download of the video. Try another network."
    ),
    "download_address_refused": lambda: translate(
        "Problems", "The address of the video at {host} is not one that is safe to open, so nothing was fetched."
    ),
    "video_given_up": lambda: translate(
        "Problems",
        "What was fetched does not open, however often. The last try is kept as {file}. Downloading again is free.",
    ),
    "video_locked": lambda: translate("Problems", "Another program holds the video's file {file}. It is tried again."),
    "video_unreadable": lambda: translate("Problems", "The video that was fetched does not open. Download it again."),
    "other_key": lambda: translate(
        "Problems", "This video was ordered with another key. Put that key back to fetch it."
    ),
    "task_not_shown": lambda: translate(
        "Problems", "Alibaba does not show this order now. It is looked for every few minutes."
    ),
    "video_without_address": lambda: translate(
        "Problems", "Alibaba made this video and does not say yet where it is. It is asked again."
    ),
    "video_expired_billed": lambda: translate(
        "Problems",
        "Alibaba made this video and keeps it for 24 hours only, so it can no longer be fetched. It is on your bill.",
    ),
    "video_expired_unknown": lambda: translate(
        "Problems",
        "Alibaba keeps videos for 24 hours and no longer knows this one. If it was made, it is on your bill.",
    ),
    "video_expired_other_key": lambda: translate(
        "Problems",
        "Alibaba keeps videos for 24 hours. This one was ordered with another key, so it is not known here whether it "
        "was made. If it was, it is on the bill of that key's account.",
    ),
    "video_expired": lambda: translate(
        "Problems", "Alibaba no longer has this video: it is kept there for 24 hours only."
    ),
}

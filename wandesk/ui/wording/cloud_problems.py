"""What is wrong and what to do, where the cloud or the network says so: the second part of `problems.SENTENCES`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from wandesk.domain.sentences import Sentence

translate = QCoreApplication.translate

CLOUD_SENTENCES: Final[Mapping[Sentence, Callable[[], str]]] = {
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
        "Problems",
        "Alibaba's storage {host} can't be reached. Uploads and downloads will fail. Ask your network administrator.",
    ),
    Sentence.CONNECTION_STORAGE_BLOCKED: lambda: translate(
        "Problems",
        "Something on your network replied instead of Alibaba's storage {host}. Ask your network administrator.",
    ),
    Sentence.CLOUD_UNEXPECTED: lambda: translate(
        "Problems", "Unexpected reply from Alibaba Cloud. Try again in a minute."
    ),
    Sentence.CLOUD_REFUSED: lambda: translate(
        "Problems", "Alibaba Cloud refused this request. See details for the reason, or try again later."
    ),
    Sentence.CLOUD_REFUSED_SILENTLY: lambda: translate(
        "Problems", "Alibaba Cloud refused this request and gave no reason. Try again later, or change the request."
    ),
    Sentence.CLOUD_FAILED: lambda: translate(
        "Problems", "Alibaba Cloud couldn't make this video. See details for the reason, or generate it again."
    ),
    Sentence.CLOUD_FAILED_SILENTLY: lambda: translate(
        "Problems", "Alibaba Cloud couldn't make this video and gave no reason. Generate it again."
    ),
    Sentence.CLOUD_READ_REFUSED: lambda: translate(
        "Problems", "Alibaba Cloud refused to answer. Try again in a minute."
    ),
    Sentence.CLOUD_PATH_MISSING: lambda: translate(
        "Problems", "The server at this address doesn't know this request. Check the region's address in Settings."
    ),
    Sentence.CLOUD_BUSY: lambda: translate("Problems", "Alibaba Cloud is busy. Try again in a minute."),
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
        "Problems", "Alibaba Cloud doesn't accept a setting of this request. See details for which one, and change it."
    ),
    Sentence.CLOUD_PARAMETER_UNNAMED: lambda: translate(
        "Problems", "Alibaba Cloud doesn't accept a setting of this request. Change the settings or the model."
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
    Sentence.CLOUD_KEY_DENIED: lambda: translate(
        "Problems", "Alibaba doesn't let your API key do this. Check its permissions in the console."
    ),
    Sentence.CLOUD_ACCOUNT_BLOCKED: lambda: translate(
        "Problems", "Alibaba has blocked new requests from your account. Contact Alibaba's support."
    ),
    Sentence.CLOUD_ENDPOINT_DENIED: lambda: translate(
        "Problems",
        "This address refuses your API key or this model. Check the workspace in Settings, or choose another model.",
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
    Sentence.CLOUD_BUDGET: lambda: translate(
        "Problems", "The budget set for your Alibaba account is used up. Raise it in the console."
    ),
    Sentence.CLOUD_NOT_PURCHASED: lambda: translate(
        "Problems", "Your Alibaba account hasn't purchased this service. Purchase it in the console."
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
    Sentence.CLOUD_MODERATION_EITHER: lambda: translate(
        "Problems", "Alibaba's content check refused your request or its video. Change the prompt or the picture."
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
    Sentence.CLOUD_PICTURE_UNSUITABLE: lambda: translate(
        "Problems", "Alibaba can't make a video from what this picture shows. Choose another one."
    ),
    Sentence.CLOUD_AUDIO_SILENT: lambda: translate(
        "Problems", "Alibaba heard nothing in your audio. Choose another file."
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
        "Problems",
        "Alibaba couldn't improve your prompt right now. Generate again later, or turn off “Improve my prompt”.",
    ),
    Sentence.CLOUD_UPLOAD_ADDRESS: lambda: translate(
        "Problems", "The upload address {host} isn't Alibaba's, so nothing was sent there. Try again later."
    ),
    Sentence.CLOUD_UPLOAD_BLOCKED: lambda: translate(
        "Problems", "This network blocks uploads to Alibaba's storage. Try another network."
    ),
    Sentence.CLOUD_UPLOAD_EXPIRED: lambda: translate("Problems", "The permission to upload expired. Generate again."),
    Sentence.CLOUD_UPLOAD_REFUSED: lambda: translate(
        "Problems", "Alibaba refused the upload. Try again later, or choose another region."
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
        "Problems", "This video is already being made and can no longer be cancelled. Wait until it's finished."
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
        "Problems", "This task ID belongs to something other than a video. Copy the task ID of a video."
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
        "Problems",
        "The download link to {host} isn't safe to open, so nothing was downloaded. Try again on another network.",
    ),
    Sentence.VIDEO_GIVEN_UP: lambda: translate(
        "Problems",
        "Every download of this video was damaged. The last one is kept as {file}. Downloading again is free.",
    ),
    Sentence.VIDEO_TOO_LARGE: lambda: translate(
        "Problems",
        "This download is larger than {most_bytes}, so it was stopped: no video from Alibaba is that large. Try "
        "another network. Downloading again is free.",
    ),
    Sentence.VIDEO_LOCKED: lambda: translate("Problems", "Another app is using the video file {file}. Retrying."),
    Sentence.VIDEO_UNREADABLE: lambda: translate(
        "Problems", "The downloaded video can't be opened. Download it again."
    ),
    Sentence.VIDEO_NOT_THERE: lambda: translate(
        "Problems", "The video {name} isn't in {folder}, or it is another video of that name. Choose another place."
    ),
    Sentence.OTHER_KEY: lambda: translate(
        "Problems", "This video was ordered with another API key. Enter that key again to download it."
    ),
    Sentence.TASK_NOT_SHOWN: lambda: translate(
        "Problems", "This order isn't in Alibaba's list right now. Checking every few minutes."
    ),
    Sentence.VIDEO_WITHOUT_ADDRESS: lambda: translate(
        "Problems",
        "Alibaba made this video, but gives no download link right now. Try again in a few minutes.",
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

"""All exceptions that cross a port.

    WanDeskError                    has a sentence, its values, a remedy, and details for experts
    ├── InputRefused                one of the user's files or values cannot be used
    │   └── WrongKindOfFile         the file is not a picture, or no audio: it may be another kind of file
    ├── KeyNeeded                   no API key for the region
    ├── CloudError                  an error of the cloud or the network
    │   ├── NothingSent             no complete request was sent: sending it again is safe
    │   ├── OutcomeUnknown          the request may have taken effect: never send it again automatically
    │   ├── CloudRefused            an answer with a code that rules a task out
    │   │   ├── CloudBusy           a throttling code: retry later
    │   │   └── UploadsRefused      no upload: the input must be sent another way
    │   ├── KeyRefused              401: the key is wrong for this region
    │   └── CloudUnreachable        a free request failed: retry, nothing is lost
    │       └── ListUnreadable      the list of tasks cannot be read; single tasks may still be
    ├── CreatedWithAnotherKey       the key in use does not know the task: the user can enter the old one again
    ├── TaskNotShown                the cloud does not know the task right now: poll rarely
    ├── VideoWithoutAddress         the video is finished and has no download link yet: poll rarely
    ├── LinkExpired                 the download link has expired; the task gives a new one
    ├── DownloadBlocked             this network blocks the storage host
    │   └── UnsafeLink              the download link leads to an unsafe address
    ├── VideoTooLarge               the download is larger than any video: it was stopped
    ├── VideoUnreadable             the file does not open as a video
    ├── VideoLocked                 another program holds the video's file
    ├── MediaProcessFailed          the media process died or took too long over a file
    ├── NoRoom                      the disk is full
    ├── FolderRefused               a folder cannot be written
    ├── StoreDamaged                the job store cannot be used
    │   └── StoreUnusable           its file is intact: nothing may replace it
    ├── TaskOwned                   another job already owns this task
    ├── KeyringFailed               the system keyring is locked, silent or broken
    │   └── KeyringAbsent           there is none: a key can be kept for this session only
    ├── SettingsUnusable            the settings file cannot be read: the defaults are used
    ├── CatalogueError              the catalogue has an error: file, key and reason
    └── PracticeFailed              the Practice child does not start

`ui.wording` makes the text for users from `sentence` and `values`; `str(error)` is for logs.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from wandesk.domain.sentences import Sentence

Value = str | int | float


class Remedy(StrEnum):
    """What must change before the same request can succeed. Decided where the error is raised."""

    NONE = "none"
    """Nothing is known to help."""
    WAIT = "wait"
    """Nothing but time: the cloud has a problem, and the retry is automatic."""
    NETWORK = "network"
    PROXY = "proxy"
    """The proxy's entry in Settings."""
    KEY = "key"
    SETTINGS = "settings"
    """The region's key or address in Settings: they do not belong to each other, or lead nowhere."""
    ACCOUNT = "account"
    """The account: activation, access to a model, a workspace."""
    MONEY = "money"
    """The account: balance, a bill, the free quota."""
    MODEL = "model"
    REGION = "region"
    UPLOAD = "upload"
    """The uploaded file, which the cloud could not read. The next request uploads it again."""
    REQUEST = "request"
    """An input or a parameter."""
    PICTURE = "picture"
    """Another picture: its size, its shape, or what it shows."""
    AUDIO = "audio"
    """Another audio file, or another length of it."""
    CONTENT = "content"
    """What the prompt says or the pictures show."""
    REPORT = "report"  # a fault of the program

    @property
    def may_concern_upload(self) -> bool:
        """Whether an uploaded file may be the cause, so that the next request must upload it again."""
        unclear = (Remedy.WAIT, Remedy.REPORT, Remedy.NONE)
        return self in (Remedy.UPLOAD, Remedy.REQUEST, Remedy.PICTURE, Remedy.AUDIO, *unclear)

    @classmethod
    def _missing_(cls, value: object) -> Remedy:  # noqa: ARG003 - any remedy of a newer version
        return cls.NONE


class WanDeskError(Exception):
    """The root. `sentence` is the key of the text in `ui.wording`; `values` fill its placeholders."""

    default_sentence: ClassVar[Sentence] = Sentence.UNEXPECTED
    default_remedy: ClassVar[Remedy] = Remedy.NONE

    def __init__(
        self,
        detail: str = "",
        *,
        sentence: Sentence | None = None,
        remedy: Remedy | None = None,
        values: Mapping[str, Value] | None = None,
        code: str = "",
        request_id: str = "",
    ) -> None:
        self.sentence = sentence or self.default_sentence
        self.remedy = remedy or self.default_remedy
        self.values: dict[str, Value] = dict(values or {})
        self.detail = detail
        self.code = code
        self.request_id = request_id
        super().__init__(detail)

    @property
    def is_specific(self) -> bool:
        """Whether the sentence says more than the one of every error of this class."""
        return self.sentence is not self.default_sentence

    def __str__(self) -> str:
        facts = ", ".join(f"{key}={value}" for key, value in self.values.items())
        return " ".join(part for part in (self.sentence, f"({facts})" if facts else "", self.code, self.detail) if part)


class InputRefused(WanDeskError):
    """One of the user's files or values cannot be used. The sentence says why and what to do."""


class WrongKindOfFile(InputRefused):
    """The file is not of the kind that was asked for: it may be a file of another kind."""


class KeyNeeded(WanDeskError):
    """There is no key for the region."""

    default_sentence = Sentence.KEY_NEEDED
    default_remedy = Remedy.KEY


class CloudError(WanDeskError):
    """An error of the cloud or the network. `is_host_gone`: the host has no address, or knows no such path."""

    default_sentence = Sentence.CLOUD_UNEXPECTED
    is_host_gone = False


class NothingSent(CloudError):
    """No complete request was sent (connect, proxy or DNS failure, or a body without its last slice)."""

    default_sentence = Sentence.CLOUD_UNREACHABLE
    default_remedy = Remedy.NETWORK


class OutcomeUnknown(CloudError):
    """The whole request was sent, and no answer says for certain what became of it: a billable task may exist.

    The sentence is the one for the failure that the cloud reported, if any: it counts once no task is found.
    `has_proven_id`: only the cloud can have set `request_id`, so that a complete list without it proves that there is
    no task.
    """

    default_sentence = Sentence.REQUEST_UNCERTAIN

    def __init__(
        self,
        detail: str = "",
        *,
        sentence: Sentence | None = None,
        remedy: Remedy | None = None,
        code: str = "",
        request_id: str = "",
        has_proven_id: bool = True,
    ) -> None:
        super().__init__(detail, sentence=sentence, remedy=remedy, code=code, request_id=request_id)
        self.has_proven_id = has_proven_id


class CloudRefused(CloudError):
    """The cloud answered with a code (wire-protocol 9). `code` and `detail` are the cloud's."""

    default_sentence = Sentence.CLOUD_REFUSED


class CloudBusy(CloudRefused):
    """A throttling code: no task exists, and the request may be sent again after `retry_after` seconds."""

    default_sentence = Sentence.CLOUD_BUSY
    default_remedy = Remedy.WAIT

    def __init__(
        self, detail: str = "", *, retry_after: float | None = None, code: str = "", request_id: str = ""
    ) -> None:
        super().__init__(detail, code=code, request_id=request_id)
        self.retry_after = retry_after


class UploadsRefused(CloudRefused):
    """The cloud gives no upload policy, or its storage refuses the file. By default the region offers no uploads."""

    default_sentence = Sentence.UPLOADS_NOT_OFFERED
    default_remedy = Remedy.REGION


class KeyRefused(CloudError):
    """HTTP 401: wrong, deleted, or another region's key (these cannot be told apart)."""

    default_sentence = Sentence.KEY_REFUSED
    default_remedy = Remedy.KEY


class CloudUnreachable(CloudError):
    """A free request failed, or a gateway answered it: it is retried.

    `retry_after` is the answer's time in seconds, if any. `is_answered`: an answer arrived, but not the requested one.
    """

    default_sentence = Sentence.CLOUD_UNREACHABLE
    default_remedy = Remedy.NETWORK

    def __init__(
        self,
        detail: str = "",
        *,
        sentence: Sentence | None = None,
        remedy: Remedy | None = None,
        values: Mapping[str, Value] | None = None,
        code: str = "",
        request_id: str = "",
        retry_after: float | None = None,
        is_answered: bool = False,
        is_host_gone: bool = False,
    ) -> None:
        super().__init__(detail, sentence=sentence, remedy=remedy, values=values, code=code, request_id=request_id)
        self.retry_after = retry_after
        self.is_answered = is_answered
        self.is_host_gone = is_host_gone


class ListUnreadable(CloudUnreachable):
    """The cloud answers, but not with the task list."""

    default_sentence = Sentence.LIST_UNREADABLE


class CreatedWithAnotherKey(WanDeskError):
    """The cloud does not know the task, and the key in use is not the one that created it."""

    default_sentence = Sentence.OTHER_KEY


class TaskNotShown(WanDeskError):
    """The cloud does not know the task, although it must still keep it."""

    default_sentence = Sentence.TASK_NOT_SHOWN


class VideoWithoutAddress(WanDeskError):
    """The video is finished, and the cloud gives no download link."""

    default_sentence = Sentence.VIDEO_WITHOUT_ADDRESS


class LinkExpired(WanDeskError):
    """The storage refused the download link because it has expired."""

    default_sentence = Sentence.LINK_EXPIRED


class DownloadBlocked(WanDeskError):
    """The network blocks the storage host."""

    default_sentence = Sentence.DOWNLOAD_BLOCKED


class UnsafeLink(DownloadBlocked):
    """The download link leads to an address that no video may come from; `values` hold `host`."""

    default_sentence = Sentence.DOWNLOAD_ADDRESS_REFUSED


class VideoTooLarge(WanDeskError):
    """The download is larger than any video of the cloud; `values` hold `most_bytes`."""

    default_sentence = Sentence.VIDEO_TOO_LARGE


class VideoUnreadable(WanDeskError):
    """The downloaded file does not open as a video."""

    default_sentence = Sentence.VIDEO_UNREADABLE


class VideoLocked(WanDeskError):
    """The video is complete, but another program (a virus scanner) holds its file; `values` hold `file`."""

    default_sentence = Sentence.VIDEO_LOCKED


class TrashRefused(WanDeskError):
    """The system's trash does not take a video, which stays where it is; `values` hold `file` and `folder`."""

    default_sentence = Sentence.TRASH_REFUSED


class MediaProcessFailed(WanDeskError):
    """The media process died or took too long over a file."""

    default_sentence = Sentence.MEDIA_FAILED


class NoRoom(WanDeskError):
    """The disk is full. Values, if known: `needed_bytes` (free space to continue), `missing_bytes` of it, `folder`."""

    default_sentence = Sentence.NO_ROOM


class FolderRefused(WanDeskError):
    """A folder cannot be written; `values` hold `folder`."""

    default_sentence = Sentence.FOLDER_REFUSED


class StoreDamaged(WanDeskError):
    """The job store cannot be used."""

    default_sentence = Sentence.STORE_DAMAGED


class StoreUnusable(StoreDamaged):
    """The store cannot be used, but its file is intact: it must not be replaced."""

    default_sentence = Sentence.STORE_UNUSABLE


class TaskOwned(WanDeskError):
    """Another job already owns the task; `values` hold `task_id`."""

    default_sentence = Sentence.TASK_OWNED


class SettingsUnusable(WanDeskError):
    """The settings file cannot be read, so the defaults are used; `values` hold `file`."""

    default_sentence = Sentence.SETTINGS_UNREADABLE


class CatalogueError(WanDeskError):
    """The catalogue has an error. Values: `where` (file and key) and `reason` (English, from the decoder)."""

    default_sentence = Sentence.CATALOGUE_PROBLEM


class KeyringFailed(WanDeskError):
    """The system keyring is locked, silent or broken."""

    default_sentence = Sentence.KEYRING_FAILED


class KeyringAbsent(KeyringFailed):
    """This system has no keyring: a key can be kept for this session only."""

    default_sentence = Sentence.KEYRING_ABSENT


class PracticeFailed(WanDeskError):
    """The Practice child does not start."""

    default_sentence = Sentence.PRACTICE_FAILED

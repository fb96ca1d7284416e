"""The meaning of each of the cloud's error codes, as one table.

Sources: wire-protocol 2.8, 5 and 9, and the provider's page of error messages as of November 2026.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from wandesk.domain.errors import Remedy
from wandesk.domain.sentences import Sentence


class Exchange(StrEnum):
    """Where a code was found: its meaning depends on it."""

    CREATE = "create"
    READ = "read"
    """A free request about a task, the list or the key."""
    CANCEL = "cancel"
    TASK = "task"
    """Inside a task that failed."""
    PERMISSION = "permission"
    """In the answer to a request for an upload policy."""
    UPLOAD = "upload"
    """From the storage."""


class Kind(StrEnum):
    """The kind of error of a code, if its remedy alone does not decide."""

    KEY = "key"
    """About the key: with status 401 the row's sentence replaces the one for a wrong key."""
    BUSY = "busy"
    """Throttling: no task exists, so that a create request is retried, too."""
    FULL = "full"
    """The model has no capacity: a free request is retried."""
    PASSING = "passing"
    """A fault of the cloud that passes: a free request is retried."""


WAIT, KEY, ACCOUNT, MONEY = Remedy.WAIT, Remedy.KEY, Remedy.ACCOUNT, Remedy.MONEY
MODEL, UPLOAD, REQUEST, CONTENT, NONE = Remedy.MODEL, Remedy.UPLOAD, Remedy.REQUEST, Remedy.CONTENT, Remedy.NONE
PICTURE, AUDIO, SETTINGS, REGION, REPORT = (
    Remedy.PICTURE,
    Remedy.AUDIO,
    Remedy.SETTINGS,
    Remedy.REGION,
    Remedy.REPORT,
)
BUSY, FULL, PASSING = Kind.BUSY, Kind.FULL, Kind.PASSING
CREATE, READ, CANCEL, TASK = Exchange.CREATE, Exchange.READ, Exchange.CANCEL, Exchange.TASK
PERMISSION, STORAGE = Exchange.PERMISSION, Exchange.UPLOAD
OF_REQUEST = (CREATE, TASK)
"""Where the cloud judges the values and files of a request."""


class Meaning(msgspec.Struct, frozen=True):
    """One row. `code` is in the form of `codes.canonical`; a trailing `*` matches anything.

    `phrases`: parts of the message in lower case, of which one is enough; () matches every message.
    `only`: the exchanges of the row. () are all, except that a row about the values of a request is of `OF_REQUEST`.
    """

    code: str
    phrases: tuple[str, ...]
    sentence: Sentence
    remedy: Remedy
    kind: Kind | None = None
    only: tuple[Exchange, ...] = ()

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        if self.only:
            return self.only
        return (
            OF_REQUEST if self.remedy in (UPLOAD, REQUEST, PICTURE, AUDIO, CONTENT, REPORT, NONE) else tuple(Exchange)
        )


# The first match counts: rows with phrases come before the same code without them, and `*` before what it would hide.
MEANINGS: tuple[Meaning, ...] = (
    # Keys, permissions and the account: 9.1.
    Meaning("invalidapikey", (), Sentence.KEY_REFUSED, KEY, Kind.KEY),
    Meaning("invalidaccesstokenortokenexpired", (), Sentence.KEY_REFUSED, KEY, Kind.KEY),
    Meaning("notauthorized", (), Sentence.CLOUD_WORKSPACE_KEY, SETTINGS, Kind.KEY),
    Meaning("bailiangateway.workspace.notauthorised", (), Sentence.CLOUD_WORKSPACE_DENIED, SETTINGS),
    Meaning("accessdenied", ("synchronous calls",), Sentence.CLOUD_PROGRAM_FAULT, REPORT),  # "asynchronous calls", too
    Meaning("accessdenied", ("policy expired",), Sentence.CLOUD_UPLOAD_EXPIRED, WAIT, only=(STORAGE,)),
    Meaning("accessdenied", (), Sentence.CLOUD_UPLOAD_REFUSED, REGION, only=(STORAGE,)),
    Meaning("accessdenied", (), Sentence.UPLOADS_DENIED, SETTINGS, only=(PERMISSION,)),
    Meaning("accessdenied", (), Sentence.CLOUD_KEY_DENIED, ACCOUNT, only=(READ, CANCEL)),
    Meaning("accessdenied", (), Sentence.CLOUD_MODEL_LOCKED, ACCOUNT),
    Meaning("accessdenied.unpurchased", (), Sentence.CLOUD_NOT_ACTIVATED, ACCOUNT),
    Meaning("*", ("product is not activated",), Sentence.CLOUD_NOT_ACTIVATED, ACCOUNT),
    Meaning("model.accessdenied", (), Sentence.CLOUD_MODEL_DENIED, ACCOUNT),
    Meaning("workspace.accessdenied", (), Sentence.CLOUD_WORKSPACE_DENIED, SETTINGS),
    Meaning("app.accessdenied", (), Sentence.CLOUD_WORKSPACE_DENIED, SETTINGS),
    # The model is retired, or the key is of another workspace.
    Meaning("endpoint.accessdenied", (), Sentence.CLOUD_ENDPOINT_DENIED, SETTINGS),
    Meaning("workspacenotfound", (), Sentence.CLOUD_WORKSPACE_MISSING, SETTINGS),
    Meaning("contain.forbidden.label.error", (), Sentence.CLOUD_ACCOUNT_BLOCKED, ACCOUNT),
    # Money: 9.1. The end of the free quota has a throttling code, too.
    Meaning("*", ("free allocated quota exceeded",), Sentence.CLOUD_FREE_QUOTA_USED, MONEY),
    Meaning("allocationquota.freetieronly", (), Sentence.CLOUD_FREE_TIER_ONLY, MONEY),
    Meaning("arrearage", (), Sentence.CLOUD_ARREARS, MONEY),
    Meaning("isv.outofservice", (), Sentence.CLOUD_ARREARS, MONEY),
    Meaning("prepaidbilloverdue", (), Sentence.CLOUD_BILL, MONEY),
    Meaning("postpaidbilloverdue", (), Sentence.CLOUD_BILL, MONEY),
    Meaning("commoditynotpurchased", (), Sentence.CLOUD_NOT_PURCHASED, MONEY),
    Meaning("budgetlimitexceeded", (), Sentence.CLOUD_BUDGET, MONEY),  # status 429
    # The model: 9.1.
    Meaning("*", ("model not exist", "do not have access to it"), Sentence.CLOUD_MODEL_MISSING, MODEL),
    Meaning("modelnotfound", (), Sentence.CLOUD_MODEL_MISSING, MODEL),
    Meaning("modelnotsupported", (), Sentence.CLOUD_MODEL_MISSING, MODEL),
    # Throttling and capacity: 9.2.
    Meaning("throttling*", (), Sentence.CLOUD_BUSY, WAIT, BUSY),
    Meaning("limitrequests", (), Sentence.CLOUD_BUSY, WAIT, BUSY),
    Meaning("limitburstrate", (), Sentence.CLOUD_BUSY, WAIT, BUSY),
    Meaning("ratelimitexceeded", (), Sentence.CLOUD_BUSY, WAIT, BUSY),
    Meaning("resourceexhausted", (), Sentence.CLOUD_BUSY, WAIT, BUSY),
    Meaning("toomanyrequests", (), Sentence.CLOUD_BUSY, WAIT, BUSY),
    Meaning("insufficientquota", (), Sentence.CLOUD_BUSY, WAIT, BUSY),
    Meaning("modelservingerror", (), Sentence.CLOUD_FULL, WAIT, FULL),
    Meaning("modelunavailable", (), Sentence.CLOUD_FULL, WAIT, FULL),
    Meaning("serviceunavailable*", (), Sentence.CLOUD_FULL, WAIT, FULL),
    # Content: 9.3.
    Meaning("datainspectionfailed", ("input or output",), Sentence.CLOUD_MODERATION_EITHER, CONTENT),
    Meaning("datainspectionfailed", ("output",), Sentence.CLOUD_MODERATION_OUTPUT, CONTENT, only=(TASK,)),
    Meaning("datainspectionfailed", (), Sentence.CLOUD_MODERATION, CONTENT),
    Meaning("*", ("green network", "rejected the input image"), Sentence.CLOUD_MODERATION, CONTENT),
    Meaning("ipinfringementsuspect", (), Sentence.CLOUD_INFRINGEMENT, CONTENT),
    Meaning("customroleblocked", (), Sentence.CLOUD_CUSTOM_RULE, CONTENT),
    Meaning("faqruleblocked", (), Sentence.CLOUD_CUSTOM_RULE, CONTENT),
    # The files, by the message, because nearly all of them come with the plain code InvalidParameter: 2.8, 9.3.
    Meaning(
        "*",
        (
            "authorization to access the media",
            "cannot be downloaded",
            "download failed",
            "download the media resource timed out",
            "failed to download",
            "failed to find the requested media",
            "invalid url provided",
            "missing content-length of multimodal",
            "oss download error",
            "request url is invalid",
            "required url is missing",
            "unable to download",
            "url does not appear to be valid",
        ),
        Sentence.CLOUD_INPUT_UNREACHABLE,
        UPLOAD,
    ),
    Meaning(
        "*",
        (
            "cannot open file as",
            "failed to decode",
            "file format is illegal",
            "file format is not supported",
            "file format unsupported",
            "files format not supported",
            "format of image",
            "image format error",
            "image read error",
            "invalid file format",
            "invalid image format",
            "invalid image type",
            "media format is not supported",
            "wrong content-type of multimodal",
        ),
        Sentence.CLOUD_INPUT_FORMAT,
        REQUEST,
    ),
    Meaning(
        "*",
        (
            "aspect ratio",
            "image dimensions must be",
            "image length and width",
            "image resolution is invalid",
            "image size is not supported",
            "input image resolution",
            "invalid file ratio",
            "size is not match",
            "size of image is beyond",
            "size of input image",
        ),
        Sentence.CLOUD_PICTURE_SIZE,
        PICTURE,
    ),
    Meaning(
        "*",
        ("file size is larger than", "file size is too large", "invalid file size", "max bytes per data-uri"),
        Sentence.CLOUD_TOO_LARGE,
        REQUEST,
    ),
    Meaning(
        "*",
        (
            "audio duration",
            "audio is empty",
            "audio is longer",
            "audio is too short",
            "audio length must be",
            "audio longer",
            "invalid file duration",
        ),
        Sentence.CLOUD_AUDIO_LENGTH,
        AUDIO,
    ),
    Meaning(
        "*",
        ("audio format is illegal", "file type is not supported", "decoder audio"),
        Sentence.CLOUD_AUDIO_FORMAT,
        AUDIO,
    ),
    # The files, by the code: 9.3.
    Meaning("invalidparameter.datainspection", (), Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
    Meaning("invalidurl*", (), Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
    Meaning("invalidfile.downloadfailed", (), Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
    Meaning("badrequest.inputdownloadfailed", (), Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
    Meaning("badrequest.resourcenotexist", (), Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
    Meaning("invalidimage.fileformat", (), Sentence.CLOUD_INPUT_FORMAT, REQUEST),
    Meaning("invalidimageformat", (), Sentence.CLOUD_INPUT_FORMAT, REQUEST),
    Meaning("invalidfile.format", (), Sentence.CLOUD_INPUT_FORMAT, REQUEST),
    Meaning("invalidfile.openerror", (), Sentence.CLOUD_INPUT_FORMAT, REQUEST),
    Meaning("invalidfile.fps", (), Sentence.CLOUD_INPUT_FORMAT, REQUEST),
    Meaning("badrequest.unsupportedfileformat", (), Sentence.CLOUD_INPUT_FORMAT, REQUEST),
    Meaning("invalidimageresolution", (), Sentence.CLOUD_PICTURE_SIZE, PICTURE),
    Meaning("invalidimage.imagesize", (), Sentence.CLOUD_PICTURE_SIZE, PICTURE),
    Meaning("invalidinputlength", (), Sentence.CLOUD_PICTURE_SIZE, PICTURE),
    Meaning("invalidfile.imagesize", (), Sentence.CLOUD_PICTURE_SIZE, PICTURE),
    Meaning("invalidfile.resolution", (), Sentence.CLOUD_PICTURE_SIZE, PICTURE),
    Meaning("invalidfile.aspectratio", (), Sentence.CLOUD_PICTURE_SIZE, PICTURE),
    Meaning("invalidfile.size", (), Sentence.CLOUD_TOO_LARGE, REQUEST),
    Meaning("badrequest.toolarge", (), Sentence.CLOUD_TOO_LARGE, REQUEST),
    Meaning("entitytoolarge", (), Sentence.CLOUD_TOO_LARGE, REQUEST, only=(CREATE, TASK, STORAGE)),
    Meaning("audio.filesizeexceed*", (), Sentence.CLOUD_TOO_LARGE, REQUEST),
    Meaning("invalidfile.duration", (), Sentence.CLOUD_AUDIO_LENGTH, AUDIO),
    Meaning("invalidfile.audiolengtherror", (), Sentence.CLOUD_AUDIO_LENGTH, AUDIO),
    Meaning("audio.audioshorterror", (), Sentence.CLOUD_AUDIO_LENGTH, AUDIO),
    Meaning("audio.durationlimiterror", (), Sentence.CLOUD_AUDIO_LENGTH, AUDIO),
    Meaning("audio.audiosilenterror", (), Sentence.CLOUD_AUDIO_SILENT, AUDIO),
    Meaning("audio.*", (), Sentence.CLOUD_AUDIO_FORMAT, AUDIO),
    # What the picture shows: NoHuman, FacePose, BodyProportion and others.
    Meaning("invalidfile.*", (), Sentence.CLOUD_PICTURE_UNSUITABLE, PICTURE),
    Meaning("invalidimage.*", (), Sentence.CLOUD_PICTURE_UNSUITABLE, PICTURE),
    Meaning("invalidperson", (), Sentence.CLOUD_PICTURE_UNSUITABLE, PICTURE),
    # The request itself: 9.3.
    Meaning(
        "*",
        ("url error", "request method", "required body invalid", "input json error"),
        Sentence.CLOUD_PROGRAM_FAULT,
        REPORT,
    ),
    Meaning("invalidparameter*", (), Sentence.CLOUD_PARAMETER, REQUEST),  # invalid_parameter_error, too
    Meaning("invalidrequesterror*", (), Sentence.CLOUD_PARAMETER, REQUEST),
    Meaning("invalidvalue", (), Sentence.CLOUD_PARAMETER, REQUEST),
    Meaning("badrequest.*", (), Sentence.CLOUD_PROGRAM_FAULT, REPORT),
    Meaning("unsupportedoperation", (), Sentence.CANCEL_TOO_LATE, NONE, only=(CANCEL,)),
    Meaning("notfound", (), Sentence.UPLOADS_NOT_OFFERED, REGION, only=(PERMISSION,)),
    Meaning("notfound", (), Sentence.CLOUD_PATH_MISSING, SETTINGS, only=(CREATE, READ, CANCEL)),
    # The cloud itself: 9.4.
    Meaning("internalerror.timeout", (), Sentence.CLOUD_TOOK_TOO_LONG, WAIT, PASSING, only=(TASK,)),  # after 3 h
    Meaning("rewritefailed", (), Sentence.CLOUD_REWRITE_FAILED, WAIT, PASSING, only=OF_REQUEST),
    Meaning("internalerror*", (), Sentence.CLOUD_TROUBLE, WAIT, PASSING),
    Meaning("systemerror", (), Sentence.CLOUD_TROUBLE, WAIT, PASSING),
    Meaning("modelservicefailed", (), Sentence.CLOUD_TROUBLE, WAIT, PASSING),
    Meaning("requesttimeout", (), Sentence.CLOUD_TROUBLE, WAIT, PASSING),  # after 300 s
    Meaning("responsetimeout", (), Sentence.CLOUD_TROUBLE, WAIT, PASSING),
)

UNKNOWN = {
    CREATE: Meaning("*", (), Sentence.CLOUD_REFUSED, NONE),
    READ: Meaning("*", (), Sentence.CLOUD_READ_REFUSED, NONE),
    CANCEL: Meaning("*", (), Sentence.CANCEL_TOO_LATE, NONE),  # the usual reason
    TASK: Meaning("*", (), Sentence.CLOUD_FAILED, NONE),
    PERMISSION: Meaning("*", (), Sentence.CLOUD_UPLOAD_REFUSED, REGION),
    STORAGE: Meaning("*", (), Sentence.CLOUD_UPLOAD_REFUSED, REGION),
}
"""The meaning of a code without a row."""

WITHOUT_MESSAGE = {
    Sentence.CLOUD_REFUSED: Sentence.CLOUD_REFUSED_SILENTLY,
    Sentence.CLOUD_FAILED: Sentence.CLOUD_FAILED_SILENTLY,
    Sentence.CLOUD_PARAMETER: Sentence.CLOUD_PARAMETER_UNNAMED,
}
"""What a sentence that refers to the cloud's message becomes where there is none."""

"""Distinguishes errors of the storage from those of a proxy, and redacts and cuts what they say."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from wandesk.dashscope.json_values import code_text, message_text, name_text
from wandesk.domain.errors import CloudUnreachable, Remedy
from wandesk.domain.sentences import Sentence

LARGEST_BYTES = 64 * 1024
_ERROR = re.compile(r"<Error[\s>]")
_FIELD = re.compile(r"<(Code|Message|RequestId)>([^<]*)</\1>")


class StorageAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An error of the storage: XML `<Error><Code/><Message/><RequestId/>`, or its request id alone."""

    code: str = ""
    message: str = ""
    request_id: str = ""


def trouble(status: int, host: str, own: StorageAnswer | None) -> CloudUnreachable | None:
    """The error of a status with which the storage refuses for now, None for any other status.

    `own`: the storage's error, None if the answer is not from the storage.
    """
    if status < 500 and status not in (408, 425, 429):
        return None
    own = own or StorageAnswer()
    return CloudUnreachable(
        own.message or f"HTTP {status} from {host}",
        sentence=Sentence.CLOUD_TROUBLE,
        remedy=Remedy.WAIT,
        code=own.code,
        request_id=own.request_id,
    )


def read(headers: Mapping[str, str], body: bytes) -> StorageAnswer | None:
    """The storage's error, None if the answer is not from the storage."""
    # No XML parser: the text is not trusted, and only three fields matter.
    text = body[:LARGEST_BYTES].decode("utf-8", "replace")
    is_xml = _ERROR.match(_without_declaration(text)) is not None
    request_id = headers.get("x-oss-request-id", "")
    if not is_xml and not request_id:
        return None
    fields = dict(_FIELD.findall(text)) if is_xml else {}
    return StorageAnswer(
        code=code_text(fields.get("Code", "")),
        message=message_text(fields.get("Message", "")),
        request_id=name_text(fields.get("RequestId", "") or request_id),
    )


def _without_declaration(text: str) -> str:
    """The XML without what may come before its first element. Not by one pattern: white space would take its square."""
    text = text.lstrip().removeprefix("\ufeff").lstrip()
    if text.startswith("<?xml"):
        text = text.partition("?>")[2].lstrip()
    return text

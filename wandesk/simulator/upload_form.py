"""The multipart form of an upload, read in pieces."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

import python_multipart
from python_multipart.exceptions import FormParserError

from wandesk.simulator import rules
from wandesk.simulator.storage_refusal import StorageRefusal

_FIELD_MOST_BYTES = 16 * 1024


class Receiver(Protocol):
    """Checks and stores an upload. Its methods raise StorageRefusal."""

    def check_fields(self, fields: dict[str, str]) -> dict[str, str]: ...

    def new_file(self) -> Path: ...

    def keep(self, *, key: str, owner: dict[str, str], path: Path, size_bytes: int) -> None: ...


@dataclass(slots=True)
class _Part:
    """The part of the form that is being read."""

    name: str = ""
    is_file: bool = False
    value: bytearray = field(default_factory=bytearray)


class UploadForm:
    """Keeps the fields in memory and writes the file, which is the last part, to the disk."""

    def __init__(self, receiver: Receiver, content_type: str) -> None:
        self._receiver = receiver
        kind, options = python_multipart.multipart.parse_options_header(content_type)
        if kind != b"multipart/form-data" or not options.get(b"boundary"):
            raise StorageRefusal(
                400, "MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data."
            )
        self._fields: dict[str, str] = {}
        self._part = _Part()
        self._header_name, self._header_value = bytearray(), bytearray()
        self._owner: dict[str, str] | None = None
        self._file: IO[bytes] | None = None
        self._path = receiver.new_file()
        self._size_bytes = 0
        self._is_complete = self._is_kept = False
        self._parser = python_multipart.MultipartParser(
            options[b"boundary"],
            {
                "on_part_begin": self._begin,
                "on_header_field": lambda data, start, end: self._header_name.extend(data[start:end]),
                "on_header_value": lambda data, start, end: self._header_value.extend(data[start:end]),
                "on_header_end": self._header,
                "on_headers_finished": self._headers_done,
                "on_part_data": self._content,
                "on_part_end": self._end,
                "on_end": self._complete,
            },
        )

    @property
    def status(self) -> int:
        """The status of success: 204, unless the form has another one."""
        status = self._fields.get("success_action_status")
        return int(status) if status in {"200", "201", "204"} else 204

    def feed(self, chunk: bytes) -> None:
        """Read the next piece. Raises StorageRefusal."""
        try:
            self._parser.write(chunk)
        except FormParserError as broken:
            raise StorageRefusal(
                400, "MalformedPOSTRequest", "The body of your POST request is not well-formed."
            ) from broken

    def finish(self) -> str:
        """The key of the upload. Raises StorageRefusal without a complete file."""
        if not self._is_complete or self._owner is None or self._file is None:
            raise StorageRefusal(
                400, "IncorrectNumberOfFilesInPOSTRequest", "POST requires exactly one file upload per request."
            )
        self._file.close()
        key = self._fields["key"]
        self._receiver.keep(key=key, owner=self._owner, path=self._path, size_bytes=self._size_bytes)
        self._is_kept = True
        return key

    def close(self) -> None:
        """Delete a file that was not stored."""
        if self._file is not None:
            self._file.close()
            if not self._is_kept:
                self._path.unlink(missing_ok=True)

    def _begin(self) -> None:
        self._part = _Part()

    def _header(self) -> None:
        if bytes(self._header_name).lower() == b"content-disposition":
            _, options = python_multipart.multipart.parse_options_header(bytes(self._header_value))
            self._part.name = options.get(b"name", b"").decode("utf-8", "replace")
        self._header_name.clear()
        self._header_value.clear()

    def _headers_done(self) -> None:
        if self._owner is not None:
            raise StorageRefusal(400, "InvalidArgument", "The file must be the last field of the form.")
        if self._part.name == "file":
            self._owner = self._receiver.check_fields(self._fields)
            self._part.is_file = True
            self._file = self._path.open("wb")

    def _content(self, data: bytes, start: int, end: int) -> None:
        if self._part.is_file and self._file is not None:
            self._size_bytes += end - start
            if self._size_bytes > rules.UPLOAD_MAX_BYTES:
                raise StorageRefusal(
                    400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size."
                )
            self._file.write(memoryview(data)[start:end])
            return
        self._part.value += data[start:end]
        if len(self._part.value) > _FIELD_MOST_BYTES:
            raise StorageRefusal(400, "FieldItemTooLong", "A field of the form is too long.")

    def _end(self) -> None:
        if not self._part.is_file:
            self._fields[self._part.name] = self._part.value.decode("utf-8", "replace")

    def _complete(self) -> None:
        self._is_complete = True

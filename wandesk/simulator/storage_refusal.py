"""Errors of the storage host."""

from __future__ import annotations

import secrets
from xml.sax.saxutils import escape

from starlette.responses import Response

BUCKET = "practice-bucket"


class StorageRefusal(Exception):
    """An error that the storage host sends as XML."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status, self.code, self.message = status, code, message

    def answer(self) -> Response:
        request_id = secrets.token_hex(12).upper()
        body = (
            '<?xml version="1.0" encoding="UTF-8"?>\n<Error>\n'
            f"  <Code>{escape(self.code)}</Code>\n  <Message>{escape(self.message)}</Message>\n"
            f"  <RequestId>{request_id}</RequestId>\n  <HostId>{BUCKET}</HostId>\n</Error>\n"
        )
        return Response(body, self.status, {"x-oss-request-id": request_id, "server": "AliyunOSS"}, "application/xml")

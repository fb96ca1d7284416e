"""The storage host: signed form uploads and signed links of videos. It refuses requests with an API key."""

from __future__ import annotations

import base64
import binascii
import email.utils
import hashlib
import hmac
import json
import re
import secrets
import urllib.parse
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from wandesk.simulator import rules
from wandesk.simulator.accounts import Caller
from wandesk.simulator.bodies import drain
from wandesk.simulator.rate_limits import Pace
from wandesk.simulator.service import Service
from wandesk.simulator.storage_refusal import BUCKET, StorageRefusal
from wandesk.simulator.store import Upload
from wandesk.simulator.upload_form import UploadForm

_ACCESS_KEY = "practice-access-key"
_CHUNK_BYTES = 256 * 1024
_REQUIRED = ("OSSAccessKeyId", "Signature", "policy", "key")


class Bucket:
    """Signs links and upload policies, receives files and sends videos."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._store = service.store
        self._secret = service.store.signing_secret()

    # ---------------------------------------------------------------- addresses

    def policy(self, caller: Caller, model: str, *, upload_host: str) -> dict[str, Any]:
        """The `data` of getPolicy (wire reference, 5.1). It contains account and model; nothing is stored."""
        expires = datetime.fromtimestamp(self._service.clock.now() + rules.POLICY_SECONDS, UTC)
        name = hashlib.sha256(caller.account.encode()).hexdigest()[:32]
        folder = f"practice-instant/{name}/{expires:%Y-%m-%d}/{secrets.token_hex(16)}"
        text = json.dumps(
            {
                "expiration": expires.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
                "conditions": [
                    ["content-length-range", 0, rules.UPLOAD_MAX_BYTES],
                    ["starts-with", "$key", folder],
                    {"bucket": BUCKET},
                    {"x-oss-object-acl": "private"},
                    {"x-oss-forbid-overwrite": "true"},
                ],
                "owner": {"account": caller.account, "model": model},
            }
        )
        policy = base64.b64encode(text.encode()).decode()
        return {
            "policy": policy,
            "signature": self._signature(policy),
            "upload_dir": folder,
            "upload_host": upload_host,
            "expire_in_seconds": int(rules.POLICY_SECONDS),
            "max_file_size_mb": rules.UPLOAD_MAX_BYTES // 1_048_576,
            "capacity_limit_mb": 999_999_999,
            "oss_access_key_id": _ACCESS_KEY,
            "x_oss_object_acl": "private",
            "x_oss_forbid_overwrite": "true",
        }

    def video_address(self, task_id: str, *, ended: float, base: str) -> str:
        """A signed link. It is made at each read, because the port changes with a restart."""
        expires = str(int(ended + rules.RETENTION_SECONDS))
        query = {"Expires": expires, "OSSAccessKeyId": _ACCESS_KEY, "Signature": self._link_signature(task_id, expires)}
        return f"{base}/{task_id}.mp4?{urllib.parse.urlencode(query)}"

    def _link_signature(self, task_id: str, expires: str) -> str:
        return self._signature(f"GET\n\n\n{expires}\n/{BUCKET}/{task_id}.mp4")

    def _signature(self, text: str) -> str:
        return base64.b64encode(hmac.new(self._secret, text.encode(), hashlib.sha1).digest()).decode()

    # ---------------------------------------------------------------- upload

    async def receive(self, request: Request) -> Response:
        """Handle an upload. The file is written to the disk as it arrives."""
        try:
            if "authorization" in request.headers:
                raise _signature_in_header()
            form = UploadForm(self, request.headers.get("content-type", ""))
            try:
                pace, received = Pace(self._service.tuning.upload_bytes_per_second), 0
                async for chunk in request.stream():
                    form.feed(chunk)
                    received += len(chunk)
                    await pace.passed(received)
                key = form.finish()
            finally:
                form.close()
        except StorageRefusal as refusal:
            await drain(request)
            self._service.ledger.record("upload", status=refusal.status, note=refusal.code)
            return refusal.answer()
        except ClientDisconnect:
            self._service.ledger.record("upload", note="broken off")
            return Response(status_code=400)
        upload = self._store.find_upload(key)
        assert upload is not None
        self._service.ledger.record(
            "upload", Caller(account=upload.account, api_key_id=""), model=upload.model, status=form.status
        )
        return Response(
            status_code=form.status, headers={"x-oss-request-id": secrets.token_hex(12).upper(), "server": "AliyunOSS"}
        )

    async def refuse_listing(self, _request: Request) -> Response:
        """Refuse a request of the storage's root: its error proves to a client that it was reached."""
        refusal = StorageRefusal(403, "AccessDenied", "Anonymous access is forbidden for this operation.")
        self._service.ledger.record("storage", status=refusal.status, note=refusal.code)
        return refusal.answer()

    def check_fields(self, fields: dict[str, str]) -> dict[str, str]:
        """Check the fields before the file; returns the owner (account and model). Raises StorageRefusal."""
        for name in _REQUIRED:
            if not fields.get(name):
                raise StorageRefusal(
                    400, "InvalidArgument", f"Bucket POST must contain the specified '{name}' before the file."
                )
        policy = fields["policy"]
        if fields["OSSAccessKeyId"] != _ACCESS_KEY:
            raise StorageRefusal(
                403, "InvalidAccessKeyId", "The OSS Access Key Id you provided does not exist in our records."
            )
        if not hmac.compare_digest(fields["Signature"].encode(), self._signature(policy).encode()):
            raise StorageRefusal(
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided.",
            )
        try:
            text = json.loads(base64.b64decode(policy))
        except (ValueError, binascii.Error) as broken:
            raise StorageRefusal(400, "InvalidPolicyDocument", "The policy is not valid JSON.") from broken
        expires = datetime.fromisoformat(text["expiration"]).timestamp()
        if self._service.clock.now() > expires:
            raise _policy_refusal("Policy expired.")
        folder = text["conditions"][1][2]
        if not fields["key"].startswith(f"{folder}/"):
            raise _policy_refusal('Policy Condition failed: ["starts-with", "$key"].')
        for name, wanted in (("x-oss-object-acl", "private"), ("x-oss-forbid-overwrite", "true")):
            if fields.get(name) != wanted:
                raise _policy_refusal(f'Policy Condition failed: ["eq", "${name}", "{wanted}"].')
        if self._store.find_upload(fields["key"]) is not None:
            raise _key_exists()
        owner: dict[str, str] = text["owner"]
        return owner

    def new_file(self) -> Path:
        """The path of the next upload."""
        return self._store.uploads / secrets.token_hex(16)

    def keep(self, *, key: str, owner: dict[str, str], path: Path, size_bytes: int) -> None:
        """Record the file as an upload of its owner. Raises StorageRefusal."""
        expires = self._service.clock.now() + rules.UPLOAD_SECONDS
        upload = Upload(
            key=key,
            account=owner["account"],
            model=owner["model"],
            file=path.name,
            size_bytes=size_bytes,
            expires=expires,
        )
        try:
            self._store.keep_upload(upload)
        except FileExistsError as taken:  # by a concurrent upload
            raise _key_exists() from taken

    # ---------------------------------------------------------------- videos

    async def send(self, request: Request) -> Response:
        """Handle a download by a signed link, of the whole video or a range."""
        task_id = str(request.path_params["name"]).removesuffix(".mp4")
        try:
            path = self._authorized_file(request, task_id)
            answer = self._video(request, path)
        except StorageRefusal as refusal:
            self._service.ledger.record("download", task_id=task_id, status=refusal.status, note=refusal.code)
            return refusal.answer()
        note = request.headers.get("range")
        self._service.ledger.record("download", task_id=task_id, status=answer.status_code, note=note)
        return answer

    def _authorized_file(self, request: Request, task_id: str) -> Path:
        if "authorization" in request.headers:
            raise _signature_in_header()
        query = request.query_params
        expires, signature = query.get("Expires", ""), query.get("Signature", "")
        if (
            request.method != "GET"
            or not re.fullmatch("[0-9]{1,15}", expires)
            or query.get("OSSAccessKeyId") != _ACCESS_KEY
        ):
            raise StorageRefusal(403, "AccessDenied", "You have no right to access this object because of bucket acl.")
        if not hmac.compare_digest(signature.encode(), self._link_signature(task_id, expires).encode()):
            raise StorageRefusal(
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided.",
            )
        if self._service.clock.now() > int(expires):
            raise StorageRefusal(403, "AccessDenied", "Request has expired.")
        path = self._service.result(task_id)
        if path is None or not path.exists():
            raise StorageRefusal(404, "NoSuchKey", "The specified key does not exist.")
        return path

    def _video(self, request: Request, path: Path) -> Response:
        known = path.stat()
        size = known.st_size
        tag = f'"{hashlib.sha256(f"{path.name}-{size}-{known.st_mtime_ns}".encode()).hexdigest()[:32].upper()}"'
        changed = email.utils.formatdate(known.st_mtime, usegmt=True)
        headers = {
            "etag": tag,
            "last-modified": changed,
            "accept-ranges": "bytes",
            "x-oss-request-id": secrets.token_hex(12).upper(),
            "x-oss-object-type": "Normal",
            "server": "AliyunOSS",
        }
        start, end = 0, size - 1
        requested = re.fullmatch(r"bytes=([0-9]{0,15})-([0-9]{0,15})", request.headers.get("range", ""))
        condition = request.headers.get("if-range")
        status = 200
        if requested is not None and requested.groups() != ("", "") and condition in {None, tag, changed}:
            status = 206
            if not requested[1]:
                start = max(0, size - int(requested[2]))
            else:
                start = int(requested[1])
                end = min(end, int(requested[2])) if requested[2] else end
            if start > end:
                raise StorageRefusal(416, "InvalidRange", "The requested range cannot be satisfied.")
            headers["content-range"] = f"bytes {start}-{end}/{size}"
        headers["content-length"] = str(end - start + 1)
        return StreamingResponse(self._pieces(path, start, end + 1), status, headers, "video/mp4")

    async def _pieces(self, path: Path, start: int, stop: int) -> AsyncIterator[bytes]:
        limit = self._service.tuning.download_bytes_per_second
        pace, size, sent = Pace(limit), _CHUNK_BYTES if limit is None else max(1, min(_CHUNK_BYTES, limit // 20)), 0
        with path.open("rb") as file:
            file.seek(start)
            while start + sent < stop:
                # The read takes microseconds from the system's cache; a thread would cost more.
                piece = file.read(min(size, stop - start - sent))
                sent += len(piece)
                yield piece
                await pace.passed(sent)


def _signature_in_header() -> StorageRefusal:
    # As the real storage refuses a bearer token (wire reference, 1.3): the client has leaked its key.
    return StorageRefusal(
        403, "AccessDenied", "Anonymous access is forbidden for this operation: Authorization is not expected here."
    )


def _key_exists() -> StorageRefusal:
    message = "The object you specified already exists and can not be overwritten."
    return StorageRefusal(409, "FileAlreadyExists", message)


def _policy_refusal(why: str) -> StorageRefusal:
    return StorageRefusal(403, "AccessDenied", f"Invalid according to Policy: {why}")

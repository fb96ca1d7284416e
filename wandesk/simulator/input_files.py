"""The files of a request: inline pictures, uploads and downloads, and what the cloud accepts.

The messages were recorded from the real service (wire reference, sections 5.4, 6 and 9.3).
"""

from __future__ import annotations

import base64
import binascii
import http.client
import urllib.parse
from pathlib import Path
from typing import Any

import av
from PIL import Image

from wandesk.simulator import input_rules, rules
from wandesk.simulator.errors import TaskFails
from wandesk.simulator.media_files import open_media
from wandesk.simulator.rules import ModelRules
from wandesk.simulator.store import SimulatorStore, Task

_KEPT, _KEPT_TOO_LARGE, _KEPT_BROKEN = "kept:", "kept!too-large", "kept!broken"
_DOWNLOAD_SECONDS = 10.0


def keep_pictures(payload: dict[str, Any], *, task_id: str, store: SimulatorStore) -> dict[str, Any]:
    """Write inline pictures to files and replace them by references, so that stored tasks stay small."""
    count = 0

    def kept(value: Any, name: str = "") -> Any:
        nonlocal count
        if isinstance(value, dict):
            return {key: kept(part, key) for key, part in value.items()}
        if isinstance(value, list):
            return [kept(part) for part in value]
        if not isinstance(value, str) or not name.endswith("url"):
            return value
        if not value.startswith("data:"):
            return _KEPT_BROKEN if value.startswith("kept") else value  # clients must not send references
        if len(value) > rules.DATA_URI_MAX_BYTES:
            return _KEPT_TOO_LARGE
        head, comma, text = value.partition(",")
        if not comma or not head.endswith(";base64"):
            return _KEPT_BROKEN
        try:
            content = base64.b64decode(text, validate=True)
        except binascii.Error:
            return _KEPT_BROKEN
        count += 1
        path = store.inputs / f"{task_id}-{count}"
        path.write_bytes(content)
        return f"{_KEPT}{path.name}"

    return {**payload, "input": kept(payload.get("input"))}


class InputFiles:
    """Finds and checks the files of one request. Raises TaskFails for a file that the cloud refuses."""

    def __init__(
        self, task: Task, *, store: SimulatorStore, now: float, accepts_alpha: bool, model: ModelRules
    ) -> None:
        self._task, self._store, self._now, self._accepts_alpha, self._model = task, store, now, accepts_alpha, model
        self._downloads = 0

    def picture(self, address: str) -> tuple[str, tuple[int, int]]:
        """The file, and its size as displayed (pixels)."""
        path = self._file(address, may_be_inline=True)
        input_rules.check_picture_file(path.stat().st_size, self._model)
        try:
            with Image.open(path, formats=("JPEG", "PNG", "BMP", "WEBP", "GIF", "TIFF")) as opened:
                sides = opened.size
                has_alpha = "A" in opened.getbands() or "transparency" in opened.info
                input_rules.check_picture(
                    self._model,
                    format_name=opened.format,
                    sides=sides,
                    is_refused_for_alpha=has_alpha and not self._accepts_alpha,
                )
                opened.draft("RGB", (640, 640))
                opened.load()  # detects a truncated file
                is_turned = opened.getexif().get(0x0112, 1) in {5, 6, 7, 8}
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as broken:
            raise TaskFails(rules.MEDIA_CODE, "Failed to decode the image during the data inspection.") from broken
        return self._relative(path), ((sides[1], sides[0]) if is_turned else sides)

    def audio(self, address: str) -> str:
        """The audio file."""
        name = urllib.parse.urlsplit(address).path.lower()
        if address.startswith("kept"):
            raise TaskFails("InvalidParameter", "url error, please check url!")
        if not name.endswith((".wav", ".mp3")):
            raise TaskFails("InvalidURL", "File type is not supported. Allowed types are: .wav, .mp3.")
        path = self._file(address, may_be_inline=False)
        input_rules.check_audio_file(path.stat().st_size)
        try:
            with open_media(path) as opened:
                format_name = opened.format.name if opened.streams.audio else ""
                if opened.streams.audio and opened.streams.audio[0].codec_context is None:  # PyAV: no decoder for it
                    raise TaskFails(rules.MEDIA_CODE, "Failed to decode the audio during the data inspection.")
                seconds = (opened.duration or 0) / av.time_base
        except (av.FFmpegError, OSError) as broken:
            raise TaskFails(rules.MEDIA_CODE, "Failed to decode the audio during the data inspection.") from broken
        input_rules.check_audio(self._model, format_name=format_name, seconds=seconds)
        return self._relative(path)

    def clip(self, address: str) -> tuple[str, float, tuple[int, int]]:
        """The file, its length in seconds and its size as displayed in pixels."""
        path = self._file(address, may_be_inline=False)
        input_rules.check_clip_file(path.stat().st_size)
        seconds, size = 0.0, (0, 0)
        try:
            with open_media(path) as opened:
                is_mp4 = "mp4" in opened.format.name and bool(opened.streams.video)
                if is_mp4:
                    seconds = (opened.duration or 0) / av.time_base
                    frame = next(opened.decode(opened.streams.video[0]), None)
                    if frame is None:
                        raise TaskFails("InvalidFile.Openerror", "The video cannot be opened.")
                    size = (frame.height, frame.width) if abs(frame.rotation) == 90 else (frame.width, frame.height)
        except (av.FFmpegError, OSError) as broken:
            raise TaskFails("InvalidFile.Openerror", "The video cannot be opened.") from broken
        input_rules.check_clip(is_mp4=is_mp4, seconds=seconds, sides=size)
        return self._relative(path), seconds, size

    def seconds(self, address: str) -> float:
        """The length of a reference video or audio file."""
        try:
            with open_media(self._file(address, may_be_inline=False)) as opened:
                return (opened.duration or 0) / av.time_base
        except (av.FFmpegError, OSError) as broken:
            raise TaskFails("InvalidFile.Openerror", "The file cannot be opened.") from broken

    def _relative(self, path: Path) -> str:
        return path.relative_to(self._store.inputs.parent).as_posix()

    def _file(self, address: str, *, may_be_inline: bool) -> Path:
        if may_be_inline and address.startswith(_KEPT):
            return self._store.inputs / Path(address.removeprefix(_KEPT)).name
        if may_be_inline and address == _KEPT_TOO_LARGE:
            raise TaskFails(
                "InvalidParameter", f"Exceeded limit on max bytes per data-uri item : {rules.DATA_URI_MAX_BYTES}"
            )
        if address.startswith("oss://"):
            return self._uploaded(address.removeprefix("oss://"))
        if address.startswith(("http://", "https://")):
            return self._downloaded(address)
        raise TaskFails("InvalidParameter", "url error, please check url!")

    def _uploaded(self, key: str) -> Path:
        if not self._task.resolves_oss:
            raise TaskFails(
                "InvalidParameter.DataInspection",
                "The media format is not supported or incorrect for the data inspection.",
            )
        upload = self._store.find_upload(key)
        if upload is None or upload.expires < self._now or upload.account != self._task.account:
            raise TaskFails(
                rules.MEDIA_CODE,
                "Failed to find the requested media resource during the data inspection process.",
            )
        if upload.model != self._task.model:
            raise TaskFails(
                rules.MEDIA_CODE,
                "There is no authorization to access the media resource during the data inspection process.",
            )
        return self._store.uploads / upload.file

    def _downloaded(self, address: str) -> Path:
        """Download from this computer only, because Practice sends nothing over the network."""
        parts = urllib.parse.urlsplit(address)
        failed = TaskFails("InvalidParameter", f"Failed to download {address}")
        if parts.scheme != "http" or parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
            raise failed
        self._downloads += 1
        path = self._store.inputs / f"{self._task.task_id}-fetched{self._downloads}"
        try:
            line = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=_DOWNLOAD_SECONDS)
            try:
                line.request("GET", f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}")
                answer = line.getresponse()
                if answer.status != http.client.OK:
                    raise failed
                with path.open("wb") as file:
                    while (chunk := answer.read(1 << 18)) and file.tell() <= rules.CLIP_MAX_BYTES:
                        file.write(chunk)
            finally:
                line.close()
        except (OSError, http.client.HTTPException, ValueError) as broken:
            raise failed from broken
        return path

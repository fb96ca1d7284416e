"""The examination that the cloud makes after it has answered 200: fields, media, content. Runs in a worker thread.

Messages are those that were recorded from the real service (wire reference, sections 2.8, 5.4, 6 and 9.3).
"""

from __future__ import annotations

import base64
import binascii
import http.client
import urllib.parse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
from PIL import Image

from wandesk.simulator import rules
from wandesk.simulator.render import video_size
from wandesk.simulator.rules import ModelRules
from wandesk.simulator.scenarios import Failure
from wandesk.simulator.store import Store, Task

_KEPT, _KEPT_TOO_LARGE, _KEPT_BROKEN = "kept:", "kept!too-large", "kept!broken"
_FETCH_SECONDS = 10.0


class TaskFails(Exception):
    """The order is not carried out."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.failure = Failure(code=code, message=message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """An order that can be carried out: `video` holds a VideoOrder's arguments, files relative to the data folder."""

    video: dict[str, Any]
    usage: dict[str, Any]
    prompt: str
    actual_prompt: str | None


def keep_pictures(order: dict[str, Any], *, task_id: str, store: Store) -> dict[str, Any]:
    """Write pictures that stand in the order itself to files and put references in their places: it stays small."""
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
            return _KEPT_BROKEN if value.startswith("kept") else value  # references are ours alone to make
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

    return {**order, "input": kept(order.get("input"))}


def examine(task: Task, *, store: Store, now: float, accepts_alpha: bool, size_multiple: int | None = None) -> Examined:
    """Raises TaskFails with what the cloud would say. `size_multiple` takes the place of the model's own."""
    model = rules.MODELS[task.model]
    given = task.order.get("input")
    if not isinstance(given, dict):
        raise TaskFails("InvalidParameter", "Field required: input")
    parameters = task.order.get("parameters") or {}
    if not isinstance(parameters, dict):
        raise TaskFails("InvalidParameter", "Input should be a valid dictionary: parameters")
    wishes = _Parameters(parameters, model, task_seed=task.seed)
    prompt = _text(given, "prompt")[: model.prompt_chars]
    _text(given, "negative_prompt")
    template = _text(given, "template")
    if template and model.templates and template not in model.templates:
        raise TaskFails("InvalidParameter", f"Input should be {_one_of(model.templates)}")
    desk = _Desk(task, store=store, now=now, accepts_alpha=accepts_alpha, model=model)
    match model.protocol:
        case "legacy":
            media = _legacy_media(given, desk, has_sound=model.sound != "never")
        case "kf2v":
            media = _frames_media(given, desk, has_template=bool(template and model.templates))
        case "media" | "media3":
            media = _listed_media(given, desk, model)
    if model.protocol == "media3" and not prompt and not media.anything:
        raise TaskFails("InvalidParameter", "Field required: input.prompt or input.media")
    seconds = float(wishes.seconds)
    if media.clip_seconds > seconds:
        raise TaskFails("InvalidParameter", "Duration should not be shorter than the first clip")
    sound, automatic = _sound_of(model, audio=wishes.audio, file=media.sound)
    source = media.size or (16, 9)
    if wishes.ratio is not None:
        source = wishes.ratio
    multiple = size_multiple or model.size_multiple
    width, height = video_size(source=source, area=rules.AREAS[wishes.resolution], multiple=multiple)
    video = {
        "picture": media.picture,
        "last_picture": media.last_picture,
        "clip": media.clip,
        "sound": sound,
        "automatic_sound": automatic,
        "seconds": seconds,
        "width": width,
        "height": height,
        "fps": model.fps,
        "watermark": wishes.watermark,
        "seed": task.seed if wishes.seed is None else wishes.seed,
    }
    usage = _usage(
        model, wishes, clip_seconds=media.clip_seconds + media.reference_seconds, has_sound=bool(sound or automatic)
    )
    actual = None
    if model.tells_actual_prompt and wishes.prompt_extend and not template:
        actual = f"{prompt.rstrip(' .。')}. The camera moves in slowly; light and movement stay natural.".removeprefix(
            ". "
        )
    return Examined(video=video, usage=usage, prompt=prompt, actual_prompt=actual)


# ---------------------------------------------------------------- parameters


class _Parameters:
    """The wishes with the model's defaults filled in."""

    def __init__(self, given: dict[str, Any], model: ModelRules, *, task_seed: int) -> None:
        self.resolution = given.get("resolution") or model.default_resolution
        if self.resolution not in model.resolutions:
            raise TaskFails("InvalidParameter", f"Input should be {_one_of(model.resolutions)}")
        self.seconds = self._length(given.get("duration"), model, task_seed=task_seed)
        self.prompt_extend = self._switch(given, "prompt_extend", default=True)
        self.watermark = self._switch(given, "watermark", default=False)
        self.audio = self._switch(given, "audio", default=True)
        self.seed = self._seed(given.get("seed"))
        if model.shot_types and given.get("shot_type") not in (None, "single", "multi"):
            raise TaskFails("InvalidParameter", "Input should be 'single' or 'multi'")
        self.ratio: tuple[int, int] | None = None
        if model.protocol == "media3" and (ratio := given.get("ratio")) not in (None, "adaptive"):
            if not isinstance(ratio, str) or ratio not in rules.RATIOS_30:
                raise TaskFails("InvalidParameter", f"Input should be {_one_of(('adaptive', *rules.RATIOS_30))}")
            self.ratio = rules.RATIOS_30[ratio]

    @staticmethod
    def _length(value: Any, model: ModelRules, *, task_seed: int) -> int:
        if value is None:
            return 5
        if isinstance(value, bool) or not isinstance(value, int | float) or value % 1 != 0:
            raise TaskFails("InvalidParameter", "Input should be a valid integer")
        if value == -1 and model.duration_may_be_automatic:
            return model.durations[0] + 2 + task_seed % 5  # "the model decides"
        if value not in model.durations:
            if model.is_fixed_length:
                raise TaskFails("InvalidParameter", "duration customization is not supported")
            if isinstance(model.durations, range):
                least, most = model.durations[0], model.durations[-1]
                raise TaskFails("InvalidParameter", f"Duration should be between {least} and {most}")
            raise TaskFails("InvalidParameter", f"Input should be {_listed([str(value) for value in model.durations])}")
        return int(value)

    @staticmethod
    def _switch(given: dict[str, Any], name: str, *, default: bool) -> bool:
        value = given.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise TaskFails("InvalidParameter", "Input should be a valid boolean")
        return value

    @staticmethod
    def _seed(value: Any) -> int | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise TaskFails("InvalidParameter", "Input should be a valid integer")
        if value < 0:
            raise TaskFails("InvalidParameter", "Input should be greater than or equal to 0")
        if value > rules.SEED_MAX:
            raise TaskFails("InvalidParameter", f"Input should be less than or equal to {rules.SEED_MAX}")
        return value


def _text(given: dict[str, Any], name: str) -> str:
    value = given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TaskFails("InvalidParameter", "Input should be a valid string")
    return value


def _one_of(values: tuple[str, ...]) -> str:
    return _listed([f"'{value}'" for value in values])


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


# ---------------------------------------------------------------- media


@dataclass(slots=True, kw_only=True)
class _Media:
    """What an order brings. Files are relative to the data folder; `size` is that of the first frame in pixels."""

    picture: str | None = None
    last_picture: str | None = None
    clip: str | None = None
    clip_seconds: float = 0.0
    reference_seconds: float = 0.0
    sound: str | None = None
    size: tuple[int, int] | None = None
    anything: bool = False


def _legacy_media(given: dict[str, Any], desk: _Desk, *, has_sound: bool) -> _Media:
    address = _text(given, "img_url")
    if not address:
        raise TaskFails("InvalidParameter", "Field required: input.img_url")
    media = _Media(anything=True)
    media.picture, media.size = desk.picture(address)
    if has_sound and (sound := _text(given, "audio_url")):
        media.sound = desk.sound(sound)
    return media


def _frames_media(given: dict[str, Any], desk: _Desk, *, has_template: bool) -> _Media:
    address = _text(given, "first_frame_url")
    if not address:
        raise TaskFails("InvalidParameter", "Field required: input.first_frame_url")
    media = _Media(anything=True)
    media.picture, media.size = desk.picture(address)
    if not has_template and (last := _text(given, "last_frame_url")):
        media.last_picture, _ = desk.picture(last)
    return media


def _listed_media(given: dict[str, Any], desk: _Desk, model: ModelRules) -> _Media:
    items = given.get("media")
    if model.protocol == "media" and not items:
        raise TaskFails("InvalidParameter", "Field required: input.media")
    if not isinstance(items, list | None):
        raise TaskFails("InvalidParameter", "Input should be a valid list")
    by_type: dict[str, list[str]] = {}
    for item in items or []:
        if not isinstance(item, dict) or item.get("type") not in model.media_types:
            raise TaskFails("InvalidParameter", f"Input should be {_one_of(model.media_types)}")
        address = _text(item, "url")
        if not address:
            raise TaskFails("InvalidParameter", "Field required: input.media.url")
        by_type.setdefault(str(item["type"]), []).append(address)
    _check_together(by_type, model)
    media = _Media(anything=bool(by_type))
    for address in (by_type.get("first_frame") or by_type.get("reference_image") or [])[:1]:
        media.picture, media.size = desk.picture(address)
    for address in by_type.get("last_frame", []):
        media.last_picture, last_size = desk.picture(address)
        if media.picture is None and model.protocol == "media3":
            media.picture, media.size = media.last_picture, last_size
    for address in by_type.get("driving_audio", []):
        media.sound = desk.sound(address)
    for address in by_type.get("first_clip", []):
        media.clip, media.clip_seconds, media.size = desk.clip(address)
    for address in by_type.get("reference_image", [])[1:]:
        desk.picture(address)
    _reference_seconds(by_type.get("reference_audio", []), desk)
    media.reference_seconds = _reference_seconds(by_type.get("reference_video", []), desk)
    return media


def _reference_seconds(addresses: list[str], desk: _Desk) -> float:
    seconds = sum(desk.seconds(address) for address in addresses)
    if seconds > rules.REFERENCES_MAX_SECONDS + 0.1:
        raise TaskFails(
            "InvalidFile.Duration", f"The total duration should not exceed {rules.REFERENCES_MAX_SECONDS:.0f} s."
        )
    return seconds


def _check_together(by_type: dict[str, list[str]], model: ModelRules) -> None:
    if model.protocol == "media":
        if any(len(addresses) > 1 for addresses in by_type.values()):
            raise TaskFails("InvalidParameter", "Each media type can be specified at most once")
        if frozenset(by_type) not in model.media_sets:
            raise TaskFails("InvalidParameter", "The combination of media types is not supported")
        return
    for name, addresses in by_type.items():
        if len(addresses) > rules.MEDIA_30_MOST[name]:
            raise TaskFails("InvalidParameter", f"At most {rules.MEDIA_30_MOST[name]} {name} can be specified")
    has_references = any(name.startswith("reference_") for name in by_type)
    if has_references and ("first_frame" in by_type or "last_frame" in by_type):
        raise TaskFails(
            "InvalidParameter",
            "The two modes are mutually exclusive. "
            "Do not pass reference_xx and first_frame/last_frame at the same time.",
        )


def _sound_of(model: ModelRules, *, audio: bool, file: str | None) -> tuple[str | None, bool]:
    """The sound file to use, and whether to make one (the pages' priorities between a file and the switch)."""
    match model.sound:
        case "never":
            return None, False
        case "always":
            return file, file is None
        case "file_first":
            return file, file is None and audio
        case "switch" | "free_switch":
            return (file if audio else None), audio and file is None


class _Desk:
    """Fetches and examines the files of one order."""

    def __init__(self, task: Task, *, store: Store, now: float, accepts_alpha: bool, model: ModelRules) -> None:
        self._task, self._store, self._now, self._accepts_alpha, self._model = task, store, now, accepts_alpha, model
        self._fetched = 0

    def picture(self, address: str) -> tuple[str, tuple[int, int]]:
        """The file, and its size as a viewer shows it (pixels)."""
        path = self._file(address, may_be_inline=True)
        if path.stat().st_size > self._model.picture_max_bytes:
            raise TaskFails("InvalidFile.Size", "The file size is beyond the limit.")
        try:
            with Image.open(path, formats=("JPEG", "PNG", "BMP", "WEBP", "GIF", "TIFF")) as opened:
                if opened.format not in rules.PICTURE_FORMATS:
                    raise TaskFails("InvalidImage.FileFormat", "The image format is not supported.")
                sides = opened.size
                if not all(rules.PICTURE_MIN_SIDE <= side <= rules.PICTURE_MAX_SIDE for side in sides):
                    raise TaskFails(
                        "InvalidParameter",
                        f"image size must be in [{rules.PICTURE_MIN_SIDE}, {rules.PICTURE_MAX_SIDE}], "
                        f"got {sides[0]}x{sides[1]}",
                    )
                most = self._model.picture_max_aspect
                if most is not None and max(sides) > most * min(sides):
                    raise TaskFails("InvalidFile.AspectRatio", "The aspect ratio of the image is beyond the limit.")
                if not self._accepts_alpha and ("A" in opened.getbands() or "transparency" in opened.info):
                    raise TaskFails(
                        "InvalidImage.FileFormat", "The image has an alpha channel, which is not supported."
                    )
                opened.draft("RGB", (640, 640))
                opened.load()  # a cut file shows itself only here
                is_turned = opened.getexif().get(0x0112, 1) in {5, 6, 7, 8}
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as broken:
            raise TaskFails(
                "InvalidParameter.DataInspection", "Failed to decode the image during the data inspection."
            ) from broken
        return self._relative(path), ((sides[1], sides[0]) if is_turned else sides)

    def sound(self, address: str) -> str:
        name = urllib.parse.urlsplit(address).path.lower()
        if address.startswith("kept"):
            raise TaskFails("InvalidParameter", "url error, please check url!")
        if not name.endswith((".wav", ".mp3")):
            raise TaskFails("InvalidURL", "File type is not supported. Allowed types are: .wav, .mp3.")
        path = self._file(address, may_be_inline=False)
        if path.stat().st_size > rules.SOUND_MAX_BYTES:
            raise TaskFails("InvalidURL", "File size is larger than 15MB.")
        try:
            with av.open(str(path)) as opened:
                if opened.format.name not in {"wav", "mp3"} or not opened.streams.audio:
                    raise TaskFails("InvalidURL", "File type is not supported. Allowed types are: .wav, .mp3.")
                seconds = (opened.duration or 0) / av.time_base
        except (av.FFmpegError, OSError) as broken:
            raise TaskFails(
                "InvalidParameter.DataInspection", "Failed to decode the audio during the data inspection."
            ) from broken
        # A coded file is up to two frames longer than its sound.
        if seconds > rules.SOUND_MAX_SECONDS + 0.1:
            raise TaskFails("InvalidURL", f"The input audio is longer than {rules.SOUND_MAX_SECONDS:.0f}s.")
        if seconds < self._model.sound_min_seconds:
            raise TaskFails("InvalidURL", f"The input audio is shorter than {self._model.sound_min_seconds:.0f}s.")
        return self._relative(path)

    def clip(self, address: str) -> tuple[str, float, tuple[int, int]]:
        """The file, its length in seconds and its size in pixels."""
        if address.startswith("kept"):
            raise TaskFails("InvalidParameter", "url error, please check url!")
        path = self._file(address, may_be_inline=False)
        if path.stat().st_size > rules.CLIP_MAX_BYTES:
            raise TaskFails("InvalidFile.Size", "The file size is beyond the limit.")
        try:
            with av.open(str(path)) as opened:
                if "mp4" not in opened.format.name or not opened.streams.video:
                    raise TaskFails("InvalidFile.Format", "The video format is not supported.")
                seconds = (opened.duration or 0) / av.time_base
                video = opened.streams.video[0]
                size = (video.width, video.height)
        except (av.FFmpegError, OSError) as broken:
            raise TaskFails("InvalidFile.Openerror", "The video cannot be opened.") from broken
        least, most = rules.CLIP_SECONDS
        if not least <= seconds <= most + 0.1:
            raise TaskFails(
                "InvalidFile.Duration", f"The video duration should be between {least:.0f} and {most:.0f} s."
            )
        if not all(rules.CLIP_SIDES[0] <= side <= rules.CLIP_SIDES[1] for side in size):
            raise TaskFails("InvalidFile.Resolution", "The video resolution is beyond the limit.")
        if max(size) > rules.CLIP_MAX_ASPECT * min(size):
            raise TaskFails("InvalidFile.AspectRatio", "The aspect ratio of the video is beyond the limit.")
        return self._relative(path), seconds, size

    def seconds(self, address: str) -> float:
        """How long a reference is, a video or a sound."""
        if address.startswith("kept"):
            raise TaskFails("InvalidParameter", "url error, please check url!")
        try:
            with av.open(str(self._file(address, may_be_inline=False))) as opened:
                return (opened.duration or 0) / av.time_base
        except (av.FFmpegError, OSError) as broken:
            raise TaskFails("InvalidFile.Openerror", "The file cannot be opened.") from broken

    def _relative(self, path: Path) -> str:
        return path.relative_to(self._store.inputs.parent).as_posix()

    def _file(self, address: str, *, may_be_inline: bool) -> Path:
        if may_be_inline and address.startswith(_KEPT):
            return self._store.inputs / Path(address.removeprefix(_KEPT)).name
        if address == _KEPT_TOO_LARGE:
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
                "InvalidParameter.DataInspection",
                "Failed to find the requested media resource during the data inspection process.",
            )
        if upload.model != self._task.model:
            raise TaskFails(
                "InvalidParameter.DataInspection",
                "There is no authorization to access the media resource during the data inspection process.",
            )
        return self._store.uploads / upload.file

    def _downloaded(self, address: str) -> Path:
        """Only this machine is asked: practising sends nothing anywhere."""
        parts = urllib.parse.urlsplit(address)
        failed = TaskFails("InvalidParameter", f"Failed to download {address}")
        if parts.scheme != "http" or parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
            raise failed
        self._fetched += 1
        path = self._store.inputs / f"{self._task.task_id}-fetched{self._fetched}"
        try:
            line = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=_FETCH_SECONDS)
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


# ---------------------------------------------------------------- usage


def _usage(model: ModelRules, wishes: _Parameters, *, clip_seconds: float, has_sound: bool) -> dict[str, Any]:
    """Keys by family: wire reference, section 3.2."""
    tier = int(wishes.resolution.removesuffix("P"))
    seconds = wishes.seconds
    split = {
        "duration": seconds,
        "input_video_duration": round(clip_seconds),
        "output_video_duration": seconds,
        "SR": tier,
        "video_count": 1,
    }
    match model.usage:
        case "old":
            return {"video_duration": seconds, "video_ratio": "standard", "video_count": 1}
        case "frames":
            return {"video_duration": seconds, "video_count": 1, "SR": tier}
        case "plain":
            return {"duration": seconds, "video_count": 1, "SR": tier}
        case "split":
            return split
        case "split_sound":
            return {**split, "audio": has_sound}
        case "ratio":
            ratio = f"{wishes.ratio[0]}:{wishes.ratio[1]}" if wishes.ratio else "adaptive"
            return {
                **split,
                "duration": float(seconds),
                "output_video_duration": float(seconds),
                "fps": model.fps,
                "ratio": ratio,
            }

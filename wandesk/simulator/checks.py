"""The cloud's checks after its answer 200: fields, media, content. They run in a worker thread.

The messages were recorded from the real service (wire reference, sections 2.8, 5.4, 6 and 9.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wandesk.simulator import input_rules, rules
from wandesk.simulator.errors import TaskFails
from wandesk.simulator.input_files import InputFiles
from wandesk.simulator.parameters import Parameters, one_of, text_of
from wandesk.simulator.render import video_size
from wandesk.simulator.rules import ModelRules
from wandesk.simulator.store import SimulatorStore, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A valid request. `video` has the arguments of a VideoSpec, with files relative to the data folder."""

    video: dict[str, Any]
    usage: dict[str, Any]
    prompt: str
    actual_prompt: str | None


def examine(
    task: Task, *, store: SimulatorStore, now: float, accepts_alpha: bool, size_multiple: int | None = None
) -> Examined:
    """Check a task. Raises TaskFails with the cloud's error. `size_multiple` replaces the model's own."""
    model = rules.MODELS[task.model]
    fields = task.order.get("input")
    if not isinstance(fields, dict):
        raise TaskFails("InvalidParameter", "Field required: input")
    parameter_fields = task.order.get("parameters") or {}
    if not isinstance(parameter_fields, dict):
        raise TaskFails("InvalidParameter", "Input should be a valid dictionary: parameters")
    parameters = Parameters(parameter_fields, model, task_seed=task.seed)
    prompt = text_of(fields, "prompt")[: model.prompt_chars]
    text_of(fields, "negative_prompt")
    template = text_of(fields, "template")
    if template and model.templates and template not in model.templates:
        raise TaskFails("InvalidParameter", f"Input should be {one_of(model.templates)}")
    files = InputFiles(task, store=store, now=now, accepts_alpha=accepts_alpha, model=model)
    match model.protocol:
        case "legacy":
            media = _legacy_media(fields, files, has_sound=model.sound != "never")
        case "kf2v":
            media = _frames_media(fields, files, has_template=bool(template and model.templates))
        case "media" | "media3":
            media = _listed_media(fields, files, model)
    if model.protocol == "media3" and not prompt and not media.has_media:
        raise TaskFails("InvalidParameter", "Field required: input.prompt or input.media")
    seconds = float(parameters.seconds)
    input_rules.check_clip_fits(media.clip_seconds, seconds)
    sound, automatic = _sound_of(model, audio=parameters.audio, file=media.audio)
    source = media.size or (16, 9)
    if parameters.ratio is not None:
        source = parameters.ratio
    multiple = size_multiple or model.size_multiple
    width, height = video_size(source=source, area=rules.AREAS[parameters.resolution], multiple=multiple)
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
        "watermark": parameters.watermark,
        "seed": task.seed if parameters.seed is None else parameters.seed,
        "effect": template if template in model.templates else None,
    }
    usage = _usage(
        model, parameters, clip_seconds=media.clip_seconds + media.reference_seconds, has_sound=bool(sound or automatic)
    )
    actual = None
    if model.reports_actual_prompt and parameters.prompt_extend and not template:
        actual = f"{prompt.rstrip(' .。')}. The camera moves in slowly; light and movement stay natural.".removeprefix(
            ". "
        )
    return Examined(video=video, usage=usage, prompt=prompt, actual_prompt=actual)


# ---------------------------------------------------------------- media


@dataclass(slots=True, kw_only=True)
class _Media:
    """The media of a request. Files are relative to the data folder; `size` is the first frame's in pixels."""

    picture: str | None = None
    last_picture: str | None = None
    clip: str | None = None
    clip_seconds: float = 0.0
    reference_seconds: float = 0.0
    audio: str | None = None
    size: tuple[int, int] | None = None
    has_media: bool = False


def _legacy_media(fields: dict[str, Any], files: InputFiles, *, has_sound: bool) -> _Media:
    address = text_of(fields, "img_url")
    if not address:
        raise TaskFails("InvalidParameter", "Field required: input.img_url")
    media = _Media(has_media=True)
    media.picture, media.size = files.picture(address)
    if has_sound and (address := text_of(fields, "audio_url")):
        media.audio = files.audio(address)
    return media


def _frames_media(fields: dict[str, Any], files: InputFiles, *, has_template: bool) -> _Media:
    address = text_of(fields, "first_frame_url")
    if not address:
        raise TaskFails("InvalidParameter", "Field required: input.first_frame_url")
    media = _Media(has_media=True)
    media.picture, media.size = files.picture(address)
    if not has_template and (last := text_of(fields, "last_frame_url")):
        media.last_picture, _ = files.picture(last)
    return media


def _listed_media(fields: dict[str, Any], files: InputFiles, model: ModelRules) -> _Media:
    items = fields.get("media")
    if model.protocol == "media" and not items:
        raise TaskFails("InvalidParameter", "Field required: input.media")
    if not isinstance(items, list | None):
        raise TaskFails("InvalidParameter", "Input should be a valid list")
    by_type: dict[str, list[str]] = {}
    for item in items or []:
        if not isinstance(item, dict) or item.get("type") not in model.media_types:
            raise TaskFails("InvalidParameter", f"Input should be {one_of(model.media_types)}")
        address = text_of(item, "url")
        if not address:
            raise TaskFails("InvalidParameter", "Field required: input.media.url")
        by_type.setdefault(str(item["type"]), []).append(address)
    _check_together(by_type, model)
    media = _Media(has_media=bool(by_type))
    for address in (by_type.get("first_frame") or by_type.get("reference_image") or [])[:1]:
        media.picture, media.size = files.picture(address)
    for address in by_type.get("last_frame", []):
        media.last_picture, last_size = files.picture(address)
        if media.picture is None and model.protocol == "media3":
            media.picture, media.size = media.last_picture, last_size
    for address in by_type.get("driving_audio", []):
        media.audio = files.audio(address)
    for address in by_type.get("first_clip", []):
        media.clip, media.clip_seconds, media.size = files.clip(address)
    for address in by_type.get("reference_image", [])[1:]:
        files.picture(address)
    _reference_seconds(by_type.get("reference_audio", []), files)
    media.reference_seconds = _reference_seconds(by_type.get("reference_video", []), files)
    return media


def _reference_seconds(addresses: list[str], files: InputFiles) -> float:
    seconds = sum(files.seconds(address) for address in addresses)
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
    """The audio file to use, and whether to generate audio (the precedence of file and switch is the pages')."""
    match model.sound:
        case "never":
            return None, False
        case "always":
            return file, file is None
        case "file_first":
            return file, file is None and audio
        case "switch" | "free_switch":
            return (file if audio else None), audio and file is None


# ---------------------------------------------------------------- usage


def _usage(model: ModelRules, parameters: Parameters, *, clip_seconds: float, has_sound: bool) -> dict[str, Any]:
    """The keys differ by family: wire reference, section 3.2."""
    tier = int(parameters.resolution.removesuffix("P"))
    seconds = parameters.seconds
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
            ratio = f"{parameters.ratio[0]}:{parameters.ratio[1]}" if parameters.ratio else "adaptive"
            return {
                **split,
                "duration": float(seconds),
                "output_video_duration": float(seconds),
                "fps": model.fps,
                "ratio": ratio,
            }

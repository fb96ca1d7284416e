"""What the cloud says about pictures, audio and clips, from their facts (wire reference, sections 6 and 9.3)."""

from __future__ import annotations

from wandesk.simulator import rules
from wandesk.simulator.errors import TaskFails
from wandesk.simulator.rules import ModelRules

_LEEWAY = 0.1  # seconds: an encoded file is up to two frames longer than its audio


def check_picture_file(size_bytes: int, model: ModelRules) -> None:
    if size_bytes > model.picture_max_bytes:
        raise TaskFails("InvalidFile.Size", "The file size is beyond the limit.")


def check_picture(
    model: ModelRules, *, format_name: str | None, sides: tuple[int, int], is_refused_for_alpha: bool
) -> None:
    """`sides` are the stored pixels, before a turn by EXIF."""
    if format_name not in rules.PICTURE_FORMATS:
        raise TaskFails("InvalidImage.FileFormat", "The image format is not supported.")
    if not all(rules.PICTURE_MIN_SIDE <= side <= rules.PICTURE_MAX_SIDE for side in sides):
        raise TaskFails(
            "InvalidParameter",
            f"Image dimensions must be in [{rules.PICTURE_MIN_SIDE}, {rules.PICTURE_MAX_SIDE}], "
            f"got {sides[0]}x{sides[1]}",
        )
    most = model.picture_max_aspect
    if most is not None and max(sides) > most * min(sides):
        raise TaskFails("InvalidFile.AspectRatio", "The aspect ratio of the image is beyond the limit.")
    if is_refused_for_alpha:
        raise TaskFails("InvalidImage.FileFormat", "The image has an alpha channel, which is not supported.")


def check_audio_file(size_bytes: int) -> None:
    if size_bytes > rules.AUDIO_MAX_BYTES:
        raise TaskFails("InvalidURL", "File size is larger than 15MB.")


def check_audio(model: ModelRules, *, format_name: str, seconds: float) -> None:
    if format_name not in {"wav", "mp3"}:
        raise TaskFails("InvalidURL", "File type is not supported. Allowed types are: .wav, .mp3.")
    if seconds > rules.AUDIO_MAX_SECONDS + _LEEWAY:
        raise TaskFails("InvalidURL", f"The input audio is longer than {rules.AUDIO_MAX_SECONDS:.0f}s.")
    if seconds < model.audio_min_seconds:
        raise TaskFails("InvalidURL", f"The input audio is shorter than {model.audio_min_seconds:.0f}s.")


def check_clip_file(size_bytes: int) -> None:
    if size_bytes > rules.CLIP_MAX_BYTES:
        raise TaskFails("InvalidFile.Size", "The file size is beyond the limit.")


def check_clip(*, is_mp4: bool, seconds: float, sides: tuple[int, int]) -> None:
    """MOV is of the same family as MP4."""
    if not is_mp4:
        raise TaskFails("InvalidFile.Format", "The video format is not supported.")
    least, most = rules.CLIP_SECONDS
    if not least <= seconds <= most + _LEEWAY:
        raise TaskFails("InvalidFile.Duration", f"The video duration should be between {least:.0f} and {most:.0f} s.")
    if not all(rules.CLIP_SIDES[0] <= side <= rules.CLIP_SIDES[1] for side in sides):
        raise TaskFails("InvalidFile.Resolution", "The video resolution is beyond the limit.")
    if max(sides) > rules.CLIP_MAX_ASPECT * min(sides):
        raise TaskFails("InvalidFile.AspectRatio", "The aspect ratio of the video is beyond the limit.")


def check_clip_fits(clip_seconds: float, video_seconds: float) -> None:
    """The length of a video is that of the whole, with its clip."""
    if clip_seconds > video_seconds + _LEEWAY:
        raise TaskFails("InvalidParameter", "Duration should not be shorter than the first clip")

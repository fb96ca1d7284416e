"""The texts about the values of a draft: what blocks it, what may go wrong, and why a clip does not open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from wandesk.domain.sentences import Sentence

translate = QCoreApplication.translate


FORM_SENTENCES: Final[Mapping[Sentence, Callable[[], str]]] = {
    Sentence.PICTURE_MISSING: lambda: translate("Problems", "Add a picture first."),
    Sentence.PICTURE_TOO_SMALL: lambda: translate(
        "Problems",
        "This picture is {width} × {height}. Enlarge it, or choose one with at least {least} pixels on each side.",
    ),
    Sentence.PICTURE_TOO_LONG: lambda: translate(
        "Problems",
        "This picture is too long and narrow at any size ({width} × {height}). Crop it: its long side can be at most "
        "{aspect} times its short side.",
    ),
    Sentence.AUDIO_MISSING: lambda: translate("Problems", "Add your audio file, or choose another audio option."),
    Sentence.AUDIO_NO_UPLOADS: lambda: translate(
        "Problems", "This region doesn't accept audio files. Choose another audio option or another region."
    ),
    Sentence.AUDIO_TOO_SHORT: lambda: translate(
        "Problems", "This audio is {audio_seconds} long. Choose one of at least {least_seconds}."
    ),
    Sentence.AUDIO_TOO_HEAVY: lambda: translate(
        "Problems", "This audio file is {size_bytes}. Choose one of at most {most_bytes}."
    ),
    Sentence.RESOLUTION_NOT_OFFERED: lambda: translate(
        "Problems", "This region doesn't offer that resolution. Choose another one."
    ),
    Sentence.DURATION_NOT_OFFERED: lambda: translate(
        "Problems", "This model can't make videos of that length. Choose another duration."
    ),
    Sentence.NUMBER_OUT_OF_RANGE: lambda: translate("Problems", "Enter a whole number from {least} to {most}."),
    Sentence.NAME_TOO_LONG: lambda: translate(
        "Problems", "This name has {count} characters. Shorten it to {most} at most."
    ),
    Sentence.LABEL_TOO_LONG: lambda: translate(
        "Problems", "This label has {count} characters. Shorten it to {most} at most."
    ),
    Sentence.NOTE_TOO_LONG: lambda: translate(
        "Problems",
        "This note has {count} characters. Shorten it to {most} at most, or keep the text in a file of your own.",
    ),
    Sentence.PATTERN_TOO_LONG: lambda: translate(
        "Problems", "This pattern is too long. Use {most} characters at most."
    ),
    Sentence.PATTERN_FIELD: lambda: translate("Problems", "There is no field {field}. Choose one of those below."),
    Sentence.PATTERN_BRACE: lambda: translate("Problems", "A brace is missing. Write a field like {example}."),
    Sentence.PATTERN_WITHOUT_FIELD: lambda: translate(
        "Problems", "Add a field, such as {example}. Without one, all videos would have the same name."
    ),
    Sentence.CLIP_FORMAT: lambda: translate(
        "Problems", "This video can't be continued as it is. Convert it, or choose another one."
    ),
    Sentence.CLIP_TOO_SHORT: lambda: translate(
        "Problems", "This clip is {seconds} s long. Choose one of at least {least} s."
    ),
    Sentence.CLIP_TOO_LONG: lambda: translate(
        "Problems", "This clip is {seconds} s long. Use {most} s of it, or choose another one."
    ),
    Sentence.CLIP_TOO_SMALL: lambda: translate(
        "Problems", "This clip is {width} × {height}. Choose one with at least {least} pixels on each side."
    ),
    Sentence.CLIP_TOO_LARGE: lambda: translate(
        "Problems",
        "This clip is {width} × {height}. Convert it, or choose one with at most {most} pixels on each side.",
    ),
    Sentence.CLIP_TOO_NARROW: lambda: translate(
        "Problems", "This clip is too long and narrow. Its long side can be at most eight times its short side."
    ),
    Sentence.CLIP_TOO_HEAVY: lambda: translate(
        "Problems", "This clip is {size_bytes}. Convert it, or choose one of at most {most_bytes}."
    ),
    Sentence.CLIP_NO_UPLOADS: lambda: translate(
        "Problems", "This region doesn't accept clips. Remove the clip or choose another region."
    ),
    Sentence.CLIP_OUTLASTS_VIDEO: lambda: translate(
        "Problems", "The video includes the clip, which is {seconds} s long. Choose a duration of at least {least} s."
    ),
    Sentence.AUDIO_NOT_WITH_CLIP: lambda: translate(
        "Problems", "A video that continues a clip can't use your own audio. Choose automatic sound or remove the clip."
    ),
    Sentence.FILES_NOT_TOGETHER: lambda: translate(
        "Problems", "This model doesn't take these files together. Remove one of them."
    ),
    # warnings of the form
    Sentence.PROMPT_CUT: lambda: translate("Problems", "Too long. Only the first {most} characters will be used."),
    Sentence.SHOTS_NEED_REWRITING: lambda: translate(
        "Problems", "The shot type does nothing now. Turn on “Improve my prompt” to use it."
    ),
    Sentence.SILENCE_UNSURE: lambda: translate(
        "Problems", "This model may still add sound. A silent video costs the same."
    ),
    Sentence.EFFECT_UNSURE: lambda: translate(
        "Problems", "Effects may not work in this region. If this one fails, you will not be charged."
    ),
    Sentence.DURATION_UNSURE: lambda: translate(
        "Problems",
        "This duration may not work in this region; these do: {certain} s. If it fails, you will not be charged.",
    ),
    Sentence.PICTURE_SHAPE_UNSURE: lambda: translate(
        "Problems", "This picture is very long and narrow, and may be refused. If it is, you will not be charged."
    ),
    Sentence.LAST_FRAME_OTHER_SHAPE: lambda: translate(
        "Problems",
        "This picture has another shape than the first one, which the video follows. Its edges may be cut off.",
    ),
    Sentence.LAST_FRAME_UNUSED: lambda: translate(
        "Problems", "An effect doesn't use the last frame. Choose no effect to use it."
    ),
    Sentence.CLIP_FILLS_VIDEO: lambda: translate(
        "Problems", "The clip already fills the video. Choose a longer duration to continue it."
    ),
    # clips
    Sentence.CLIP_NOT_FOUND: lambda: translate("Problems", "The clip is no longer there. Choose it again."),
    Sentence.CLIP_IS_FOLDER: lambda: translate("Problems", "That is a folder. Drop a single video."),
    Sentence.CLIP_EMPTY: lambda: translate("Problems", "That file is empty. Choose another video."),
    Sentence.CLIP_UNKNOWN: lambda: translate("Problems", "That file isn't a supported video. Use MP4 or MOV."),
    Sentence.CLIP_DAMAGED: lambda: translate(
        "Problems", "That video is damaged or incomplete. Export it again or choose another one."
    ),
    Sentence.CLIP_NOT_READABLE: lambda: translate(
        "Problems", "The clip can't be opened. Check its permissions, or copy it to another folder."
    ),
    Sentence.CLIP_UNREADABLE: lambda: translate(
        "Problems", "The clip can't be read right now. Check that its drive is connected, or choose another one."
    ),
}

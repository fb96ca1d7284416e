"""The texts of Export: the dialog's choices, the queue, and what became of an export."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from PySide6.QtCore import QCoreApplication, QLocale

from wandesk.domain.export_offer import AS_VIDEO, FREE, Caution, Preset
from wandesk.domain.export_queue import Export, ExportStage
from wandesk.ui.wording.amounts import clock_text, dimensions_text, seconds_text, size_text
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.problems import problem_text
from wandesk.ui.wording.sentences import DOT, joined

translate = QCoreApplication.translate

FORMATS: Mapping[str, Callable[[], tuple[str, str]]] = {
    "mp4": lambda: ("MP4", translate("Export", "Plays everywhere")),
    "gif": lambda: ("GIF", translate("Export", "Moves in chats and mails; silent, large, 256 colours")),
    "webp": lambda: ("WebP", translate("Export", "Moves on web pages; silent, smaller than a GIF")),
    "prores": lambda: ("ProRes", translate("Export", "For video editing; very large")),
}
"""Name and description of each format of `exports.toml`."""

QUALITIES: Mapping[str, Callable[[], str]] = {
    "best": lambda: translate("Export", "Best"),
    "good": lambda: translate("Export", "Good"),
    "small": lambda: translate("Export", "Small"),
}

CAUTIONS: Mapping[Caution, Callable[[], str]] = {
    Caution.TOO_LONG: lambda: translate("Export", "{place} takes at most {most}. Choose a shorter part."),
    Caution.TOO_LARGE: lambda: translate("Export", "{place} takes at most {size}. Choose a lower quality."),
    Caution.SILENT: lambda: translate("Export", "This format has no audio."),
    Caution.MUCH_ENLARGED: lambda: translate("Export", "The video is much smaller than this size and will look soft."),
}


def shape_text(shape: str) -> tuple[str, str]:
    """The name of a shape, and what it is."""
    match shape:
        case str(each) if each == AS_VIDEO:
            return translate("Export", "As the video"), ""
        case str(each) if each == FREE:
            return translate("Export", "Free"), translate("Export", "Drag the edges of the frame")
    width, _, height = shape.partition(":")
    if int(width) == int(height):
        return shape, translate("Export", "Square")
    return shape, translate("Export", "Portrait") if int(width) < int(height) else translate("Export", "Landscape")


def size_choice(short_side: int | None) -> str:
    """The name of a size by its shorter side."""
    return translate("Export", "Automatic") if short_side is None else f"{short_side}p"


def rate_choice(rate: int | None) -> str:
    if rate is None:
        return translate("Export", "Automatic")
    return translate("Export", "{rate} fps").format(rate=rate)


def title(count: int) -> str:
    return translate("Export", "Export") if count == 1 else translate("Export", "Export %n videos as one", "", count)


def facts(size: tuple[int, int], rate: str, seconds: float, size_bytes: int) -> str:
    """What the result will be: `1080 × 1920 · 30 fps · 5 s · about 6.1 MB`."""
    fps = QLocale().toString(float(Fraction(rate)), "g", 4)
    return DOT.join(
        (
            dimensions_text(*size),
            translate("Export", "{rate} fps").format(rate=fps),
            seconds_text(seconds),
            translate("Export", "about {size}").format(size=size_text(size_bytes)),
        )
    )


def caution_text(caution: Caution, preset: Preset | None, language: str) -> str:
    """The sentence about what may go wrong."""
    text = CAUTIONS[caution]()
    if preset is None:
        return text
    return text.format(
        place=preset.name.get(language, preset.name["en"]),
        most=clock_text(preset.most_seconds or 0),
        size=size_text((preset.most_megabytes or 0) * 1e6),
    )


def little_room(needed: int, free: int) -> str:
    """The disk has too little room for what the result is estimated to need."""
    return translate(
        "Export",
        "It needs about {needed}, and only {free} are free there. Choose another folder, or free up some space.",
    ).format(needed=size_text(needed), free=size_text(free))


def audio_missing() -> str:
    """Why nothing can be exported."""
    return translate("Export", "Choose an audio file, or another audio.")


def no_name() -> str:
    """Why nothing can be exported."""
    return translate("Export", 'Enter a file name without / \\ : * ? " < > |.')


def source_text(name: str, seconds: float, size: tuple[int, int]) -> str:
    """A video in the list of those that are joined."""
    return DOT.join((one_line(name), seconds_text(seconds), dimensions_text(*size)))


def replace_question(name: str) -> str:
    return translate("Export", "Replace “{name}”?").format(name=one_line(name))


def replace_details(folder: str) -> str:
    return translate("Export", "A file of this name is in {folder} already.").format(folder=one_line(folder))


# ---------------------------------------------------------------- the queue


def state(export: Export, name: str) -> str:
    """How far an export is."""
    match export.stage:
        case ExportStage.WAITING:
            return translate("Export", "Waiting")
        case ExportStage.RUNNING:
            return DOT.join(filter(None, (_percent(export.share), left(export.seconds_left))))
        case ExportStage.DONE:
            return done(export, name)
        case ExportStage.CANCELLED:
            return translate("Export", "Cancelled")
        case ExportStage.FAILED:
            return failed(export)


def left(seconds: float | None) -> str:
    """The time that an export still takes; empty while it is unknown."""
    if seconds is None:
        return ""
    return translate("Export", "{time} left").format(time=clock_text(max(1.0, seconds)))


def running(name: str, export: Export, waiting: int) -> str:
    """The line of the status bar."""
    more = translate("Export", "%n more", "", waiting) if waiting else ""
    exporting = translate("Export", "Exporting {name}").format(name=one_line(name))
    return DOT.join(filter(None, (exporting, _percent(export.share), left(export.seconds_left), more)))


def begun(name: str) -> str:
    """Announced once."""
    return translate("Export", "Exporting {name}").format(name=one_line(name))


def done(export: Export, name: str) -> str:
    """What was made, and what is odd about it."""
    assert export.result is not None
    result = export.result
    text = translate("Export", "Exported: {name}, {size}.").format(
        name=one_line(name), size=size_text(result.size_bytes)
    )
    short = silent = ""
    if result.missing_seconds:
        short = translate("Export", "It is only {seconds} long: the rest of the video couldn't be read.")
    if result.lost_audio:
        silent = translate("Export", "The audio couldn't be read, so it is silent.")
    return joined(text, short.format(seconds=seconds_text(result.seconds)), silent)


def failed(export: Export) -> str:
    assert export.problem is not None
    return problem_text(export.problem, export.values)


def closing(count: int) -> str:
    """In the question before the window closes."""
    return translate("Closing", "%n exports are not finished and will be cancelled.", "", count) if count else ""


def _percent(share: float) -> str:
    return translate("Export", "{percent} %").format(percent=round(share * 100))


def kinds_of_videos() -> str:
    """The choice of kinds in the file dialog for more videos."""
    videos = translate("Export", "Videos ({pattern})").format(pattern="*.mp4 *.mov *.mkv *.webm *.avi *.m4v")
    return f"{videos};;{_all_files()}"


def kinds_of_audio() -> str:
    """The choice of kinds in the file dialog for audio; that of a video is taken as well."""
    audio = translate("Export", "Audio and videos ({pattern})").format(
        pattern="*.mp3 *.wav *.m4a *.aac *.flac *.ogg *.opus *.wma *.mp4 *.mov *.mkv"
    )
    return f"{audio};;{_all_files()}"


def _all_files() -> str:
    return translate("Export", "All files ({pattern})").format(pattern="*")

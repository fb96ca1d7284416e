"""The details of a job: the names of its values, and the values as texts."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from wandesk.domain.job import Job
from wandesk.domain.job_rules import Charged, charged
from wandesk.domain.media import VideoFacts
from wandesk.domain.parameter_kinds import File
from wandesk.domain.parameters import TABLE, unusual_values
from wandesk.domain.request import GenerationRequest
from wandesk.ui.wording import jobs as job_wording
from wandesk.ui.wording.amounts import (
    clock_text,
    date_and_time_text,
    dimensions_text,
    exact_length,
    number_text,
    ordered_length,
    size_text,
)
from wandesk.ui.wording.audio import stored_audio_text
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.parameters import label, random_text, value_text
from wandesk.ui.wording.saving import difference_line
from wandesk.ui.wording.sentences import DOT

translate = QCoreApplication.translate


MOST_NOTE = 2000
"""Characters of a note; all of it is where it is written."""


@dataclass(frozen=True, slots=True)
class Detail:
    """A line of the details."""

    name: str
    value: str
    is_path: bool = False
    """The path of the video's file."""
    is_id: bool = False
    """For experts and for support: in small letters."""


def title() -> str:
    return translate("Player", "Details")


def copy_all() -> str:
    return translate("Player", "Copy details")


def copy_path() -> str:
    return translate("Player", "Copy path")


def close() -> str:
    return translate("Player", "Close details")


def no_job() -> str:
    """The details while no job is selected."""
    return translate("Player", "Select a video to see its details.")


def prompt() -> str:
    return label("prompt")


def rewritten_prompt() -> str:
    """The prompt as rewritten by the cloud."""
    return translate("Player", "Rewritten prompt")


def use_text() -> str:
    """Puts a prompt into the form."""
    return translate("Player", "Use this text")


def use_rewritten_text() -> str:
    """The accessible name of the same button beside the rewritten prompt."""
    return translate("Player", "Use the rewritten prompt")


def prompts(job: Job) -> tuple[str, str]:
    """The prompt, and the one that the cloud made of it; empty where there is none, or no other."""
    rewritten = job.actual_prompt or ""
    return job.prompt, rewritten if rewritten.strip() != job.prompt.strip() else ""


def details(job: Job, *, model: str, region: str) -> list[Detail]:
    """The lines in their order, ids last. `model` and `region` are the names of the job's own."""
    lines = [
        Detail(translate("Player", "Name"), one_line(job.marks.name)),
        Detail(translate("Player", "Label"), one_line(job.marks.label)),
        Detail(translate("Player", "Note"), _beginning(job.marks.note)),
        Detail(translate("Player", "Model"), model),
        Detail(translate("Player", "Region"), region),
        *_values(job.request),
        Detail(translate("Player", "Price"), job_wording.price(job)),
        Detail(translate("Player", "Billed"), job_wording.billed(job)),
        *_times(job),
        *_file(job),
        *_failure(job),
        *_ids(job),
    ]
    return [line for line in lines if line.value]


def _beginning(note: str) -> str:
    """A note as far as it is shown here: it may be as long as a book."""
    return note if len(note) <= MOST_NOTE else f"{note[:MOST_NOTE].rstrip()}…"


def _values(request: GenerationRequest) -> list[Detail]:
    """The values of the request; nothing of an imported one, whose values the cloud does not report."""
    if request.is_imported:
        return []
    shown = unusual_values(request)
    is_loop = request.last_frame is not None and request.last_frame == request.first_frame
    files = {
        "first_frame": request.first_frame,
        "clip": request.clip,
        "last_frame": None if is_loop else request.last_frame,
    }
    return [
        *(Detail(_file_label(key), one_line(file.name)) for key, file in files.items() if file is not None),
        *([Detail(label("audio"), stored_audio_text(request.audio))] if request.audio is not None else ()),
        *([Detail(label("is_loop"), value_text("is_loop", is_loop))] if is_loop else ()),
        Detail(label("resolution"), request.resolution),
        Detail(label("seconds"), ordered_length(request.seconds)),
        *(
            Detail(label(entry.key), value_text(entry.key, shown[entry.key]))
            for entry in TABLE
            if entry.key in shown and entry.key not in ("prompt", "seed") and not isinstance(entry.kind, File)
        ),
        Detail(label("seed"), random_text() if request.seed is None else str(request.seed)),
    ]


def _file_label(key: str) -> str:
    return translate("Composer", "First frame") if key == "first_frame" else label(key)


def _times(job: Job) -> list[Detail]:
    times = [
        (translate("Player", "Ordered"), job.created_at),
        (translate("Player", "Sent"), job.submitted_at),
        (translate("Player", "Saved") if job.video is not None else translate("Player", "Ended"), job.finished_at),
    ]
    lines = [Detail(name, date_and_time_text(at)) for name, at in times if at]
    if job.submitted_at is not None and job.finished_at is not None and job.video is not None:
        lines.append(Detail(translate("Player", "Took"), clock_text(job.finished_at - job.submitted_at)))
    return lines


def _file(job: Job) -> list[Detail]:
    if job.video is None:
        return []
    return [
        Detail(translate("Player", "Video"), _facts(job.video.facts)),
        Detail(translate("Player", "Differs"), difference_line(job)),
        Detail(translate("Player", "File"), one_line(job.video.path), is_path=True),
    ]


def _facts(facts: VideoFacts) -> str:
    """As read from the file itself: `720 × 544 · 5.04 s · 30 fps · H264 · AAC · 1.2 MB`; without what is not known."""
    rate = translate("Player", "{rate} fps").format(rate=number_text(round(facts.fps, 2))) if facts.fps else ""
    codecs = (facts.video_codec.upper(), facts.audio_codec.upper() if facts.audio_codec else _no_audio())
    size = dimensions_text(facts.width, facts.height) if facts.width and facts.height else ""
    length = exact_length(facts.seconds) if facts.seconds else ""
    return DOT.join(filter(None, (size, length, rate, *codecs, size_text(facts.size_bytes))))


def _no_audio() -> str:
    return translate("Player", "no audio")


def _failure(job: Job) -> list[Detail]:
    """How a job ended without a video, with the next step, and whether it is charged."""
    state = charged(job)
    if state is None:
        return []
    return [
        Detail(translate("Player", "Reason"), job_wording.outcome(job)),
        Detail(translate("Player", "Charged"), _charged(state)),
    ]


def _charged(state: Charged) -> str:
    match state:
        case Charged.NO:
            return translate("Player", "No")
        case Charged.YES:
            return translate("Player", "Yes")
        case Charged.UNKNOWN:
            return translate("Player", "Not known yet")


def _ids(job: Job) -> list[Detail]:
    """For experts and for support."""
    problem = job.problem
    return [
        Detail(translate("Player", "Code"), problem.code if problem else ""),
        Detail(translate("Player", "Message"), problem.message if problem else ""),
        Detail(translate("Player", "Model ID"), job.request.model_id, is_id=True),
        Detail(translate("Player", "Task ID"), job.task_id or "", is_id=True),
        Detail(
            translate("Player", "Request ID"),
            (problem.request_id if problem else "") or job.request_id or "",
            is_id=True,
        ),
    ]

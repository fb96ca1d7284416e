"""The list of jobs as a table in a file."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, Qt

from wandesk.domain.catalog import AUTOMATIC_SECONDS, Catalog
from wandesk.domain.job import Job
from wandesk.domain.job_query import cost_of
from wandesk.ui.wording.jobs import headline
from wandesk.ui.wording.sentences import sentence_start

translate = QCoreApplication.translate


def save_list() -> str:
    """The title of the dialog."""
    return translate("JobTable", "Save the list as CSV")


def file_name() -> str:
    today = QDate.currentDate().toString("yyyy-MM-dd")
    return translate("JobTable", "Wan Desk jobs {date}.csv").format(date=today)


def saved(count: int, name: str) -> str:
    return translate("JobTable", "%n jobs were saved in {name}.", "", count).format(name=name)


def not_saved(name: str, reason: str) -> str:
    return translate("JobTable", "{name} can't be saved: {reason}. Choose another folder.").format(
        name=name, reason=reason
    )


class JobTable:
    """One row for each job. Numbers and times as programs read them."""

    def __init__(self, catalog: Catalog, language: str) -> None:
        self._models = {each.key: each.name.text(language) for each in catalog.models}
        self._regions = {each.key: each.name.text(language) for each in catalog.regions}

    def head(self) -> list[str]:
        """The names of the columns."""
        return [
            translate("JobTable", "created"),
            translate("JobTable", "state"),
            translate("JobTable", "name"),
            translate("JobTable", "prompt"),
            translate("JobTable", "label"),
            translate("JobTable", "note"),
            translate("JobTable", "starred"),
            translate("JobTable", "region"),
            translate("JobTable", "model"),
            translate("JobTable", "resolution"),
            translate("JobTable", "seconds"),
            translate("JobTable", "seed"),
            translate("JobTable", "cost"),
            translate("JobTable", "currency"),
            translate("JobTable", "video"),
            translate("JobTable", "picture"),
            translate("JobTable", "task ID"),
            translate("JobTable", "job"),
        ]

    def row(self, job: Job) -> list[str]:
        """The cells of a job."""
        request, cost = job.request, cost_of(job)
        seconds = job.video.facts.seconds if job.video is not None else request.seconds
        return [
            QDateTime.fromSecsSinceEpoch(int(job.created_at)).toString(Qt.DateFormat.ISODate),
            sentence_start(headline(job)),
            job.marks.name,
            job.prompt,
            job.marks.label,
            job.marks.note,
            "1" if job.marks.is_starred else "0",
            self._regions.get(request.region, request.region),
            self._models.get(request.model, request.model),
            request.resolution,
            "" if seconds == AUTOMATIC_SECONDS else f"{seconds:g}",
            "" if request.seed is None else str(request.seed),
            "" if cost is None else f"{cost.amount:f}",
            "" if cost is None else cost.currency,
            job.video.path if job.video is not None else "",
            request.first_frame.name if request.first_frame is not None else "",
            job.task_id or "",
            job.id,
        ]

"""The download links of videos that are not saved yet."""

from __future__ import annotations


class VideoLinks:
    """Signed links by job id. A link is a secret: it is kept in memory only and never logged."""

    def __init__(self) -> None:
        self._links: dict[str, str] = {}

    def put(self, job_id: str, link: str) -> None:
        self._links[job_id] = link

    def take(self, job_id: str) -> str | None:
        """Remove and return the job's link, None if there is none."""
        return self._links.pop(job_id, None)

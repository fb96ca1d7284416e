"""The texts of the bar over the job list."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from wandesk.domain.job_query import JobFilter, JobQuery, JobSort
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.job_list import EmptyText

translate = QCoreApplication.translate


def filter_name(chosen: JobFilter) -> str:
    match chosen:
        case JobFilter.ALL:
            return translate("JobFilters", "All")
        case JobFilter.ACTIVE:
            return translate("JobFilters", "Active")
        case JobFilter.NEW:
            return translate("JobFilters", "New")
        case JobFilter.FAILED:
            return translate("JobFilters", "Failed")
        case JobFilter.STARRED:
            return translate("JobFilters", "Starred")
        case _:
            assert_never(chosen)


def sort_name(chosen: JobSort) -> str:
    match chosen:
        case JobSort.NEWEST:
            return translate("JobFilters", "Newest first")
        case JobSort.OLDEST:
            return translate("JobFilters", "Oldest first")
        case JobSort.PRICE:
            return translate("JobFilters", "Most expensive first")
        case JobSort.LENGTH:
            return translate("JobFilters", "Longest first")
        case JobSort.TITLE:
            return translate("JobFilters", "By title")
        case _:
            assert_never(chosen)


def search() -> str:
    """In the empty search field."""
    return translate("JobFilters", "Search")


def search_name() -> str:
    return translate("JobFilters", "Search jobs")


def clear_search() -> str:
    """The button in the field."""
    return translate("JobFilters", "Clear search")


def sort() -> str:
    """The button that opens the orders."""
    return translate("JobFilters", "Sort")


def label() -> str:
    """The button that opens the labels."""
    return translate("JobFilters", "Filter by label")


def all_labels() -> str:
    return translate("JobFilters", "All labels")


def label_entry(name: str, count: int) -> str:
    """A label of the user with the number of its jobs."""
    return translate("JobFilters", "{label} ({count})").format(label=name, count=count)


def rows() -> str:
    """The jobs as a list."""
    return translate("JobFilters", "Rows")


def grid() -> str:
    """The jobs as posters."""
    return translate("JobFilters", "Grid")


def show_all() -> str:
    """The button below an empty result."""
    return translate("JobFilters", "Show all jobs")


def found_aloud(text: str, count: int) -> str:
    """The result of a search for a screen reader."""
    if not count:
        return translate("JobFilters", "Nothing found for “{text}”").format(text=one_line(text))
    return translate("JobFilters", "%n found", "", count)


def none_found(query: JobQuery) -> EmptyText:
    """In place of a list without a job that the query wants: what it would have, and what to do."""
    if query.text:
        title = translate("JobFilters", "Nothing found for “{text}”").format(text=one_line(query.text))
        return EmptyText(title=title, text=translate("JobFilters", "Try fewer or shorter words."))
    if query.label:
        return EmptyText(
            title=translate("JobFilters", "Nothing here has this label"),
            text=translate("JobFilters", "Choose another label or another filter."),
        )
    match query.filter:
        case JobFilter.ACTIVE:
            return EmptyText(
                title=translate("JobFilters", "Nothing is being made"),
                text=translate("JobFilters", "Press Generate, and the video appears here until it is finished."),
            )
        case JobFilter.NEW:
            return EmptyText(
                title=translate("JobFilters", "No new videos"),
                text=translate("JobFilters", "Finished videos appear here until you watch them."),
            )
        case JobFilter.FAILED:
            return EmptyText(
                title=translate("JobFilters", "Nothing failed"),
                text=translate("JobFilters", "What ends without a video appears here with the reason."),
            )
        case JobFilter.STARRED:
            return EmptyText(
                title=translate("JobFilters", "No starred videos"),
                text=translate("JobFilters", "Press the star at the end of a row to find its video here again."),
            )
        case JobFilter.ALL:
            return EmptyText(title="", text="")  # the stage says what to do
        case _:
            assert_never(query.filter)

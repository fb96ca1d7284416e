"""Jobs by day: counts follow what comes and goes, in the user's time zone."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QDateTime, QTime

from wandesk.domain.listing import Listing
from wandesk.ui.jobs.days import Day, Days
from wandesk.ui.jobs.job_order import JobOrder


def at(day: int, hour: int, minute: int = 0) -> float:
    """A time in November 2026."""
    return float(QDateTime(QDate(2026, 11, day), QTime(hour, minute)).toSecsSinceEpoch())


def shown(days: Days) -> list[tuple[int, int]]:
    return [(days.at(place).day.day, days.at(place).count) for place in range(len(days.counts))]


def test_midnight_separates_days() -> None:
    days = Days([at(3, 0), at(3, 23, 59), at(4, 0), at(9, 12)])
    assert shown(days) == [(3, 2), (4, 1), (9, 1)]
    assert days.at(-1) == Day(date(2026, 11, 9), 1)


def test_jobs_come_and_go() -> None:
    days = Days([at(3, 8)])
    days.add(at(3, 9))
    days.add(at(1, 9))
    days.add(at(5, 9))
    assert shown(days) == [(1, 1), (3, 2), (5, 1)]
    days.remove(at(3, 8))
    days.remove(at(5, 9))
    assert shown(days) == [(1, 1), (3, 1)]


def test_order_of_the_rows_decides_the_order_of_the_days() -> None:
    newest, oldest = JobOrder(), JobOrder()
    newest.replace(Listing(ids=["c", "b", "a"], created_at=[at(4, 9), at(3, 9), at(3, 8)]))
    oldest.replace(Listing(ids=["a", "b", "c"], created_at=[at(3, 8), at(3, 9), at(4, 9)], is_oldest_first=True))
    assert newest.day_counts == [1, 2]
    assert oldest.day_counts == [2, 1]
    for order in (newest, oldest):
        order.insert(order.row_for(at(3, 8, 30)), "between", at(3, 8, 30))
        order.insert(order.row_for(at(5, 1)), "last", at(5, 1))
    assert newest.listing.ids == ["last", "c", "b", "between", "a"]
    assert oldest.listing.ids == ["a", "between", "b", "c", "last"]
    assert newest.day_counts == [1, 1, 3]
    assert oldest.day_counts == [3, 1, 1]
    assert (newest.day_at(0).day.day, oldest.day_at(0).day.day) == (5, 3)
    newest.remove(0)
    assert newest.day_counts == [1, 3]


def test_other_order_has_no_days() -> None:
    order = JobOrder()
    order.replace(Listing(ids=["b", "a"], is_by_time=False))
    order.insert(order.row_for(at(3, 8)), "new", at(3, 8))
    assert order.listing.ids == ["new", "b", "a"]
    assert order.day_counts == []


def test_rows_stay_right_when_jobs_come_and_go_between() -> None:
    order = JobOrder()
    order.replace(Listing(ids=["e", "d", "c", "b"], is_by_time=False))
    assert [order.row_of(each) for each in "edcb"] == [0, 1, 2, 3]
    order.insert(2, "new", 0.0)
    assert [order.row_of(each) for each in ("e", "d", "new", "c", "b")] == [0, 1, 2, 3, 4]
    order.remove(4)
    assert [order.row_of(each) for each in ("e", "d", "new", "c", "b")] == [0, 1, 2, 3, None]
    assert order.row_above("c") == 3
    assert order.row_above("b") == order.row_above(None) == 4

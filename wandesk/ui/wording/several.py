"""The texts of an order of several videos."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from wandesk.domain.draft import Problem
from wandesk.domain.price import Price, totals_of
from wandesk.domain.several import SeveralOrder
from wandesk.ui.wording.amounts import cost_text
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.problems import problem_text
from wandesk.ui.wording.sentences import joined, named

translate = QCoreApplication.translate

SHOWN_REASONS, SHOWN_NAMES = 2, 8
"""Files that a sentence on a card names with their reasons, and that a question names."""


def ask(count: int) -> str:
    return translate("Several", "Generate %n videos?", "", count)


def total(each: Price | None, count: int) -> str:
    """The sum, or that it is unknown."""
    if each is None:
        return translate("Several", "Their price isn't known.")
    if each.is_free:
        return translate("Several", "They are free in Practice.")
    return translate("Several", "{count} × {each} = {total} in total.").format(
        count=count, each=cost_text(each), total=cost_text(each.times(count))
    )


def details(order: SeveralOrder, each: Price | None) -> str:
    """What the question says besides the number: pictures, the sum, and what is left out."""
    count, pictures = len(order.drafts), order.pictures
    what = ""
    if pictures > 1 and count == pictures:
        what = translate("Several", "One video of each of %n pictures.", "", pictures)
    elif pictures > 1:
        what = translate("Several", "{count} videos of {pictures} pictures.").format(count=count, pictures=pictures)
    seeds = translate("Several", "Copies have different seeds.") if count > pictures else ""
    return "\n\n".join(filter(None, (joined(what, total(each, count), seeds), _left_out_of(order))))


def _left_out_of(order: SeveralOrder) -> str:
    if not order.left_out:
        return ""
    head = translate("Several", "Left out, because they can't be sent:")
    lines = [
        named(one_line(each.name), problem_text(each.problem.sentence, dict(each.problem.values)))
        for each in order.left_out
    ]
    return "\n".join((head, *_first(lines, SHOWN_NAMES)))


def _first(lines: Sequence[str], most: int) -> list[str]:
    """The first lines, and how many more there are."""
    if len(lines) <= most:
        return list(lines)
    rest = len(lines) - most
    return [*lines[:most], translate("Several", "… and %n more", "", rest)]


def pictures_count(count: int) -> str:
    """On the picture, while the form has several."""
    return translate("Several", "%n pictures", "", count)


def pictures_read(done: int, total: int) -> str:
    """On the picture, while they are read."""
    return translate("Several", "Reading {done} of {total}").format(done=done + 1, total=total)


def picture_of_series(name: str, problem: Problem | None) -> str:
    """A small picture's name, and why it cannot be sent."""
    return name if problem is None else named(name, problem_text(problem.sentence, dict(problem.values)))


def refused_files(refused: Sequence[tuple[str, str]], count: int) -> str:
    """Some of `count` files cannot be used: each is a name and a sentence."""
    head = translate("Several", "{refused} of {count} files can't be used.").format(refused=len(refused), count=count)
    return "\n".join((head, *_first([named(name, text) for name, text in refused], SHOWN_REASONS)))


def left_out(skipped: int, beyond: int, deeper: int) -> str:
    """Files of a folder that are no pictures, pictures that are too many, and those of folders inside; empty if there
    are none.
    """
    others = translate("Several", "%n other files were left out.", "", skipped) if skipped else ""
    many = translate("Several", "Too many at once: the last %n were left out.", "", beyond) if beyond else ""
    more = (
        translate("Several", "%n more pictures are in folders inside it. To use them, drop those folders.", "", deeper)
        if deeper
        else ""
    )
    return joined(many, more, others)


def ordering(done: int, count: int) -> str:
    """Below the price, while several videos are ordered."""
    return translate("Several", "Ordering {done} of {count}…").format(done=done + 1, count=count)


def order_rest(count: int) -> str:
    """The button that orders what a refusal left."""
    return translate("Several", "Generate the other %n", "", count)


def begun_before() -> str:
    """Generate was pressed again for what was ordered in part."""
    return translate("Several", "A part of this is ordered already.")


def begun_details(made: int, count: int) -> str:
    return translate("Several", "{made} of {count} videos were ordered before something came in between.").format(
        made=made, count=count
    )


def generate_all(each: Price | None, count: int) -> str:
    """The button that orders them."""
    if each is None or each.is_free:
        return translate("Several", "Generate %n", "", count)
    return translate("Several", "Generate %n: {cost}", "", count).format(cost=cost_text(each.times(count)))


def cancel() -> str:
    return translate("Several", "Cancel")


def some_ordered(made: int, wanted: int, reason: str) -> str:
    """Not all of them could be ordered."""
    return joined(
        translate("Several", "{made} of {wanted} videos were ordered.").format(made=made, wanted=wanted), reason
    )


# ---------------------------------------------------------------- failed ones again


def some_failed(failed: int, count: int) -> str:
    """An order of several videos has ended."""
    return translate("Several", "{failed} of {count} videos failed. You were not charged for them.").format(
        failed=failed, count=count
    )


def redo_label(count: int = 0) -> str:
    """The job action; with a number, for what is selected."""
    if not count:
        return translate("Several", "Generate failed &jobs again")
    return translate("Several", "Generate %n failed &jobs again", "", count)


def no_failed() -> str:
    """Why the action is not possible."""
    return translate(
        "Several", "Select several rows, failed ones among them. Orders that may have been paid are never repeated."
    )


def redo_question(count: int) -> str:
    return translate("Several", "Generate %n failed videos again?", "", count)


def redo_total(costs: Sequence[Price | None]) -> str:
    """The sum in each currency."""
    if any(cost is None for cost in costs):
        return translate("Several", "The price of some of them isn't known.")
    return translate("Several", "{total} in total. You were not charged for the failed ones.").format(
        total=sums_text([cost for cost in costs if cost is not None])
    )


def redo_all(count: int, costs: Sequence[Price | None]) -> str:
    """The button that orders them."""
    known = [cost for cost in costs if cost is not None]
    if len(known) < len(costs):
        return translate("Several", "Generate %n", "", count)
    return translate("Several", "Generate %n: {cost}", "", count).format(cost=sums_text(known))


def sums_text(costs: Sequence[Price]) -> str:
    """What several videos cost together: `about $1.25`, `free`; one amount for each currency."""
    paid = [each for each in totals_of(costs) if each is not None and not each.is_free]
    if not paid:
        return translate("Several", "free")
    return translate("Several", " and ").join(cost_text(each) for each in paid)


def redone_already() -> str:
    """Nothing is left to generate again."""
    return translate("Several", "Nothing to do: these videos were generated again already, or their model is retired.")

"""The texts of Orders from CSV."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from wandesk.domain.catalog import AUTOMATIC_SECONDS
from wandesk.domain.draft import Draft
from wandesk.domain.order_table import LineProblem
from wandesk.domain.price import Price
from wandesk.ui.wording.amounts import cost_text, ordered_length
from wandesk.ui.wording.problems import problem_text
from wandesk.ui.wording.sentences import DOT, joined, named
from wandesk.ui.wording.several import sums_text

translate = QCoreApplication.translate


def title() -> str:
    return translate("OrderTable", "Orders from CSV")


def intro() -> str:
    return translate(
        "OrderTable",
        "Each line of the file makes a video. Nothing is ordered until every line is right and you agree to the total.",
    )


def empty_cells(draft: Draft, region: str, model: str) -> str:
    """What empty cells mean."""
    values = DOT.join((region, model, draft.resolution, ordered_length(draft.seconds)))
    return translate("OrderTable", "Region, and empty cells, as in the form: {values}").format(values=values)


def choose_file() -> str:
    return translate("OrderTable", "Choose a file…")


def choose_title() -> str:
    return translate("OrderTable", "Choose a table of orders")


def file_kinds() -> str:
    return ";;".join((translate("OrderTable", "Tables (*.csv *.tsv *.txt)"), translate("OrderTable", "All files (*)")))


def read_again() -> str:
    return translate("OrderTable", "Read again")


def save_template() -> str:
    return translate("OrderTable", "Save a template…")


def template_name() -> str:
    return translate("OrderTable", "Wan Desk orders.csv")


def template_saved(name: str) -> str:
    return translate("OrderTable", "Saved as {name}. Fill it in with a spreadsheet, then choose it here.").format(
        name=name
    )


def template_not_saved(name: str, reason: str) -> str:
    return translate("OrderTable", "{name} couldn't be saved: {reason}. Choose another folder.").format(
        name=name, reason=reason
    )


def example_prompt() -> str:
    """The prompt of the template's line."""
    return translate("OrderTable", "The camera moves in slowly")


def only_wrong() -> str:
    return translate("OrderTable", "Only wrong lines")


def no_file() -> str:
    return translate("OrderTable", "Choose a CSV file, or drop it here.")


def columns() -> tuple[str, ...]:
    return (
        translate("OrderTable", "Line"),
        translate("OrderTable", "Picture"),
        translate("OrderTable", "Prompt"),
        translate("OrderTable", "Model"),
        translate("OrderTable", "Video"),
        translate("OrderTable", "Price"),
        translate("OrderTable", "State"),
    )


def seconds(length: int) -> str:
    """A length in a cell of the file."""
    return "auto" if length == AUTOMATIC_SECONDS else str(length)


def video(draft: Draft, copies: int) -> str:
    """`480P · 5 s · × 2`."""
    return DOT.join((draft.resolution, ordered_length(draft.seconds), *((f"× {copies}",) if copies > 1 else ())))


def price(cost: Price | None) -> str:
    if cost is None:
        return translate("OrderTable", "unknown")
    return translate("OrderTable", "free") if cost.is_free else cost_text(cost)


def problem(found: LineProblem) -> str:
    """A problem with the name of its column."""
    text = problem_text(found.sentence, dict(found.values))
    return named(found.column, text) if found.column is not None else text


def made(count: int, copies: int) -> str:
    """Whether a line is ordered."""
    if not count:
        return translate("OrderTable", "Ready")
    if count == copies:
        return translate("OrderTable", "Ordered")
    return translate("OrderTable", "{count} of {copies} ordered").format(count=count, copies=copies)


# ---------------------------------------------------------------- the line above the table


def reading(done: int, count: int) -> str:
    return translate("OrderTable", "Reading file {done} of {count}…").format(done=done + 1, count=count)


def reading_text() -> str:
    return translate("OrderTable", "Reading…")


def right(lines: int, videos: int, costs: Sequence[Price | None]) -> str:
    """Every line is right."""
    facts = [translate("OrderTable", "%n lines", "", lines), translate("OrderTable", "%n videos", "", videos)]
    return DOT.join((*facts, total(costs)))


def total(costs: Sequence[Price | None]) -> str:
    """The price of all of them; unknown if one is."""
    known = [cost for cost in costs if cost is not None]
    return translate("OrderTable", "price unknown") if len(known) < len(costs) else sums_text(known)


def wrong(count: int) -> str:
    """Some lines must be corrected."""
    return joined(
        translate("OrderTable", "%n lines need a correction.", "", count),
        translate("OrderTable", "Correct them in your spreadsheet, save, and press “Read again”."),
    )


def already_some(made: int, count: int) -> str:
    return translate("OrderTable", "{made} of these {count} videos are ordered already.").format(made=made, count=count)


def already_all() -> str:
    return translate("OrderTable", "Everything in this file is ordered already.")


# ---------------------------------------------------------------- ordering


def generate(count: int, costs: Sequence[Price | None]) -> str:
    """The button that orders all of them."""
    return translate("OrderTable", "Generate %n: {cost}", "", count).format(cost=total(costs))


def generate_rest(count: int, costs: Sequence[Price | None]) -> str:
    return translate("OrderTable", "Generate the other %n: {cost}", "", count).format(cost=total(costs))


def generate_nothing() -> str:
    """The button while nothing can be ordered."""
    return translate("OrderTable", "Generate")


def once_more() -> str:
    return translate("OrderTable", "All again…")


def ask(count: int) -> str:
    return translate("OrderTable", "Generate %n videos from this file?", "", count)


def ask_details(costs: Sequence[Price | None]) -> str:
    return translate("OrderTable", "{total} in total.").format(total=_start(total(costs)))


def ask_again(count: int) -> str:
    return translate("OrderTable", "Order all %n videos of this file once more?", "", count)


def ordering(done: int, count: int) -> str:
    return translate("OrderTable", "Ordering {done} of {count}…").format(done=done + 1, count=count)


def stop() -> str:
    return translate("OrderTable", "Stop")


def close() -> str:
    return translate("OrderTable", "Close")


def ordered(count: int) -> str:
    """All of them are in the list."""
    return translate("OrderTable", "%n videos are ordered. They are in the list.", "", count)


def stopped(made: int, count: int) -> str:
    return translate(
        "OrderTable", "{made} of {count} videos are ordered. Open this file again to order the others."
    ).format(made=made, count=count)


def refused(made: int, count: int, reason: str) -> str:
    """A refusal in the middle."""
    return joined(stopped(made, count), reason)


def interrupted(made: int, count: int, name: str) -> str:
    """After a crash in the middle of an order."""
    return translate(
        "OrderTable",
        "Ordering from {name} was interrupted: {made} of {count} videos are ordered. "
        "Open the file again to order the others. Nothing is ordered twice.",
    ).format(name=name, made=made, count=count)


def open_file() -> str:
    """The button of that notice."""
    return translate("OrderTable", "Open the file")


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]

"""Checks a table of orders: the text, every file that it names, and every rule of the form. Nothing is ordered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from wandesk.domain.catalog import Catalog
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.draft import Draft
from wandesk.domain.errors import InputRefused, WanDeskError
from wandesk.domain.order_table import Column, Line, LineProblem, OrderTable, decoded, read_table
from wandesk.domain.sentences import Sentence
from wandesk.domain.table_orders import (
    FILES,
    FileFound,
    TableOrder,
    TableVideo,
    base_of,
    job_id_of,
    order_of_line,
    videos_of,
)
from wandesk.ui.addresses import is_web_address
from wandesk.ui.orders.questions import TableQuestions
from wandesk.ui.questions import FileQuestions

MOST_VIDEOS = 2000
"""Videos of one file, with copies."""
AT_ONCE = 100
"""Lines that are judged before other threads get their turn."""

Progressed = Callable[[int, int], None]
"""Called with how many of how many files were read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedTable:
    """A table with everything that is known about its lines."""

    lines: tuple[Line, ...] = ()
    orders: Mapping[int, TableOrder] = field(default_factory=dict)
    """By line."""
    problems: tuple[LineProblem, ...] = ()
    thumbnails: Mapping[str, Path] = field(default_factory=dict)
    """Small pictures by the cell that names the picture."""
    videos: tuple[TableVideo, ...] = ()
    """Every video, once the whole table is right."""
    made: frozenset[str] = frozenset()
    """The keys of videos that were ordered in the newest round."""
    round_number: int = 0
    """The round that is begun, or else the next one."""

    @property
    def is_right(self) -> bool:
        """Whether all of it can be ordered."""
        return bool(self.videos) and not self.problems

    @property
    def remaining(self) -> tuple[TableVideo, ...]:
        """What the round still has to order."""
        return tuple(video for video in self.videos if video.key not in self.made)

    def with_made(self, round_number: int, made: frozenset[str]) -> CheckedTable:
        """The same table, of which other videos are ordered."""
        return replace(self, round_number=round_number, made=made)


class TableChecker:
    """Reads and checks away from the window's thread, one file of a table after the other."""

    def __init__(self, tables: TableQuestions, files: FileQuestions, catalog: CatalogSource) -> None:
        self._tables = tables
        self._files = files
        self._catalog = catalog

    async def check(self, path: str, form: Draft, progressed: Progressed) -> CheckedTable:
        """Check the table at this path. `form` gives the values of empty cells. Raises WanDeskError."""
        table = await asyncio.to_thread(_parsed, await self._tables.read(path))
        found, thumbnails = await self._read_files(path, table.lines, form.region, progressed)
        base, catalog = base_of(form), self._catalog.current  # one catalogue for the whole table
        judged: list[TableOrder | LineProblem] = []
        for start in range(0, len(table.lines), AT_ONCE):
            some = table.lines[start : start + AT_ONCE]
            judged += await asyncio.to_thread(_judged, some, base, found, catalog)
        orders = {each.line: each for each in judged if isinstance(each, TableOrder)}
        problems = [*table.problems, *(each for each in judged if isinstance(each, LineProblem))]
        count = sum(order.copies for order in orders.values())
        if count > MOST_VIDEOS:
            values = (("videos", count), ("most", MOST_VIDEOS))
            problems.append(LineProblem(line=0, sentence=Sentence.TABLE_TOO_MANY_VIDEOS, values=values))
        checked = CheckedTable(
            lines=table.lines,
            orders=orders,
            problems=tuple(sorted(problems, key=lambda each: each.line)),
            thumbnails=thumbnails,
        )
        if problems:
            return checked
        videos = await asyncio.to_thread(videos_of, tuple(orders.values()), catalog)
        round_number, made = await self.made(videos)
        return replace(checked, videos=videos).with_made(round_number, made)

    async def made(self, videos: Sequence[TableVideo]) -> tuple[int, frozenset[str]]:
        """The newest round in which one of these videos was ordered, and those that were. Raises WanDeskError."""
        found: tuple[int, frozenset[str]] = (0, frozenset())
        round_number = 0
        while True:
            ids = {job_id_of(video, round_number): video.key for video in videos}
            made = await self._tables.made(list(ids))
            if not made:
                return found
            found = (round_number, frozenset(ids[each] for each in made))
            round_number += 1

    async def _read_files(
        self, table: str, lines: Sequence[Line], region: str, progressed: Progressed
    ) -> tuple[dict[tuple[Column, str], FileFound], dict[str, Path]]:
        """Every file that the lines name, read once, and the small pictures of the first frames."""
        wanted = list(
            dict.fromkeys((column, cell) for line in lines for column in FILES if (cell := line.cell(column)))
        )
        found: dict[tuple[Column, str], FileFound] = {}
        thumbnails: dict[str, Path] = {}
        for done, (column, cell) in enumerate(wanted):
            progressed(done, len(wanted))
            try:
                found[column, cell], small = await self._read_file(table, column, cell, region)
            except InputRefused as refused:
                found[column, cell] = refused
            except WanDeskError as error:  # the media process died of it, or took too long
                found[column, cell] = InputRefused(str(error), sentence=error.sentence, values=error.values)
            else:
                if small is not None:
                    thumbnails[cell] = small
        return found, thumbnails

    async def _read_file(self, table: str, column: Column, cell: str, region: str) -> tuple[FileFound, Path | None]:
        files = self._files
        if is_web_address(cell):
            if column is Column.AUDIO:
                return await files.fetch_audio(cell, region), None
            return (await files.fetch_picture(cell, region)).picture, None
        path = await self._tables.file_beside(table, cell)
        if column is Column.AUDIO:
            return await files.inspect_audio(path), None
        listed = await files.inspect_listed(path)
        return listed.picture, listed.thumbnail


def _parsed(content: bytes) -> OrderTable:
    text = decoded(content)
    if text is None:
        return OrderTable(problems=(LineProblem(line=0, sentence=Sentence.TABLE_NOT_TEXT),))
    return read_table(text)


def _judged(
    lines: Sequence[Line], base: Draft, found: Mapping[tuple[Column, str], FileFound], catalog: Catalog
) -> list[TableOrder | LineProblem]:
    return [order_of_line(line, base, found, catalog) for line in lines]

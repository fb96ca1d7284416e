"""A table of orders as a text file: comma, semicolon or tab between the cells, and the columns' names in line 1.

Reading stops at nothing: every line that is wrong has its problem, so that the user corrects the file once.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from wandesk.domain.errors import Value
from wandesk.domain.sentences import Sentence

MOST_LINES = 2000
"""Orders of one file."""
MOST_BYTES = 8_000_000
"""Of a file: 2,000 lines with the longest prompts fit."""
DELIMITERS = (",", ";", "\t")


class Column(StrEnum):
    """The columns. Only `PICTURE` is needed; an empty cell means the value of the form, or none of a text or a file."""

    PICTURE = "picture"
    LAST_FRAME = "last_frame"
    AUDIO = "audio"
    PROMPT = "prompt"
    NEGATIVE = "negative"
    MODEL = "model"
    RESOLUTION = "resolution"
    SECONDS = "seconds"
    SEED = "seed"
    COPIES = "copies"
    LABEL = "label"
    NAME = "name"


OTHER_NAMES: Mapping[str, Column] = {
    "image": Column.PICTURE,
    "first_frame": Column.PICTURE,
    "negative_prompt": Column.NEGATIVE,
    "duration": Column.SECONDS,
    "图片": Column.PICTURE,
    "首帧": Column.PICTURE,
    "尾帧": Column.LAST_FRAME,
    "音频": Column.AUDIO,
    "提示词": Column.PROMPT,
    "反向提示词": Column.NEGATIVE,
    "模型": Column.MODEL,
    "分辨率": Column.RESOLUTION,
    "时长": Column.SECONDS,
    "种子": Column.SEED,
    "份数": Column.COPIES,
    "标签": Column.LABEL,
    "名称": Column.NAME,
}
"""Further names that are understood."""


class LineProblem(Struct, frozen=True, kw_only=True):
    """Why a line cannot be ordered. Line 1 has the names of the columns; 0 is the whole file."""

    line: int
    sentence: Sentence
    values: tuple[tuple[str, Value], ...] = ()
    column: Column | None = None


class Line(Struct, frozen=True, kw_only=True):
    """A line of the file with its cells, trimmed; an empty cell is left out."""

    line: int
    """Where it begins in the file: a cell may have several lines."""
    cells: tuple[tuple[Column, str], ...]

    def cell(self, column: Column) -> str:
        """The cell of a column; "" without one."""
        return dict(self.cells).get(column, "")


class OrderTable(Struct, frozen=True, kw_only=True):
    """What was read: the lines in their order, and the problems of the text itself."""

    lines: tuple[Line, ...] = ()
    problems: tuple[LineProblem, ...] = ()


def decoded(content: bytes) -> str | None:
    """The text of a file: UTF-8 with or without a mark, UTF-16 with one, or GB18030; None if it is none of these.

    Spreadsheets in China write GB18030, or GBK and GB2312, which are parts of it.
    """
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    marked = next((name for mark, name in marks if content.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def read_table(text: str) -> OrderTable:
    """Read a table. Empty lines are skipped; `sep=;`, which Excel writes, is understood."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    skipped = 0
    while lines and (not lines[0].strip(" ,;\t") or lines[0].lower().startswith("sep=")):
        del lines[0]
        skipped += 1
    if not lines:
        return OrderTable(problems=(LineProblem(line=0, sentence=Sentence.TABLE_EMPTY),))
    delimiter = max(DELIMITERS, key=lambda each: sum(_column(name) is not None for name in lines[0].split(each)))
    rows = _rows(lines, delimiter, skipped)
    first = next(rows, None)
    if first is None:
        return OrderTable(problems=(LineProblem(line=0, sentence=Sentence.TABLE_EMPTY),))
    if isinstance(first, LineProblem):
        return OrderTable(problems=(first,))
    columns, problems = _columns(*first)
    if problems:
        return OrderTable(problems=tuple(problems))
    found: list[Line] = []
    for row in rows:
        if isinstance(row, LineProblem):
            problems.append(row)
            continue
        number, cells = row
        if not any(cells):
            continue
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            values: tuple[tuple[str, Value], ...] = (("cells", len(cells)), ("columns", len(columns)))
            problems.append(LineProblem(line=number, sentence=Sentence.TABLE_TOO_MANY_CELLS, values=values))
            continue
        filled = ((column, cell) for column, cell in zip(columns, cells, strict=False) if column and cell)
        found.append(Line(line=number, cells=tuple(filled)))
    if not found and not problems:
        problems.append(LineProblem(line=0, sentence=Sentence.TABLE_EMPTY))
    if len(found) > MOST_LINES:
        values = (("lines", len(found)), ("most", MOST_LINES))
        problems.append(LineProblem(line=0, sentence=Sentence.TABLE_TOO_LONG, values=values))
    return OrderTable(lines=tuple(found), problems=tuple(problems))


def written(rows: Iterable[Mapping[Column, str]], columns: Sequence[Column] = tuple(Column)) -> bytes:
    """A table as a file that spreadsheets open: UTF-8 with its mark, commas, a line of names first."""
    text = _Text()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return "".join(text.pieces).encode("utf-8-sig")


class _Text:
    def __init__(self) -> None:
        self.pieces: list[str] = []

    def write(self, piece: str) -> None:
        self.pieces.append(piece)


def _column(name: str) -> Column | None:
    plain = name.strip().strip('"').strip().casefold().replace(" ", "_").replace("-", "_")
    return Column(plain) if plain in set(Column) else OTHER_NAMES.get(plain)


def _columns(number: int, names: Sequence[str]) -> tuple[list[Column | None], list[LineProblem]]:
    """The columns by the names of the first line; None for an empty name."""
    columns: list[Column | None] = []
    problems: list[LineProblem] = []
    for name in names:
        column = _column(name)
        if name and column is None:
            values: tuple[tuple[str, Value], ...] = (("name", name[:60]),)
            problems.append(LineProblem(line=number, sentence=Sentence.TABLE_COLUMN_UNKNOWN, values=values))
        elif column is not None and column in columns:
            values = (("name", name[:60]),)
            problems.append(LineProblem(line=number, sentence=Sentence.TABLE_COLUMN_TWICE, values=values))
        columns.append(column)
    if not any(columns):
        problems = [LineProblem(line=number, sentence=Sentence.TABLE_NO_NAMES)]
    elif Column.PICTURE not in columns:
        problems.append(LineProblem(line=number, sentence=Sentence.TABLE_NO_PICTURES))
    return columns, problems


def _rows(lines: Sequence[str], delimiter: str, skipped: int) -> Iterator[tuple[int, list[str]] | LineProblem]:
    """The rows with the numbers of the lines where they begin. After a quote that never ends, there is nothing more."""
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter, strict=True)
    while True:
        number = skipped + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield LineProblem(line=number, sentence=Sentence.TABLE_QUOTES)
            continue
        yield number, [cell.strip() for cell in cells]

"""Tables of orders: what is read of a file, in every spelling that spreadsheets have, and what is wrong with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wandesk.domain.order_table import MOST_LINES, Column, OrderTable, decoded, read_table, written
from wandesk.domain.sentences import Sentence

CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


def read(content: bytes) -> OrderTable:
    text = decoded(content)
    assert text is not None
    return read_table(text)


def sentences(table: OrderTable) -> list[tuple[int, Sentence]]:
    return [(each.line, each.sentence) for each in table.problems]


@given(st.lists(st.dictionaries(st.sampled_from(Column), CELL, min_size=1), min_size=1, max_size=8))
def test_a_written_table_reads_back(rows: list[dict[Column, str]]) -> None:
    table = read(written(rows))

    def plain(cell: str) -> str:
        return cell.replace("\r\n", "\n").replace("\r", "\n").strip()

    wanted = [{column: plain(cell) for column, cell in row.items() if plain(cell)} for row in rows]
    assert [dict(line.cells) for line in table.lines] == [row for row in wanted if row]
    assert not [each for each in table.problems if each.sentence is not Sentence.TABLE_EMPTY]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_usual_spelling_is_read(encoding: str, delimiter: str, end: str) -> None:
    text = end.join(
        (delimiter.join(("picture", "prompt", "copies")), delimiter.join(("猫.jpg", "雪，慢慢落下", "2")), "")
    )
    table = read(text.encode(encoding))
    assert not table.problems
    assert dict(table.lines[0].cells) == {
        Column.PICTURE: "猫.jpg",
        Column.PROMPT: "雪，慢慢落下",
        Column.COPIES: "2",
    }


def test_names_are_understood_in_both_languages_and_any_case() -> None:
    table = read_table("sep=;\nFirst Frame; 提示词 ;Negative-Prompt;;\na.jpg;hello;blur;;\n")
    assert not table.problems
    assert dict(table.lines[0].cells) == {
        Column.PICTURE: "a.jpg",
        Column.PROMPT: "hello",
        Column.NEGATIVE: "blur",
    }
    assert table.lines[0].line == 3


def test_lines_are_counted_as_in_the_file() -> None:
    table = read_table('picture,prompt\n\na.jpg,"two\nlines"\n,,\nb.jpg,"x"y"\nc.jpg,one,two\nd.jpg,,,\n')
    assert [line.line for line in table.lines] == [3, 8]
    assert table.lines[0].cell(Column.PROMPT) == "two\nlines"
    assert sentences(table) == [(6, Sentence.TABLE_QUOTES), (7, Sentence.TABLE_TOO_MANY_CELLS)]


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("", 0, Sentence.TABLE_EMPTY),
        ("\n , \n", 0, Sentence.TABLE_EMPTY),
        ("picture,prompt\n", 0, Sentence.TABLE_EMPTY),
        ("a.jpg,hello\n", 1, Sentence.TABLE_NO_NAMES),
        ("prompt\nhello\n", 1, Sentence.TABLE_NO_PICTURES),
        ("picture,colour\na.jpg,red\n", 1, Sentence.TABLE_COLUMN_UNKNOWN),
        ("picture,image\na.jpg,b.jpg\n", 1, Sentence.TABLE_COLUMN_TWICE),
        ('picture\n"a.jpg\n', 2, Sentence.TABLE_QUOTES),
        ("picture\n" + "a.jpg\n" * (MOST_LINES + 1), 0, Sentence.TABLE_TOO_LONG),
    ],
)
def test_what_is_wrong_with_the_whole_file_is_said(text: str, line: int, sentence: Sentence) -> None:
    assert (line, sentence) in sentences(read_table(text))


def test_what_is_no_text_is_not_read() -> None:
    assert decoded(b"PK\x03\x04\x00\x00 an xlsx") is None
    assert decoded(b"\xff\xfe\x00") is None
    assert decoded(b"picture\n\x80\xff\n") is None

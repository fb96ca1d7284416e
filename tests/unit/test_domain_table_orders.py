"""The orders of a table: values, files and rules line by line, and ids that order no line twice."""

from __future__ import annotations

import pytest

from tests.support.fakes import AUDIO, PICTURE
from wandesk.domain.catalog import AUTOMATIC_SECONDS, SoundChoice
from wandesk.domain.draft import find_problems, new_draft
from wandesk.domain.errors import InputRefused
from wandesk.domain.media import Audio, Picture
from wandesk.domain.order_table import Column, Line, LineProblem, read_table
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
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
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
FORM = replace(
    new_draft(CATALOG, "singapore", "wan2.5-i2v-preview"),
    prompt="of the form",
    negative_prompt="of the form",
    seed=5,
    watermark=True,
    picture=Picture(path="/form.jpg", facts=PICTURE),
)
TINY = replace(PICTURE, width=100, height=100)


def file_of(column: Column, cell: str) -> FileFound:
    if cell.startswith("missing"):
        return InputRefused(sentence=Sentence.PICTURE_NOT_FOUND)
    if column is Column.AUDIO:
        return Audio(path=f"/files/{cell}", facts=AUDIO)
    return Picture(path=f"/files/{cell}", facts=TINY if cell.startswith("tiny") else PICTURE)


def ordered(line: Line, form: object = FORM) -> TableOrder | LineProblem:
    files = {(column, cell): file_of(column, cell) for column in FILES if (cell := line.cell(column))}
    return order_of_line(line, base_of(FORM), files, CATALOG)


def one(names: str, cells: str) -> TableOrder | LineProblem:
    return ordered(read_table(f"{names}\n{cells}\n").lines[0])


def right(names: str, cells: str) -> TableOrder:
    order = one(names, cells)
    assert isinstance(order, TableOrder), order
    assert not find_problems(order.draft, CATALOG)
    return order


def test_empty_cells_are_the_form_s_values_without_its_texts_and_files() -> None:
    order = right("picture,prompt,audio", "cat.jpg,,")
    draft = order.draft
    assert draft.picture == Picture(path="/files/cat.jpg", facts=PICTURE)
    assert (draft.model, draft.resolution, draft.seconds) == (FORM.model, FORM.resolution, FORM.seconds)
    assert (draft.prompt, draft.negative_prompt, draft.seed, draft.audio) == ("", "", None, None)
    assert draft.watermark, "what has no column is as in the form"
    assert order.copies == 1


def test_every_cell_is_a_value() -> None:
    order = right(
        "picture;audio;prompt;negative;model;resolution;seconds;seed;copies;label;name",
        "cat.jpg;purr.mp3;a cat;blur;Wan 2.5 Preview;1080p;10 s;7;3;pets;The cat",
    )
    draft = order.draft
    assert (draft.prompt, draft.negative_prompt, draft.seed, draft.seconds) == ("a cat", "blur", 7, 10)
    assert (draft.resolution, draft.sound_choice) == ("1080P", SoundChoice.MINE)
    assert (order.copies, order.label, order.name) == (3, "pets", "The cat")
    assert order.price is not None
    videos = videos_of([order], CATALOG)
    assert [video.draft.seed for video in videos] == [7, 8, 9]


def test_models_are_named_by_key_and_by_name_in_both_languages() -> None:
    for model in CATALOG.models_in("singapore"):
        last = "last.jpg" if model.takes_last_frame else ""
        for name in {model.key, model.name.text("en").upper(), model.name.text("zh_CN")}:
            order = one("picture,last_frame,model", f"cat.jpg,{last},{name}")
            assert isinstance(order, TableOrder), (name, order)
            assert order.draft.model == model.key


@pytest.mark.parametrize(
    ("names", "cells", "column", "sentence"),
    [
        ("picture,prompt", ",no picture", Column.PICTURE, Sentence.TABLE_PICTURE_MISSING),
        ("picture", "missing.jpg", Column.PICTURE, Sentence.PICTURE_NOT_FOUND),
        ("picture", "tiny.jpg", Column.PICTURE, Sentence.PICTURE_TOO_SMALL),
        ("picture,model", "a.jpg,Sora", Column.MODEL, Sentence.TABLE_MODEL_UNKNOWN),
        ("picture,resolution", "a.jpg,4K", Column.RESOLUTION, Sentence.TABLE_NOT_OFFERED),
        ("picture,seconds", "a.jpg,7", Column.SECONDS, Sentence.TABLE_NOT_OFFERED),
        ("picture,seconds", "a.jpg,long", Column.SECONDS, Sentence.TABLE_NOT_OFFERED),
        ("picture,seconds", "a.jpg,auto", Column.SECONDS, Sentence.TABLE_NOT_OFFERED),
        ("picture,seed", "a.jpg,-1", Column.SEED, Sentence.NUMBER_OUT_OF_RANGE),
        ("picture,seed", "a.jpg,1.5", Column.SEED, Sentence.NUMBER_OUT_OF_RANGE),
        ("picture,copies", "a.jpg,13", Column.COPIES, Sentence.NUMBER_OUT_OF_RANGE),
        ("picture,copies", "a.jpg,0", Column.COPIES, Sentence.NUMBER_OUT_OF_RANGE),
        ("picture,last_frame", "a.jpg,b.jpg", Column.LAST_FRAME, Sentence.TABLE_NOT_TAKEN),
        ("picture,last_frame", "a.jpg,missing.jpg", Column.LAST_FRAME, Sentence.PICTURE_NOT_FOUND),
    ],
)
def test_a_wrong_cell_is_named(names: str, cells: str, column: Column, sentence: Sentence) -> None:
    problem = one(names, cells)
    assert isinstance(problem, LineProblem), problem
    assert (problem.line, problem.column, problem.sentence) == (2, column, sentence)


def test_automatic_length_where_a_model_has_it() -> None:
    found = next(each for each in CATALOG.models_in("singapore") if each.duration.may_be_automatic)
    assert right("picture,model,seconds", f"a.jpg,{found.key},auto").draft.seconds == AUTOMATIC_SECONDS


# ---------------------------------------------------------------- each video once


def videos(text: str) -> tuple[TableVideo, ...]:
    orders = [ordered(line) for line in read_table(text).lines]
    return videos_of([each for each in orders if isinstance(each, TableOrder)], CATALOG)


def test_a_line_keeps_its_ids_when_other_lines_change() -> None:
    before = videos("picture,prompt\na.jpg,one\nb.jpg,two\nb.jpg,two\n")
    after = videos("picture,prompt,label\nc.jpg,three,\nb.jpg,two,\na.jpg,one,\nb.jpg,two,\n")
    ids = {job_id_of(each, 0) for each in before}
    assert len(ids) == 3, "equal lines are two orders"
    assert ids < {job_id_of(each, 0) for each in after}
    assert ids.isdisjoint(job_id_of(each, 1) for each in before), "once more is another order"


def test_another_value_is_another_order() -> None:
    base = videos("picture,prompt\na.jpg,one\n")
    for other in (
        "picture,prompt\na.jpg,two\n",
        "picture,prompt\nb.jpg,one\n",
        "picture,prompt,label\na.jpg,one,x\n",
        "picture,prompt,seed\na.jpg,one,4\n",
    ):
        assert job_id_of(videos(other)[0], 0) != job_id_of(base[0], 0)
    assert len({job_id_of(each, 0) for each in videos("picture,copies\na.jpg,3\n")}) == 3

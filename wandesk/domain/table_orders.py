"""The drafts of a table of orders: each line with its files and values, and its problem if it cannot be ordered."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.json import encode

from wandesk.domain.catalog import AUTOMATIC_SECONDS, Catalog, Model, SoundChoice
from wandesk.domain.copies import MOST_COPIES, copies_of
from wandesk.domain.draft import Draft, changed_offer, excludes_own_audio, find_problems, price
from wandesk.domain.errors import InputRefused, Value
from wandesk.domain.media import Audio, Picture
from wandesk.domain.order_table import Column, Line, LineProblem
from wandesk.domain.parameter_kinds import terms_of
from wandesk.domain.parameters import BY_KEY, choices, is_supported
from wandesk.domain.price import Price
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace

FILES = (Column.PICTURE, Column.LAST_FRAME, Column.AUDIO)
"""The columns that name a file."""

COLUMN_OF_FIELD: Mapping[str, Column] = {
    "picture": Column.PICTURE,
    "last_frame": Column.LAST_FRAME,
    "audio": Column.AUDIO,
    "prompt": Column.PROMPT,
    "negative_prompt": Column.NEGATIVE,
    "model": Column.MODEL,
    "resolution": Column.RESOLUTION,
    "seconds": Column.SECONDS,
    "seed": Column.SEED,
}

_AUTOMATIC = frozenset({"auto", "automatic", "自动"})

FileFound = Picture | Audio | InputRefused
"""A file of the table as it was read."""


class TableOrder(Struct, frozen=True, kw_only=True):
    """One line that can be ordered: so many videos of a draft."""

    line: int
    named: tuple[str, ...]
    """The cells of its files, in the order of `FILES`."""
    draft: Draft
    copies: int
    label: str = ""
    name: str = ""
    price: Price | None = None
    """Of all its videos."""


class _Wrong(Exception):
    def __init__(self, column: Column, sentence: Sentence, **values: Value) -> None:
        super().__init__(sentence)
        self.column = column
        self.sentence = sentence
        self.values = tuple(values.items())


def base_of(form: Draft) -> Draft:
    """What an empty cell means: the values of the form, without its files, its texts and its effect."""
    return replace(
        form,
        picture=None,
        last_frame=None,
        clip=None,
        audio=None,
        is_loop=False,
        prompt="",
        negative_prompt="",
        template=None,
        seed=None,
    )


def order_of_line(
    line: Line, base: Draft, files: Mapping[tuple[Column, str], FileFound], catalog: Catalog
) -> TableOrder | LineProblem:
    """The order of a line. `files` has every file that the line names, by its column and cell."""
    try:
        return _order(line, base, files, catalog)
    except _Wrong as wrong:
        return LineProblem(line=line.line, sentence=wrong.sentence, values=wrong.values, column=wrong.column)


def _order(line: Line, base: Draft, files: Mapping[tuple[Column, str], FileFound], catalog: Catalog) -> TableOrder:
    if not line.cell(Column.PICTURE):
        raise _Wrong(Column.PICTURE, Sentence.TABLE_PICTURE_MISSING)
    draft = _with_model(line, base, catalog)
    model = catalog.model(draft.model)
    draft = _with_values(line, draft, model, catalog)
    draft = _with_files(line, draft, model, files, catalog)
    for problem in find_problems(draft, catalog):
        column = COLUMN_OF_FIELD.get(problem.field, Column.PICTURE)
        raise _Wrong(column, problem.sentence, **dict(problem.values))
    copies = _whole(line, Column.COPIES, 1, 1, MOST_COPIES)
    assert copies is not None
    each = price(draft, catalog)
    return TableOrder(
        line=line.line,
        named=tuple(line.cell(column) for column in FILES),
        draft=draft,
        copies=copies,
        label=line.cell(Column.LABEL),
        name=line.cell(Column.NAME),
        price=each.times(copies) if each is not None else None,
    )


def _with_model(line: Line, base: Draft, catalog: Catalog) -> Draft:
    """The draft for the line's model: by its key, its ID or its name in any language."""
    wanted = line.cell(Column.MODEL)
    if not wanted:
        return base
    folded = " ".join(wanted.casefold().split())
    for model in catalog.models_in(base.region):
        offer = catalog.offer(base.region, model.key)
        ids = {model.key, *(offer.all_ids if offer else ()), *model.name.texts.values()}
        if folded in {" ".join(each.casefold().split()) for each in ids}:
            return base if model.key == base.model else changed_offer(base, catalog, model_key=model.key)
    is_known = any(
        folded in {each.casefold() for each in (model.key, *model.name.texts.values())} for model in catalog.models
    )
    sentence = Sentence.MODEL_NOT_OFFERED if is_known else Sentence.TABLE_MODEL_UNKNOWN
    raise _Wrong(Column.MODEL, sentence, name=wanted[:60])


def _with_values(line: Line, draft: Draft, model: Model, catalog: Catalog) -> Draft:
    terms = terms_of(catalog, draft.region, model)
    if wanted := line.cell(Column.RESOLUTION):
        digits = wanted.casefold().removesuffix("p").strip()
        offered = choices(BY_KEY["resolution"], terms)
        found = next((each for each in offered if each.casefold().removesuffix("p") == digits), None)
        if found is None:
            raise _Wrong(
                Column.RESOLUTION, Sentence.TABLE_NOT_OFFERED, name=wanted[:60], offered=", ".join(map(str, offered))
            )
        draft = replace(draft, resolution=found)
    if wanted := line.cell(Column.SECONDS):
        offered = choices(BY_KEY["seconds"], terms)
        if wanted.casefold() in _AUTOMATIC:
            seconds: int | None = AUTOMATIC_SECONDS
        else:
            seconds = _number(wanted.casefold().removesuffix("s").removesuffix("秒"))
        if seconds not in offered:
            known = ", ".join("auto" if each == AUTOMATIC_SECONDS else str(each) for each in offered)
            raise _Wrong(Column.SECONDS, Sentence.TABLE_NOT_OFFERED, name=wanted[:60], offered=known)
        assert seconds is not None
        draft = replace(draft, seconds=seconds)
    if negative := line.cell(Column.NEGATIVE):
        if not is_supported(BY_KEY["negative_prompt"], model):
            raise _Wrong(Column.NEGATIVE, Sentence.TABLE_NOT_TAKEN)
        draft = replace(draft, negative_prompt=negative)
    seeds = catalog.ranges["seed"]
    seed = _whole(line, Column.SEED, None, seeds.least, seeds.most)
    return replace(draft, prompt=line.cell(Column.PROMPT), seed=seed)


def _with_files(
    line: Line, draft: Draft, model: Model, files: Mapping[tuple[Column, str], FileFound], catalog: Catalog
) -> Draft:
    found: dict[Column, Picture | Audio] = {}
    for column in FILES:
        if cell := line.cell(column):
            match files[column, cell]:
                case InputRefused(sentence=sentence, values=values):
                    raise _Wrong(column, sentence, **values)
                case file:
                    found[column] = file
    if Column.LAST_FRAME in found and not model.takes_last_frame:
        raise _Wrong(Column.LAST_FRAME, Sentence.TABLE_NOT_TAKEN)
    sounds = choices(BY_KEY["sound_choice"], terms_of(catalog, draft.region, model))
    if Column.AUDIO in found:
        if SoundChoice.MINE not in sounds or excludes_own_audio(draft, model):
            raise _Wrong(Column.AUDIO, Sentence.TABLE_NOT_TAKEN)
        sound: SoundChoice | None = SoundChoice.MINE
    elif draft.sound_choice is SoundChoice.MINE:
        sound = next((each for each in sounds if each is not SoundChoice.MINE), None)
    else:
        sound = draft.sound_choice
    picture, last_frame, audio = (found.get(column) for column in FILES)
    assert isinstance(picture, Picture)
    return replace(
        draft,
        picture=picture,
        last_frame=last_frame if isinstance(last_frame, Picture) else None,
        audio=audio if isinstance(audio, Audio) else None,
        sound_choice=sound,
    )


def _whole(line: Line, column: Column, usual: int | None, least: int, most: int) -> int | None:
    """A whole number of a cell, or `usual` if it is empty."""
    cell = line.cell(column)
    if not cell:
        return usual
    number = _number(cell)
    if number is None or not least <= number <= most:
        raise _Wrong(column, Sentence.NUMBER_OUT_OF_RANGE, least=least, most=most)
    return number


def _number(text: str) -> int | None:
    """A whole number. Spreadsheets write `5.0` and `1,000` for some."""
    plain = text.strip().replace(",", "").removesuffix(".0")
    return int(plain) if plain.isascii() and plain.removeprefix("-").isdigit() else None


# ---------------------------------------------------------------- each video once


class TableVideo(Struct, frozen=True, kw_only=True):
    """One video of a table. `key` is the same whenever the same line of a file is read again."""

    line: int
    draft: Draft
    label: str
    name: str
    key: str


def videos_of(orders: Sequence[TableOrder], catalog: Catalog) -> tuple[TableVideo, ...]:
    """The videos of a table in the order of its lines.

    The key depends on what the line orders, and not on its place: correcting other lines of the file does not make it
    another order. Equal lines are counted.
    """
    seen: dict[str, int] = {}
    videos: list[TableVideo] = []
    for order in orders:
        for draft in copies_of(order.draft, order.copies, catalog):
            content = hashlib.sha256(encode(_content(order, draft))).hexdigest()
            number = seen[content] = seen.get(content, 0) + 1
            key = hashlib.sha256(f"{content} {number}".encode()).hexdigest()
            videos.append(TableVideo(line=order.line, draft=draft, label=order.label, name=order.name, key=key))
    return tuple(videos)


def _content(order: TableOrder, draft: Draft) -> tuple[object, ...]:
    """What a line orders. Its files count as the line names them, with their sizes: the folder may be moved."""
    files = [each.facts if each is not None else None for each in (draft.picture, draft.last_frame, draft.audio)]
    sizes = [each.size_bytes if each is not None else 0 for each in files]
    values = replace(draft, picture=None, last_frame=None, audio=None)
    return (values, order.named, sizes, order.label, order.name)


def job_id_of(video: TableVideo, round_number: int) -> str:
    """The id of the job of a video: the same one each time, so that no press and no crash orders it twice.

    To order everything again, the user starts the next round.
    """
    return hashlib.sha256(f"{video.key} {round_number}".encode()).hexdigest()[:32]
